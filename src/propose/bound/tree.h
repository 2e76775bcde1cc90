/* Shortest ways from one unit to all others. */
#ifndef HC_PROPOSE_BOUND_TREE_H
#define HC_PROPOSE_BOUND_TREE_H

#include "propose/problem/problem.h"

struct hc_tree {
    const struct hc_problem *p;
    double *far;     /* of each unit that was reached; INFINITY: it was not */
    uint32_t *via;   /* the edge (of the unit before) that leads there; HC_NONE: the source, or not reached */
    uint32_t *order; /* units reached, nearest first */
    size_t n_order;
    uint32_t *from; /* unit of each edge */
    uint32_t *heap, *place;
    size_t n_heap;
};

void hc_tree_init(struct hc_tree *t, const struct hc_problem *p);
void hc_tree_release(struct hc_tree *t);
/* length: one an edge, none negative; INFINITY: no way. Equally near units are settled by their number. */
void hc_tree_grow(struct hc_tree *t, uint32_t source, const double *length);

#endif
