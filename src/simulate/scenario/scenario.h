/* Scenarios: many plans of one project, each evaluated in full, at the price of what it changes.
 *
 * The project is carried to the state planned from once. A plan then takes one step further through the same code as
 * hc_simulate: what it finds and counts is the same to the bit. Land is measured anew for units alone whose faces are
 * not those of a unit before, from arcs listed by face; statistics are counted anew where a value changed. */
#ifndef HC_SIMULATE_SCENARIO_SCENARIO_H
#define HC_SIMULATE_SCENARIO_SCENARIO_H

#include "base/err.h"
#include "cover/cover.h"
#include "model/finding.h"
#include "model/input.h"
#include "model/state.h"

struct hc_scenario;

/* Takes input's own steps, all of them, and gathers what is found in them. Input and cover must outlive the scenario,
 * which is const from then on. NULL where hc_simulate would fail or refuse: err or findings say why. */
struct hc_scenario *hc_scenario_new(const struct hc_input *input, const struct hc_cover *cover, int threads,
                                    struct hc_findings *findings, struct hc_err *err);
void hc_scenario_free(struct hc_scenario *s);

/* What hc_simulate would make of the project with `step` (NULL: none) as its last step. What the steps before brought
 * is not found again: hc_simulate's findings are those of hc_scenario_new, then these. The states before belong to the
 * scenario: give the result back by hc_scenario_release, and do not change it. The events of `step` are listed only
 * where a rule asks for them (convert). From any number of threads at a time. */
int hc_scenario_take(const struct hc_scenario *s, const struct hc_step_input *step, struct hc_findings *findings,
                     struct hc_result *result, struct hc_err *err);
void hc_scenario_release(const struct hc_scenario *s, struct hc_result *result);

#endif
