#include "propose/bound/least.h"

#include "propose/bound/flow.h"
#include "propose/bound/seats.h"
#include <math.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All but those who live in a continued unit: one a group, and these are at most the most populous. */
static void stability(const struct hc_problem *p, size_t first, size_t last, double *least)
{
    double *people = hc_alloc(p->n, sizeof *people), moved = 0;
    for (size_t u = 0; u < p->n; u++) {
        people[u] = -(double)p->people[u];
        moved += (double)p->people[u];
    }
    qsort(people, p->n, sizeof *people, compare);
    for (size_t k = 1; k <= last; k++) {
        moved += k <= p->n ? people[k - 1] : 0;
        if (k >= first)
            least[k - first] = moved;
    }
    hc_free(people);
}

/* Squares are least where all groups are alike. */
static double balance(const struct hc_problem *p, size_t k)
{
    double people = 0;
    for (size_t u = 0; u < p->n; u++)
        people += (double)p->people[u];
    double off = p->target > 0 ? people / (double)k / p->target - 1 : 0;
    return (double)k * off * off;
}

/* A weight, and how much of it a group holds at most. */
struct holding {
    double *weight, most, total;
};

/* Takes the other weight if a group holds a smaller share of it. Without room for the rest, no group takes it all:
 * the k - 1 others have at least `least` each. */
static void hold(struct holding *h, const int64_t *of, size_t n, double most, double least, size_t k)
{
    double total = 0;
    for (size_t u = 0; u < n; u++)
        total += of ? (double)of[u] : 1;
    most = fmin(most, total - least * (double)(k - 1));
    if (total <= 0 || most < 0 || (h->total > 0 && most / total >= h->most / h->total))
        return;
    h->most = most;
    h->total = total;
    for (size_t u = 0; u < n; u++)
        h->weight[u] = of ? (double)of[u] : 1;
}

/* rest: what the balance of a plan that is of interest may cost. */
static void find_holding(const struct hc_problem *p, size_t k, double rest, struct holding *h)
{
    hold(h, NULL, p->n, INFINITY, 1, k);
    for (size_t i = 0; i < p->n_limits; i++) {
        const struct hc_limit *l = &p->limits[i];
        if (l->type == HC_LIMIT_SUM && l->kind == HC_NONE)
            hold(h, l->of, p->n, l->has_max ? (double)l->max : (double)INFINITY, l->has_min ? (double)l->min : 0, k);
    }
    if (p->weight[HC_TERM_BALANCE] > 0 && p->target > 0 && isfinite(rest) && rest >= 0)
        hold(h, p->people, p->n, p->target * (1 + sqrt(rest / p->weight[HC_TERM_BALANCE])) * (1 + 1e-9), 0, k);
}

/* Borders and links. */
static double cuts(const struct hc_problem *p, size_t k, double rest, int threads, const struct hc_halt *halt)
{
    size_t n_edges = p->edge_at[p->n];
    double dearest = 0, least = 0, *price = hc_alloc(n_edges, sizeof *price);
    struct holding h = {.weight = hc_alloc(p->n, sizeof *h.weight)};
    for (size_t e = 0; e < n_edges; e++) {
        price[e] = p->weight[HC_TERM_LINKS] + p->weight[HC_TERM_BORDER] * (double)p->edge[e].length / 1e9;
        dearest = fmax(dearest, price[e]);
    }
    find_holding(p, k, rest, &h);
    for (size_t e = 0; dearest > 0 && e < n_edges; e++)
        price[e] /= dearest;
    struct hc_flowing f = {p, price, h.weight, h.most, threads, halt};
    if (dearest > 0 && k > 1 && h.total > 0)
        least = dearest * hc_flow_bound(&f);
    hc_free(price);
    hc_free(h.weight);
    return least;
}

/* Every term but what is cut: for each number of groups, and the least of it without balance. */
static double whole_groups(const struct hc_problem *p, size_t first, size_t last, double *cost)
{
    size_t n = last - first + 1;
    double *term = hc_calloc(n, sizeof *term), others = INFINITY;
    for (size_t i = 0; i < n; i++)
        cost[i] = p->per_group * (double)(first + i);
    if (p->weight[HC_TERM_STABILITY] > 0) {
        stability(p, first, last, term);
        for (size_t i = 0; i < n; i++)
            cost[i] += p->weight[HC_TERM_STABILITY] * term[i];
    }
    if (p->weight[HC_TERM_ACCESS] > 0 && p->x_m) {
        hc_seats_bounds(p, first, last, term);
        for (size_t i = 0; i < n; i++)
            cost[i] += p->weight[HC_TERM_ACCESS] * term[i];
    }
    for (size_t i = 0; i < n; i++) {
        others = fmin(others, cost[i]);
        if (p->weight[HC_TERM_BALANCE] > 0)
            cost[i] += p->weight[HC_TERM_BALANCE] * balance(p, first + i);
    }
    hc_free(term);
    return others;
}

static int64_t in_quanta(const struct hc_problem *p, size_t k, double cost)
{
    /* each group's cost is rounded; where costs are whole links there is nothing to round */
    double quanta = cost * p->quanta - 1e-9 * fabs(cost * p->quanta) - (p->grain > 1 ? 0 : 0.5 * (double)k) - 1e-6;
    int64_t least = (int64_t)ceil(quanta);
    if (p->grain > 1 && least > 0)
        least = (least + p->grain - 1) / p->grain * p->grain;
    return least;
}

void hc_least_costs(const struct hc_problem *p, size_t first, size_t last, int64_t below, int threads,
                    const struct hc_halt *halt, int64_t *least)
{
    double *cost = hc_alloc(last - first + 1, sizeof *cost);
    double known = below == INT64_MAX ? (double)INFINITY : (double)below / p->quanta;
    double others = whole_groups(p, first, last, cost);
    size_t fewest = first > 1 ? first : 2; /* of more groups each may hold less: what these cut is cut in any case */
    double cut = fewest <= last ? cuts(p, fewest, known - others, threads, halt) : 0;
    for (size_t k = first; k <= last; k++) {
        least[k - first] = in_quanta(p, k, cost[k - first] + (k > 1 ? cut : 0));
        least[k - first] = least[k - first] < below ? least[k - first] : below;
    }
    hc_free(cost);
}

int64_t hc_least_cost(const struct hc_problem *p, size_t k, int64_t below, int threads, const struct hc_halt *halt)
{
    int64_t least;
    hc_least_costs(p, k, k, below, threads, halt, &least);
    return least;
}
