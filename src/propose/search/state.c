#include "propose/search/state.h"

#include <math.h>
#include <string.h>

void hc_search_init(struct hc_search *s, const struct hc_problem *p, size_t k)
{
    size_t n_edges = p->edge_at[p->n];
    *s = (struct hc_search){.p = p, .k = k};
    s->label = hc_calloc(p->n, sizeof *s->label);
    s->size = hc_calloc(k, sizeof *s->size);
    s->people = hc_calloc(k, sizeof *s->people);
    s->sum = hc_calloc(k * (p->n_limits + 1), sizeof *s->sum);
    s->top = hc_calloc(k, sizeof *s->top);
    s->seat = hc_calloc(k, sizeof *s->seat);
    s->kind = hc_calloc(k, sizeof *s->kind);
    s->frozen = hc_calloc(k, sizeof *s->frozen);
    s->from = hc_alloc(n_edges, sizeof *s->from);
    s->twin = hc_alloc(n_edges, sizeof *s->twin);
    s->cut = hc_alloc(n_edges, sizeof *s->cut);
    s->cut_at = hc_alloc(n_edges, sizeof *s->cut_at);
    s->mark = hc_calloc(p->n, sizeof *s->mark);
    s->queue = hc_alloc(p->n, sizeof *s->queue);
    for (uint32_t u = 0; u < p->n; u++)
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
            s->from[e] = u;
            for (size_t f = p->edge_at[p->edge[e].to]; f < p->edge_at[p->edge[e].to + 1]; f++)
                if (p->edge[f].to == u)
                    s->twin[e] = (uint32_t)f;
        }
}

void hc_search_release(struct hc_search *s)
{
    void *all[] = {s->label,  s->size, s->people, s->sum, s->top,    s->seat, s->kind,
                   s->frozen, s->from, s->twin,   s->cut, s->cut_at, s->mark, s->queue};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        hc_free(all[i]);
    *s = (struct hc_search){0};
}

static void set_cut(struct hc_search *s, uint32_t e, bool cut)
{
    if (cut && s->cut_at[e] == HC_NONE) {
        s->cut_at[e] = (uint32_t)s->n_cut;
        s->cut[s->n_cut++] = e;
    } else if (!cut && s->cut_at[e] != HC_NONE) {
        uint32_t last = s->cut[--s->n_cut];
        s->cut[s->cut_at[e]] = last;
        s->cut_at[last] = s->cut_at[e];
        s->cut_at[e] = HC_NONE;
    }
}

static uint32_t find_top(const struct hc_search *s, uint32_t group, uint32_t without)
{
    uint32_t top = HC_NONE;
    for (uint32_t u = 0; u < s->p->n; u++)
        if (s->label[u] == group && u != without && (top == HC_NONE || s->p->people[u] > s->p->people[top]))
            top = u;
    return top;
}

void hc_search_load(struct hc_search *s, const uint32_t *label)
{
    const struct hc_problem *p = s->p;
    memmove(s->label, label, p->n * sizeof *label);
    memset(s->size, 0, s->k * sizeof *s->size);
    memset(s->people, 0, s->k * sizeof *s->people);
    memset(s->sum, 0, s->k * (p->n_limits + 1) * sizeof *s->sum);
    memset(s->frozen, 0, s->k * sizeof *s->frozen);
    for (uint32_t u = 0; u < p->n; u++) {
        uint32_t g = s->label[u];
        if (!s->size[g]++ || p->people[u] > p->people[s->top[g]])
            s->top[g] = u;
        s->people[g] += p->people[u];
        s->frozen[g] = s->frozen[g] || (p->n_fixed && p->fixed[u] != HC_NONE);
        for (size_t l = 0; l < p->n_limits; l++)
            s->sum[l * s->k + g] += p->limits[l].of[u];
    }
    memset(s->cut_at, 0xff, p->edge_at[p->n] * sizeof *s->cut_at);
    s->n_cut = 0;
    for (uint32_t e = 0; e < p->edge_at[p->n]; e++)
        set_cut(s, e, s->label[s->from[e]] != s->label[p->edge[e].to]);
    hc_search_refresh(s);
}

/* The seat: of the members the one nearest to all; of a large group one that is nearest to its middle, which is as good
 * for a search. */
