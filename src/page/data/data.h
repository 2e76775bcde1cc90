/* The parts of the page's JSON. Whole numbers that a double does not hold are written as strings. */
#ifndef HC_PAGE_DATA_DATA_H
#define HC_PAGE_DATA_DATA_H

#include "base/buf.h"
#include "cover/simplify/outlines.h"
#include "model/finding.h"
#include "model/state.h"

/* `,"key":` or `"key":`, as what was written last wants it. */
void hc_data_key(struct hc_buf *out, const char *key);
/* A comma between items of an array: none before the first. */
void hc_data_next(struct hc_buf *out);
void hc_data_text(struct hc_buf *out, const char *key, const char *text); /* NULL: null */
void hc_data_int(struct hc_buf *out, int64_t value);                      /* HC_MISSING: null */
void hc_data_texts(struct hc_buf *out, const char *key, char *const *texts, size_t n);
void hc_data_both(struct hc_buf *out, const char *key, const struct hc_text *text); /* ["en","zh"] */
void hc_data_number(struct hc_buf *out, const char *key, struct hc_number n);       /* a decimal as text */

void hc_data_column(struct hc_buf *out, const struct hc_column *c); /* an object, an item of an array */

/* "levels", "measures", "rules", "steps", "tables", "links", "inputs", "labels". */
void hc_data_project(struct hc_buf *out, const struct hc_result *result);
void hc_data_rules(struct hc_buf *out, const struct hc_result *result);
/* "figures" */
void hc_data_figures(struct hc_buf *out, const struct hc_result *result);
/* "states" */
void hc_data_states(struct hc_buf *out, const struct hc_result *result);
/* "borders" */
void hc_data_outlines(struct hc_buf *out, const struct hc_outlines *borders);
/* "findings": at most `most` of them. lonlat: the place of each on WGS 84, or NULL. */
void hc_data_findings(struct hc_buf *out, const struct hc_findings *findings, const struct hc_xy *lonlat, size_t most);

#endif
