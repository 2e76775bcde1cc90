#include "coverage.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

double rng_unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

uint32_t rng_below(struct rng *r, uint32_t n)
{
    return (uint32_t)(rng_next(r) % n);
}

size_t seeds_or(size_t n)
{
    const char *seeds = getenv("HC_SEEDS");
    return seeds && atol(seeds) > 0 ? (size_t)atol(seeds) : n;
}

static struct hc_xy between(struct hc_xy a, struct hc_xy b, double t, double aside)
{
    return (struct hc_xy){a.x + (b.x - a.x) * t - (b.y - a.y) * aside, a.y + (b.y - a.y) * t + (b.x - a.x) * aside};
}

static void make_grid(struct coverage *c, struct rng *r, double x0, double y0, double size)
{
    size_t nx = c->n_cells_x + 1, ny = c->n_cells_y + 1;
    c->corner = hc_alloc(nx * ny, sizeof *c->corner);
    c->east = hc_alloc(nx * ny, sizeof *c->east);
    c->north = hc_alloc(nx * ny, sizeof *c->north);
    for (size_t i = 0; i < nx * ny; i++)
        c->corner[i] = (struct hc_xy){x0 + size * ((double)(i % nx) + 0.4 * rng_unit(r)),
                                      y0 + size * ((double)(i / nx) + 0.4 * rng_unit(r))};
    for (size_t i = 0; i < nx * ny; i++)
        for (int k = 0; k < c->n_between; k++) {
            double t = (k + 1.0) / (c->n_between + 1.0);
            double e = 0.1 * (rng_unit(r) - 0.5), n = 0.1 * (rng_unit(r) - 0.5);
            if (i % nx + 1 < nx)
                c->east[i][k] = between(c->corner[i], c->corner[i + 1], t, e);
            if (i / nx + 1 < ny)
                c->north[i][k] = between(c->corner[i], c->corner[i + nx], t, n);
        }
}

/* Cells go to a few owners; some stay lakes. Owners are numbered as they come. */
static uint32_t own_cells(struct coverage *c, struct rng *r)
{
    size_t n = c->n_cells_x * c->n_cells_y;
    uint32_t n_owners = 2 + rng_below(r, (uint32_t)n / 2), used = 0;
    uint32_t *name = hc_alloc(n_owners, sizeof *name);
    memset(name, 0xff, n_owners * sizeof *name);
    c->owner = hc_alloc(n, sizeof *c->owner);
    for (size_t i = 0; i < n; i++) {
        uint32_t chance = rng_below(r, 10), owner = rng_below(r, n_owners);
        /* Like the west or south neighbour more often than not, so that units grow beyond one cell. */
        if (chance < 4 && i % c->n_cells_x)
            c->owner[i] = c->owner[i - 1];
        else if (chance < 6 && i >= c->n_cells_x)
            c->owner[i] = c->owner[i - c->n_cells_x];
        else if (chance == 6)
            c->owner[i] = HC_NONE;
        else
            c->owner[i] = name[owner] != HC_NONE ? name[owner] : (name[owner] = used++);
    }
    if (!used) {
        c->owner[0] = 0;
        used = 1;
    }
    hc_free(name);
    return used;
}

static void put_edge(struct hc_xy *ring, size_t *n, const struct coverage *c, struct hc_xy from,
                     const struct hc_xy *points, bool reversed)
{
    ring[(*n)++] = from;
    for (int k = 0; k < c->n_between; k++)
        ring[(*n)++] = points[reversed ? c->n_between - 1 - k : k];
}

static GEOSGeometry *cell(GEOSContextHandle_t g, const struct coverage *c, size_t i)
{
    size_t nx = c->n_cells_x + 1, sw = i / c->n_cells_x * nx + i % c->n_cells_x, n = 0;
    struct hc_xy ring[17];
    put_edge(ring, &n, c, c->corner[sw], c->east[sw], false);
    put_edge(ring, &n, c, c->corner[sw + 1], c->north[sw + 1], false);
    put_edge(ring, &n, c, c->corner[sw + nx + 1], c->east[sw + nx], true);
    put_edge(ring, &n, c, c->corner[sw + nx], c->north[sw], true);
    ring[n] = ring[0];
    GEOSCoordSequence *s = GEOSCoordSeq_copyFromBuffer_r(g, &ring[0].x, (unsigned)n + 1, 0, 0);
    return GEOSGeom_createPolygon_r(g, GEOSGeom_createLinearRing_r(g, s), NULL, 0);
}

static void add_ring(GEOSContextHandle_t g, const GEOSGeometry *ring, struct hc_polygons *p)
{
    struct hc_xy xy[4096];
    unsigned n = 0;
    const GEOSCoordSequence *s = GEOSGeom_getCoordSeq_r(g, ring);
    GEOSCoordSeq_getSize_r(g, s, &n);
    GEOSCoordSeq_copyToBuffer_r(g, s, &xy[0].x, 0, 0);
    hc_polygons_add_vertices(p, xy, n);
    hc_polygons_end_ring(p);
}