static void find_seats(struct hc_search *s)
{
    const struct hc_problem *p = s->p;
    double *x = hc_calloc(s->k * 3, sizeof *x), *y = x + s->k, *least = y + s->k;
    for (size_t u = 0; u < p->n; u++) {
        double share = (double)p->people[u] / fmax((double)s->people[s->label[u]], 1);
        x[s->label[u]] += p->x_m[u] * share;
        y[s->label[u]] += p->y_m[u] * share;
    }
    for (size_t g = 0; g < s->k; g++)
        least[g] = INFINITY;
    for (uint32_t u = 0; u < p->n; u++) {
        uint32_t g = s->label[u];
        double way = 0;
        if (s->size[g] > 12)
            way = hypot(p->x_m[u] - x[g], p->y_m[u] - y[g]);
        for (uint32_t v = 0; s->size[g] <= 12 && v < p->n; v++)
            way += s->label[v] == g ? (double)p->people[v] * hc_problem_km(p, u, v) : 0;
        if (way < least[g]) {
            least[g] = way;
            s->seat[g] = u;
        }
    }
    hc_free(x);
}

void hc_search_refresh(struct hc_search *s)
{
    for (size_t g = 0; g < s->k; g++)
        s->kind[g] = s->p->kind[s->top[g]];
    if (s->p->x_m && s->p->weight[HC_TERM_ACCESS] > 0)
        find_seats(s);
}

double hc_search_broken(const struct hc_search *s, size_t limit, int64_t sum, uint32_t kind)
{
    const struct hc_limit *l = &s->p->limits[limit];
    if (l->type != HC_LIMIT_SUM || (l->kind != HC_NONE && l->kind != kind))
        return 0;
    double low = l->has_min && sum < l->min ? (double)(l->min - sum) / (double)(l->min > 0 ? l->min : 1) : 0;
    double high = l->has_max && sum > l->max ? (double)(sum - l->max) / (double)(l->max > 0 ? l->max : 1) : 0;
    return low + high;
}

double hc_search_penalty(const struct hc_search *s)
{
    double total = 0;
    for (size_t l = 0; l < s->p->n_limits; l++)
        for (size_t g = 0; g < s->k; g++)
            total += s->frozen[g] ? 0 : hc_search_broken(s, l, s->sum[l * s->k + g], s->kind[g]);
    for (uint32_t u = 0; s->p->n_together && u < s->p->n; u++)
        for (uint32_t v = 0; s->p->together[u] != HC_NONE && v < u; v++)
            total += s->p->together[v] == s->p->together[u] && s->label[u] != s->label[v];
    return total;
}

static double balance(const struct hc_problem *p, int64_t people)
{
    double off = (double)people / p->target - 1;
    return off * off;
}

/* People who keep their unit: those of the most populous member. */
static double stability_delta(const struct hc_search *s, uint32_t u, uint32_t to)
{
    const int64_t *people = s->p->people;
    uint32_t from = s->label[u], left = s->top[from] == u ? find_top(s, from, u) : s->top[from];
    int64_t before = people[s->top[from]] + people[s->top[to]];
    int64_t after =
        (left == HC_NONE ? 0 : people[left]) + (people[u] > people[s->top[to]] ? people[u] : people[s->top[to]]);
    return (double)(before - after);
}

static double together_delta(const struct hc_search *s, uint32_t u, uint32_t to)
{
    double delta = 0;
    for (uint32_t v = 0; v < s->p->n; v++)
        if (v != u && s->p->together[v] == s->p->together[u])
            delta += (s->label[v] == s->label[u]) - (s->label[v] == to);
    return delta;
}

