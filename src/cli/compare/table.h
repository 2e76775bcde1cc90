/* What compare says on the screen. */
#ifndef HC_CLI_COMPARE_TABLE_H
#define HC_CLI_COMPARE_TABLE_H

#include "cli/compare/plans.h"

/* Counts, figures, rules, terms, distances, standing: a few plans beside each other, then the next; to standard output.
 */
void hc_comparing_show(const struct hc_comparing *c, const struct hc_session *s);

#endif
