/* load: layers, tables, project, plan and link files in.
 *
 * Everything that can be found wrong in one run is found in one run: problems go to the findings (HC_REFUSAL where no
 * result would mean anything) and reading goes on as far as it can; only what ends reading at once is an error. */
#ifndef HC_LOAD_LOAD_H
#define HC_LOAD_LOAD_H

#include "base/err.h"
#include "base/progress.h"
#include "model/finding.h"
#include "model/input.h"

/* Registers GDAL's drivers and silences its messages on the terminal. Once, before anything else here. */
void hc_load_init(void);

/* Reads a project file, or the project.json in a folder, into *project (zeroed before). Unknown keys, wrong types and
 * references to levels that do not exist are HC_REFUSAL findings, each by its JSON path. */
int hc_load_project(const char *path, struct hc_project *project, struct hc_findings *findings, struct hc_err *err);

/* Reads a file of published figures (a list, or an object with figures, conserved, measures, dates) into
 * project->figures, instead of those that are there. Its measures are added to the project's. */
int hc_load_figures(const char *path, struct hc_project *project, struct hc_findings *findings, struct hc_err *err);

/* Opens and reads every source that input->project names; input is otherwise zeroed. On -1 the input holds what was
 * read so far and must still be released. */
int hc_load_input(struct hc_input *input, const struct hc_progress *progress, struct hc_findings *findings,
                  struct hc_err *err);

#endif
