/* Published figures, what is conserved between them, and the ratios that both projects and figures name. */
#ifndef HC_LOAD_PROJECT_FIGURES_H
#define HC_LOAD_PROJECT_FIGURES_H

#include "base/err.h"
#include "load/project/json.h"
#include "model/project.h"

/* "measures" of an object, added to p->measures; one that is there already with another meaning is refused. */
void hc_measures_read(const struct hc_json *j, const cJSON *root, struct hc_project *p);

/* "figures" (a list, or the name of a file) and "conserved" of the project object. */
int hc_figures_read(const struct hc_json *j, const cJSON *root, struct hc_project *p, struct hc_err *err);

#endif
