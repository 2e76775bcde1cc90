#include "puzzles.h"

#include <math.h>
#include <string.h>

static bool connected(const struct puzzle *t, uint32_t set)
{
    uint32_t reached = set & (~set + 1), before = 0;
    while (reached != before) {
        before = reached;
        for (uint32_t u = 0; u < t->p.n; u++)
            if (before >> u & 1)
                reached |= t->near[u] & set;
    }
    return reached == set;
}

static bool allowed(const struct puzzle *t, uint32_t set, uint32_t kind)
{
    const struct hc_problem *p = &t->p;
    uint32_t fixed = 0, together = 0, block = HC_NONE, most = HC_NONE;
    bool may = false;
    for (uint32_t u = 0; u < p->n; u++) {
        fixed |= p->fixed[u] == 0 ? 1u << u : 0;
        together |= p->together[u] == 0 ? 1u << u : 0;
        if (!(set >> u & 1))
            continue;
        if (block != HC_NONE && block != p->block[u])
            return false;
        block = p->block[u];
        may = may || p->kind[u] == kind || p->convert[u];
        if (most == HC_NONE || p->people[u] > p->people[most])
            most = u;
    }
    if (!may || ((set & fixed) && set != fixed) || ((set & together) && (set & together) != together))
        return false;
    if ((!p->choose_kind || (set & fixed)) && kind != p->kind[most])
        return false;
    for (size_t i = 0; i < p->n_apart; i++)
        if ((set >> p->apart[i][0] & 1) && (set >> p->apart[i][1] & 1))
            return false;
    if (p->contiguous && !connected(t, set))
        return false;
    for (size_t i = 0; i < p->n_limits; i++) {
        const struct hc_limit *l = &p->limits[i];
        int64_t of = 0, per = 0;
        for (uint32_t u = 0; u < p->n; u++) {
            of += set >> u & 1 ? l->of[u] : 0;
            per += (set >> u & 1) && l->per ? l->per[u] : 0;
        }
        if (l->kind != HC_NONE && l->kind != kind)
            continue;
        if (l->type == HC_LIMIT_SUM && ((l->has_min && of < l->min) || (l->has_max && of > l->max)))
            return false;
        if (l->type == HC_LIMIT_RATIO && l->has_max && (double)of / (double)per > l->high)
            return false;
    }
    return true;
}

static double price(const struct puzzle *t, uint32_t set, uint32_t kind)
{
    const struct hc_problem *p = &t->p;
    double people = 0, other = 0, stay = 0, may = 0, border = 0, links = 0, access = INFINITY;
    bool has = false;
    for (uint32_t u = 0; u < p->n; u++) {
        double way = 0;
        if (!(set >> u & 1))
            continue;
        people += (double)p->people[u];
        other += p->kind[u] == kind ? 0 : (double)p->people[u];
        if (p->kind[u] == kind) {
            has = true;
            stay = fmax(stay, (double)p->people[u]);
        } else if (p->convert[u]) {
            may = fmax(may, (double)p->people[u]);
        }
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            if (!(set >> p->edge[e].to & 1)) {
                border += (double)p->edge[e].length / 1e9 / 2;
                links += 0.5;
            }
        for (uint32_t v = 0; v < p->n; v++)
            if (set >> v & 1)
                way += (double)p->people[v] * hypot(p->x_m[u] - p->x_m[v], p->y_m[u] - p->y_m[v]) / 1000;
        access = fmin(access, way);
    }
    double term[HC_N_TERMS] = {pow(people / p->target - 1, 2), access, border, links,
                               people - (has ? stay : may),    other};
    double cost = 0;
    for (int i = 0; i < HC_N_TERMS; i++)
        cost += p->weight[i] * term[i];
    return cost;
}

static bool counts_kept(const struct partitions *o)
{
    const struct hc_wanted *w = &o->t->wanted;
    int all = 0, kinds[PUZZLE_KINDS] = {0};
    for (size_t b = 0; b < o->t->p.n_blocks; b++) {
        int n = 0;
        for (size_t k = 0; k < o->t->p.n_kinds; k++) {
            int want = w->block_kind ? w->block_kind[b * o->t->p.n_kinds + k] : -1;
            n += o->count[b][k];
            kinds[k] += o->count[b][k];
            if (want >= 0 && o->count[b][k] != want)
                return false;
        }
        if ((w->block && w->block[b] >= 0 && n != w->block[b]) || (w->least && n < w->least[b]) ||
            (w->most && w->most[b] >= 0 && n > w->most[b]))
            return false;
        all += n;
    }
    for (size_t k = 0; w->kind && k < o->t->p.n_kinds; k++)
        if (w->kind[k] >= 0 && kinds[k] != w->kind[k])
            return false;
    return w->total < 0 || all == w->total;
}

/* Every partition: the lowest unit left goes with every set of the others. */
static void try_all(struct partitions *o, uint32_t left, double cost)
{
    if (!left) {
        if (cost < o->best && counts_kept(o))
            o->best = cost;
        return;
    }
    uint32_t lowest = left & (~left + 1), others = left ^ lowest, block = 0;
    while (!(lowest >> block & 1))
        block++;
    block = o->t->p.block[block];
    for (uint32_t with = others;; with = (with - 1) & others) {
        for (size_t k = 0; k < o->t->p.n_kinds; k++) {
            if (isnan(o->cost[lowest | with][k]))
                continue;
            o->count[block][k]++;
            try_all(o, others ^ with, cost + o->cost[lowest | with][k]);
            o->count[block][k]--;
        }
        if (!with)
            break;
    }
}

double partitions_solve(struct partitions *o, const struct puzzle *t)
{
    o->t = t;
    o->best = INFINITY;
    memset(o->count, 0, sizeof o->count);
    for (uint32_t set = 1; set < 1u << t->p.n; set++)
        for (uint32_t k = 0; k < t->p.n_kinds; k++)
            o->cost[set][k] = allowed(t, set, k) ? price(t, set, k) : (double)NAN;
    try_all(o, (1u << t->p.n) - 1, 0);
    return o->best;
}
