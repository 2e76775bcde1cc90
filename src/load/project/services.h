/* The services of a project. */
#ifndef HC_LOAD_PROJECT_SERVICES_H
#define HC_LOAD_PROJECT_SERVICES_H

#include "load/project/json.h"
#include "model/project.h"

/* Reads "services" of the project object into p->services; levels, measures and steps are known already. */
void hc_services_spec_read(const struct hc_json *j, const cJSON *root, struct hc_project *p);

#endif
