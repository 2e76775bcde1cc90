/* The command line, parsed. */
#ifndef HC_CLI_OPTIONS_H
#define HC_CLI_OPTIONS_H

#include "base/err.h"
#include "base/text.h"
#include "model/project.h"
#include <stdbool.h>
#include <stddef.h>

#define HC_MAX_TABLES 64

/* Strings point into argv. */
struct hc_options {
    const char *command;
    const char *project; /* the argument; for help the command asked about */
    const char *units, *plan, *new_units, *tables[HC_MAX_TABLES];
    size_t n_tables;
    const char *code, *name, *kind, *parent, *x, *y, *sum, *encoding, *crs, *links;
    const char *out, *format, *lang;
    bool before, no_index, json, quiet, verbose, help, version;
    int threads;
};

/* HC_USAGE for what it does not know, with a suggestion. */
int hc_options_parse(int argc, char **argv, struct hc_options *o, struct hc_err *err);

/* "en" or "zh": as asked for, else the project's, else English. */
enum hc_lang hc_options_lang(const struct hc_options *o, const struct hc_project *project);

/* The one-level project that the options stand for. */
void hc_options_project(const struct hc_options *o, struct hc_project *p);

#endif
