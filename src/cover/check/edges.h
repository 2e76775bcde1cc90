/* Pairs of edges that come close: a grid over all edges of the coverage. */
#ifndef HC_COVER_CHECK_EDGES_H
#define HC_COVER_CHECK_EDGES_H

#include "cover/build/topology.h"

/* An edge of an arc: from and to are indices into polygons->xy. */
struct hc_edge {
    uint32_t from, to;
    uint32_t arc;
};

struct hc_edges {
    const struct hc_topology *topology;
    struct hc_edge *items; /* by arc, along it */
    size_t n;
};

/* All edges, or only those of arcs that have a unit on one side alone. */
void hc_edges_build(struct hc_edges *edges, const struct hc_topology *t, bool one_sided);
void hc_edges_release(struct hc_edges *edges);

struct hc_edge_pair {
    uint32_t a, b; /* indices of edges, a < b */
};
struct hc_edge_pairs {
    struct hc_edge_pair *items;
    size_t n, cap;
};

/* All pairs of edges whose boxes, widened by `margin` on all sides, overlap, and for which test(ctx, a, b) holds; each
 * once, sorted. Edges of one arc that follow each other straight ahead are not paired: they cannot cross. test runs on
 * several threads at once. Expected linear time for edges spread as borders are. */
void hc_edges_find(const struct hc_edges *edges, double margin, int threads,
                   bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b), const void *ctx,
                   struct hc_edge_pairs *found);

#endif
