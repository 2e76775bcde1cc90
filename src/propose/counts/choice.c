#include "propose/counts/choice.h"

#include <math.h>

static double off(const struct hc_choosing *c, size_t b, const struct hc_entry *e, size_t sum)
{
    return fabs(e->take[sum] - c->middle[b * c->sums->n + sum]);
}

static int64_t worth_of(const struct hc_choosing *c, enum hc_worth worth, size_t b, const struct hc_entry *e)
{
    double far = 0;
    if (e->plan.infeasible || (worth == HC_WORTH_COST && !e->plan.feasible))
        return INT64_MAX;
    if (worth == HC_WORTH_NEAR && e->searched && !e->plan.feasible)
        return INT64_MAX;
    for (size_t s = 0; s < c->sums->n; s++) {
        if (off(c, b, e, s) > c->reach)
            return INT64_MAX;
        far += off(c, b, e, s) * off(c, b, e, s);
    }
    if (worth == HC_WORTH_NEAR)
        return llround(far * 1000) - (e->plan.feasible ? 1 : 0);
    return worth == HC_WORTH_BOUND ? e->plan.bound : e->plan.cost;
}

/* A table over all sums up to those wanted, one row of it a block: cell = sum over s of taken[s] * step[s]. */
struct table {
    const struct hc_choosing *c;
    size_t width, *step;
    int64_t *best;
    uint32_t *taken; /* entry */
};

static size_t step_of(const struct table *t, const struct hc_entry *e)
{
    size_t step = 0;
    for (size_t s = 0; s < t->c->sums->n; s++)
        step += (size_t)e->take[s] * t->step[s];
    return step;
}

/* Whether the entry still fits on top of what the cell holds. */
static bool fits(const struct table *t, size_t cell, const struct hc_entry *e)
{
    for (size_t s = 0; s < t->c->sums->n; s++) {
        size_t want = (size_t)t->c->sums->want[s];
        if (cell / t->step[s] % (want + 1) + (size_t)e->take[s] > want)
            return false;
    }
    return true;
}

static void add_entry(const struct table *t, size_t b, uint32_t number, int64_t own)
{
    const struct hc_entry *e = &t->c->block[b].entry[number];
    const int64_t *before = t->best + b * t->width;
    int64_t *best = t->best + (b + 1) * t->width;
    size_t step = step_of(t, e);
    for (size_t cell = 0; cell + step < t->width; cell++) {
        if (before[cell] == INT64_MAX || before[cell] + own >= best[cell + step] || !fits(t, cell, e))
            continue;
        best[cell + step] = before[cell] + own;
        t->taken[(b + 1) * t->width + cell + step] = number;
    }
}

bool hc_choose(const struct hc_choosing *c, enum hc_worth worth, int64_t *value)
{
    struct table t = {.c = c, .width = 1};
    t.step = hc_alloc(c->sums->n, sizeof *t.step);
    for (size_t s = 0; s < c->sums->n; s++) {
        t.step[s] = t.width;
        t.width *= (size_t)c->sums->want[s] + 1;
    }
    t.best = hc_alloc((c->n + 1) * t.width, sizeof *t.best);
    t.taken = hc_alloc((c->n + 1) * t.width, sizeof *t.taken);
    for (size_t i = 0; i < (c->n + 1) * t.width; i++)
        t.best[i] = INT64_MAX;
    t.best[0] = 0;
    for (size_t b = 0; b < c->n; b++)
        for (uint32_t i = 0; i < c->block[b].n_entries; i++) {
            int64_t own = worth_of(c, worth, b, &c->block[b].entry[i]);
            if (own != INT64_MAX)
                add_entry(&t, b, i, own);
        }
    *value = t.best[c->n * t.width + t.width - 1];
    for (size_t b = c->n, cell = t.width - 1; b > 0 && *value != INT64_MAX; b--) {
        c->block[b - 1].chosen = t.taken[b * t.width + cell];
        cell -= step_of(&t, &c->block[b - 1].entry[c->block[b - 1].chosen]);
    }
    bool found = *value != INT64_MAX;
    hc_free(t.step);
    hc_free(t.best);
    hc_free(t.taken);
    return found;
}
