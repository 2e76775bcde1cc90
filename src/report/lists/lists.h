/* What derive and convert write: lists that simulate or a spreadsheet reads. */
#ifndef HC_REPORT_LISTS_LISTS_H
#define HC_REPORT_LISTS_LISTS_H

#include "report/report.h"
#include "simulate/convert/convert.h"
#include "simulate/derive/derive.h"

/* plan.csv, new_units.csv, derived.csv; with parents that changed plan_parents.csv and its like; findings.csv. */
int hc_report_derived(const struct hc_derived *derived, const struct hc_findings *findings,
                      const struct hc_report_options *options, struct hc_err *err);

/* converted.csv and findings.csv. */
int hc_report_converted(const struct hc_converted *converted, const struct hc_findings *findings,
                        const struct hc_report_options *options, struct hc_err *err);

#endif
