/* Codes and other texts out of cells: trimmed, and checked for what spreadsheets do to them. */
#ifndef HC_LOAD_SHEET_CODES_H
#define HC_LOAD_SHEET_CODES_H

#include "load/sheet/sheet.h"

/* The cell, trimmed, in `strings`; NULL if the column is HC_NONE or nothing stands there. */
char *hc_cell_text(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_arena *strings);

/* The same for a code: one in spreadsheet notation is a refusal that names file, row and remedy. */
char *hc_cell_code(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_arena *strings,
                   struct hc_findings *findings);

/* Whether a blank stands between two characters of Chinese: "王家 村". Latin words have theirs. */
bool hc_name_has_blank(const char *name);
/* The name without such blanks, in `strings`; NULL for NULL. */
char *hc_name_plain(const char *name, struct hc_arena *strings);

/* 5.11303E+11, 5.11303e11: digits, a point, an exponent. */
bool hc_is_spreadsheet_notation(const char *code);

#endif
