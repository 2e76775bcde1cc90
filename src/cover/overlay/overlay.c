#include "cover/overlay/overlay.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/crs.h"
#include "cover/geometry/geos.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One layer, ready to be intersected. */
struct side {
    const struct hc_polygons *polygons;
    struct hc_xy (*box)[2]; /* of each unit: lower left, upper right; empty ones have x = NaN */
    double *area;
};

struct overlaying {
    struct side a, b;
    struct hc_overlap *pairs;
    uint8_t *failed;
};

static void release_side(struct side *s)
{
    hc_free(s->box);
    hc_free(s->area);
}

static void bound_units(struct side *s, const struct hc_polygons *p)
{
    s->polygons = p;
    s->box = hc_alloc(p->n_units, sizeof *s->box);
    s->area = hc_calloc(p->n_units, sizeof *s->area);
    for (size_t u = 0; u < p->n_units; u++) {
        size_t begin = p->ring_xy[p->part_ring[p->unit_part[u]]], end = p->ring_xy[p->part_ring[p->unit_part[u + 1]]];
        struct hc_xy low = {NAN, NAN}, high = {NAN, NAN};
        for (size_t i = begin; i < end; i++) {
            low.x = fmin(low.x, p->xy[i].x);
            low.y = fmin(low.y, p->xy[i].y);
            high.x = fmax(high.x, p->xy[i].x);
            high.y = fmax(high.y, p->xy[i].y);
        }
        s->box[u][0] = low;
        s->box[u][1] = high;
    }
}

/* The unit, made valid if it is not; NULL if GEOS fails. */
static GEOSGeometry *valid_unit(struct hc_geos *geos, const struct hc_polygons *p, size_t unit)
{
    GEOSGeometry *raw = hc_geos_from_unit(geos, p, unit);
    if (!raw || GEOSisValid_r(geos->handle, raw) == 1)
        return raw;
    GEOSGeometry *valid = GEOSMakeValid_r(geos->handle, raw);
    GEOSGeom_destroy_r(geos->handle, raw);
    return valid;
}

static void measure_range(void *ctx, size_t begin, size_t end)
{
    struct side *s = ctx;
    struct hc_geos geos;
    hc_geos_init(&geos);
    for (size_t u = begin; u < end; u++) {
        GEOSGeometry *g = valid_unit(&geos, s->polygons, u);
        if (g)
            GEOSArea_r(geos.handle, g, &s->area[u]);
        GEOSGeom_destroy_r(geos.handle, g);
    }
    hc_geos_release(&geos);
}

/* Whether two units have the same rings, vertex by vertex. */
static bool same_boundary(const struct hc_polygons *a, size_t u, const struct hc_polygons *b, size_t v)
{
    size_t parts = a->unit_part[u + 1] - a->unit_part[u], rings, n;
    if (parts != b->unit_part[v + 1] - b->unit_part[v] || !parts)
        return false;
    uint32_t ra = a->part_ring[a->unit_part[u]], rb = b->part_ring[b->unit_part[v]];
    rings = a->part_ring[a->unit_part[u + 1]] - ra;
    if (rings != b->part_ring[b->unit_part[v + 1]] - rb)
        return false;
    for (size_t r = 0; r <= rings; r++)
        if (a->ring_xy[ra + r] - a->ring_xy[ra] != b->ring_xy[rb + r] - b->ring_xy[rb])
            return false;
    n = a->ring_xy[ra + rings] - a->ring_xy[ra];
    for (size_t i = 0; i < n; i++) {
        struct hc_xy p = a->xy[a->ring_xy[ra] + i], q = b->xy[b->ring_xy[rb] + i];
        if (p.x < q.x || p.x > q.x || p.y < q.y || p.y > q.y)
            return false;
    }
    return true;
}

struct asking {
    struct hc_overlaps *out;
    uint32_t before;
    GEOSGeometry *const *boxes; /* the tree's items point into these: one a unit after */
};

static void take_candidate(void *item, void *ctx)
{
    struct asking *ask = ctx;
    GEOSGeometry *const *box = item;
    HC_GROW(ask->out->items, ask->out->cap, ask->out->n + 1);
    ask->out->items[ask->out->n++] = (struct hc_overlap){ask->before, (uint32_t)(box - ask->boxes), 0, 0};
}

static int compare_overlaps(const void *p, const void *q)
{
    const struct hc_overlap *a = p, *b = q;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    return (a->after > b->after) - (a->after < b->after);
}

static GEOSGeometry *box_geometry(struct hc_geos *geos, struct hc_xy box[2])
{
    return isnan(box[0].x) ? NULL : GEOSGeom_createRectangle_r(geos->handle, box[0].x, box[0].y, box[1].x, box[1].y);
}

