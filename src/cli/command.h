/* Commands: a table; a file each, which holds all that is said of the command.
 *
 * A new one is a file in cli/command or cli/plan, a bit, and a line in the table of cli/command/help.c; its options are
 * lines in cli/options.c. */
#ifndef HC_CLI_COMMAND_H
#define HC_CLI_COMMAND_H

#include "base/text.h"
#include "cli/options.h"

struct hc_command {
    const char *name;
    enum hc_command_bit bit;                      /* which options it takes */
    size_t most_arguments;                        /* 1: a project */
    struct hc_text summary;                       /* one line; the strings are static, here and below */
    struct hc_text usage;                         /* lines after "usage: " */
    struct hc_text examples;                      /* lines */
    int (*run)(const struct hc_options *options); /* returns the exit code */
};

/* Ends with NULL. */
extern const struct hc_command *const hc_commands[];

/* clang-format off */
extern const struct hc_command hc_command_simulate;
extern const struct hc_command hc_command_check;
extern const struct hc_command hc_command_clean;
extern const struct hc_command hc_command_reproduce;
extern const struct hc_command hc_command_map;
extern const struct hc_command hc_command_convert;
extern const struct hc_command hc_command_derive;
extern const struct hc_command hc_command_propose;
extern const struct hc_command hc_command_compare;
extern const struct hc_command hc_command_init;
extern const struct hc_command hc_command_help;
/* clang-format on */

const struct hc_command *hc_command_find(const char *name);
/* HC_USAGE, with the command that may be meant. */
int hc_command_unknown(const char *name, struct hc_err *err);
/* The help of options->project or, where a command was given with --help, of that. */
int hc_command_tell(const struct hc_options *options);

/* Of the names in a NULL-ended list the one most like `word`, or NULL if none is near. */
const char *hc_nearest(const char *word, const char *const *names);

#endif
