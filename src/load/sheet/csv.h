/* CSV as offices write it. */
#ifndef HC_LOAD_SHEET_CSV_H
#define HC_LOAD_SHEET_CSV_H

#include "load/sheet/sheet.h"

/* Reads a whole file into a sheet. Our own reader, because messages name lines and ragged rows must not pass: GDAL's
 * driver tells neither. */
int hc_csv_read(struct hc_sheet *sheet, const struct hc_source *source, struct hc_input *input,
                struct hc_findings *findings);

#endif
