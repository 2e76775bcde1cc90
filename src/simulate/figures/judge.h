/* Published figures held against the data. */
#ifndef HC_SIMULATE_FIGURES_JUDGE_H
#define HC_SIMULATE_FIGURES_JUDGE_H

#include "model/finding.h"
#include "model/state.h"

/* Fills result->figures, instead of what is there, from result's states and summaries: one result a figure of the
 * project. A figure that disagrees, or that the data does not tell, is a finding HC_ERROR that names it; one that asks
 * for a date, level, measure or unit that does not exist is refused. */
void hc_figures_judge(const struct hc_input *input, struct hc_result *result, struct hc_findings *findings);

/* The index of the last state of a date; of the state before the first step of that date; SIZE_MAX if there is none.
 * Several steps of one date are one transition. */
size_t hc_state_at(const struct hc_result *result, const char *date);
size_t hc_state_before(const struct hc_result *result, const char *date);

#endif
