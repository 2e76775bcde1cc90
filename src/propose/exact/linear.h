/* The linear programme behind set partitioning, by Clp: choose columns so that each unit is covered once and the counts
 * are kept. What it says of duals is checked by who asks: bounds are computed from them, not taken on trust. */
#ifndef HC_PROPOSE_EXACT_LINEAR_H
#define HC_PROPOSE_EXACT_LINEAR_H

#include "propose/exact/pool.h"

/* How many new units there must be. */
struct hc_counts {
    int total;       /* -1: free */
    const int *kind; /* one a kind, -1: free; NULL: all free */
};

struct hc_linear;

/* Rows: one a unit, one for the total, one a kind. Each row may be missed at `penalty` a unit. */
struct hc_linear *hc_linear_new(const struct hc_problem *p, const struct hc_counts *counts, double penalty);
void hc_linear_free(struct hc_linear *l);

/* Adds columns of the pool, their costs times per_quantum; they are numbered in the order added. */
void hc_linear_add(struct hc_linear *l, const struct hc_pool *pool, const size_t *column, size_t n, double per_quantum);
/* Columns that may not be used, or may again. Takes effect with the next solve. */
void hc_linear_allow(struct hc_linear *l, size_t number, bool allowed);

/* Returns false if the solver could not do it. The arrays live until the next call. */
bool hc_linear_solve(struct hc_linear *l);
double hc_linear_objective(const struct hc_linear *l);
double hc_linear_missed(const struct hc_linear *l);       /* by how much rows are missed, in all */
const double *hc_linear_values(const struct hc_linear *l); /* one a column added */
/* Duals: n of units, then the total's, then a kind's each. */
const double *hc_linear_duals(const struct hc_linear *l);
size_t hc_linear_rows(const struct hc_linear *l);
/* What the right-hand sides times the duals give. */
double hc_linear_dual_value(const struct hc_linear *l, const double *dual);

#endif
