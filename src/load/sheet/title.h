/* Titles above the header: "2023 population of all villages" in a merged cell, and the header in the second row.
 *
 * What stands above the header is passed over where that is certain: the rows before are one cell or far fewer than
 * the rows below, the row taken has different names that are no numbers in nearly all columns, and one of the names is
 * known, or codes stand below it. So is a row of units of measure ("人", "户") below the header; a second row of
 * names, below a heading that spans columns, completes the first. */
#ifndef HC_LOAD_SHEET_TITLE_H
#define HC_LOAD_SHEET_TITLE_H

#include "load/sheet/sheet.h"

#define HC_TOP_ROWS 12 /* enough to tell names from what stands below them */

/* The first rows as they stand, none of them taken for a header yet. */
struct hc_top {
    char *const *cells[HC_TOP_ROWS]; /* n[row] of each; NULL where nothing stands */
    size_t n[HC_TOP_ROWS], n_rows;
};

/* The row that is the header; 0 where no other is for certain. *n_more: 1 if the row below it belongs to it. */
size_t hc_top_header(const struct hc_top *top, size_t *n_more);

/* What the columns are called where another row than the first is the header, or the header has two rows: rows above
 * and of it are taken out of the sheet, and a note says so. */
void hc_sheet_settle_header(struct hc_sheet *sheet, struct hc_findings *findings);

/* The note that rows above s->header_row are a title. */
void hc_sheet_say_header(const struct hc_sheet *s, struct hc_findings *findings);

#endif
