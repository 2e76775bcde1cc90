/* Pairs of edges by the grid against all pairs looked at: polygons on few points, so that corners, ends and whole edges
 * fall together all the time. */
#include "cover/check/edges.h"

#include "cover/geometry/predicates.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

#define UNITS  12
#define SIDE   7
#define ROUNDS 3000

static uint32_t next(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33);
}

static void make_polygons(struct hc_polygons *p, uint64_t *random)
{
    hc_polygons_init(p);
    for (int u = 0; u < UNITS; u++) {
        size_t n = 3 + next(random) % 3;
        for (size_t i = 0; i < n; i++)
            hc_polygons_add_vertices(p, &(struct hc_xy){(double)(next(random) % SIDE), (double)(next(random) % SIDE)},
                                     1);
        hc_polygons_end_ring(p);
        hc_polygons_end_part(p);
        hc_polygons_end_unit(p);
    }
}

/* Edges that meet elsewhere than in a common end, or run along each other. */
static bool cross(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct hc_topology *t = ctx;
    const struct hc_xy *xy = t->polygons->xy;
    uint32_t a = t->first[p->from], b = t->first[p->to], c = t->first[q->from], d = t->first[q->to];
    if (a != c && a != d && b != c && b != d)
        return hc_segments_meet(xy[a], xy[b], xy[c], xy[d]);
    uint32_t o = a == c || a == d ? a : b, e = o == a ? b : a, f = o == c ? d : c;
    double along = (xy[e].x - xy[o].x) * (xy[f].x - xy[o].x) + (xy[e].y - xy[o].y) * (xy[f].y - xy[o].y);
    return along > 0 && hc_side(xy[o], xy[e], xy[f]) == 0;
}

#define MARGIN 0.5

/* Edges of different arcs no further apart than both margins together. */
static bool near(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct hc_topology *t = ctx;
    const struct hc_xy *xy = t->polygons->xy;
    struct hc_xy a = xy[p->from], b = xy[p->to], c = xy[q->from], d = xy[q->to];
    double along, most = 4 * MARGIN * MARGIN;
    return p->arc != q->arc &&
           (hc_segments_meet(a, b, c, d) || hc_segment_distance2(a, b, c, &along) <= most ||
            hc_segment_distance2(a, b, d, &along) <= most || hc_segment_distance2(c, d, a, &along) <= most ||
            hc_segment_distance2(c, d, b, &along) <= most);
}

static struct hc_box box_of(const struct hc_topology *t, const struct hc_edge *e, double margin)
{
    struct hc_xy ends[2] = {t->polygons->xy[e->from], t->polygons->xy[e->to]};
    return hc_box_widened(hc_box_of(ends, 2), margin);
}

static size_t count_all(const struct hc_topology *t, double margin,
                        bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b))
{
    size_t n = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        for (uint32_t i = 0; i < t->arcs[a].count; i++)
            for (uint32_t b = a; b < t->n_arcs; b++)
                for (uint32_t k = b == a ? i + 1 : 0; k < t->arcs[b].count; k++) {
                    struct hc_edge p = hc_edge_of(t, a, i), q = hc_edge_of(t, b, k);
                    struct hc_box of_p = box_of(t, &p, margin), of_q = box_of(t, &q, margin);
                    n += hc_boxes_meet(&of_p, &of_q) && test(t, &p, &q);
                }
    return n;
}

static void finds_them_all(void **state)
{
    uint64_t random = 1;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct hc_polygons p;
        struct hc_topology t;
        struct hc_edge_pairs pairs;
        make_polygons(&p, &random);
        hc_topology_build(&t, &p, 1);
        hc_edges_find(&t, false, 0, 1, cross, &t, &pairs);
        assert_int_equal(pairs.n, count_all(&t, 0, cross));
        hc_free(pairs.items);
        hc_edges_find(&t, false, MARGIN, 1, near, &t, &pairs);
        assert_int_equal(pairs.n, count_all(&t, MARGIN, near));
        hc_free(pairs.items);
        hc_topology_release(&t);
        hc_polygons_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_them_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
