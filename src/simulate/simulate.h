/* simulate: from what was read to every state, and everything that can be counted in it. */
#ifndef HC_SIMULATE_SIMULATE_H
#define HC_SIMULATE_SIMULATE_H

#include "base/err.h"
#include "cover/cover.h"
#include "model/finding.h"
#include "model/input.h"
#include "model/state.h"

/* From the first state, units joined with their tables, through all steps: states, crosswalks, events, statistics,
 * rules, balances. cover may be NULL (no boundaries); threads as in base/parallel. Input is not changed and must
 * outlive the result. A difference that nothing explains is HC_FAULT. */
int hc_simulate(const struct hc_input *input, const struct hc_cover *cover, int threads, struct hc_findings *findings,
                struct hc_result *result, struct hc_err *err);

#endif
