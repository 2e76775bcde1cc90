#include "propose/exact/lp.h"

#include <Clp_C_Interface.h>
#include <string.h>

struct hc_lp {
    Clp_Simplex *model;
    size_t n_units, n_rows, n_columns; /* columns: without those that let rows be missed */
    size_t n_artificial;
    double *right;
};

static void add_artificials(struct hc_lp *l, double penalty)
{
    size_t n = 2 * l->n_rows;
    double *lower = hc_calloc(n, sizeof *lower), *upper = hc_alloc(n, sizeof *upper), *cost = hc_alloc(n, sizeof *cost);
    double *one = hc_alloc(n, sizeof *one);
    CoinBigIndex *start = hc_alloc(n + 1, sizeof *start);
    int *row = hc_alloc(n, sizeof *row);
    for (size_t i = 0; i < n; i++) {
        upper[i] = 1e30;
        cost[i] = penalty;
        one[i] = i & 1 ? -1 : 1;
        start[i] = (CoinBigIndex)i;
        row[i] = (int)(i / 2);
    }
    start[n] = (CoinBigIndex)n;
    Clp_addColumns(l->model, (int)n, lower, upper, cost, start, row, one);
    l->n_artificial = n;
    hc_free(lower);
    hc_free(upper);
    hc_free(cost);
    hc_free(one);
    hc_free(start);
    hc_free(row);
}

struct hc_lp *hc_lp_new(const struct hc_problem *p, const struct hc_counts *counts, double penalty)
{
    struct hc_lp *l = hc_calloc(1, sizeof *l);
    l->n_units = p->n;
    l->n_rows = p->n + 1 + p->n_kinds;
    l->right = hc_calloc(l->n_rows, sizeof *l->right);
    double *lower = hc_alloc(l->n_rows, sizeof *lower), *upper = hc_alloc(l->n_rows, sizeof *upper);
    for (size_t r = 0; r < l->n_rows; r++) {
        int want = r < p->n ? 1 : r == p->n ? counts->total : counts->kind ? counts->kind[r - p->n - 1] : -1;
        l->right[r] = want < 0 ? 0 : want;
        lower[r] = want < 0 ? -1e30 : want;
        upper[r] = want < 0 ? 1e30 : want;
    }
    l->model = Clp_newModel();
    Clp_setLogLevel(l->model, 0);
    Clp_resize(l->model, (int)l->n_rows, 0);
    Clp_chgRowLower(l->model, lower);
    Clp_chgRowUpper(l->model, upper);
    add_artificials(l, penalty);
    hc_free(lower);
    hc_free(upper);
    return l;
}

void hc_lp_free(struct hc_lp *l)
{
    if (!l)
        return;
    Clp_deleteModel(l->model);
    hc_free(l->right);
    hc_free(l);
}

void hc_lp_add(struct hc_lp *l, const struct hc_pool *pool, const size_t *column, size_t n, double per_quantum)
{
    size_t n_entries = 0, e = 0;
    for (size_t i = 0; i < n; i++)
        n_entries += hc_pool_size(pool, column[i]) + 2;
    double *lower = hc_calloc(n, sizeof *lower), *upper = hc_alloc(n, sizeof *upper), *cost = hc_alloc(n, sizeof *cost);
    double *one = hc_alloc(n_entries, sizeof *one);
    CoinBigIndex *start = hc_alloc(n + 1, sizeof *start);
    int *row = hc_alloc(n_entries, sizeof *row);
    for (size_t i = 0; i < n; i++) {
        size_t c = column[i];
        upper[i] = 1e30; /* the rows hold it to 1 */
        cost[i] = (double)pool->cost[c] * per_quantum;
        start[i] = (CoinBigIndex)e;
        for (size_t u = pool->at[c]; u < pool->at[c + 1]; u++)
            row[e++] = (int)pool->unit[u];
        row[e++] = (int)l->n_units;
        row[e++] = (int)(l->n_units + 1 + pool->kind[c]);
    }
    start[n] = (CoinBigIndex)e;
    for (size_t i = 0; i < n_entries; i++)
        one[i] = 1;
    if (n)
        Clp_addColumns(l->model, (int)n, lower, upper, cost, start, row, one);
    l->n_columns += n;
    hc_free(lower);
    hc_free(upper);
    hc_free(cost);
    hc_free(one);
    hc_free(start);
    hc_free(row);
}

void hc_lp_allow(struct hc_lp *l, size_t number, bool allowed)
{
    Clp_columnUpper(l->model)[l->n_artificial + number] = allowed ? 1e30 : 0;
}

bool hc_lp_solve(struct hc_lp *l)
{
    /* Bounds changed: the old basis is dual feasible. Columns came: it is primal feasible. Either is a warm start. */
    if (Clp_dual(l->model, 0) != 0 && Clp_primal(l->model, 0) != 0)
        return false;
    return Clp_status(l->model) == 0;
}

double hc_lp_objective(const struct hc_lp *l)
{
    return Clp_objectiveValue(l->model);
}

double hc_lp_missed(const struct hc_lp *l)
{
    double missed = 0;
    const double *value = Clp_primalColumnSolution(l->model);
    for (size_t i = 0; i < l->n_artificial; i++)
        missed += value[i];
    return missed;
}

const double *hc_lp_values(const struct hc_lp *l)
{
    return Clp_primalColumnSolution(l->model) + l->n_artificial;
}

const double *hc_lp_duals(const struct hc_lp *l)
{
    return Clp_dualRowSolution(l->model);
}

size_t hc_lp_rows(const struct hc_lp *l)
{
    return l->n_rows;
}

double hc_lp_dual_value(const struct hc_lp *l, const double *dual)
{
    double value = 0;
    for (size_t r = 0; r < l->n_rows; r++)
        value += l->right[r] * dual[r];
    return value;
}
