/* Services: halls, idle offices, and the way that people have to them. */
#ifndef HC_SIMULATE_SERVICES_SERVICES_H
#define HC_SIMULATE_SERVICES_SERVICES_H

#include "simulate/state/state.h"

/* Fills result->services where the project has any; after all steps. Offices of unknown units, units without a hall and
 * units below the standard are findings. */
int hc_services_build(struct hc_run *run, struct hc_err *err);

/* The parts of it, in this order. */
void hc_services_halls(struct hc_run *run);                     /* fates and halls of both sides */
int hc_services_access(struct hc_run *run, struct hc_err *err); /* places, distances and what they sum up to */
void hc_services_reuse(struct hc_run *run);                     /* standards, and who gets which idle office */

#endif
