/* The best plan of one block, with a proof where it can be had.
 *
 * Set partitioning over the groups that keep the rules: the linear programme first, its columns priced in until none is
 * missing; then only columns whose reduced cost lies within a gap above its value, for no plan within that gap can hold
 * another; then branch and bound over these. The gap grows until a plan is found in it, which is then the best of all.
 */
#ifndef HC_PROPOSE_EXACT_PARTITION_H
#define HC_PROPOSE_EXACT_PARTITION_H

#include "base/halt.h"
#include "propose/exact/lp.h"

struct hc_effort {
    size_t most_listed;         /* groups that are listed before they are priced in instead */
    size_t most_looked;         /* groups looked at while pricing in, where they are not listed */
    size_t most_columns;        /* within a gap */
    size_t most_nodes;          /* of one branch and bound */
    bool no_proof;              /* every block is left to the search: for tests */
    bool no_subsets;            /* small blocks too go through the linear programme: for tests */
    const struct hc_halt *halt; /* or NULL */
};
struct hc_effort hc_effort_default(void);

/* A plan of one block. */
struct hc_partition {
    bool feasible;   /* a plan was found */
    bool infeasible; /* proved: there is none */
    bool proven;     /* no plan costs less */
    int64_t cost;    /* if feasible */
    int64_t bound;   /* no plan costs less than this; INT64_MIN: nothing is known */
    size_t n_groups;
    uint32_t *label; /* group of each unit; groups are numbered by their lowest unit */
    uint32_t *kind;  /* of each group; room for n */
};

void hc_partition_init(struct hc_partition *out, size_t n);
void hc_partition_release(struct hc_partition *out);

/* A block to be solved for one count after the other; its groups are listed once. */
struct hc_solver;
/* Proved at a glance: a frozen group breaks a rule by itself. */
bool hc_partition_hopeless(const struct hc_problem *part);
struct hc_solver *hc_solver_new(const struct hc_problem *part, const struct hc_effort *effort);
void hc_solver_free(struct hc_solver *s);
bool hc_solver_is_listed(const struct hc_solver *s);
const struct hc_pool *hc_solver_pool(const struct hc_solver *s); /* all groups; only if listed */

/* Only the linear programme: fills bound and infeasible. slope, 1 + n_kinds: what one more new unit would change, and
 * one more of each kind, as the duals of the counts; bound + slope * d bounds plans with d more of them too. */
int hc_solver_relax(struct hc_solver *s, const struct hc_counts *counts, struct hc_partition *out, double *slope);

/* -1 if the solver failed. out is initialised. */
int hc_solver_solve(struct hc_solver *s, const struct hc_counts *counts, struct hc_partition *out);

#endif
