/* Small blocks: the best plan for every count at once, by dynamic programming over sets of units. */
#ifndef HC_PROPOSE_EXACT_SUBSETS_H
#define HC_PROPOSE_EXACT_SUBSETS_H

#include "propose/exact/partition.h"

#define HC_MOST_SUBSET_UNITS 12

/* plan[k], 1 <= k <= n, initialised by the caller: proven or infeasible each. pool: all groups. 3^n / 2 steps a count.
 */
void hc_subsets_solve(const struct hc_problem *p, const struct hc_pool *pool, struct hc_partition *plan);

#endif
