#include "report/geo/shp/record.h"

#include "base/mem.h"
#include "cover/build/rings.h"
#include <stdbool.h>
#include <string.h>

enum { CODE = 9994, VERSION = 1000, EMPTY = 0, POLYGON = 5, RECORD_HEAD = 8 };

static char *put_big(char *at, uint64_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *at++ = (char)(n >> shift & 0xff);
    return at;
}

static char *put_little(char *at, uint64_t n)
{
    for (int shift = 0; shift <= 24; shift += 8)
        *at++ = (char)(n >> shift & 0xff);
    return at;
}

static char *put_real(char *at, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return put_little(put_little(at, bits), bits >> 32);
}

static char *put_box(char *at, const struct hc_box *box)
{
    return put_real(put_real(put_real(put_real(at, box->x0), box->y0), box->x1), box->y1);
}

void hc_shp_put_head(char head[HC_SHP_HEAD], uint64_t bytes, const struct hc_box *box)
{
    static const struct hc_box none = {0};
    memset(head, 0, HC_SHP_HEAD);
    put_big(head, CODE);
    put_big(head + 24, bytes / 2);
    put_little(put_little(head + 28, VERSION), POLYGON);
    put_box(head + 36, box->x0 <= box->x1 ? box : &none);
}

void hc_shp_add_entry(struct hc_buf *out, uint64_t at, uint64_t bytes)
{
    char entry[8];
    put_big(put_big(entry, at / 2), (bytes - RECORD_HEAD) / 2);
    hc_buf_add(out, entry, sizeof entry);
}

static char *put_point(char *at, struct hc_xy p)
{
    if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        return put_real(put_real(at, p.x), p.y);
    memcpy(at, &p, sizeof p);
    return at + sizeof p;
}

/* Begins and ends where the ring begins, whichever way it goes. */
static char *put_ring(char *at, const struct hc_xy *xy, size_t n, bool clockwise)
{
    bool turn = (hc_ring_area2(xy, n) < 0) != clockwise;
    at = put_point(at, xy[0]);
    for (size_t i = 1; i < n; i++)
        at = put_point(at, xy[turn ? n - i : i]);
    return put_point(at, xy[0]);
}

static struct hc_box box_of(const struct hc_polygons *p, size_t unit)
{
    size_t begin = p->ring_xy[p->part_ring[p->unit_part[unit]]], end = p->ring_xy[p->part_ring[p->unit_part[unit + 1]]];
    return hc_box_of(p->xy + begin, end - begin);
}

/* Numbers of rings and vertices, where each ring begins, the vertices. */
static char *put_polygon(char *at, const struct hc_polygons *p, size_t unit)
{
    uint32_t first = p->unit_part[unit], last = p->unit_part[unit + 1], ring = p->part_ring[first],
             rings = p->part_ring[last] - ring;
    size_t begin = p->ring_xy[ring], n = p->ring_xy[p->part_ring[last]] - begin;
    at = put_little(put_little(at, rings), n + rings);
    for (uint32_t r = 0; r < rings; r++)
        at = put_little(at, p->ring_xy[ring + r] - begin + r);
    for (uint32_t part = first; part < last; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
            at = put_ring(at, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r], r == p->part_ring[part]);
    return at;
}

void hc_shp_add_record(struct hc_buf *out, const struct hc_polygons *p, size_t unit, uint32_t number,
                       struct hc_box *box)
{
    bool land = p && p->unit_part[unit] < p->unit_part[unit + 1];
    size_t rings = land ? hc_polygons_unit_rings(p, unit) : 0, content = 4;
    if (land)
        content = 44 + 4 * rings +
                  16 * (rings + p->ring_xy[p->part_ring[p->unit_part[unit + 1]]] -
                        p->ring_xy[p->part_ring[p->unit_part[unit]]]);
    HC_GROW(out->data, out->cap, out->len + RECORD_HEAD + content + 1);
    char *at = put_big(put_big(out->data + out->len, number), content / 2);
    at = put_little(at, land ? POLYGON : EMPTY);
    if (land) {
        struct hc_box own = box_of(p, unit);
        *box = hc_box_around(box, &own);
        at = put_polygon(put_box(at, &own), p, unit);
    }
    out->len = (size_t)(at - out->data);
    *at = '\0';
}
