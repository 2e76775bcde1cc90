/* Which count each block gets, so that the sums are as wanted and the value is least. */
#ifndef HC_PROPOSE_COUNTS_CHOICE_H
#define HC_PROPOSE_COUNTS_CHOICE_H

#include "propose/counts/block.h"

enum hc_worth {
    HC_WORTH_BOUND, /* what an entry costs at least */
    HC_WORTH_COST,  /* of the plan that was found */
    HC_WORTH_NEAR   /* how far from the middle; not those that were searched in vain */
};

struct hc_choosing {
    struct hc_block *block;
    size_t n;
    const struct hc_sums *sums;
    const double *middle; /* [block][sum] */
    double reach;         /* entries at most that far from the middle, in each sum; INFINITY: all */
};

/* Fills each block's chosen; false, chosen being as before, if there is no choice. The first of equal ones. */
bool hc_choose(const struct hc_choosing *c, enum hc_worth worth, int64_t *value);

#endif
