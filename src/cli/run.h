/* What every command begins with: the project read, its sources loaded, the coverage built. */
#ifndef HC_CLI_RUN_H
#define HC_CLI_RUN_H

#include "cli/console.h"
#include "cover/clean/clean.h"
#include "cover/cover.h"
#include "model/input.h"

struct hc_session {
    const struct hc_options *options;
    struct hc_input input;
    struct hc_cover *cover; /* NULL: no boundaries */
    struct hc_findings findings;
    bool cleans; /* mend the base level before the coverage is built */
    struct hc_clean_log log;
    struct hc_err err;
    struct hc_console_progress console;
    struct hc_progress progress;
    enum hc_lang lang;
    size_t n_own_steps; /* of the project; steps after these hold the plans that options name */
};

/* Reads the project, or what the options stand for, and opens nothing. */
void hc_session_start(struct hc_session *s, const struct hc_options *options);
/* True if work can go on; else hc_session_end() tells why. */
bool hc_session_begin(struct hc_session *s, const struct hc_options *options);
bool hc_session_refused(const struct hc_session *s);
/* The level that --level names, the base level without it; HC_USAGE names those that there are. */
int hc_session_level(const struct hc_session *s, uint32_t *level, struct hc_err *err);
/* A file that an option names is found from where the command is run, not from the project's folder. */
char *hc_session_from_here(struct hc_project *p, const char *path);
/* Shows findings and error, releases everything, and returns the exit code. */
int hc_session_end(struct hc_session *s);

#endif
