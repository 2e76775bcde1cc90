#include "propose/search/anneal.h"

#include "propose/search/trees.h"
#include <math.h>

#define STEPS        400 /* of cooling */
#define MOVES_A_UNIT 4   /* of two groups, tried for each time that these are divided anew */

/* A unit, one beside it, and that one's group, by chance; false if there is none. */
static bool pick(const struct hc_search *s, struct hc_random *random, uint32_t *u, uint32_t *v, uint32_t *to)
{
    if (!s->p->contiguous) {
        *u = *v = hc_random_below(random, (uint32_t)s->p->n);
        *to = hc_random_below(random, (uint32_t)s->k);
        return true;
    }
    if (!s->n_cut)
        return false;
    uint32_t e = s->cut[hc_random_below(random, (uint32_t)s->n_cut)];
    *u = s->from[e];
    *v = s->p->edge[e].to;
    *to = s->label[*v];
    return true;
}

/* What a move changes on average. */
static double usual_change(struct hc_search *s, struct hc_random *random)
{
    double total = 0, penalty;
    size_t n = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t u, v, to;
        if (!pick(s, random, &u, &v, &to) || s->label[u] == to)
            continue;
        double change = fabs(hc_search_delta(s, u, to, &penalty));
        total += change;
        n += change > 0;
    }
    return n ? total / (double)n : 1;
}

static void keep_best(const struct hc_search *s, struct hc_scratch *scratch, struct hc_annealing *a, uint32_t *label,
                      uint32_t *kind)
{
    int64_t cost;
    if (!hc_search_take(s, scratch, &cost, label, kind) || (a->found && cost >= a->cost))
        return;
    a->found = true;
    a->cost = cost;
    for (size_t u = 0; u < s->p->n; u++) {
        a->label[u] = label[u];
        a->kind[u] = kind[u];
    }
}

/* An annealing under way. */
struct going {
    struct hc_search *s;
    struct hc_annealing *a;
    struct hc_random *random;
    struct hc_trees trees;
    double wait; /* moves until the next division */
    double heat, price;
    double cost, best, broken; /* since the last refresh; of the rules */
    struct hc_scratch scratch;
    uint32_t *label, *kind;
};

static bool accepts(struct going *g, double all)
{
    return all <= 0 || hc_random_unit(g->random) < exp(-all / g->heat);
}

static void take_move(struct going *g, double change, double penalty)
{
    g->cost += change;
    g->broken += penalty;
    if (g->broken >= 1e-9 || g->cost >= g->best - 1e-9)
        return;
    g->best = g->cost;
    keep_best(g->s, &g->scratch, g->a, g->label, g->kind);
}

static void divide(struct going *g, uint32_t u, uint32_t v)
{
    double change, penalty;
    if (!hc_trees_divide(&g->trees, u, v, g->random, &change, &penalty))
        return;
    if (accepts(g, change + g->price * penalty))
        take_move(g, change, penalty);
    else
        hc_trees_undo(&g->trees);
}

static void try_move(struct going *g)
{
    struct hc_search *s = g->s;
    uint32_t u, v, to;
    double penalty;
    if (!pick(s, g->random, &u, &v, &to) || s->label[u] == to)
        return;
    if (s->p->contiguous && (g->wait -= 1) < 0) {
        g->wait = MOVES_A_UNIT * (double)(s->size[s->label[u]] + s->size[to]);
        divide(g, u, v);
        return;
    }
    double change = hc_search_delta(s, u, to, &penalty), all = change + g->price * penalty;
    if (!accepts(g, all) || !hc_search_may(s, u, to))
        return;
    hc_search_move(s, u, to);
    take_move(g, change, penalty);
}

void hc_anneal(struct hc_search *s, struct hc_random *random, struct hc_annealing *a)
{
    size_t n = s->p->n;
    double usual = usual_change(s, random), hot = a->hot > 0 ? a->hot : 1;
    struct going g = {.s = s, .a = a, .random = random, .best = INFINITY, .broken = hc_search_penalty(s)};
    g.label = hc_alloc(n, sizeof *g.label);
    g.kind = hc_alloc(n, sizeof *g.kind);
    hc_scratch_init(&g.scratch, s->p);
    hc_trees_init(&g.trees, s);
    if (g.broken < 1e-9)
        keep_best(s, &g.scratch, a, g.label, g.kind); /* there may be no move at all */
    for (size_t step = 0; step < STEPS && !hc_halted(a->halt); step++) {
        double t = (double)step / STEPS;
        g.heat = usual * hot * 1.2 * pow(0.15, t);
        g.price = usual * 15 * pow(10, t);
        for (size_t i = 0; i < a->moves / STEPS; i++)
            try_move(&g);
        g.broken = hc_search_penalty(s);
        if (s->p->weight[HC_TERM_ACCESS] > 0 || s->p->weight[HC_TERM_KINDS] > 0) {
            hc_search_refresh(s); /* costs are counted anew from here */
            g.cost = 0;
            g.best = INFINITY;
        }
    }
    hc_trees_release(&g.trees);
    hc_scratch_release(&g.scratch);
    hc_free(g.label);
    hc_free(g.kind);
}