/* Pairs whose boxes meet; where one boundary is found again exactly, that pair alone. */
static void find_candidates(const struct overlaying *o, struct hc_overlaps *out)
{
    struct hc_geos geos;
    hc_geos_init(&geos);
    size_t n = o->b.polygons->n_units;
    GEOSGeometry **boxes = hc_calloc(n, sizeof(GEOSGeometry *));
    GEOSSTRtree *tree = GEOSSTRtree_create_r(geos.handle, 10);
    for (size_t v = 0; v < n; v++) {
        boxes[v] = box_geometry(&geos, o->b.box[v]);
        if (boxes[v])
            GEOSSTRtree_insert_r(geos.handle, tree, boxes[v], &boxes[v]);
    }
    for (uint32_t u = 0; u < o->a.polygons->n_units; u++) {
        GEOSGeometry *box = box_geometry(&geos, o->a.box[u]);
        size_t first = out->n;
        struct asking ask = {out, u, boxes};
        if (box)
            GEOSSTRtree_query_r(geos.handle, tree, box, take_candidate, &ask);
        GEOSGeom_destroy_r(geos.handle, box);
        for (size_t i = first; i < out->n; i++)
            if (same_boundary(o->a.polygons, u, o->b.polygons, out->items[i].after)) {
                out->items[first] = out->items[i];
                out->items[first].of_before = out->items[first].of_after = 1;
                out->n = first + 1;
            }
    }
    GEOSSTRtree_destroy_r(geos.handle, tree);
    for (size_t v = 0; v < n; v++)
        GEOSGeom_destroy_r(geos.handle, boxes[v]);
    hc_free(boxes);
    hc_geos_release(&geos);
    if (out->n)
        qsort(out->items, out->n, sizeof *out->items, compare_overlaps);
}

static void intersect_range(void *ctx, size_t begin, size_t end)
{
    struct overlaying *o = ctx;
    struct hc_geos geos;
    GEOSGeometry *a = NULL;
    hc_geos_init(&geos);
    for (size_t i = begin; i < end; i++) {
        struct hc_overlap *pair = &o->pairs[i];
        if (pair->of_before > 0)
            continue;
        if (!a || o->pairs[i - 1].before != pair->before || i == begin) {
            GEOSGeom_destroy_r(geos.handle, a);
            a = valid_unit(&geos, o->a.polygons, pair->before);
        }
        GEOSGeometry *b = valid_unit(&geos, o->b.polygons, pair->after);
        GEOSGeometry *common = a && b ? GEOSIntersection_r(geos.handle, a, b) : NULL;
        double area = 0;
        o->failed[i] = !common || GEOSArea_r(geos.handle, common, &area) != 1;
        pair->of_before = o->a.area[pair->before] > 0 ? area / o->a.area[pair->before] : 0;
        pair->of_after = o->b.area[pair->after] > 0 ? area / o->b.area[pair->after] : 0;
        GEOSGeom_destroy_r(geos.handle, common);
        GEOSGeom_destroy_r(geos.handle, b);
    }
    GEOSGeom_destroy_r(geos.handle, a);
    hc_geos_release(&geos);
}

static int intersect(struct overlaying *o, const struct hc_layer *before, const struct hc_layer *after, int threads,
                     struct hc_overlaps *out, struct hc_err *err)
{
    size_t n = 0;
    o->pairs = out->items;
    o->failed = hc_calloc(out->n, 1);
    hc_parallel_for(threads, out->n, 64, intersect_range, o);
    for (size_t i = 0; i < out->n; i++) {
        if (o->failed[i])
            hc_err_set(err, HC_REFUSED, "units %s (before) and %s (after) cannot be laid over each other",
                       "单元 %s（调整前）与 %s（调整后）无法叠加", before->units.code[out->items[i].before],
                       after->units.code[out->items[i].after]);
        if (out->items[i].of_before > 1e-9 || out->items[i].of_after > 1e-9)
            out->items[n++] = out->items[i];
    }
    out->n = n;
    hc_free(o->failed);
    return err->code == HC_DONE ? 0 : -1;
}

/* The polygons of `after` in the CRS of `before`, in *moved if they had to be transformed. */
static int bring_together(const struct hc_layer *before, const struct hc_layer *after, int threads,
                          struct hc_polygons *moved, struct hc_err *err)
{
    hc_polygons_init(moved);
    if (strcmp(before->crs, after->crs) == 0)
        return 0;
    struct hc_crs *from = hc_crs_new(after->crs, err), *to = from ? hc_crs_new(before->crs, err) : NULL;
    hc_polygons_join(moved, &after->polygons, 1, 1);
    int status = to ? hc_crs_transform(from, to, moved->xy, moved->n_xy, threads, err) : -1;
    hc_crs_free(from);
    hc_crs_free(to);
    return status;
}

int hc_overlay(const struct hc_layer *before, const struct hc_layer *after, int threads, struct hc_overlaps *out,
               struct hc_err *err)
{
    struct overlaying o = {0};
    struct hc_polygons moved;
    *out = (struct hc_overlaps){0};
    int status = bring_together(before, after, threads, &moved, err);
    if (status == 0) {
        bound_units(&o.a, &before->polygons);
        bound_units(&o.b, moved.n_units ? &moved : &after->polygons);
        find_candidates(&o, out);
        hc_parallel_for(threads, o.a.polygons->n_units, 64, measure_range, &o.a);
        hc_parallel_for(threads, o.b.polygons->n_units, 64, measure_range, &o.b);
        status = intersect(&o, before, after, threads, out, err);
    }
    release_side(&o.a);
    release_side(&o.b);
    hc_polygons_release(&moved);
    return status;
}

void hc_overlaps_release(struct hc_overlaps *o)
{
    hc_free(o->items);
    *o = (struct hc_overlaps){0};
}
