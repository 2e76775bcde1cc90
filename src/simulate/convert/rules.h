/* What becomes of each column of a table that is converted. */
#ifndef HC_SIMULATE_CONVERT_RULES_H
#define HC_SIMULATE_CONVERT_RULES_H

#include "simulate/convert/convert.h"
#include <stdbool.h>

enum hc_carry {
    HC_CARRY_KEY,
    HC_CARRY_NAME, /* attributes: from the units of the date it is carried to */
    HC_CARRY_KIND,
    HC_CARRY_PARENT,
    HC_CARRY_ESTIMATED, /* marks of an earlier conversion: once estimated, always */
    HC_CARRY_SUM,
    HC_CARRY_MEAN,
    HC_CARRY_MAX,
    HC_CARRY_MIN,
    HC_CARRY_FIRST,
    HC_CARRY_LIST,
    HC_CARRY_DROP
};

struct hc_carry_rule {
    enum hc_carry carry;
    uint32_t weight; /* a mean's weight column */
    int scale;       /* sum, mean, max, min: decimals of the column */
};

/* One rule a column; new. Refusals among the findings: columns named that are not there, rules that are none, columns
 * for which nothing says what they are. */
struct hc_carry_rule *hc_carry_rules(const struct hc_converting *c, const struct hc_grid *grid,
                                     struct hc_findings *findings);
/* A cell as a decimal of the rule's scale, or HC_MISSING. */
int64_t hc_carry_value(const struct hc_grid *grid, const struct hc_carry_rule *rules, size_t row, size_t col);

#endif
