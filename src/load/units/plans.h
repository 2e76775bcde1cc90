/* Plans that give units by name. */
#ifndef HC_LOAD_UNITS_PLANS_H
#define HC_LOAD_UNITS_PLANS_H

#include "model/finding.h"
#include "model/input.h"

/* What a plan's row says that is no code, and the name of one unit alone at the plan's level, becomes that unit's code,
 * with a note; a name that several units have is a refusal. Where units go to a name that none has, and others of the
 * plan are given by name, it is a new unit's, whose code it is for want of another. Only in steps that begin with the
 * units as they were read. After hc_units_complete() and the plans. */
void hc_plans_by_name(struct hc_input *input, struct hc_findings *findings);

#endif