double hc_search_delta(const struct hc_search *s, uint32_t u, uint32_t to, double *penalty)
{
    const struct hc_problem *p = s->p;
    uint32_t from = s->label[u];
    double links = 0, length = 0, delta = 0;
    for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
        uint32_t at = s->label[p->edge[e].to];
        double sign = (at == from) - (at == to);
        links += sign;
        length += sign * (double)p->edge[e].length;
    }
    delta += p->weight[HC_TERM_LINKS] * links + p->weight[HC_TERM_BORDER] * length / 1e9;
    if (p->weight[HC_TERM_BALANCE] > 0 && p->target > 0)
        delta += p->weight[HC_TERM_BALANCE] *
                 (balance(p, s->people[from] - p->people[u]) + balance(p, s->people[to] + p->people[u]) -
                  balance(p, s->people[from]) - balance(p, s->people[to]));
    if (p->weight[HC_TERM_ACCESS] > 0 && p->x_m)
        delta += p->weight[HC_TERM_ACCESS] * (double)p->people[u] *
                 (hc_problem_km(p, u, s->seat[to]) - hc_problem_km(p, u, s->seat[from]));
    if (p->weight[HC_TERM_STABILITY] > 0)
        delta += p->weight[HC_TERM_STABILITY] * stability_delta(s, u, to);
    if (p->weight[HC_TERM_KINDS] > 0)
        delta += p->weight[HC_TERM_KINDS] * (double)p->people[u] *
                 ((p->kind[u] != s->kind[to]) - (p->kind[u] != s->kind[from]));
    *penalty = 0;
    for (size_t l = 0; l < p->n_limits; l++) {
        int64_t a = s->sum[l * s->k + from], b = s->sum[l * s->k + to], x = p->limits[l].of[u];
        *penalty += hc_search_broken(s, l, a - x, s->kind[from]) + hc_search_broken(s, l, b + x, s->kind[to]) -
                    hc_search_broken(s, l, a, s->kind[from]) - hc_search_broken(s, l, b, s->kind[to]);
    }
    if (p->n_together && p->together[u] != HC_NONE)
        *penalty += together_delta(s, u, to);
    return delta;
}

/* Whether u's group stays in one piece without it: all its neighbours there reach each other. */
static bool stays_whole(struct hc_search *s, uint32_t u)
{
    const struct hc_problem *p = s->p;
    uint32_t group = s->label[u], wanted = 0, reached = 1, first = HC_NONE, near = s->stamp + 1, seen = s->stamp + 2;
    size_t head = 0, tail = 0;
    s->stamp += 2;
    for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
        uint32_t v = p->edge[e].to;
        if (s->label[v] != group)
            continue;
        wanted++;
        first = v;
        s->mark[v] = near;
    }
    if (wanted < 2)
        return wanted == 1;
    s->mark[u] = seen;
    s->mark[first] = seen;
    s->queue[tail++] = first;
    while (head < tail && reached < wanted) {
        uint32_t v = s->queue[head++];
        for (size_t e = p->edge_at[v]; e < p->edge_at[v + 1]; e++) {
            uint32_t w = p->edge[e].to;
            if (s->label[w] != group || s->mark[w] == seen)
                continue;
            reached += s->mark[w] == near;
            s->mark[w] = seen;
            s->queue[tail++] = w;
        }
    }
    return reached == wanted;
}

bool hc_search_may(struct hc_search *s, uint32_t u, uint32_t to)
{
    const struct hc_problem *p = s->p;
    uint32_t from = s->label[u];
    if (from == to || s->size[from] < 2 || s->frozen[from] || s->frozen[to])
        return false;
    for (size_t i = 0; i < p->n_apart; i++)
        if ((p->apart[i][0] == u && s->label[p->apart[i][1]] == to) ||
            (p->apart[i][1] == u && s->label[p->apart[i][0]] == to))
            return false;
    return !p->contiguous || stays_whole(s, u);
}

void hc_search_move(struct hc_search *s, uint32_t u, uint32_t to)
{
    const struct hc_problem *p = s->p;
    uint32_t from = s->label[u];
    if (s->top[from] == u)
        s->top[from] = find_top(s, from, u);
    s->label[u] = to;
    s->size[from]--;
    s->size[to]++;
    s->people[from] -= p->people[u];
    s->people[to] += p->people[u];
    for (size_t l = 0; l < p->n_limits; l++) {
        s->sum[l * s->k + from] -= p->limits[l].of[u];
        s->sum[l * s->k + to] += p->limits[l].of[u];
    }
    if (p->people[u] > p->people[s->top[to]])
        s->top[to] = u;
    for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
        bool cut = s->label[p->edge[e].to] != to;
        set_cut(s, (uint32_t)e, cut);
        set_cut(s, s->twin[e], cut);
    }
}
