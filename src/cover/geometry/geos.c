#include "cover/geometry/geos.h"

#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/geometry/loops.h"
#include <stdio.h>
#include <string.h>

static void keep_message(const char *message, void *ctx)
{
    struct hc_geos *geos = ctx;
    snprintf(geos->message, sizeof geos->message, "%s", message);
}

void hc_geos_init(struct hc_geos *geos)
{
    geos->message[0] = '\0';
    geos->handle = GEOS_init_r();
    GEOSContext_setErrorMessageHandler_r(geos->handle, keep_message, geos);
    GEOSContext_setNoticeMessageHandler_r(geos->handle, keep_message, geos);
}

void hc_geos_release(struct hc_geos *geos)
{
    GEOS_finish_r(geos->handle);
}

static GEOSGeometry *linear_ring(struct hc_geos *geos, const struct hc_xy *xy, size_t n)
{
    struct hc_xy *closed = hc_alloc(n + 1, sizeof *closed);
    memcpy(closed, xy, n * sizeof *xy);
    closed[n] = xy[0];
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(geos->handle, &closed->x, (unsigned)(n + 1), 0, 0);
    hc_free(closed);
    return sequence ? GEOSGeom_createLinearRing_r(geos->handle, sequence) : NULL;
}

/* NULL for a part whose outer ring has fewer than three vertices, or if GEOS fails. */
static GEOSGeometry *polygon(struct hc_geos *geos, const struct hc_polygons *p, size_t part)
{
    uint32_t begin = p->part_ring[part], end = p->part_ring[part + 1], n_holes = 0;
    GEOSGeometry *shell = NULL, **holes = hc_alloc(end - begin, sizeof(GEOSGeometry *));
    for (uint32_t r = begin; r < end; r++) {
        size_t n = p->ring_xy[r + 1] - p->ring_xy[r];
        GEOSGeometry *ring = n < 3 ? NULL : linear_ring(geos, p->xy + p->ring_xy[r], n);
        if (!ring && r == begin)
            break;
        if (r == begin)
            shell = ring;
        else if (ring)
            holes[n_holes++] = ring;
    }
    GEOSGeometry *result = shell ? GEOSGeom_createPolygon_r(geos->handle, shell, holes, n_holes) : NULL;
    hc_free(holes);
    return result;
}

GEOSGeometry *hc_geos_from_unit(struct hc_geos *geos, const struct hc_polygons *p, size_t unit)
{
    uint32_t begin = p->unit_part[unit], end = p->unit_part[unit + 1], n = 0;
    GEOSGeometry **parts = hc_alloc(end - begin, sizeof(GEOSGeometry *));
    for (uint32_t part = begin; part < end; part++) {
        GEOSGeometry *one = polygon(geos, p, part);
        if (one)
            parts[n++] = one;
    }
    GEOSGeometry *result = GEOSGeom_createCollection_r(geos->handle, GEOS_MULTIPOLYGON, parts, n);
    hc_free(parts);
    return result;
}

/* The rings of a geometry, gathered before they are put in order. */
struct gathered {
    struct hc_xy *xy;
    size_t n_xy, cap_xy;
    struct hc_loop *loops;
    size_t n_loops, cap_loops;
};

static void gather_ring(struct hc_geos *geos, const GEOSGeometry *ring, size_t owner, struct gathered *g)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos->handle, ring);
    unsigned n = 0;
    GEOSCoordSeq_getSize_r(geos->handle, sequence, &n);
    if (n < 4)
        return;
    HC_GROW(g->xy, g->cap_xy, g->n_xy + n);
    GEOSCoordSeq_copyToBuffer_r(geos->handle, sequence, &g->xy[g->n_xy].x, 0, 0);
    struct hc_loop loop = {g->n_xy, g->n_xy + n - 1, 0, owner};
    struct hc_xy *xy = g->xy + loop.begin;
    bool hole = owner != SIZE_MAX;
    if ((hc_ring_area2(xy, n - 1) < 0) != hole)
        hc_ring_reverse(xy, n - 1);
    hc_ring_rotate(xy, n - 1);
    loop.area2 = hc_ring_area2(xy, n - 1);
    if (hole ? !(loop.area2 < 0) : !(loop.area2 > 0))
        return;
    g->n_xy = loop.end;
    HC_GROW(g->loops, g->cap_loops, g->n_loops + 1);
    g->loops[g->n_loops++] = loop;
}

static void gather(struct hc_geos *geos, const GEOSGeometry *geometry, struct gathered *g)
{
    int type = GEOSGeomTypeId_r(geos->handle, geometry);
    if (type == GEOS_POLYGON && GEOSisEmpty_r(geos->handle, geometry) == 0) {
        size_t outer = g->n_loops;
        gather_ring(geos, GEOSGetExteriorRing_r(geos->handle, geometry), SIZE_MAX, g);
        int n = g->n_loops > outer ? GEOSGetNumInteriorRings_r(geos->handle, geometry) : 0;
        for (int i = 0; i < n; i++)
            gather_ring(geos, GEOSGetInteriorRingN_r(geos->handle, geometry, i), outer, g);
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        int n = GEOSGetNumGeometries_r(geos->handle, geometry);
        for (int i = 0; i < n; i++)
            gather(geos, GEOSGetGeometryN_r(geos->handle, geometry, i), g);
    }
}

void hc_geos_append_unit(struct hc_geos *geos, const GEOSGeometry *geometry, struct hc_polygons *out)
{
    struct gathered g = {0};
    gather(geos, geometry, &g);
    hc_loops_write(g.xy, g.loops, g.n_loops, out);
    hc_free(g.xy);
    hc_free(g.loops);
}
