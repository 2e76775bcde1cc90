#include "load/layer/shape.h"

#include <string.h>

enum { EMPTY = 0, POLYGON = 5, POLYGON_Z = 15, POLYGON_M = 25 };

/* Type, box, number of rings, number of vertices, where the only ring begins; then its vertices. */
enum { AT_RINGS = 36, AT_VERTICES = 40, AT_FIRST = 44, HEAD = 48 };

static uint32_t whole_at(const unsigned char *record, size_t at)
{
    return (uint32_t)record[at] | (uint32_t)record[at + 1] << 8 | (uint32_t)record[at + 2] << 16 |
           (uint32_t)record[at + 3] << 24;
}

bool hc_shape_add(struct hc_blobs *b, const void *record, size_t size)
{
    const unsigned char *bytes = record;
    uint32_t type = size < 4 ? UINT32_MAX : whole_at(bytes, 0);
    if (type == EMPTY)
        return true;
    if ((type != POLYGON && type != POLYGON_Z && type != POLYGON_M) || size < HEAD)
        return false;
    size_t n = whole_at(bytes, AT_VERTICES), heights = type == POLYGON_Z ? 2 + n : 0; /* with their range */
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || whole_at(bytes, AT_RINGS) != 1 || whole_at(bytes, AT_FIRST) != 0 ||
        n == 0 || size - HEAD < n * sizeof(struct hc_xy) + heights * sizeof(double))
        return false;
    struct hc_polygons *p = &b->polygons;
    hc_blobs_make_room(b, n);
    memcpy(p->xy + p->n_xy, bytes + HEAD, n * sizeof *p->xy);
    p->n_xy += n;
    hc_polygons_end_ring(p);
    hc_polygons_end_part(p);
    return true;
}
