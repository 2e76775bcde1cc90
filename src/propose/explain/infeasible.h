/* Why there is no plan: which demands clash, and the smallest loosening of one of them that helps. */
#ifndef HC_PROPOSE_EXPLAIN_INFEASIBLE_H
#define HC_PROPOSE_EXPLAIN_INFEASIBLE_H

#include "propose/propose.h"

enum hc_demand_type {
    HC_DEMAND_MIN, /* of a limit */
    HC_DEMAND_MAX,
    HC_DEMAND_COUNT,      /* the number of new units */
    HC_DEMAND_KIND_COUNT, /* that of kinds */
    HC_DEMAND_APART,
    HC_DEMAND_TOGETHER,
    HC_DEMAND_FROZEN,
    HC_DEMAND_CONTIGUOUS,
    HC_DEMAND_CONVERT, /* units may not change their kind */
    HC_N_DEMANDS
};

struct hc_demand {
    enum hc_demand_type type;
    size_t limit;         /* index in the problem's, for the first two */
    bool helps;           /* loosening this one alone, as far as it goes, makes a plan possible */
    double asked, enough; /* limits and counts: what is asked, and the nearest value with which there is a plan */
    bool has_enough;
};

/* One parent without a plan. Demands that clash: without any one of them there would be a plan (helps), or, if no
 * single one helps, a set of which none can be spared. */
struct hc_infeasible {
    uint32_t block;
    struct hc_demand *items;
    size_t n;
    bool alone; /* each of the items helps by itself */
    bool known; /* false: it is not known which demands clash, they are too many to try */
};

/* p and wanted as hc_propose had them. */
void hc_infeasible_find(const struct hc_setting *s, uint32_t block, const struct hc_halt *halt,
                        struct hc_infeasible *out);
void hc_infeasible_release(struct hc_infeasible *c);

/* The fewest and the most new units that the rules allow in all; false if that is not known. */
bool hc_infeasible_range(const struct hc_setting *s, int threads, const struct hc_halt *halt, size_t *fewest,
                         size_t *most);

#endif
