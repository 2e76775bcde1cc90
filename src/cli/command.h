/* Commands: a table; a file each. */
#ifndef HC_CLI_COMMAND_H
#define HC_CLI_COMMAND_H

#include "base/text.h"
#include "cli/options.h"

struct hc_command {
    const char *name;
    struct hc_text summary;                       /* one line; the strings are static */
    int (*run)(const struct hc_options *options); /* returns the exit code */
    const char *help_en, *help_zh;
};

/* Ends with an entry without a name. */
extern const struct hc_command hc_commands[];

int hc_command_simulate(const struct hc_options *options);
int hc_command_check(const struct hc_options *options);
int hc_command_help(const struct hc_options *options);

const struct hc_command *hc_command_find(const char *name);

/* Of the names in a NULL-ended list the one most like `word`, or NULL if none is near. */
const char *hc_nearest(const char *word, const char *const *names);

#endif
