/* Figures held against each other, as people and programs see it; to standard output. */
#ifndef HC_CLI_CONSISTENCY_H
#define HC_CLI_CONSISTENCY_H

#include "simulate/consistency/consistency.h"

void hc_console_consistency(const struct hc_consistency *c, enum hc_lang lang);
/* {figures, consistent, decided, totals: [{measure, level, kind, state, min, min_included, max, max_included}],
 * clashes: [[{id, published, suspect, others_min, others_max}]]}; null where there is no end, or it cannot be told. */
void hc_console_consistency_json(const struct hc_consistency *c);

/* Each clash as a finding HC_ERROR. */
void hc_consistency_findings(const struct hc_consistency *c, struct hc_findings *findings);

#endif
