/* What the choice of counts and the search for plans have in common. */
#ifndef HC_PROPOSE_COUNTS_COUNTING_H
#define HC_PROPOSE_COUNTS_COUNTING_H

#include "propose/counts/choice.h"

struct hc_counting {
    const struct hc_problem *p;
    const struct hc_wanted *wanted;
    const struct hc_effort *effort;
    const struct hc_helper *helper;
    const struct hc_progress *progress;
    int threads;
    struct hc_sums sums;
    struct hc_block *block; /* n_blocks */
    bool *ready;
    size_t *todo, *by_size; /* n_blocks + 1 */
    double *middle;         /* [block][sum]: where the choice is expected */
    bool possible, found;
    int64_t bound, cost; /* of all blocks together, INT64_MAX: none */
};

struct hc_choosing hc_counting_choosing(const struct hc_counting *c, double reach);
void hc_counting_tell(const struct hc_counting *c, const char *what);

/* Plans where the exact way has none or no proof: first any, then better counts, then better plans of these. */
void hc_counting_search(struct hc_counting *c);

/* Raises the bounds of entries that are not proved, and the bound of all. */
void hc_counting_floor(struct hc_counting *c, const struct hc_halt *halt);

#endif