static void add_unit(GEOSContextHandle_t g, const GEOSGeometry *unit, struct hc_polygons *p)
{
    for (int i = 0; i < GEOSGetNumGeometries_r(g, unit); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g, unit, i);
        add_ring(g, GEOSGetExteriorRing_r(g, part), p);
        for (int h = 0; h < GEOSGetNumInteriorRings_r(g, part); h++)
            add_ring(g, GEOSGetInteriorRingN_r(g, part, h), p);
        hc_polygons_end_part(p);
    }
    hc_polygons_end_unit(p);
}

static void make_layer(struct coverage *c, uint32_t n_units)
{
    GEOSContextHandle_t g = GEOS_init_r();
    size_t n = c->n_cells_x * c->n_cells_y;
    struct hc_layer *layer = &c->layer;
    hc_units_init(&layer->units, n_units);
    hc_polygons_init(&layer->polygons);
    for (uint32_t u = 0; u < n_units; u++) {
        GEOSGeometry **cells = hc_alloc(n, sizeof(GEOSGeometry *));
        unsigned n_cells = 0;
        char code[16];
        for (size_t i = 0; i < n; i++)
            if (c->owner[i] == u)
                cells[n_cells++] = cell(g, c, i);
        GEOSGeometry *all = GEOSGeom_createCollection_r(g, GEOS_GEOMETRYCOLLECTION, cells, n_cells);
        GEOSGeometry *unit = GEOSUnaryUnion_r(g, all);
        add_unit(g, unit, &layer->polygons);
        snprintf(code, sizeof code, "%04u", u);
        layer->units.code[u] = hc_arena_strdup(&layer->units.strings, code);
        GEOSGeom_destroy_r(g, unit);
        GEOSGeom_destroy_r(g, all);
        hc_free(cells);
    }
    layer->has_polygons = true;
    GEOS_finish_r(g);
}

void coverage_make(struct coverage *c, uint64_t seed, size_t n_cells, bool projected)
{
    struct rng r = {seed};
    *c = (struct coverage){.n_cells_x = n_cells,
                           .n_cells_y = 2 + rng_below(&r, (uint32_t)n_cells),
                           .n_between = (uint8_t)rng_below(&r, 4)};
    make_grid(c, &r, projected ? 480000 : 104.9, projected ? 3400000 : 30.7, projected ? 900 : 0.009);
    make_layer(c, own_cells(c, &r));
    c->layer.crs = hc_strdup(projected ? "EPSG:4544" : "EPSG:4326");
}

void coverage_release(struct coverage *c)
{
    hc_layer_release(&c->layer);
    hc_free(c->owner);
    hc_free(c->corner);
    hc_free(c->east);
    hc_free(c->north);
}

void coverage_shuffle(const struct coverage *c, struct rng *r, uint32_t *order, struct hc_layer *out)
{
    const struct hc_polygons *p = &c->layer.polygons;
    *out = (struct hc_layer){.has_polygons = true, .crs = hc_strdup(c->layer.crs)};
    hc_units_init(&out->units, p->n_units);
    hc_polygons_init(&out->polygons);
    for (uint32_t i = 0; i < p->n_units; i++)
        order[i] = i;
    for (uint32_t i = (uint32_t)p->n_units; i-- > 1;) {
        uint32_t k = rng_below(r, i + 1), swap = order[i];
        order[i] = order[k];
        order[k] = swap;
    }
    for (uint32_t i = 0; i < p->n_units; i++) {
        out->units.code[i] = hc_arena_strdup(&out->units.strings, c->layer.units.code[order[i]]);
        for (uint32_t part = p->unit_part[order[i]]; part < p->unit_part[order[i] + 1]; part++) {
            for (uint32_t ring = p->part_ring[part]; ring < p->part_ring[part + 1]; ring++) {
                size_t begin = p->ring_xy[ring], n = p->ring_xy[ring + 1] - begin;
                uint32_t start = rng_below(r, (uint32_t)n);
                bool back = rng_below(r, 2);
                for (size_t k = 0; k < n; k++)
                    hc_polygons_add_vertices(&out->polygons, &p->xy[begin + (start + (back ? n - k : k)) % n], 1);
                hc_polygons_end_ring(&out->polygons);
            }
            hc_polygons_end_part(&out->polygons);
        }
        hc_polygons_end_unit(&out->polygons);
    }
}

/* Length of one grid edge by PROJ. */
static double edge_length(const struct coverage *c, PJ *to_lonlat, struct hc_xy from, const struct hc_xy *points,
                          struct hc_xy to)
{
    struct geod_geodesic geod;
    struct hc_xy line[5] = {from};
    double sum = 0;
    int n = 1;
    geod_init(&geod, 6378137, to_lonlat ? 1 / 298.257222101 : 1 / 298.257223563);
    for (int k = 0; k < c->n_between; k++)
        line[n++] = points[k];
    line[n++] = to;
    for (int i = 0; to_lonlat && i < n; i++) {
        PJ_COORD xy = proj_trans(to_lonlat, PJ_FWD, proj_coord(line[i].x, line[i].y, 0, 0));
        line[i] = (struct hc_xy){xy.xy.x, xy.xy.y};
    }
    for (int i = 1; i < n; i++) {
        double length;
        geod_inverse(&geod, line[i - 1].y, line[i - 1].x, line[i].y, line[i].x, &length, NULL, NULL);
        sum += length;
    }
    return sum;
}

