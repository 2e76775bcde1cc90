/* Pricing: the groups whose reduced cost is low, given the duals of the linear programme. */
#ifndef HC_PROPOSE_EXACT_PRICE_H
#define HC_PROPOSE_EXACT_PRICE_H

#include "propose/exact/pool.h"

struct hc_pricing {
    const struct hc_problem *problem;
    const struct hc_pool *listed; /* all groups; NULL: they are too many, and are found by a walk that is cut short
                                     where no larger group can be low enough */
    const double *dual;           /* as in lp.h */
    double per_quantum;           /* cost of one quantum; 0: costs are not counted */
    double below;                 /* which reduced costs are low enough */
    size_t most;                  /* columns wanted */
    size_t most_looked;           /* groups to look at in walks */
    size_t *looked;               /* how many were, added up over calls */
    const struct hc_halt *halt;   /* or NULL */
};

/* Appends the columns to `out`. Returns 0 if these are all there are; 1 if there are more (the lowest, from a list;
 * else any); -1 if the walk was given up. */
int hc_price(const struct hc_pricing *pricing, struct hc_pool *out);

double hc_reduced_cost(const struct hc_pricing *pricing, const struct hc_pool *pool, size_t column);

#endif
