#include "propose/search/anneal.h"

#include <math.h>

/* A unit and a group beside it, by chance; false if there is none. */
static bool pick(const struct hc_search *s, struct hc_random *random, uint32_t *u, uint32_t *to)
{
    if (!s->p->contiguous) {
        *u = hc_random_below(random, (uint32_t)s->p->n);
        *to = hc_random_below(random, (uint32_t)s->k);
        return true;
    }
    if (!s->n_cut)
        return false;
    uint32_t e = s->cut[hc_random_below(random, (uint32_t)s->n_cut)];
    *u = s->from[e];
    *to = s->label[s->p->edge[e].to];
    return true;
}

/* What a move changes on average. */
static double usual_change(struct hc_search *s, struct hc_random *random)
{
    double total = 0, penalty;
    size_t n = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t u, to;
        if (!pick(s, random, &u, &to) || s->label[u] == to)
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

void hc_anneal(struct hc_search *s, struct hc_random *random, struct hc_annealing *a)
{
    const size_t steps = 400;
    size_t n = s->p->n;
    struct hc_scratch scratch;
    uint32_t *label = hc_alloc(n, sizeof *label), *kind = hc_alloc(n, sizeof *kind);
    double usual = usual_change(s, random), cost = 0, best = INFINITY, broken = hc_search_penalty(s);
    hc_scratch_init(&scratch, s->p);
    if (broken < 1e-9)
        keep_best(s, &scratch, a, label, kind); /* there may be no move at all */
    for (size_t step = 0; step < steps && !hc_halted(a->halt); step++) {
        double t = (double)step / (double)steps, heat = usual * (a->hot > 0 ? a->hot : 1) * 1.2 * pow(0.15, t);
        double price = usual * 15 * pow(10, t);
        for (size_t i = 0; i < a->moves / steps; i++) {
            uint32_t u, to;
            double penalty;
            if (!pick(s, random, &u, &to) || s->label[u] == to)
                continue;
            double change = hc_search_delta(s, u, to, &penalty), all = change + price * penalty;
            if ((all > 0 && hc_random_unit(random) >= exp(-all / heat)) || !hc_search_may(s, u, to))
                continue;
            hc_search_move(s, u, to);
            cost += change;
            broken += penalty;
            if (broken < 1e-9 && cost < best - 1e-9) {
                best = cost;
                keep_best(s, &scratch, a, label, kind);
            }
        }
        broken = hc_search_penalty(s);
        if (s->p->weight[HC_TERM_ACCESS] > 0 || s->p->weight[HC_TERM_KINDS] > 0) {
            hc_search_refresh(s); /* costs are counted anew from here */
            cost = 0;
            best = INFINITY;
        }
    }
    hc_scratch_release(&scratch);
    hc_free(label);
    hc_free(kind);
}
