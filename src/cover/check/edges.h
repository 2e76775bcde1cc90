/* Pairs of edges that come close: a grid over all edges of the coverage. */
#ifndef HC_COVER_CHECK_EDGES_H
#define HC_COVER_CHECK_EDGES_H

#include "base/mem.h"
#include "cover/build/topology.h"

/* An edge of an arc. */
struct hc_edge {
    uint32_t arc, step; /* it is the step-th edge along the arc */
    uint32_t from, to;  /* indices into polygons->xy */
};

static inline struct hc_edge hc_edge_of(const struct hc_topology *t, uint32_t arc, uint32_t step)
{
    return (struct hc_edge){arc, step, hc_arc_vertex(&t->arcs[arc], step), hc_arc_vertex(&t->arcs[arc], step + 1)};
}

/* Whether an arc has a unit on one side alone. */
static inline bool hc_arc_one_sided(const struct hc_topology *t, uint32_t arc)
{
    return (t->face[2 * arc] == HC_NONE) != (t->face[2 * arc + 1] == HC_NONE);
}

/* The edges of all one-sided arcs, by arc, along it. */
struct hc_edges {
    struct hc_edge *items;
    size_t n;
};
void hc_edges_one_sided(struct hc_edges *edges, const struct hc_topology *t);
void hc_edges_release(struct hc_edges *edges);

struct hc_edge_pair {
    struct hc_edge a, b; /* by arc, then step: a comes before b */
};
struct hc_edge_pairs {
    struct hc_edge_pair *items;
    size_t n, cap;
};

/* All pairs of edges, or only those of one-sided arcs, whose boxes, widened by `margin` on all sides, overlap, and for
 * which test(ctx, a, b) holds; each once, sorted. Edges of one arc that follow each other straight ahead are not
 * paired: they cannot cross; where margin is 0, pairs with no more than a vertex in common may be left out too. test
 * runs on several threads at once. Expected linear time for edges spread as borders are. */
void hc_edges_find(const struct hc_topology *t, bool one_sided, double margin, int threads,
                   bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b), const void *ctx,
                   struct hc_edge_pairs *found);

#endif
