/* The tables as CSV: UTF-8 without a mark, LF. */
#ifndef HC_REPORT_TABLE_CSV_H
#define HC_REPORT_TABLE_CSV_H

#include "report/geo/files.h"

/* <level>_units, _crosswalk, _events, _neighbours of every level. */
int hc_tables_write(const struct hc_job *job, struct hc_err *err);
/* findings.csv */
int hc_findings_csv_write(const struct hc_job *job, struct hc_err *err);

#endif
