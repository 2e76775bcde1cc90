/* Random plans of a state: made up, of the kinds that people draw and of those that they should not. */
#ifndef HC_TESTS_PROPERTY_PLANS_H
#define HC_TESTS_PROPERTY_PLANS_H

#include "coverage.h"
#include "model/state.h"

/* Neighbours under one parent merged at random until `keep` of the units of `level` are left, as far as they go, and
 * some of the new ones given another kind. pairs: neighbours at that level, of state r->states[state]. */
struct hc_pairs;
void plan_merge(struct rng *r, const struct hc_result *result, size_t state, uint32_t level,
                const struct hc_pairs *pairs, double keep, struct hc_step_input *out);

/* Anything that the format allows: units that move anywhere, swap, split by shares, leave, are assigned to nothing;
 * units of the finer level that go their own ways; new units with names, kinds, parents, seats, and whom they continue.
 * One in twenty names a unit that there is not. */
void plan_scatter(struct rng *r, const struct hc_result *result, size_t state, uint32_t level,
                  struct hc_step_input *out);

void plan_release(struct hc_step_input *plan);

#endif
