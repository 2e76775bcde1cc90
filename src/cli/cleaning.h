/* How to clean, as the options say. */
#ifndef HC_CLI_CLEANING_H
#define HC_CLI_CLEANING_H

#include "cli/options.h"
#include "cover/clean/clean.h"

/* HC_USAGE for what it does not know. how->named points into argv. */
int hc_cleaning_options(const struct hc_options *o, struct hc_clean_options *how, struct hc_err *err);

/* A number above zero; text of NULL leaves *value as it is. */
int hc_option_number(const char *option, const char *text, double *value, struct hc_err *err);

#endif
