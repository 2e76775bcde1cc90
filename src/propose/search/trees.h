/* A larger move: two groups that touch are divided anew, along a spanning tree of their units.
 *
 * Each edge of a tree drawn by chance divides the units in two halves in one piece; taken is one of those that break
 * the rules on sums least. Moves of single units hardly get from one plan that keeps narrow limits to another where
 * units are large. */
#ifndef HC_PROPOSE_SEARCH_TREES_H
#define HC_PROPOSE_SEARCH_TREES_H

#include "propose/search/span.h"
#include "propose/search/state.h"

struct hc_trees {
    struct hc_search *s;
    struct hc_span span;
    uint32_t *order; /* parents before children */
    int64_t *sum;    /* [limit][unit]: of what hangs on it in the tree */
    uint32_t one, two;
    size_t n_moved;
    uint32_t *moved; /* units whose group the last division changed */
};

/* Of a search whose groups are connected. */
void hc_trees_init(struct hc_trees *t, struct hc_search *s);
void hc_trees_release(struct hc_trees *t);

/* Divides the groups of two neighbours anew; false if that is not possible, or changes nothing. What it changes, as
 * hc_search_delta says it; hc_trees_undo takes it back. */
bool hc_trees_divide(struct hc_trees *t, uint32_t u, uint32_t v, struct hc_random *random, double *change,
                     double *penalty);
void hc_trees_undo(struct hc_trees *t);

#endif
