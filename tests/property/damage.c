#include "damage.h"

#include "cover/build/rings.h"

#include <math.h>
#include <string.h>

struct ring {
    struct hc_xy *xy;
    size_t n;
};

struct damaging {
    const struct hc_polygons *p;
    struct rng *r;
    unsigned sorts;
    double reach, stretch; /* stretch: longitude is shorter than latitude */
    struct hc_polygons *out;
};

static bool chance(struct rng *r, double p)
{
    return rng_unit(r) < p;
}

static struct hc_xy some_offset(const struct damaging *d, double length)
{
    double angle = 2 * M_PI * rng_unit(d->r);
    return (struct hc_xy){length * cos(angle) * d->stretch, length * sin(angle)};
}

static void push(struct ring *ring, struct hc_xy xy)
{
    ring->xy[ring->n++] = xy;
}

/* How far a vertex is pushed outwards (growing) or inwards, square to the line between its neighbours. */
static struct hc_xy aside(const struct damaging *d, struct hc_xy before, struct hc_xy after, double length)
{
    double dx = (after.x - before.x) / d->stretch, dy = after.y - before.y, n = hypot(dx, dy);
    return n > 0 ? (struct hc_xy){dy / n * length * d->stretch, -dx / n * length} : (struct hc_xy){0, 0};
}

static void put_spike(const struct damaging *d, struct ring *ring, struct hc_xy at)
{
    struct hc_xy tip = some_offset(d, d->reach * (5 + 20 * rng_unit(d->r)));
    struct hc_xy back = chance(d->r, 0.5) ? (struct hc_xy){0, 0} : some_offset(d, 0.3 * d->reach);
    push(ring, (struct hc_xy){at.x + tip.x, at.y + tip.y});
    push(ring, (struct hc_xy){at.x + back.x, at.y + back.y});
}

/* unit: shift and growth that all rings of the unit share. */
static void damage_ring(const struct damaging *d, size_t r, struct hc_xy shift, double growth)
{
    const struct hc_polygons *p = d->p;
    size_t begin = p->ring_xy[r], n = p->ring_xy[r + 1] - begin;
    const struct hc_xy *xy = p->xy + begin;
    struct ring ring = {hc_alloc(5 * n + 4, sizeof *ring.xy), 0};
    double band = d->sorts & DAMAGE_BAND && chance(d->r, 0.3) ? d->reach * (2 * rng_unit(d->r) - 1) : 0;
    size_t band_from = rng_below(d->r, (uint32_t)n), band_n = rng_below(d->r, (uint32_t)n);
    bool ccw_out = hc_ring_area2(xy, n) > 0;
    for (size_t i = 0; i < n; i++) {
        struct hc_xy before = xy[i ? i - 1 : n - 1], after = xy[i + 1 < n ? i + 1 : 0], v = xy[i], off = shift;
        double out = growth + ((i + n - band_from) % n < band_n ? band : 0);
        struct hc_xy square = aside(d, before, after, ccw_out ? out : -out);
        off.x += square.x;
        off.y += square.y;
        if (d->sorts & DAMAGE_JITTER && chance(d->r, 0.15)) {
            struct hc_xy j = some_offset(d, d->reach * rng_unit(d->r));
            off.x += j.x;
            off.y += j.y;
        }
        double length = hypot(off.x / d->stretch, off.y), most = 0.98 * d->reach;
        double part = length > most ? most / length : 1;
        if (d->sorts & DAMAGE_CUT && n > 4 && chance(d->r, 0.05))
            continue;
        struct hc_xy moved = part > 0 && length > 0 ? (struct hc_xy){v.x + off.x * part, v.y + off.y * part} : v;
        push(&ring, moved);
        if (d->sorts & DAMAGE_REPEAT && chance(d->r, 0.1))
            push(&ring, moved);
        if (d->sorts & DAMAGE_SPIKE && chance(d->r, 0.02))
            put_spike(d, &ring, moved);
        if (d->sorts & DAMAGE_DROP && chance(d->r, 0.15)) {
            double t = 0.2 + 0.6 * rng_unit(d->r);
            struct hc_xy j = some_offset(d, 0.9 * d->reach * rng_unit(d->r));
            push(&ring, (struct hc_xy){v.x + (after.x - v.x) * t + j.x, v.y + (after.y - v.y) * t + j.y});
        }
    }
    bool reverse = d->sorts & DAMAGE_REVERSE && chance(d->r, 0.5);
    for (size_t i = 0; reverse && i < ring.n / 2; i++) {
        struct hc_xy swap = ring.xy[i];
        ring.xy[i] = ring.xy[ring.n - 1 - i];
        ring.xy[ring.n - 1 - i] = swap;
    }
    hc_polygons_add_vertices(d->out, ring.xy, ring.n);
    hc_polygons_end_ring(d->out);
    hc_free(ring.xy);
}

/* A tiny triangle inside a part, well away from its border. */
static void put_hole(const struct damaging *d, GEOSContextHandle_t g, size_t unit, uint32_t part)
{
    GEOSGeometry *all = geos_unit(g, d->p, unit);
    GEOSGeometry *point = GEOSPointOnSurface_r(g, GEOSGetGeometryN_r(g, all, (int)(part - d->p->unit_part[unit])));
    struct hc_xy o;
    GEOSGeomGetX_r(g, point, &o.x);
    GEOSGeomGetY_r(g, point, &o.y);
    for (int k = 0; k < 3; k++) {
        double angle = 2 * M_PI / 3 * k, size = d->reach * (1 + rng_unit(d->r));
        struct hc_xy xy = {o.x + size * cos(angle) * d->stretch, o.y + size * sin(angle)};
        hc_polygons_add_vertices(d->out, &xy, 1);
    }
    hc_polygons_end_ring(d->out);
    GEOSGeom_destroy_r(g, point);
    GEOSGeom_destroy_r(g, all);
}

static void damage_unit(const struct damaging *d, GEOSContextHandle_t g, size_t u)
{
    const struct hc_polygons *p = d->p;
    struct hc_xy shift = {0, 0};
    double growth = 0;
    if (d->sorts & DAMAGE_SHIFT && chance(d->r, 0.2))
        shift = some_offset(d, d->reach * rng_unit(d->r));
    if (d->sorts & DAMAGE_GROW && chance(d->r, 0.2))
        growth = d->reach * (2 * rng_unit(d->r) - 1);
    for (uint32_t part = p->unit_part[u]; part < p->unit_part[u + 1]; part++) {
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
            damage_ring(d, r, shift, growth);
        if (d->sorts & DAMAGE_HOLE && chance(d->r, 0.2))
            put_hole(d, g, u, part);
        hc_polygons_end_part(d->out);
    }
    hc_polygons_end_unit(d->out);
}

void damage_make(const struct hc_layer *from, struct rng *r, unsigned sorts, double reach, struct hc_layer *out)
{
    GEOSContextHandle_t g = GEOS_init_r();
    *out = (struct hc_layer){.has_polygons = true, .crs = hc_strdup(from->crs)};
    hc_units_init(&out->units, from->units.count);
    hc_polygons_init(&out->polygons);
    double y = from->polygons.xy[0].y, stretch = fabs(y) < 90 ? 1 / cos(y * M_PI / 180) : 1;
    struct damaging d = {&from->polygons, r, sorts, reach, stretch, &out->polygons};
    for (size_t u = 0; u < from->units.count; u++) {
        out->units.code[u] = hc_arena_strdup(&out->units.strings, from->units.code[u]);
        damage_unit(&d, g, u);
    }
    hc_units_index(&out->units);
    GEOS_finish_r(g);
}
