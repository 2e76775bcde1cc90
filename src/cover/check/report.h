/* From a survey to findings: what, where, how large, and what to do. */
#ifndef HC_COVER_CHECK_REPORT_H
#define HC_COVER_CHECK_REPORT_H

#include "cover/check/survey.h"
#include "cover/inside.h"
#include "cover/mend/mend.h"
#include "model/finding.h"

struct hc_check {
    const struct hc_cover *cover;
    const struct hc_units *units;
    const char *level;
    struct hc_findings *findings;
};

void hc_check_invalid(const struct hc_check *c, const struct hc_invalids *invalids);
void hc_check_missing(const struct hc_check *c, const struct hc_missing *missing, size_t n);
/* Overlaps, duplicate units and nearly matching borders. */
void hc_check_contacts(const struct hc_check *c, const struct hc_survey *survey);
/* Gaps and holes of the whole, slivers, tiny parts, units without area. */
void hc_check_land(const struct hc_check *c);

#endif
