#include "base/mem.h"
#include "cover/clean/land/faces.h"
#include "cover/geometry/predicates.h"
#include <math.h>
#include <stdlib.h>

/* Each query looks west along its own northing, a hair above it, so that an edge is met at its lower end and not at its
 * upper one. */
struct ray {
    struct hc_xy xy;
    size_t query;
    uint32_t half;   /* nearest edge so far: its half-arc with the query to the left */
    double x, slope; /* where that edge is met, and how x goes on upwards from there */
};

static int compare_rays(const void *p, const void *q)
{
    const struct ray *a = p, *b = q;
    if (a->xy.y < b->xy.y || a->xy.y > b->xy.y)
        return a->xy.y < b->xy.y ? -1 : 1;
    return (a->query > b->query) - (a->query < b->query);
}

static size_t first_from(const struct ray *rays, size_t n, double y)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (rays[mid].xy.y < y)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void meet_edge(struct ray *rays, size_t n, uint32_t half, struct hc_xy a, struct hc_xy b)
{
    struct hc_xy low = a.y < b.y ? a : b, high = a.y < b.y ? b : a;
    for (size_t i = first_from(rays, n, low.y); i < n && rays[i].xy.y < high.y; i++) {
        struct ray *r = &rays[i];
        if (hc_side(low, high, r->xy) >= 0) /* not to the right of it: the edge is no further west */
            continue;
        double slope = (high.x - low.x) / (high.y - low.y), x = low.x + (r->xy.y - low.y) * slope;
        if (r->half != HC_NONE && (x < r->x || (x <= r->x && slope <= r->slope)))
            continue;
        r->half = a.y < b.y ? half ^ 1 : half; /* going down, it has the east to its left */
        r->x = x;
        r->slope = slope;
    }
}

void hc_faces_look_west(const struct hc_topology *t, struct hc_lookup *queries, size_t n)
{
    if (n < 2)
        return; /* nothing but itself to be found */
    struct ray *rays = hc_alloc(n, sizeof *rays);
    for (size_t i = 0; i < n; i++)
        rays[i] = (struct ray){queries[i].xy, i, HC_NONE, 0, 0};
    qsort(rays, n, sizeof *rays, compare_rays);
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        struct hc_xy from = t->polygons->xy[hc_arc_vertex(&t->arcs[a], 0)];
        for (uint32_t k = 1; k <= t->arcs[a].count; k++) {
            struct hc_xy to = t->polygons->xy[hc_arc_vertex(&t->arcs[a], k)];
            if (from.y < to.y || from.y > to.y)
                meet_edge(rays, n, 2 * a, from, to);
            from = to;
        }
    }
    for (size_t i = 0; i < n; i++)
        queries[rays[i].query].half = rays[i].half;
    hc_free(rays);
}
