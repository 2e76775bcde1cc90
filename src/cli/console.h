/* What people see: findings, results, progress. Results go to standard output, everything else to standard error. */
#ifndef HC_CLI_CONSOLE_H
#define HC_CLI_CONSOLE_H

#include "base/err.h"
#include "base/progress.h"
#include "cli/options.h"
#include "cover/clean/clean.h"
#include "model/finding.h"
#include "model/state.h"

/* The error, and where it helps the next thing to do; returns its exit code and releases it. */
int hc_console_fail(struct hc_err *err, enum hc_lang lang);
/* The same, of a command: after a wrong command line it is told where that command's help is. */
int hc_console_fail_of(struct hc_err *err, enum hc_lang lang, const char *command);

/* Findings, worst first, a few of each sort unless verbose; notes only when verbose. To standard error. */
void hc_console_findings(const struct hc_findings *findings, enum hc_lang lang, const struct hc_options *options);

/* The same as JSON to standard output. */
void hc_console_findings_json(const struct hc_findings *findings, enum hc_lang lang);

/* Text in `width` columns of the screen, on standard output; `right`: at their right end. */
void hc_console_cell(const char *text, size_t width, bool right);

/* Counts, people and land before and after, level by level; to standard output. */
void hc_console_result(const struct hc_result *result, enum hc_lang lang);

/* What a cleaning did, by sort of change; to standard output. */
void hc_console_clean(const struct hc_input *input, const struct hc_clean_log *log, enum hc_lang lang);

/* Progress on a terminal, for what takes longer than a second. */
struct hc_console_progress {
    double started;
    bool shown, enabled;
    enum hc_lang lang;
};
struct hc_progress hc_console_progress(struct hc_console_progress *p, enum hc_lang lang, bool quiet);
void hc_console_progress_end(struct hc_console_progress *p);

#endif
