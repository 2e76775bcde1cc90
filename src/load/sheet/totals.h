/* Rows of totals among the rows of units: "合计", "Total". */
#ifndef HC_LOAD_SHEET_TOTALS_H
#define HC_LOAD_SHEET_TOTALS_H

#include "load/sheet/sheet.h"

/* What a row calls itself where it is a total: it has no code, or the word stands there. Else NULL. In `strings`. */
const char *hc_row_total(const struct hc_sheet *sheet, size_t row, uint32_t key, struct hc_arena *strings);

/* Warns of each total that is the sum of no rows it may stand for: all of them, those since the total before, those up
 * to the total after. is_total: one flag a row of the table. name: the source's. */
void hc_totals_check(const struct hc_table *table, const bool *is_total, const char *name,
                     struct hc_findings *findings);

#endif
