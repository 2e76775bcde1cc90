/* Branch and bound over a set of columns: the cheapest choice that covers every unit once and keeps the counts. */
#ifndef HC_PROPOSE_EXACT_BRANCH_H
#define HC_PROPOSE_EXACT_BRANCH_H

#include "propose/exact/lp.h"

struct hc_branching {
    const struct hc_problem *problem;
    const struct hc_counts *counts;
    const struct hc_pool *pool;
    double per_quantum, penalty;
    int64_t below; /* only plans that cost less are of interest */
    size_t most_nodes;
    const struct hc_halt *halt; /* or NULL */
    /* out */
    bool found;
    bool complete;  /* all was looked at: there is nothing cheaper among these columns */
    int64_t cost;   /* if found */
    size_t *chosen; /* columns, ascending; room for n */
    size_t n_chosen;
    size_t nodes;
};

/* On pairs of units: together, or not (Ryan and Foster 1981). -1 if the solver failed. */
int hc_branch(struct hc_branching *b);

#endif
