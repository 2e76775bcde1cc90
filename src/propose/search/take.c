#include "propose/search/state.h"

#include <string.h>

/* Cells of the table of counts by kind, at most. */
#define MOST_CELLS 1000000

/* The kinds that each group may take, and what it costs then. */
struct offers {
    size_t n_groups, n_kinds;
    int64_t *cost; /* [group][kind]; INT64_MAX: not allowed */
};

/* Kinds dealt out so that each wanted one has its number and the sum is least: group by group, a cell for each state of
 * the numbers so far. */
struct dealing {
    const struct offers *o;
    const int *want;
    size_t width, *step;
    int64_t *best;  /* [group + 1][cell] */
    uint32_t *kind; /* likewise: of the group before */
};

static void deal_group(struct dealing *d, size_t g)
{
    const int64_t *before = d->best + g * d->width;
    int64_t *best = d->best + (g + 1) * d->width;
    for (size_t cell = 0; cell < d->width; cell++)
        best[cell] = INT64_MAX;
    for (size_t cell = 0; cell < d->width; cell++)
        for (uint32_t k = 0; before[cell] != INT64_MAX && k < d->o->n_kinds; k++) {
            int64_t own = d->o->cost[g * d->o->n_kinds + k];
            size_t want = d->want[k] < 0 ? 0 : (size_t)d->want[k], to = cell + (d->want[k] < 0 ? 0 : d->step[k]);
            bool full = d->want[k] >= 0 && cell / d->step[k] % (want + 1) == want;
            if (own == INT64_MAX || full || before[cell] + own >= best[to])
                continue;
            best[to] = before[cell] + own;
            d->kind[(g + 1) * d->width + to] = k;
        }
}

static bool deal(const struct offers *o, const int *want, int64_t *cost, uint32_t *kind)
{
    struct dealing d = {.o = o, .want = want, .width = 1};
    bool kept;
    d.step = hc_alloc(o->n_kinds, sizeof *d.step);
    for (size_t k = 0; k < o->n_kinds; k++) {
        d.step[k] = d.width;
        d.width *= want[k] < 0 ? 1 : (size_t)want[k] + 1;
    }
    kept = d.width * (o->n_groups + 1) <= MOST_CELLS;
    if (kept) {
        d.best = hc_alloc((o->n_groups + 1) * d.width, sizeof *d.best);
        d.kind = hc_alloc((o->n_groups + 1) * d.width, sizeof *d.kind);
        for (size_t cell = 0; cell < d.width; cell++)
            d.best[cell] = cell ? INT64_MAX : 0;
        for (size_t g = 0; g < o->n_groups; g++)
            deal_group(&d, g);
        *cost = d.best[o->n_groups * d.width + d.width - 1];
        kept = *cost != INT64_MAX;
        for (size_t g = o->n_groups, cell = d.width - 1; kept && g > 0; g--) {
            kind[g - 1] = d.kind[g * d.width + cell];
            cell -= want[kind[g - 1]] < 0 ? 0 : d.step[kind[g - 1]];
        }
    }
    hc_free(d.step);
    hc_free(d.best);
    hc_free(d.kind);
    return kept;
}

static void cheapest(const struct offers *o, int64_t *cost, uint32_t *kind)
{
    *cost = 0;
    for (size_t g = 0; g < o->n_groups; g++) {
        const int64_t *own = o->cost + g * o->n_kinds;
        kind[g] = 0;
        for (uint32_t k = 1; k < o->n_kinds; k++)
            if (own[k] < own[kind[g]])
                kind[g] = k;
        *cost += own[kind[g]];
    }
}

bool hc_search_take(const struct hc_search *s, struct hc_scratch *scratch, int64_t *cost, uint32_t *label,
                    uint32_t *kind)
{
    const struct hc_problem *p = s->p;
    uint32_t *number = hc_alloc(s->k, sizeof *number), *unit = hc_alloc(p->n, sizeof *unit);
    struct hc_choice *choice = hc_alloc(p->n_kinds, sizeof *choice);
    struct offers o = {.n_kinds = p->n_kinds, .cost = hc_alloc(s->k * p->n_kinds, sizeof *o.cost)};
    bool kept = true;
    memset(number, 0xff, s->k * sizeof *number);
    for (size_t i = 0; i < s->k * p->n_kinds; i++)
        o.cost[i] = INT64_MAX;
    for (size_t u = 0; kept && u < p->n; u++) {
        uint32_t g = s->label[u];
        if (number[g] == HC_NONE) {
            size_t n_unit = 0;
            for (uint32_t v = (uint32_t)u; v < p->n; v++)
                if (s->label[v] == g)
                    unit[n_unit++] = v;
            size_t n_choices = hc_group_judge(p, unit, n_unit, scratch, choice, NULL, NULL);
            kept = n_choices > 0;
            for (size_t i = 0; i < n_choices; i++)
                o.cost[o.n_groups * p->n_kinds + choice[i].kind] = choice[i].cost;
            number[g] = (uint32_t)o.n_groups++;
        }
        label[u] = number[g];
    }
    if (kept && s->want)
        kept = deal(&o, s->want, cost, kind);
    else if (kept)
        cheapest(&o, cost, kind);
    hc_free(number);
    hc_free(unit);
    hc_free(choice);
    hc_free(o.cost);
    return kept;
}
