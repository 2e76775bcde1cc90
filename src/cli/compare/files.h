/* What compare writes, as text. */
#ifndef HC_CLI_COMPARE_FILES_H
#define HC_CLI_COMPARE_FILES_H

#include "base/buf.h"
#include "cli/compare/plans.h"

/* compare.csv: section,level,kind,measure,stat, then a column a plan; sections figure, rule, term, weight, cost. */
void hc_comparing_csv(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out);
/* compare_units.csv: unit,name,parent,people,fates, then the new unit in each plan. fates: in how many ways the plans
 * treat the unit (the largest number of any of its atoms): 1, all give it the same companions. */
void hc_comparing_units_csv(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out);
/* compare_distance.csv: a,b,people,atoms,share; each pair once. */
void hc_comparing_distance_csv(const struct hc_comparing *c, struct hc_buf *out);
/* compare_standing.csv: plan,measure,stat,value,percentile, then the sample's min, p05, median, p95, max. */
void hc_comparing_standing_csv(const struct hc_comparing *c, struct hc_buf *out);
/* compare_sample.csv: sample,draw, then a column a yardstick. */
void hc_comparing_sample_csv(const struct hc_comparing *c, struct hc_buf *out);

/* compare.json: all of it but the sample's draws and the units. */
void hc_comparing_json(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out);

#endif
