/* Plans, new units and links, row by row as written. */
#ifndef HC_LOAD_PLAN_H
#define HC_LOAD_PLAN_H

#include "load/source.h"

/* Reads the plan and the new units of step `index` of the project into input->steps[index]. */
void hc_plan_read(struct hc_input *input, size_t index, struct hc_findings *findings);

/* Reads the project's links table, if it has one. */
void hc_links_read(struct hc_input *input, struct hc_findings *findings);

#endif
