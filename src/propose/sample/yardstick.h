/* What a plan is measured by where it is held against others: the terms of the objective, its cost, and the spread of
 * each measure that follows from sums over members. */
#ifndef HC_PROPOSE_SAMPLE_YARDSTICK_H
#define HC_PROPOSE_SAMPLE_YARDSTICK_H

#include "propose/propose.h"

enum hc_yard_stat {
    HC_YARD_TOTAL,
    HC_YARD_MEAN,
    HC_YARD_MEDIAN,
    HC_YARD_MIN,
    HC_YARD_MAX,
    HC_YARD_SD,
    HC_N_YARD_STATS
};
const char *hc_yard_stat_name(enum hc_yard_stat stat);

struct hc_yardstick {
    const char *name;       /* a term, "cost", or a measure as in rules; lives as long as the setting, or is static */
    enum hc_yard_stat stat; /* HC_YARD_TOTAL: of terms and cost */
    uint32_t measure;       /* HC_NONE: of those */
};

struct hc_yardsticks {
    const struct hc_setting *setting;
    struct hc_limit *measures; /* without bounds */
    size_t n_measures;
    struct hc_yardstick *items; /* terms in their order, cost, then each measure's statistics */
    size_t n;
};
void hc_yardsticks_build(const struct hc_question *q, struct hc_setting *s, struct hc_yardsticks *y);
void hc_yardsticks_release(struct hc_yardsticks *y);

/* value: one a yardstick. label: groups 0..n_groups-1, numbered by their lowest unit, so that equal plans give equal
 * bits. kind: of each group; NULL: the cheapest that the rules allow. Allocates; may run on several threads. */
void hc_yardsticks_measure(const struct hc_yardsticks *y, const uint32_t *label, const uint32_t *kind, size_t n_groups,
                           double *value);

/* Numbers groups anew by their lowest unit; returns how many there are. Labels below n. */
size_t hc_label_settle(uint32_t *label, size_t n);

#endif
