/* Every option there is, a line each: what it sets, which commands take it, and what help says of it. */
#ifndef HC_CLI_OPTION_TABLE_H
#define HC_CLI_OPTION_TABLE_H

#include "base/text.h"
#include <stddef.h>

/* What an option sets: a flag, a string, the list of tables, or the number of threads. */
enum hc_option_kind { HC_OPTION_FLAG, HC_OPTION_STRING, HC_OPTION_TABLE, HC_OPTION_THREADS };

struct hc_option {
    const char *name, *brief; /* "--out", "-o"; brief may be NULL */
    enum hc_option_kind kind;
    size_t offset;        /* in struct hc_options */
    unsigned commands;    /* of enum hc_command_bit */
    struct hc_text value; /* what stands for the value in help; or empty */
    struct hc_text help;  /* one line */
};

#define HC_MOST_OPTIONS 128
extern const struct hc_option hc_option_table[];
extern const size_t hc_n_options;

#endif
