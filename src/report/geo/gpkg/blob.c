#include "report/geo/gpkg/blob.h"

#include "base/mem.h"
#include <string.h>

enum { WKB_POINT = 1, WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6 };

#define LITTLE_ENDIAN_HERE (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

static size_t blob_size(const struct hc_polygons *p, size_t unit)
{
    uint32_t part = p->unit_part[unit], end_part = p->unit_part[unit + 1];
    uint32_t ring = p->part_ring[part], end_ring = p->part_ring[end_part];
    size_t n_xy = p->ring_xy[end_ring] - p->ring_xy[ring], n_rings = end_ring - ring;
    return 8 + 32 + 9 + 9 * (size_t)(end_part - part) + 4 * n_rings + (n_xy + n_rings) * sizeof(struct hc_xy);
}

static char *put(char *at, const void *bytes, size_t n)
{
    memcpy(at, bytes, n);
    return at + n;
}

/* Byte order, type, count. */
static char *put_head(char *at, uint32_t type, uint32_t count)
{
    *at++ = LITTLE_ENDIAN_HERE;
    at = put(at, &type, sizeof type);
    return put(at, &count, sizeof count);
}

static char *put_ring(char *at, const struct hc_xy *xy, size_t n)
{
    uint32_t count = (uint32_t)n + 1;
    at = put(at, &count, sizeof count);
    at = put(at, xy, n * sizeof *xy);
    return put(at, xy, sizeof *xy); /* closed */
}

static void find_envelope(const struct hc_polygons *p, size_t unit, double envelope[4])
{
    size_t begin = p->ring_xy[p->part_ring[p->unit_part[unit]]];
    size_t end = p->ring_xy[p->part_ring[p->unit_part[unit + 1]]];
    envelope[0] = envelope[1] = p->xy[begin].x;
    envelope[2] = envelope[3] = p->xy[begin].y;
    for (size_t i = begin + 1; i < end; i++) {
        struct hc_xy v = p->xy[i];
        envelope[0] = v.x < envelope[0] ? v.x : envelope[0];
        envelope[1] = v.x > envelope[1] ? v.x : envelope[1];
        envelope[2] = v.y < envelope[2] ? v.y : envelope[2];
        envelope[3] = v.y > envelope[3] ? v.y : envelope[3];
    }
}

void hc_blob_add(struct hc_buf *buf, const struct hc_polygons *p, size_t unit, int32_t srs_id, double envelope[4])
{
    const char head[4] = {'G', 'P', 0, LITTLE_ENDIAN_HERE | 1 << 1}; /* version 1; an envelope of x and y follows */
    size_t size = blob_size(p, unit);
    HC_GROW(buf->data, buf->cap, buf->len + size + 1);
    char *at = buf->data + buf->len;
    find_envelope(p, unit, envelope);
    at = put(at, head, sizeof head);
    at = put(at, &srs_id, sizeof srs_id);
    at = put(at, envelope, 4 * sizeof *envelope);
    at = put_head(at, WKB_MULTIPOLYGON, p->unit_part[unit + 1] - p->unit_part[unit]);
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++) {
        at = put_head(at, WKB_POLYGON, p->part_ring[part + 1] - p->part_ring[part]);
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
            at = put_ring(at, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
    }
    *at = '\0';
    buf->len += size;
}

void hc_blob_put_point(char *at, struct hc_xy p, int32_t srs_id)
{
    const char head[4] = {'G', 'P', 0, LITTLE_ENDIAN_HERE};
    uint32_t type = WKB_POINT;
    at = put(at, head, sizeof head);
    at = put(at, &srs_id, sizeof srs_id);
    *at++ = LITTLE_ENDIAN_HERE;
    at = put(at, &type, sizeof type);
    put(at, &p, sizeof p);
}
