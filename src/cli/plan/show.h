/* What propose says on the screen. */
#ifndef HC_CLI_PLAN_SHOW_H
#define HC_CLI_PLAN_SHOW_H

#include "cli/plan/ask.h"

/* Counts, terms with their shares, cost, bound, gap, and whether the plan is the best; to standard output. */
void hc_show_proposal(const struct hc_asking *a, const struct hc_session *s, const struct hc_proposal *p);

/* No plan: a finding for each parent that has none. */
void hc_show_none(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *p);

#endif
