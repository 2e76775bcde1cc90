/* What to do next: where a run ends with something to mend, the command that mends it, as it would be typed here. */
#ifndef HC_CLI_OUTPUT_NEXT_H
#define HC_CLI_OUTPUT_NEXT_H

#include "base/err.h"
#include "cli/options.h"
#include "model/finding.h"

/* Refuses what is no project, with the command for what it is: a folder without one, a layer, nothing at all; 0 where
 * it may be one. */
int hc_next_project(const char *project, struct hc_err *err);

/* Refuses options that only a layer given by --units takes, where a project was named; 0 if there are none. A project
 * without steps takes a plan where simulate, check or map ask for one. */
int hc_next_fitting(const struct hc_options *options, const struct hc_project *project, struct hc_err *err);

/* On standard error, at most a line each: "next: hecun clean --units villages.shp --out cleaned". */
void hc_next_tell(const struct hc_findings *findings, const struct hc_options *options, const char *uniting,
                  enum hc_lang lang); /* uniting: of the base layer; see model/input.h */

/* Likewise: how to see what a plan that was written gives. */
void hc_next_proposed(const struct hc_options *options, const struct hc_project *project, const char *level,
                      enum hc_lang lang);

#endif
