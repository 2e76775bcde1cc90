#include "cover/clean/land/land.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <math.h>
#include <string.h>

static struct hc_xy offset_m(const struct hc_metric *m, struct hc_xy from, struct hc_xy to, double x_m)
{
    return (struct hc_xy){(to.x - from.x) * x_m, (to.y - from.y) * m->unit_m};
}

static void measure_lengths(void *ctx, size_t begin, size_t end)
{
    struct hc_land *l = ctx;
    const struct hc_topology *t = l->faces.t;
    for (size_t a = begin; a < end; a++) {
        struct hc_xy from = t->polygons->xy[hc_arc_vertex(&t->arcs[a], 0)];
        double x_m = hc_metric_x_m(&l->c->metric, from.y), sum = 0;
        for (uint32_t k = 1; k <= t->arcs[a].count; k++) {
            struct hc_xy to = t->polygons->xy[hc_arc_vertex(&t->arcs[a], k)],
                         d = offset_m(&l->c->metric, from, to, x_m);
            sum += sqrt(d.x * d.x + d.y * d.y);
            from = to;
        }
        l->half_m[2 * a] = l->half_m[2 * a + 1] = sum;
    }
}

/* Relative to a vertex of the face, so that far-away origins cost no digits. */
static double face_area(const struct hc_land *l, uint32_t face)
{
    const struct hc_topology *t = l->faces.t;
    double sum = 0, x_m = 0;
    struct hc_xy o = {0, 0};
    for (size_t i = l->faces.at[face]; i < l->faces.at[face + 1]; i++) {
        uint32_t half = l->faces.halves[i];
        struct hc_xy from = t->polygons->xy[hc_half_vertex(t, half, 0)];
        if (i == l->faces.at[face]) {
            o = from;
            x_m = hc_metric_x_m(&l->c->metric, o.y);
        }
        from = offset_m(&l->c->metric, o, from, x_m);
        for (uint32_t k = 1; k <= t->arcs[half >> 1].count; k++) {
            struct hc_xy to = offset_m(&l->c->metric, o, t->polygons->xy[hc_half_vertex(t, half, k)], x_m);
            sum += from.x * to.y - from.y * to.x;
            from = to;
        }
    }
    return sum / 2;
}

static void measure_areas(void *ctx, size_t begin, size_t end)
{
    struct hc_land *l = ctx;
    for (size_t f = begin; f < end; f++)
        l->area_m2[f] = f ? face_area(l, (uint32_t)f) : 0;
}

static void count_units(struct hc_land *l)
{
    enum { MOST = 64 };
    uint32_t units[MOST];
    for (uint32_t f = 1; f < l->faces.n; f++) {
        size_t n = hc_face_units(&l->faces, f, units, MOST);
        for (size_t i = 0; i < n && i < MOST; i++)
            l->unit_m2[units[i]] += l->area_m2[f];
        if (n == 1)
            l->alone_m2[units[0]] += l->area_m2[f];
        l->owner[f] = n ? units[0] : HC_NONE;
    }
}

bool hc_land_build(struct hc_land *l, struct hc_cleaning *c)
{
    size_t n_units = c->polygons.n_units;
    *l = (struct hc_land){.c = c};
    if (!hc_faces_build(&l->faces, &c->topology))
        return false;
    size_t n = l->faces.n, n_arcs = c->topology.n_arcs;
    l->owner = hc_alloc(n, sizeof *l->owner);
    l->area_m2 = hc_calloc(n, sizeof *l->area_m2);
    l->half_m = hc_alloc(2 * n_arcs, sizeof *l->half_m);
    l->unit_m2 = hc_calloc(n_units, sizeof *l->unit_m2);
    l->alone_m2 = hc_calloc(n_units, sizeof *l->alone_m2);
    l->region = hc_alloc(n, sizeof *l->region);
    l->owner[0] = HC_NONE;
    hc_parallel_for(c->options->threads, n_arcs, 256, measure_lengths, l);
    hc_parallel_for(c->options->threads, n, 64, measure_areas, l);
    count_units(l);
    return true;
}

void hc_land_release(struct hc_land *l)
{
    hc_faces_release(&l->faces);
    hc_free(l->owner);
    hc_free(l->area_m2);
    hc_free(l->half_m);
    hc_free(l->unit_m2);
    hc_free(l->alone_m2);
    hc_free(l->region);
    *l = (struct hc_land){0};
}

static uint32_t root(uint32_t *region, uint32_t face)
{
    while (region[face] != face)
        face = region[face] = region[region[face]];
    return face;
}

void hc_land_join_regions(struct hc_land *l)
{
    const struct hc_faces *f = &l->faces;
    for (uint32_t i = 0; i < f->n; i++)
        l->region[i] = i;
    for (size_t h = 0; h < 2 * f->t->n_arcs; h += 2) {
        uint32_t a = root(l->region, f->of[h]), b = root(l->region, f->of[h + 1]);
        if (l->owner[a] == l->owner[b] && a != b)
            l->region[a < b ? b : a] = a < b ? a : b;
    }
    for (uint32_t i = 0; i < f->n; i++)
        l->region[i] = root(l->region, i);
}
