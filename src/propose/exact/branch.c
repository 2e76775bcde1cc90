#include "propose/exact/branch.h"

#include <math.h>
#include <string.h>

/* How near to 0 or 1 a value counts as whole, and how much of a bound is not trusted. */
#define WHOLE 1e-6
#define SAFE  1e-9

struct node {
    struct hc_branching *b;
    struct hc_lp *linear;
    uint16_t *banned; /* by how many decisions a column is ruled out */
    double *pair;     /* n * n: how much of each pair is together */
    int status;
};

/* From duals alone: a bound whatever the solver thinks of its own result. */
static double safe_bound(const struct node *k)
{
    const struct hc_branching *b = k->b;
    const double *dual = hc_lp_duals(k->linear);
    size_t n = b->problem->n;
    double least = 0, value = hc_lp_dual_value(k->linear, dual);
    for (size_t c = 0; c < b->pool->n; c++) {
        if (k->banned[c])
            continue;
        double reduced = (double)b->pool->cost[c] * b->per_quantum - dual[n] - dual[n + 1 + b->pool->kind[c]];
        for (size_t u = b->pool->at[c]; u < b->pool->at[c + 1]; u++)
            reduced -= dual[b->pool->unit[u]];
        least = fmin(least, reduced);
    }
    double most = b->counts->total >= 0 ? b->counts->total : (double)n;
    return value + most * least - SAFE * (1 + fabs(value));
}

/* Whether no plan below this node can cost less than the best. */
static bool hopeless(const struct node *k, double bound)
{
    int64_t grain = k->b->problem->grain;
    double quanta = bound / k->b->per_quantum;
    if (quanta > (double)k->b->below + 1)
        return true;
    int64_t least = (int64_t)ceil(quanta);
    if (grain > 1)
        least = least <= 0 ? -(-least / grain) * grain : (least + grain - 1) / grain * grain;
    return least >= k->b->below;
}

/* Whether the values are a plan; if it is cheaper than the best so far, it becomes that. */
static bool take_whole(const struct node *k, const double *value)
{
    struct hc_branching *b = k->b;
    size_t covered = 0;
    int64_t cost = 0;
    for (size_t c = 0; c < b->pool->n; c++) {
        if (value[c] > WHOLE && value[c] < 1 - WHOLE)
            return false;
        if (value[c] < 0.5)
            continue;
        covered += hc_pool_size(b->pool, c);
        cost += b->pool->cost[c];
    }
    if (covered != b->problem->n)
        return false;
    if (b->found && cost >= b->cost)
        return true;
    b->n_chosen = 0;
    for (size_t c = 0; c < b->pool->n; c++)
        if (value[c] > 0.5)
            b->chosen[b->n_chosen++] = c;
    b->found = true;
    b->cost = cost;
    if (cost < b->below)
        b->below = cost;
    return true;
}

static bool holds(const struct hc_pool *pool, size_t c, uint32_t u)
{
    for (size_t i = pool->at[c]; i < pool->at[c + 1]; i++)
        if (pool->unit[i] == u)
            return true;
    return false;
}

/* The pair of units that is most in doubt; false if there is none. */
static bool find_pair(const struct node *k, const double *value, uint32_t *one, uint32_t *other)
{
    const struct hc_pool *pool = k->b->pool;
    size_t n = k->b->problem->n;
    double best = WHOLE;
    memset(k->pair, 0, n * n * sizeof *k->pair);
    for (size_t c = 0; c < pool->n; c++)
        for (size_t i = pool->at[c]; value[c] > WHOLE && i < pool->at[c + 1]; i++)
            for (size_t j = i + 1; j < pool->at[c + 1]; j++)
                k->pair[pool->unit[i] * n + pool->unit[j]] += value[c];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            double doubt = fmin(k->pair[i * n + j], 1 - k->pair[i * n + j]);
            if (doubt > best + 1e-9) {
                best = doubt;
                *one = i;
                *other = j;
            }
        }
    return best > WHOLE;
}

static void ban(const struct node *k, size_t c, int by)
{
    k->banned[c] = (uint16_t)(k->banned[c] + by);
    hc_lp_allow(k->linear, c, k->banned[c] == 0);
}

static void search(struct node *k);

/* Together: no column holds one of them alone. Apart: none holds both. */
static void branch_pair(struct node *k, uint32_t one, uint32_t other, bool together)
{
    const struct hc_pool *pool = k->b->pool;
    for (int by = 1; by >= -1; by -= 2) {
        for (size_t c = 0; c < pool->n; c++) {
            bool a = holds(pool, c, one), b = holds(pool, c, other);
            if (together ? a != b : a && b)
                ban(k, c, by);
        }
        if (by > 0)
            search(k);
    }
}

/* Where pairs are settled only the kind is open: the column is taken, or not. */
static void branch_column(struct node *k, size_t column, bool taken)
{
    const struct hc_pool *pool = k->b->pool;
    uint32_t unit = pool->unit[pool->at[column]];
    for (int by = 1; by >= -1; by -= 2) {
        for (size_t c = 0; c < pool->n; c++)
            if (taken ? c != column && holds(pool, c, unit) : c == column)
                ban(k, c, by);
        if (by > 0)
            search(k);
    }
}

static void search(struct node *k)
{
    struct hc_branching *b = k->b;
    uint32_t one = 0, other = 0;
    size_t column = 0;
    if (b->nodes++ >= b->most_nodes || hc_halted(b->halt)) {
        b->complete = false;
        return;
    }
    if (!hc_lp_solve(k->linear)) {
        k->status = -1;
        b->complete = false;
        return;
    }
    if (hopeless(k, safe_bound(k)))
        return;
    const double *value = hc_lp_values(k->linear);
    if (hc_lp_missed(k->linear) < WHOLE && take_whole(k, value))
        return;
    if (find_pair(k, value, &one, &other)) {
        bool first = k->pair[one * b->problem->n + other] >= 0.5;
        branch_pair(k, one, other, first);
        branch_pair(k, one, other, !first);
        return;
    }
    while (column < b->pool->n && (value[column] <= WHOLE || value[column] >= 1 - WHOLE))
        column++;
    if (column == b->pool->n)
        return; /* whole, but rows are missed: the penalty is paid, no plan lies below */
    branch_column(k, column, true);
    branch_column(k, column, false);
}

int hc_branch(struct hc_branching *b)
{
    size_t n = b->problem->n;
    struct node k = {.b = b};
    size_t *all = hc_alloc(b->pool->n, sizeof *all);
    for (size_t c = 0; c < b->pool->n; c++)
        all[c] = c;
    b->found = false;
    b->complete = true;
    b->nodes = 0;
    k.linear = hc_lp_new(b->problem, b->counts, b->penalty);
    hc_lp_add(k.linear, b->pool, all, b->pool->n, b->per_quantum);
    k.banned = hc_calloc(b->pool->n, sizeof *k.banned);
    k.pair = hc_alloc(n * n, sizeof *k.pair);
    search(&k);
    hc_lp_free(k.linear);
    hc_free(k.banned);
    hc_free(k.pair);
    hc_free(all);
    return k.status;
}
