/* Where the page meets files: the rooms page and report do not see each other. */
#ifndef HC_CLI_OUTPUT_PAGE_H
#define HC_CLI_OUTPUT_PAGE_H

#include "cli/run.h"
#include "model/state.h"

/* By the options, and by how many units there are: where formats are listed, only if it is asked for. */
bool hc_page_wanted(const struct hc_session *session, const struct hc_result *result);
/* Writes report.html into the folder. */
int hc_page_add(const struct hc_session *session, const struct hc_result *result, const char *folder,
                struct hc_err *err);

#endif
