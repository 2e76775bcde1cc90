/* One block, and what is known of its best plan for each count that may be chosen. */
#ifndef HC_PROPOSE_COUNTS_BLOCK_H
#define HC_PROPOSE_COUNTS_BLOCK_H

#include "propose/counts/counts.h"

/* Sums over blocks that are asked for: the total, or that of a kind. A count takes something of each. */
struct hc_sums {
    size_t n;
    uint32_t *kind; /* HC_NONE: of all kinds */
    int *want;
};
void hc_sums_init(struct hc_sums *s, const struct hc_problem *p, const struct hc_wanted *wanted);
void hc_sums_release(struct hc_sums *s);

enum hc_stage {
    HC_STAGE_OPEN,
    HC_STAGE_RELAXED, /* the linear programme was solved */
    HC_STAGE_DONE     /* the exact way has said what it can */
};

/* A count: of all new units, or of kinds. */
struct hc_entry {
    struct hc_counts counts; /* kind: owned by the block */
    const int *take;         /* one a sum; owned by the block */
    enum hc_stage stage;
    bool searched;
    struct hc_partition plan; /* labels are there once it is asked for */
};

struct hc_block {
    struct hc_problem part;
    struct hc_solver *solver;
    bool large; /* groups are too many to list or to price: only the search can help */
    size_t n_entries;
    struct hc_entry *entry;
    size_t chosen;
    int *numbers; /* that entries point into */
};

/* Block b with its entries, small ones solved at once. False if the counts are too many to be told apart. */
bool hc_block_init(struct hc_block *k, const struct hc_problem *p, uint32_t b, const struct hc_wanted *wanted,
                   const struct hc_sums *sums, const struct hc_effort *effort);
void hc_block_release(struct hc_block *k);

/* One step further with an entry; what its linear programme says of others is noted there. */
void hc_block_advance(struct hc_block *k, size_t entry);
bool hc_block_infeasible(const struct hc_block *k); /* proved: no entry has a plan */

/* Before a plan is put into an entry. */
void hc_entry_ready(const struct hc_block *k, struct hc_entry *e);

#endif
