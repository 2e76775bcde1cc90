/* How much a table may take beyond what its file holds: a short file may name many columns and hold many short rows. */
#ifndef HC_LOAD_SHEET_LIMIT_H
#define HC_LOAD_SHEET_LIMIT_H

#include "load/sheet/sheet.h"

/* Of the cells of GDAL's tables at least one in so many must be filled. */
#define HC_HOLLOW_RATIO 256

/* Beyond 16 Mi cells, of `ratio` cells at least one must be `present` in the file. */
bool hc_sheet_is_hollow(size_t n_rows, size_t n_cols, size_t present, size_t ratio);

/* A refusal and -1 where the sheet is hollow. Asked before room is made for one more row. */
int hc_sheet_refuse_hollow(const struct hc_sheet *sheet, size_t present, size_t ratio, struct hc_findings *findings);

#endif
