/* The rules of a project. */
#ifndef HC_LOAD_PROJECT_RULES_H
#define HC_LOAD_PROJECT_RULES_H

#include "load/project/json.h"
#include "model/project.h"

/* Reads "rules" of the project object into p->rules; the levels are known already. */
void hc_rules_read(const struct hc_json *j, const cJSON *root, struct hc_project *p);

#endif
