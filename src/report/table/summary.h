/* The summary: the same numbers for programs (JSON, CSV) and for people (Markdown). */
#ifndef HC_REPORT_TABLE_SUMMARY_H
#define HC_REPORT_TABLE_SUMMARY_H

#include "base/buf.h"
#include "model/finding.h"
#include "model/state.h"

#define HC_VERSION "0.1.0"

/* Unrounded; see "Files out" of the design. */
void hc_summary_json(const struct hc_result *result, const struct hc_findings *findings, enum hc_lang lang,
                     struct hc_buf *out);
/* level,kind,measure,stat,before,after,change,change_rate; unrounded. */
void hc_summary_csv(const struct hc_result *result, struct hc_buf *out);
/* Rounded; opened by the paragraph that an official report prints. */
void hc_summary_markdown(const struct hc_result *result, const struct hc_findings *findings, enum hc_lang lang,
                         struct hc_buf *out);

/* sum, mean, median, min, max, sd: by number. */
#define HC_STATS 6
const char *hc_stat_name(int i);
const char *hc_stat_title(int i, enum hc_lang lang); /* for people */
struct hc_number hc_stat_value(const struct hc_stat *stat, int i);

/* 1 - after / before, as a fraction. */
struct hc_number hc_reduction(struct hc_number before, struct hc_number after);

#endif
