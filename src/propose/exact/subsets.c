#include "propose/exact/subsets.h"

#include <string.h>

struct table {
    size_t n;
    uint32_t full;
    const struct hc_pool *pool;
    uint32_t *column; /* the cheapest of each set of units, or HC_NONE */
    int64_t *cost;    /* [set][count], INT64_MAX: none */
    uint32_t *taken;  /* the set of units that holds the lowest one */
};

static void find_columns(struct table *t)
{
    memset(t->column, 0xff, ((size_t)t->full + 1) * sizeof *t->column);
    for (size_t c = 0; c < t->pool->n; c++) {
        uint32_t set = 0;
        for (size_t u = t->pool->at[c]; u < t->pool->at[c + 1]; u++)
            set |= 1u << t->pool->unit[u];
        if (t->column[set] == HC_NONE || t->pool->cost[c] < t->pool->cost[t->column[set]])
            t->column[set] = (uint32_t)c;
    }
}

static void fill_set(struct table *t, uint32_t set)
{
    uint32_t lowest = set & (~set + 1), others = set ^ lowest;
    size_t width = t->n + 1;
    for (uint32_t rest = others;; rest = (rest - 1) & others) {
        uint32_t group = set ^ rest;
        if (t->column[group] != HC_NONE)
            for (size_t k = 1; k <= t->n; k++) {
                int64_t before = t->cost[rest * width + k - 1];
                if (before == INT64_MAX || before + t->pool->cost[t->column[group]] >= t->cost[set * width + k])
                    continue;
                t->cost[set * width + k] = before + t->pool->cost[t->column[group]];
                t->taken[set * width + k] = group;
            }
        if (rest == 0)
            break;
    }
}

static void take(const struct table *t, size_t count, struct hc_partition *plan)
{
    size_t width = t->n + 1;
    uint32_t set = t->full;
    plan->cost = t->cost[set * width + count];
    plan->feasible = plan->cost != INT64_MAX;
    plan->infeasible = !plan->feasible;
    plan->proven = plan->feasible;
    if (!plan->feasible)
        return;
    plan->bound = plan->cost;
    plan->n_groups = 0;
    for (size_t k = count; set; k--) {
        uint32_t group = t->taken[set * width + k];
        plan->kind[plan->n_groups] = t->pool->kind[t->column[group]];
        for (uint32_t u = 0; u < t->n; u++)
            if (group >> u & 1)
                plan->label[u] = (uint32_t)plan->n_groups;
        plan->n_groups++;
        set ^= group;
    }
}

void hc_subsets_solve(const struct hc_problem *p, const struct hc_pool *pool, struct hc_partition *plan)
{
    struct table t = {.n = p->n, .full = (uint32_t)((1u << p->n) - 1), .pool = pool};
    size_t size = ((size_t)t.full + 1) * (p->n + 1);
    t.column = hc_alloc((size_t)t.full + 1, sizeof *t.column);
    t.cost = hc_alloc(size, sizeof *t.cost);
    t.taken = hc_calloc(size, sizeof *t.taken);
    for (size_t i = 0; i < size; i++)
        t.cost[i] = INT64_MAX;
    t.cost[0] = 0;
    find_columns(&t);
    for (uint32_t set = 1; set <= t.full; set++)
        fill_set(&t, set);
    for (size_t k = 1; k <= p->n; k++)
        take(&t, k, &plan[k]);
    hc_free(t.column);
    hc_free(t.cost);
    hc_free(t.taken);
}
