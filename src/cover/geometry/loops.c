#include "cover/geometry/loops.h"

#include "base/mem.h"
#include <stdlib.h>
#include <string.h>

static int compare_points(struct hc_xy a, struct hc_xy b)
{
    if (a.x < b.x || a.x > b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

void hc_ring_rotate(struct hc_xy *xy, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (compare_points(xy[i], xy[best]) < 0)
            best = i;
    if (!best)
        return;
    struct hc_xy *copy = hc_alloc(best, sizeof *copy);
    memcpy(copy, xy, best * sizeof *xy);
    memmove(xy, xy + best, (n - best) * sizeof *xy);
    memcpy(xy + (n - best), copy, best * sizeof *xy);
    hc_free(copy);
}

void hc_ring_reverse(struct hc_xy *xy, size_t n)
{
    for (size_t i = 0; i + 1 < n - i; i++) {
        struct hc_xy swap = xy[i];
        xy[i] = xy[n - 1 - i];
        xy[n - 1 - i] = swap;
    }
}

struct order {
    size_t part; /* rank of the outer loop */
    size_t loop;
    bool hole;
    struct hc_xy first;
    double area2;
};

static int compare_outer(const void *p, const void *q)
{
    const struct order *a = p, *b = q;
    if (a->area2 < b->area2 || a->area2 > b->area2)
        return a->area2 > b->area2 ? -1 : 1;
    return compare_points(a->first, b->first);
}

static int compare_in_part(const void *p, const void *q)
{
    const struct order *a = p, *b = q;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->hole != b->hole)
        return a->hole ? 1 : -1;
    return compare_points(a->first, b->first);
}

void hc_loops_write(const struct hc_xy *xy, const struct hc_loop *loops, size_t n_loops, struct hc_polygons *out)
{
    struct order *order = hc_alloc(n_loops, sizeof *order);
    size_t *rank = hc_alloc(n_loops, sizeof *rank), n = 0;
    for (size_t i = 0; i < n_loops; i++)
        if (loops[i].area2 > 0)
            order[n++] = (struct order){0, i, false, xy[loops[i].begin], loops[i].area2};
    qsort(order, n, sizeof *order, compare_outer);
    for (size_t i = 0; i < n; i++)
        order[i].part = rank[order[i].loop] = i;
    for (size_t i = 0; i < n_loops; i++)
        if (!(loops[i].area2 > 0))
            order[n++] = (struct order){rank[loops[i].owner], i, true, xy[loops[i].begin], 0};
    qsort(order, n, sizeof *order, compare_in_part);
    for (size_t i = 0; i < n; i++) {
        const struct hc_loop *loop = &loops[order[i].loop];
        hc_polygons_add_vertices(out, xy + loop->begin, loop->end - loop->begin);
        hc_polygons_end_ring(out);
        if (i + 1 == n || !order[i + 1].hole)
            hc_polygons_end_part(out);
    }
    hc_polygons_end_unit(out);
    hc_free(order);
    hc_free(rank);
}
