/* The annex that offices file: by parent, each new unit with its members, people, land and finer units before and
 * after.
 */
#ifndef HC_REPORT_BOOK_ANNEX_H
#define HC_REPORT_BOOK_ANNEX_H

#include "report/geo/files.h"

/* 对照表.xlsx, in English comparison.xlsx: a sheet for each level but the finest (that one alone if it is the only
 * one), laid out to be printed. Levels too long for a sheet are left out, and a sheet says so. */
int hc_annex_write(const struct hc_job *job, struct hc_err *err);

#endif
