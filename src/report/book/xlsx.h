/* The tables as one workbook: codes as text, numbers as numbers. */
#ifndef HC_REPORT_BOOK_XLSX_H
#define HC_REPORT_BOOK_XLSX_H

#include "report/geo/files.h"

/* summary.xlsx. Sheets beyond the rows that a workbook holds are left out, and a sheet says so. */
int hc_xlsx_write(const struct hc_job *job, struct hc_err *err);

/* figures.xlsx: the published figures alone. */
int hc_figures_xlsx_write(const struct hc_job *job, struct hc_err *err);

/* clean.xlsx: what a cleaning changed, and the findings. */
int hc_clean_xlsx_write(const struct hc_job *job, struct hc_err *err);

/* A name that a sheet can have: at most 31 characters, none of []:*?/\'; the number in front makes it unique. */
#define HC_SHEET_NAME_SIZE 160
void hc_xlsx_sheet_name(unsigned number, const char *title, char name[HC_SHEET_NAME_SIZE]);

#endif
