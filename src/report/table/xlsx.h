/* The tables as one workbook: codes as text, numbers as numbers. */
#ifndef HC_REPORT_TABLE_XLSX_H
#define HC_REPORT_TABLE_XLSX_H

#include "report/geo/files.h"

/* summary.xlsx. Sheets beyond the rows that a workbook holds are left out, and a sheet says so. */
int hc_xlsx_write(const struct hc_job *job, struct hc_err *err);

/* figures.xlsx: the published figures alone. */
int hc_figures_xlsx_write(const struct hc_job *job, struct hc_err *err);

#endif
