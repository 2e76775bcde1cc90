/* Lists of new units that name where these lie and what they continue. */
#ifndef HC_LOAD_UNITS_LISTS_H
#define HC_LOAD_UNITS_LISTS_H

#include "model/finding.h"
#include "model/input.h"

/* In each step's list, what `parent` and `continues` say that is no code, and the name of one unit alone at that level,
 * becomes that unit's code, with a note; a name that several have is a refusal. Units of earlier steps' lists count,
 * before those that were read of the same code or name. After hc_plans_by_name(). */
void hc_lists_by_name(struct hc_input *input, struct hc_findings *findings);

#endif
