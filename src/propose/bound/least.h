/* What a plan costs at least, where it cannot be found exactly: term by term. */
#ifndef HC_PROPOSE_BOUND_LEAST_H
#define HC_PROPOSE_BOUND_LEAST_H

#include "base/halt.h"
#include "propose/problem/problem.h"

/* No plan of the part with k groups costs less than this, in quanta, nor than `below` (the cost of a plan that is
 * known; INT64_MAX: none): plans that cost as much are of no interest, and what is known of their balance helps. */
int64_t hc_least_cost(const struct hc_problem *part, size_t k, int64_t below, int threads, const struct hc_halt *halt);

#endif
