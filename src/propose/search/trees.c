#include "propose/search/trees.h"

#include <math.h>
#include <string.h>

void hc_trees_init(struct hc_trees *t, struct hc_search *s)
{
    size_t n = s->p->n;
    *t = (struct hc_trees){.s = s};
    hc_span_init(&t->span, s->p);
    t->order = hc_alloc(n, sizeof *t->order);
    t->sum = hc_alloc(n * (s->p->n_limits + 1), sizeof *t->sum);
    t->moved = hc_alloc(n, sizeof *t->moved);
}

void hc_trees_release(struct hc_trees *t)
{
    hc_span_release(&t->span);
    hc_free(t->order);
    hc_free(t->sum);
    hc_free(t->moved);
    *t = (struct hc_trees){0};
}

static void put_in_order(struct hc_trees *t)
{
    const struct hc_span *span = &t->span;
    size_t done = 0;
    t->order[done++] = 0;
    span->state[0] = 0; /* those that have a place */
    for (uint32_t i = 1; i < span->n; i++) {
        size_t end = done;
        for (uint32_t u = i; span->state[u]; u = span->next[u])
            end++;
        for (uint32_t u = i, at = (uint32_t)end; span->state[u]; u = span->next[u]) {
            t->order[--at] = u;
            span->state[u] = 0;
        }
        done = end;
    }
}

static void add_up(struct hc_trees *t)
{
    const struct hc_problem *p = t->s->p;
    for (size_t l = 0; l < p->n_limits; l++) {
        int64_t *sum = t->sum + l * p->n;
        for (size_t i = 0; i < t->span.n; i++)
            sum[i] = p->limits[l].of[t->span.unit[i]];
        for (size_t i = t->span.n; i-- > 1;)
            sum[t->span.next[t->order[i]]] += sum[t->order[i]];
    }
}

/* The unit above which to cut: of those that break the sums least, each as likely as another. */
static uint32_t choose(const struct hc_trees *t, struct hc_random *random)
{
    const struct hc_problem *p = t->s->p;
    uint32_t best = 1, n_best = 0;
    double least = INFINITY;
    for (uint32_t i = 1; i < t->span.n; i++) {
        double penalty = 0;
        for (size_t l = 0; l < p->n_limits && penalty <= least; l++) {
            int64_t above = t->sum[l * p->n + i], all = t->sum[l * p->n];
            penalty += hc_search_broken(t->s, l, above, HC_NONE) + hc_search_broken(t->s, l, all - above, HC_NONE);
        }
        if (penalty > least)
            continue;
        n_best = penalty < least ? 1 : n_best + 1;
        least = penalty;
        if (hc_random_below(random, n_best) == 0)
            best = i;
    }
    return best;
}

/* state: 1 above the cut, 0 below. */
static void divide(struct hc_trees *t, uint32_t top)
{
    for (size_t i = 1; i < t->span.n; i++) {
        uint32_t u = t->order[i];
        t->span.state[u] = u == top ? 1 : t->span.state[t->span.next[u]];
    }
}

static bool keeps_apart(const struct hc_trees *t)
{
    const struct hc_problem *p = t->s->p;
    for (size_t i = 0; i < p->n_apart; i++) {
        uint32_t a = t->span.local[p->apart[i][0]], b = t->span.local[p->apart[i][1]];
        if (a != HC_NONE && b != HC_NONE && t->span.state[a] == t->span.state[b])
            return false;
    }
    return true;
}

static void move(struct hc_trees *t, uint32_t from, uint32_t to, bool above, double *change, double *penalty)
{
    for (size_t i = 0; i < t->span.n; i++) {
        uint32_t u = t->span.unit[i];
        double more;
        if (t->s->label[u] != from || t->span.state[i] != above)
            continue;
        *change += hc_search_delta(t->s, u, to, &more);
        *penalty += more;
        hc_search_move(t->s, u, to);
        t->moved[t->n_moved++] = u;
    }
}

/* Takes the halves over, called so that most units stay. No group is empty on the way. */
static void take(struct hc_trees *t, double *change, double *penalty)
{
    size_t in_one[2] = {0}, in_two[2] = {0};
    for (size_t i = 0; i < t->span.n; i++)
        (t->s->label[t->span.unit[i]] == t->one ? in_one : in_two)[t->span.state[i]]++;
    bool one = in_one[1] + in_two[0] >= in_one[0] + in_two[1]; /* group one becomes what is above */
    if (in_one[one]) {
        move(t, t->one, t->two, !one, change, penalty);
        move(t, t->two, t->one, one, change, penalty);
    } else {
        move(t, t->two, t->one, one, change, penalty);
        move(t, t->one, t->two, !one, change, penalty);
    }
}

bool hc_trees_divide(struct hc_trees *t, uint32_t u, uint32_t v, struct hc_random *random, double *change,
                     double *penalty)
{
    struct hc_search *s = t->s;
    t->one = s->label[u];
    t->two = s->label[v];
    t->n_moved = 0;
    *change = *penalty = 0;
    if (t->one == t->two || s->frozen[t->one] || s->frozen[t->two])
        return false;
    hc_span_gather(&t->span, s->label, u, v);
    hc_span_draw(&t->span, random);
    put_in_order(t);
    add_up(t);
    divide(t, choose(t, random));
    if (keeps_apart(t))
        take(t, change, penalty);
    hc_span_clear(&t->span);
    return t->n_moved > 0;
}

void hc_trees_undo(struct hc_trees *t)
{
    while (t->n_moved > 0) {
        uint32_t u = t->moved[--t->n_moved];
        hc_search_move(t->s, u, t->s->label[u] == t->one ? t->two : t->one);
    }
}
