/* Why each new unit is as it is, and why there may be no plan: in words. */
#ifndef HC_CLI_PLAN_REASONS_H
#define HC_CLI_PLAN_REASONS_H

#include "base/buf.h"
#include "cli/plan/write.h"
#include "propose/explain/reasons.h"

/* reasons.csv and reasons.md; reason: one a group. */
void hc_reasons_csv(const struct hc_asking *a, const struct hc_proposal *p, const struct hc_new_units *u,
                    const struct hc_reason *reason, enum hc_lang lang, struct hc_buf *out);
void hc_reasons_markdown(const struct hc_asking *a, const struct hc_proposal *p, const struct hc_new_units *u,
                         const struct hc_reason *reason, enum hc_lang lang, struct hc_buf *out);

/* A finding for each parent without a plan: which demands clash, and the smallest loosening that helps. */
void hc_infeasible_tell(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *p);

#endif
