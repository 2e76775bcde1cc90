/* What is made of the tables of commands and options, so that it cannot fall behind them: the manual page, the
 * completion for bash, and what completion asks of a project. All to standard output. */
#ifndef HC_CLI_OUTPUT_MANUAL_H
#define HC_CLI_OUTPUT_MANUAL_H

#include "cli/options.h"

/* True if `topic` is one of man, completion, levels; *code is then the exit code. `argument`: the project that levels
 * asks of, or NULL. */
bool hc_manual_topic(const char *topic, const char *argument, enum hc_lang lang, int *code);

#endif
