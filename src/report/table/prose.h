/* The paragraph that an official report prints: what there was before, what there is after, by how much that changed.
 *
 * Every number comes from the results and is rounded once: people whole, or in tens of thousands (万, in Chinese) with
 * two places, areas in km² with two places, rates in percent with one. Works for any levels, with kinds or without. */
#ifndef HC_REPORT_TABLE_PROSE_H
#define HC_REPORT_TABLE_PROSE_H

#include "base/buf.h"
#include "model/state.h"

/* The first paragraph tells of the first and the last state; where steps of several dates lie between, one more for
 * each of them tells of the levels that it changed. */
size_t hc_prose_count(const struct hc_result *result);
/* Appends paragraph i, without markup and on one line. */
void hc_prose_write(const struct hc_result *result, size_t i, enum hc_lang lang, struct hc_buf *out);

#endif