static bool meet(const struct coverage *c, const uint32_t *unit_of, size_t i, size_t j, uint32_t a, uint32_t b)
{
    uint32_t x = c->owner[i] == HC_NONE ? HC_NONE : unit_of[c->owner[i]],
             y = c->owner[j] == HC_NONE ? HC_NONE : unit_of[c->owner[j]];
    return (x == a && y == b) || (x == b && y == a);
}

double coverage_border(const struct coverage *c, const uint32_t *unit_of, uint32_t a, uint32_t b)
{
    size_t w = c->n_cells_x, nx = w + 1;
    double sum = -1;
    PJ *raw =
        strcmp(c->layer.crs, "EPSG:4544") == 0 ? proj_create_crs_to_crs(NULL, "EPSG:4544", "EPSG:4490", NULL) : NULL;
    PJ *to_lonlat = raw ? proj_normalize_for_visualization(NULL, raw) : NULL;
    for (size_t i = 0; i < w * c->n_cells_y; i++) {
        size_t sw = i / w * nx + i % w;
        if (i % w + 1 < w && meet(c, unit_of, i, i + 1, a, b))
            sum = (sum < 0 ? 0 : sum) +
                  edge_length(c, to_lonlat, c->corner[sw + 1], c->north[sw + 1], c->corner[sw + 1 + nx]);
        if (i + w < w * c->n_cells_y && meet(c, unit_of, i, i + w, a, b))
            sum = (sum < 0 ? 0 : sum) +
                  edge_length(c, to_lonlat, c->corner[sw + nx], c->east[sw + nx], c->corner[sw + nx + 1]);
    }
    proj_destroy(to_lonlat);
    proj_destroy(raw);
    return sum;
}

static GEOSGeometry *geos_ring(GEOSContextHandle_t g, const struct hc_xy *xy, size_t n)
{
    struct hc_xy *closed = hc_alloc(n + 1, sizeof *closed);
    memcpy(closed, xy, n * sizeof *xy);
    closed[n] = xy[0];
    GEOSGeometry *ring =
        GEOSGeom_createLinearRing_r(g, GEOSCoordSeq_copyFromBuffer_r(g, &closed->x, (unsigned)n + 1, 0, 0));
    hc_free(closed);
    return ring;
}

GEOSGeometry *geos_unit(GEOSContextHandle_t g, const struct hc_polygons *p, size_t unit)
{
    uint32_t begin = p->unit_part[unit], end = p->unit_part[unit + 1];
    GEOSGeometry **parts = hc_alloc(end - begin, sizeof(GEOSGeometry *));
    for (uint32_t part = begin; part < end; part++) {
        uint32_t first = p->part_ring[part], last = p->part_ring[part + 1];
        GEOSGeometry **rings = hc_alloc(last - first, sizeof(GEOSGeometry *));
        for (uint32_t r = first; r < last; r++)
            rings[r - first] = geos_ring(g, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
        parts[part - begin] = GEOSGeom_createPolygon_r(g, rings[0], rings + 1, last - first - 1);
        hc_free(rings);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(g, GEOS_MULTIPOLYGON, parts, end - begin);
    hc_free(parts);
    return all;
}

GEOSGeometry *geos_union(GEOSContextHandle_t g, const struct hc_polygons *p, const uint32_t *unit_of, uint32_t s)
{
    GEOSGeometry **members = hc_alloc(p->n_units, sizeof(GEOSGeometry *));
    unsigned n = 0;
    for (size_t u = 0; u < p->n_units; u++)
        if (unit_of[u] == s) {
            GEOSGeometry *unit = geos_unit(g, p, u);
            members[n++] = GEOSMakeValid_r(g, unit);
            GEOSGeom_destroy_r(g, unit);
        }
    GEOSGeometry *all = GEOSGeom_createCollection_r(g, GEOS_GEOMETRYCOLLECTION, members, n);
    GEOSGeometry *united = GEOSUnaryUnion_r(g, all);
    GEOSGeom_destroy_r(g, all);
    hc_free(members);
    return united;
}

double geos_difference(GEOSContextHandle_t g, const GEOSGeometry *truth, const GEOSGeometry *found)
{
    double area = 0, difference = 0;
    GEOSGeometry *both = GEOSSymDifference_r(g, truth, found);
    GEOSArea_r(g, truth, &area);
    if (both)
        GEOSArea_r(g, both, &difference);
    GEOSGeom_destroy_r(g, both);
    return !both ? INFINITY : area > 0 ? difference / area : difference;
}
