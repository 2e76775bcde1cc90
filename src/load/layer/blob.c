#include "load/layer/blob.h"

#include "base/mem.h"
#include <string.h>

void hc_blobs_init(struct hc_blobs *b, struct hc_xy *room, size_t cap)
{
    *b = (struct hc_blobs){.lodges = true};
    hc_polygons_init(&b->polygons);
    b->polygons.xy = room;
    b->polygons.cap_xy = cap;
}

void hc_blobs_release(struct hc_blobs *b)
{
    if (b->lodges)
        b->polygons.xy = NULL;
    hc_polygons_release(&b->polygons);
}

/* Well-known binary, and how far it was read. */
struct wkb {
    const unsigned char *at;
    size_t left;
};

static bool take_bytes(struct wkb *w, void *out, size_t n)
{
    if (w->left < n)
        return false;
    memcpy(out, w->at, n);
    w->at += n;
    w->left -= n;
    return true;
}

/* The type without dimensions, and how many numbers a vertex has. */
static bool take_type(struct wkb *w, uint32_t *type, size_t *dimensions)
{
    unsigned char little = 0;
    if (!take_bytes(w, &little, 1) || little != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) ||
        !take_bytes(w, type, sizeof *type))
        return false;
    uint32_t z = *type >> 31, code = *type & 0x7fffffff;
    *type = code % 1000;
    *dimensions = 2 + z + (code / 1000 == 3 ? 2 : code / 1000 > 0);
    return code < (z ? 1000 : 4000); /* either of the two ways to say it */
}

void hc_blobs_make_room(struct hc_blobs *b, size_t n)
{
    struct hc_polygons *p = &b->polygons;
    if (!b->lodges) {
        HC_GROW(p->xy, p->cap_xy, p->n_xy + n);
    } else if (p->cap_xy - p->n_xy < n) {
        struct hc_xy *own = hc_alloc(2 * p->cap_xy + n, sizeof *own);
        memcpy(own, p->xy, p->n_xy * sizeof *own);
        p->xy = own;
        p->cap_xy = 2 * p->cap_xy + n;
        b->lodges = false;
    }
}

static bool take_ring(struct wkb *w, size_t dimensions, struct hc_blobs *b)
{
    struct hc_polygons *p = &b->polygons;
    uint32_t n = 0;
    size_t stride = dimensions * sizeof(double);
    if (!take_bytes(w, &n, sizeof n) || w->left / stride < n)
        return false;
    if (!n)
        return true;
    hc_blobs_make_room(b, n);
    if (dimensions == 2)
        memcpy(p->xy + p->n_xy, w->at, n * stride);
    for (size_t i = 0; dimensions > 2 && i < n; i++)
        memcpy(&p->xy[p->n_xy + i], w->at + i * stride, sizeof(struct hc_xy));
    p->n_xy += n;
    w->at += n * stride;
    w->left -= n * stride;
    hc_polygons_end_ring(p);
    return true;
}

enum { POLYGON = 3, MULTIPOLYGON = 6, LAST_PLAIN = 6 };

static bool take_polygon(struct wkb *w, size_t dimensions, struct hc_blobs *b)
{
    struct hc_polygons *p = &b->polygons;
    uint32_t n = 0;
    if (!take_bytes(w, &n, sizeof n))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!take_ring(w, dimensions, b))
            return false;
    hc_polygons_end_part(p);
    return true;
}

static bool take_multipolygon(struct wkb *w, struct hc_blobs *b)
{
    uint32_t n = 0, type = 0;
    size_t dimensions = 2;
    if (!take_bytes(w, &n, sizeof n))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!take_type(w, &type, &dimensions) || type != POLYGON || !take_polygon(w, dimensions, b))
            return false;
    return true;
}

static bool take_geometry(struct wkb *w, bool empty, struct hc_blobs *b)
{
    uint32_t type = 0;
    size_t dimensions = 2;
    if (!take_type(w, &type, &dimensions) || type < 1 || type > LAST_PLAIN)
        return false;
    if (type == POLYGON)
        return take_polygon(w, dimensions, b);
    if (type == MULTIPOLYGON)
        return take_multipolygon(w, b);
    b->n_other += !empty;
    return true;
}

bool hc_blobs_add_wkb(struct hc_blobs *b, const void *wkb, size_t size)
{
    struct wkb w = {wkb, size};
    return take_geometry(&w, false, b);
}

/* A blob: "GP", version, flags, srs_id, an envelope, then WKB (OGC 12-128r18, 2.1.3). */
bool hc_blobs_add(struct hc_blobs *b, const void *blob, size_t size)
{
    static const size_t envelopes[8] = {0, 32, 48, 48, 64, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    struct wkb w = {blob, size};
    unsigned char head[8];
    if (!take_bytes(&w, head, sizeof head) || head[0] != 'G' || head[1] != 'P' || head[2] || head[3] & 0x20)
        return false;
    size_t envelope = envelopes[head[3] >> 1 & 7];
    if (envelope > w.left)
        return false;
    w.at += envelope;
    w.left -= envelope;
    return take_geometry(&w, head[3] & 0x10, b); /* the flag of an empty one */
}
