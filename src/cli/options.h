/* The command line, parsed. */
#ifndef HC_CLI_OPTIONS_H
#define HC_CLI_OPTIONS_H

#include "base/err.h"
#include "base/text.h"
#include "model/project.h"
#include <stdbool.h>
#include <stddef.h>

#define HC_MAX_TABLES    64
#define HC_MAX_ARGUMENTS 1025 /* a project and its plans */

/* One a command; an option names those that it belongs to. */
enum hc_command_bit {
    HC_COMMAND_SIMULATE = 1,
    HC_COMMAND_CHECK = 2,
    HC_COMMAND_CLEAN = 4,
    HC_COMMAND_DERIVE = 8,
    HC_COMMAND_CONVERT = 16,
    HC_COMMAND_PROPOSE = 32,
    HC_COMMAND_COMPARE = 64,
    HC_COMMAND_REPRODUCE = 128,
    HC_COMMAND_MAP = 256,
    HC_COMMAND_INIT = 512,
    HC_COMMAND_HELP = 1024
};

/* Strings point into argv. */
struct hc_options {
    const char *command;
    const char *arguments[HC_MAX_ARGUMENTS];
    size_t n_arguments;
    const char *project; /* the first argument; for help the command asked about */
    const char *units, *plan, *new_units, *tables[HC_MAX_TABLES];
    size_t n_tables;
    const char *code, *name, *kind, *parent, *x, *y, *sum, *encoding, *crs, *links;
    const char *figures;
    const char *out, *format, *lang;
    const char *tolerance, *gaps, *gap_width, *gap_area, *overlaps; /* of cleaning */
    const char *sheets, *level, *measures, *classes, *paper, *dpi;  /* of maps */
    bool clean, maps, page, no_page;
    const char *state_before, *state_after;                                                        /* of deriving */
    const char *from_date, *to_date, *key, *columns;                                               /* of converting */
    const char *at, *to, *to_table, *target, *objective, *weight, *time, *seed, *rounds, *stop_at; /* of plans */
    const char *start, *freeze, *convert;
    const char *sample; /* of comparing */
    bool cheapest, across, scattered;
    bool before, no_index, json, quiet, verbose, help, version;
    bool wrote; /* init has written its project: a check that refuses does not say that nothing was */
    int threads;
};

/* HC_USAGE for what it does not know, with a suggestion, and for options that the command does not take. */
int hc_options_parse(int argc, char **argv, struct hc_options *o, struct hc_err *err);

/* The options of a command, a line each, to standard output. */
void hc_options_list(enum hc_command_bit command, enum hc_lang lang);

/* "en" or "zh": as asked for, else the project's, else English. */
enum hc_lang hc_options_lang(const struct hc_options *o, const struct hc_project *project);

/* Of messages where no project has a say (help, usage, what cannot be read): as asked for, else the locale's. Neither
 * results nor files hang on it. */
enum hc_lang hc_options_tongue(const struct hc_options *o);

/* The one-level project that the options stand for. */
void hc_options_project(const struct hc_options *o, struct hc_project *p);

#endif
