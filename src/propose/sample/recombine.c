#include "propose/sample/recombine.h"

#include <string.h>

static size_t n_edges(const struct hc_problem *p)
{
    return p->edge_at[p->n];
}

void hc_shuffle_init(struct hc_shuffle *w, const struct hc_problem *p, struct hc_random random)
{
    size_t m = n_edges(p);
    *w = (struct hc_shuffle){.p = p, .random = random};
    w->label = hc_calloc(p->n, sizeof *w->label);
    w->moved = hc_calloc(p->n_blocks, sizeof *w->moved);
    w->from = hc_alloc(m, sizeof *w->from);
    w->cut = hc_alloc(m, sizeof *w->cut);
    w->cut_at = hc_alloc(m, sizeof *w->cut_at);
    w->side = hc_alloc(p->n, sizeof *w->side);
    hc_span_init(&w->span, p);
    for (uint32_t u = 0; u < p->n; u++)
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            w->from[e] = u;
    hc_scratch_init(&w->scratch, p);
}

void hc_shuffle_release(struct hc_shuffle *w)
{
    hc_free(w->label);
    hc_free(w->moved);
    hc_span_release(&w->span);
    hc_free(w->from);
    hc_free(w->cut);
    hc_free(w->cut_at);
    hc_free(w->side);
    hc_scratch_release(&w->scratch);
    *w = (struct hc_shuffle){0};
}

static bool frozen(const struct hc_problem *p, uint32_t u)
{
    return p->n_fixed && p->fixed[u] != HC_NONE;
}

/* Whether an edge, seen from its lower unit, lies between two groups that may be divided anew. */
static bool is_cut(const struct hc_shuffle *w, size_t e)
{
    const struct hc_problem *p = w->p;
    uint32_t u = w->from[e], v = p->edge[e].to;
    return u < v && w->label[u] != w->label[v] && p->block[u] == p->block[v] && !frozen(p, u) && !frozen(p, v);
}

static void set_cut(struct hc_shuffle *w, uint32_t e)
{
    bool is = is_cut(w, e), was = w->cut_at[e] != HC_NONE;
    if (is && !was) {
        w->cut_at[e] = (uint32_t)w->n_cut;
        w->cut[w->n_cut++] = e;
    } else if (was && !is) {
        uint32_t last = w->cut[--w->n_cut];
        w->cut[w->cut_at[e]] = last;
        w->cut_at[last] = w->cut_at[e];
        w->cut_at[e] = HC_NONE;
    }
}

void hc_shuffle_load(struct hc_shuffle *w, const uint32_t *label)
{
    size_t m = n_edges(w->p);
    memcpy(w->label, label, w->p->n * sizeof *label);
    memset(w->cut_at, 0xff, m * sizeof *w->cut_at);
    w->n_cut = 0;
    for (uint32_t e = 0; e < m; e++)
        set_cut(w, e);
}

/* The units above `top` in the tree come first in side, then the others; how many are above it. state: 1 on the way
 * there, 2 not, 0 not known. */
static size_t divide(struct hc_shuffle *w, size_t n, uint32_t top)
{
    size_t n_above = 0, n_below = n;
    memset(w->span.state, 0, n * sizeof *w->span.state);
    w->span.state[0] = 2;
    w->span.state[top] = 1;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t end = i;
        while (!w->span.state[end])
            end = w->span.next[end];
        for (uint32_t u = i; !w->span.state[u]; u = w->span.next[u])
            w->span.state[u] = w->span.state[end];
    }
    for (uint32_t i = 0; i < n; i++)
        if (w->span.state[i] == 1)
            w->side[n_above++] = w->span.unit[i];
        else
            w->side[--n_below] = w->span.unit[i];
    return n_above;
}

/* Edges among the gathered units that lie between two groups: as they are, and as state would divide them. */
static void count_between(const struct hc_shuffle *w, size_t n, size_t *now, size_t *then)
{
    *now = *then = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = w->span.near_at[i]; k < w->span.near_at[i + 1]; k++) {
            uint32_t j = w->span.near[k];
            *now += i < j && w->label[w->span.unit[i]] != w->label[w->span.unit[j]];
            *then += i < j && w->span.state[i] != w->span.state[j];
        }
}

/* Takes the division over: the group of unit 0 keeps its number. */
static void take(struct hc_shuffle *w, size_t n, uint32_t one, uint32_t two)
{
    const struct hc_problem *p = w->p;
    bool changed = false;
    uint32_t below = w->label[w->span.unit[0]], above = below == one ? two : one;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = w->span.state[i] == 1 ? above : below;
        changed = changed || w->label[w->span.unit[i]] != to;
        w->label[w->span.unit[i]] = to;
    }
    if (!changed)
        return;
    w->moves++;
    w->moved[p->block[w->span.unit[0]]] = 1;
    for (uint32_t i = 0; i < n; i++)
        for (size_t e = p->edge_at[w->span.unit[i]]; e < p->edge_at[w->span.unit[i] + 1]; e++)
            if (w->from[e] < p->edge[e].to && w->span.local[p->edge[e].to] != HC_NONE)
                set_cut(w, (uint32_t)e);
}

static bool legal(struct hc_shuffle *w, size_t n, size_t n_above)
{
    return hc_group_judge(w->p, w->side, n_above, &w->scratch, NULL, NULL, NULL) &&
           hc_group_judge(w->p, w->side + n_above, n - n_above, &w->scratch, NULL, NULL, NULL);
}

void hc_shuffle_step(struct hc_shuffle *w)
{
    w->steps++;
    if (!w->n_cut)
        return;
    uint32_t edge = w->cut[hc_random_below(&w->random, (uint32_t)w->n_cut)];
    uint32_t one = w->label[w->from[edge]], two = w->label[w->p->edge[edge].to];
    size_t now, then;
    hc_span_gather(&w->span, w->label, w->from[edge], w->p->edge[edge].to);
    hc_span_draw(&w->span, &w->random);
    size_t n = w->span.n;
    size_t n_above = divide(w, n, 1 + hc_random_below(&w->random, (uint32_t)n - 1));
    double chance = hc_random_unit(&w->random);
    count_between(w, n, &now, &then);
    if (chance * (double)(w->n_cut - now + then) < (double)w->n_cut && legal(w, n, n_above))
        take(w, n, one, two);
    hc_span_clear(&w->span);
}
