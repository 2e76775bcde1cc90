/* Codes that a spreadsheet took for numbers: 101 where 0101 is meant. Said once, never mended in silence. */
#ifndef HC_SIMULATE_ZEROS_H
#define HC_SIMULATE_ZEROS_H

#include "model/finding.h"
#include "model/units.h"

/* Keys that name no unit, each with its row, in order; a NULL key is none of them. */
struct hc_strays {
    const char **key;
    const long *row;
    size_t n;
};

/* How many leading zeros, up to 3, bring all of them but one in ten to codes of units; 0: that is not what is wrong.
 * One such row alone is a slip. */
int hc_zeros_lost(const struct hc_units *units, const struct hc_strays *strays);

/* Whether that many zeros before the key give the code of a unit. */
bool hc_zeros_fit(const struct hc_units *units, const char *key, int zeros);

/* One finding, lost_zeros, for all of them. */
void hc_zeros_report(const struct hc_units *units, const struct hc_strays *strays, int zeros, enum hc_severity severity,
                     const char *source, const char *level, struct hc_findings *findings);

#endif
