/* What a plan costs at least, where it cannot be found exactly: term by term. */
#ifndef HC_PROPOSE_BOUND_LEAST_H
#define HC_PROPOSE_BOUND_LEAST_H

#include "base/halt.h"
#include "propose/problem/problem.h"

/* No plan of the part with k groups costs less than this, in quanta, nor than `below` (the cost of a plan that is
 * known; INT64_MAX: none): plans that cost as much are of no interest, and what is known of their balance helps. */
int64_t hc_least_cost(const struct hc_problem *part, size_t k, int64_t below, int threads, const struct hc_halt *halt);

/* The same for each number of groups, least[k - first] for k from first to last, at the cost of a few: perhaps less
 * than what hc_least_cost says of one. */
void hc_least_costs(const struct hc_problem *part, size_t first, size_t last, int64_t below, int threads,
                    const struct hc_halt *halt, int64_t *least);

#endif
