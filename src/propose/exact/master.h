/* The linear programme over all groups, without listing them: columns are priced in until none is missing. */
#ifndef HC_PROPOSE_EXACT_MASTER_H
#define HC_PROPOSE_EXACT_MASTER_H

#include "propose/exact/partition.h"
#include "propose/exact/price.h"

/* A gap that leaves nothing out. */
#define HC_WHOLE_GAP 1e15

struct hc_master {
    const struct hc_problem *p;
    const struct hc_counts *counts;
    const struct hc_pool *listed; /* or NULL */
    const struct hc_effort *effort;
    struct hc_pool work; /* the columns in the programme */
    double per_quantum;  /* scales costs so that a group's is about 1 */
    double penalty;
    size_t looked;   /* groups looked at by pricing */
    bool infeasible; /* proved: even in fractions there is no plan */
    double *dual;    /* once converged */
    double value;    /* what the duals give */
    double slack;    /* no group's reduced cost is further below 0 than this */
    double bound;    /* safe: value less what the duals may be off by */
};

void hc_master_init(struct hc_master *m, const struct hc_problem *p, const struct hc_counts *counts,
                    const struct hc_pool *listed, const struct hc_effort *effort);
void hc_master_release(struct hc_master *m);
/* -1 if it did not come to an end: too many groups, stopped, or the solver failed. */
int hc_master_converge(struct hc_master *m);
/* All columns that a plan within `gap` above the value can hold; 0 if these are all, else there are more than `most`.
 */
int hc_master_within(struct hc_master *m, double gap, size_t most, struct hc_pool *out);
/* More than any plan of these columns can cost. */
double hc_master_penalty(const struct hc_master *m, const struct hc_pool *pool);

#endif
