/* The linear programme behind set partitioning, by Clp: choose columns so that each unit is covered once and the counts
 * are kept. What it says of duals is checked by who asks: bounds are computed from them, not taken on trust. */
#ifndef HC_PROPOSE_EXACT_LP_H
#define HC_PROPOSE_EXACT_LP_H

#include "propose/exact/pool.h"

/* How many new units there must be. */
struct hc_counts {
    int total;       /* -1: free */
    const int *kind; /* one a kind, -1: free; NULL: all free */
};

struct hc_lp;

/* Rows: one a unit, one for the total, one a kind. Each row may be missed at `penalty` a unit. */
struct hc_lp *hc_lp_new(const struct hc_problem *p, const struct hc_counts *counts, double penalty);
void hc_lp_free(struct hc_lp *l);

/* Adds columns of the pool, their costs times per_quantum; they are numbered in the order added. */
void hc_lp_add(struct hc_lp *l, const struct hc_pool *pool, const size_t *column, size_t n, double per_quantum);
/* Columns that may not be used, or may again. Takes effect with the next solve. */
void hc_lp_allow(struct hc_lp *l, size_t number, bool allowed);

/* Returns false if the solver could not do it. The arrays live until the next call. */
bool hc_lp_solve(struct hc_lp *l);
double hc_lp_objective(const struct hc_lp *l);
double hc_lp_missed(const struct hc_lp *l);        /* by how much rows are missed, in all */
const double *hc_lp_values(const struct hc_lp *l); /* one a column added */
/* Duals: n of units, then the total's, then a kind's each. */
const double *hc_lp_duals(const struct hc_lp *l);
size_t hc_lp_rows(const struct hc_lp *l);
/* What the right-hand sides times the duals give. */
double hc_lp_dual_value(const struct hc_lp *l, const double *dual);

#endif
