/* The best plan of all blocks together. */
#ifndef HC_PROPOSE_COUNTS_COUNTS_H
#define HC_PROPOSE_COUNTS_COUNTS_H

#include "base/progress.h"
#include "propose/exact/partition.h"

/* How many new units are wanted. */
struct hc_wanted {
    int total;         /* of all blocks; -1: free */
    int *kind;         /* n_kinds, of all blocks: -1 free; NULL: all free */
    int *block;        /* n_blocks: -1 free; NULL: all free */
    int *block_kind;   /* [block][kind]: -1 free; NULL: all free */
    int *least, *most; /* n_blocks; NULL: free. What rules say of a block's count */
};

/* How hard to search where the exact way fails. */
struct hc_searched {
    bool brief;     /* one short round: any plan will do */
    double until_s; /* on hc_clock_s; 0: as many rounds as are usual */
    int threads;
    bool watched; /* progress may be told */
};

/* What is asked there: fills out->feasible, cost, labels and kinds of the part with that many groups, and, where it is
 * not brief, perhaps its bound. */
struct hc_helper {
    void (*search)(void *ctx, const struct hc_problem *part, const struct hc_counts *counts,
                   const struct hc_searched *how, struct hc_partition *out);
    void *ctx;
    double until_s; /* when searching is to end; 0: it is counted in rounds */
};

struct hc_plan {
    struct hc_partition all; /* of the whole problem */
    bool *block_infeasible;  /* n_blocks: proved that this block has no plan, whatever the others do */
};
void hc_plan_init(struct hc_plan *plan, const struct hc_problem *p);
void hc_plan_release(struct hc_plan *plan);

/* Every block is solved for the count that is asked of it. Where only sums over blocks are given, for as many counts
 * as the choice between them needs: bounds of the linear programmes first, the plans only where the choice falls. What
 * the exact way does not settle before effort->halt is searched for. Parallel over blocks; without an end in time the
 * result does not depend on threads. helper may be NULL. -1: the solver failed. */
int hc_counts_solve(const struct hc_problem *p, const struct hc_wanted *wanted, const struct hc_effort *effort,
                    const struct hc_helper *helper, int threads, const struct hc_progress *progress,
                    struct hc_plan *plan);

#endif
