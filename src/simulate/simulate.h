/* simulate: from what was read to every state, and everything that can be counted in it. */
#ifndef HC_SIMULATE_SIMULATE_H
#define HC_SIMULATE_SIMULATE_H

#include "base/err.h"
#include "cover/cover.h"
#include "model/finding.h"
#include "model/input.h"
#include "model/state.h"

/* The first state only: units joined with their tables, parents resolved, columns of coarser levels aggregated; what
 * `check` needs. cover may be NULL (no boundaries). Input is not changed and must outlive the result. */
int hc_simulate_first(const struct hc_input *input, const struct hc_cover *cover, struct hc_findings *findings,
                      struct hc_result *result, struct hc_err *err);

/* All steps: states, crosswalks, events, statistics, rules, balances. A difference that nothing explains is HC_FAULT.
 */
int hc_simulate(const struct hc_input *input, const struct hc_cover *cover, struct hc_findings *findings,
                struct hc_result *result, struct hc_err *err);

#endif
