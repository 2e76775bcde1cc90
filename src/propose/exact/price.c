#include "propose/exact/price.h"

#include "base/mem.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 256

double hc_reduced_cost(const struct hc_pricing *pricing, const struct hc_pool *pool, size_t column)
{
    size_t n = pricing->problem->n;
    double cost = (double)pool->cost[column] * pricing->per_quantum;
    for (size_t u = pool->at[column]; u < pool->at[column + 1]; u++)
        cost -= pricing->dual[pool->unit[u]];
    return cost - pricing->dual[n] - pricing->dual[n + 1 + pool->kind[column]];
}

struct priced {
    double reduced;
    size_t column;
};

static int compare_priced(const void *p, const void *q)
{
    const struct priced *a = p, *b = q;
    if (a->reduced != b->reduced)
        return a->reduced < b->reduced ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static int price_list(const struct hc_pricing *pricing, struct hc_pool *out)
{
    const struct hc_pool *pool = pricing->listed;
    struct priced *low = NULL;
    size_t n = 0, cap = 0;
    for (size_t c = 0; c < pool->n; c++) {
        double reduced = hc_reduced_cost(pricing, pool, c);
        if (reduced > pricing->below)
            continue;
        HC_GROW(low, cap, n + 1);
        low[n++] = (struct priced){reduced, c};
    }
    if (n > pricing->most)
        qsort(low, n, sizeof *low, compare_priced);
    for (size_t i = 0; i < n && i < pricing->most; i++) {
        size_t c = low[i].column;
        hc_pool_add(out, pool->unit + pool->at[c], hc_pool_size(pool, c), pool->kind[c], pool->cost[c]);
    }
    hc_free(low);
    return n > pricing->most;
}

/* What is known of all groups that contain a given one, from below.
 *
 * The reduced cost of a group is at least: the balance of its people, plus for each member but the one that is
 * continued the cost of its people's moving, plus for each member but the seat that of the way to the nearest unit,
 * less the duals. Each further member so gains at most `gain`; a group of Q people in all gains at most what the best
 * units, taken in fractions, hold in Q - people. rest[cell of people] is the least, over Q, of balance less gain. */
struct bounds {
    double *gain; /* a unit */
    double constant;
    double rest[CELLS + 1];
    double cell; /* people a cell */
};

static double nearest_km(const struct hc_problem *p, uint32_t u)
{
    double least = INFINITY;
    for (size_t v = 0; v < p->n; v++) {
        double dx = p->x_m[u] - p->x_m[v], dy = p->y_m[u] - p->y_m[v];
        if (v != u && dx * dx + dy * dy < least)
            least = dx * dx + dy * dy;
    }
    return isfinite(least) ? sqrt(least) / 1000 : 0;
}

static void find_gains(const struct hc_pricing *pricing, struct bounds *b)
{
    const struct hc_problem *p = pricing->problem;
    double per_cost = pricing->per_quantum * p->quanta, most_move = 0, most_way = 0, most_kind = -INFINITY;
    for (uint32_t u = 0; u < p->n; u++) {
        double people = (double)p->people[u];
        double move = p->weight[HC_TERM_STABILITY] * people * per_cost;
        double way = p->x_m ? p->weight[HC_TERM_ACCESS] * people * nearest_km(p, u) * per_cost : 0;
        b->gain[u] = pricing->dual[u] - move - way;
        most_move = fmax(most_move, move);
        most_way = fmax(most_way, way);
    }
    for (size_t k = 0; k < p->n_kinds; k++)
        most_kind = fmax(most_kind, pricing->dual[p->n + 1 + k]);
    b->constant =
        p->per_group * per_cost - pricing->dual[p->n] - most_kind - most_move - most_way - 1e-9 - pricing->per_quantum;
}

struct gaining {
    double gain, people, ratio;
    size_t unit;
};

static int compare_gaining(const void *p, const void *q)
{
    const struct gaining *a = p, *b = q;
    if (a->ratio != b->ratio)
        return a->ratio > b->ratio ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* most[c]: the most that units above root can gain with c + 1 cells of people. */
static void fill_most(const struct hc_problem *p, const struct bounds *b, uint32_t root, struct gaining *order,
                      double *most)
{
    size_t n = 0, c = 0;
    double gained = 0, used = 0;
    for (size_t u = root + 1; u < p->n; u++)
        if (b->gain[u] > 0)
            order[n++] =
                (struct gaining){b->gain[u], (double)p->people[u], b->gain[u] / fmax((double)p->people[u], 1e-9), u};
    qsort(order, n, sizeof *order, compare_gaining);
    for (size_t i = 0; i < n; i++) {
        for (; c < CELLS && used + order[i].people > (double)(c + 1) * b->cell; c++)
            most[c] = gained + order[i].ratio * ((double)(c + 1) * b->cell - used);
        gained += order[i].gain;
        used += order[i].people;
    }
    for (; c < CELLS; c++)
        most[c] = gained;
}

/* The least balance of a group that has from `low` to `high` people. */
static double least_balance(const struct hc_problem *p, double per_cost, double low, double high)
{
    if (p->target <= 0)
        return 0;
    double nearest = fmin(fmax(p->target, low), high) / p->target - 1;
    return p->weight[HC_TERM_BALANCE] * nearest * nearest * per_cost;
}

static void fill_rest(const struct hc_pricing *pricing, struct bounds *b, uint32_t root, struct gaining *order)
{
    const struct hc_problem *p = pricing->problem;
    double most[CELLS], balance[2 * CELLS], per_cost = pricing->per_quantum * p->quanta;
    fill_most(p, b, root, order, most);
    for (size_t c = 0; c < 2 * CELLS; c++)
        balance[c] = least_balance(p, per_cost, (double)c * b->cell, (double)(c + 2) * b->cell);
    for (size_t c = 0; c <= CELLS; c++) {
        b->rest[c] = INFINITY;
        for (size_t d = 0; d < CELLS && c + d < 2 * CELLS; d++)
            b->rest[c] = fmin(b->rest[c], balance[c + d] - most[d]);
    }
}

struct walk_state {
    const struct hc_pricing *pricing;
    struct hc_pool *out;
    struct hc_walk *walk;
    struct bounds bounds;
    struct hc_scratch scratch;
    struct hc_choice *choice;
    struct gaining *order;
    uint32_t root; /* that bounds.rest is for */
    size_t first;
    int status;
};

static bool visit(void *ctx, uint32_t root, const uint32_t *unit, size_t n)
{
    struct walk_state *w = ctx;
    const struct hc_pricing *pricing = w->pricing;
    const struct hc_problem *p = pricing->problem;
    double people = 0, bound = w->bounds.constant;
    if (root != w->root)
        fill_rest(pricing, &w->bounds, root, w->order);
    w->root = root;
    for (size_t i = 0; i < n; i++) {
        people += (double)p->people[unit[i]];
        bound -= w->bounds.gain[unit[i]];
    }
    if (bound + w->bounds.rest[(size_t)fmin(people / w->bounds.cell, CELLS)] > pricing->below)
        return false;
    if (++*pricing->looked > pricing->most_looked || (*pricing->looked % 64 == 0 && hc_halted(pricing->halt))) {
        w->status = -1;
        w->walk->stop = true;
        return false;
    }
    if (hc_group_hopeless(p, unit, n, &w->scratch))
        return false;
    size_t n_choices = hc_group_judge(p, unit, n, &w->scratch, w->choice, NULL, NULL);
    for (size_t i = 0; i < n_choices; i++) {
        hc_pool_add(w->out, unit, n, w->choice[i].kind, w->choice[i].cost);
        if (hc_reduced_cost(pricing, w->out, w->out->n - 1) > pricing->below) {
            w->out->n--;
            w->out->n_units = w->out->at[w->out->n];
        } else if (w->out->n - w->first > pricing->most) {
            w->status = 1;
            w->walk->stop = true;
        }
    }
    return true;
}

static void add_fixed(struct walk_state *w)
{
    struct hc_pool fixed;
    hc_pool_init(&fixed);
    hc_pool_add_fixed(&fixed, w->pricing->problem, &w->scratch);
    for (size_t c = 0; c < fixed.n; c++)
        if (hc_reduced_cost(w->pricing, &fixed, c) <= w->pricing->below)
            hc_pool_add(w->out, fixed.unit + fixed.at[c], hc_pool_size(&fixed, c), fixed.kind[c], fixed.cost[c]);
    hc_pool_release(&fixed);
}

int hc_price(const struct hc_pricing *pricing, struct hc_pool *out)
{
    const struct hc_problem *p = pricing->problem;
    if (pricing->listed)
        return price_list(pricing, out);
    double total = 0;
    struct walk_state w = {.pricing = pricing, .out = out, .root = HC_NONE, .first = out->n};
    struct hc_walk walk = {.problem = p, .visit = visit, .ctx = &w};
    w.walk = &walk;
    for (size_t u = 0; u < p->n; u++)
        total += (double)p->people[u];
    w.bounds.cell = fmax(total, 1) / CELLS;
    w.bounds.gain = hc_alloc(p->n, sizeof *w.bounds.gain);
    w.choice = hc_alloc(p->n_kinds, sizeof *w.choice);
    w.order = hc_alloc(p->n, sizeof *w.order);
    hc_scratch_init(&w.scratch, p);
    find_gains(pricing, &w.bounds);
    add_fixed(&w);
    hc_walk(&walk);
    hc_scratch_release(&w.scratch);
    hc_free(w.order);
    hc_free(w.choice);
    hc_free(w.bounds.gain);
    return w.status;
}
