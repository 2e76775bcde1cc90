/* Groups that keep the rules, as columns of a set partitioning problem, and the walk that finds them. */
#ifndef HC_PROPOSE_EXACT_POOL_H
#define HC_PROPOSE_EXACT_POOL_H

#include "base/halt.h"
#include "propose/problem/problem.h"

/* Column c covers unit[at[c]] .. unit[at[c + 1] - 1], ascending. A group that may take two kinds is two columns. */
struct hc_pool {
    size_t n, cap;
    size_t *at; /* n + 1 */
    uint32_t *unit;
    size_t n_units, cap_units, cap_at, cap_kind;
    int64_t *cost;
    uint32_t *kind;
};

void hc_pool_init(struct hc_pool *pool);
void hc_pool_add(struct hc_pool *pool, const uint32_t *unit, size_t n, uint32_t kind, int64_t cost);
void hc_pool_release(struct hc_pool *pool);
static inline size_t hc_pool_size(const struct hc_pool *pool, size_t c)
{
    return pool->at[c + 1] - pool->at[c];
}

/* Every connected set of free units once, each after one that it contains; any set where groups need not be connected.
 * visit gets its lowest unit and its members ascending, and says whether larger sets are of interest. It may set stop.
 */
struct hc_walk {
    const struct hc_problem *problem;
    bool (*visit)(void *ctx, uint32_t root, const uint32_t *unit, size_t n);
    void *ctx;
    bool stop;
};
void hc_walk(struct hc_walk *w);

/* Adds the frozen groups, which the walk leaves out. False if one of them breaks a rule: then there is no plan. */
bool hc_pool_add_fixed(struct hc_pool *pool, const struct hc_problem *p, struct hc_scratch *s);

/* Lists all groups that keep the rules. False, the pool then being of no use, if there are more than `most` of them,
 * more than 5 times as many had to be looked at, or it was halted. */
bool hc_pool_list(struct hc_pool *pool, const struct hc_problem *p, size_t most, const struct hc_halt *halt);

#endif
