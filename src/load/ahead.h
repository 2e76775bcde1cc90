/* Sheets that are read ahead, on a thread of their own, while the finest layer is read.
 *
 * What reading them finds is kept with each until it is asked for: findings and sources come in the order in which they
 * are asked for, as they do without. */
#ifndef HC_LOAD_AHEAD_H
#define HC_LOAD_AHEAD_H

#include "load/sheet/sheet.h"

struct hc_ahead;

/* Begins with the tables, plans, services and coarser levels of the project that are plain sheets. NULL where there is
 * one thread only, or nothing to read. The project must stay as it is until the end. */
struct hc_ahead *hc_ahead_begin(const struct hc_input *input);
bool hc_ahead_has(const struct hc_ahead *ahead, const char *given); /* ahead may be NULL */
void hc_ahead_end(struct hc_ahead *ahead);                          /* takes NULL */

/* hc_source_init() and hc_sheet_read(), from what was read ahead if it is there. Both structs are to be released,
 * whatever comes of it. */
int hc_sheet_open(struct hc_sheet *sheet, struct hc_source *source, struct hc_input *input, const char *given,
                  struct hc_findings *findings);

#endif
