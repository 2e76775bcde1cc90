#include "propose/exact/pool.h"

#include <string.h>

void hc_pool_init(struct hc_pool *pool)
{
    *pool = (struct hc_pool){0};
    HC_GROW(pool->at, pool->cap_at, 1);
    pool->at[0] = 0;
}

void hc_pool_add(struct hc_pool *pool, const uint32_t *unit, size_t n, uint32_t kind, int64_t cost)
{
    HC_GROW(pool->unit, pool->cap_units, pool->n_units + n);
    HC_GROW(pool->at, pool->cap_at, pool->n + 2);
    HC_GROW(pool->cost, pool->cap, pool->n + 1);
    HC_GROW(pool->kind, pool->cap_kind, pool->n + 1);
    memcpy(pool->unit + pool->n_units, unit, n * sizeof *unit);
    pool->n_units += n;
    pool->cost[pool->n] = cost;
    pool->kind[pool->n] = kind;
    pool->at[++pool->n] = pool->n_units;
}

void hc_pool_release(struct hc_pool *pool)
{
    hc_free(pool->at);
    hc_free(pool->unit);
    hc_free(pool->cost);
    hc_free(pool->kind);
    *pool = (struct hc_pool){0};
}

/* The group as it grows; `reach` are units next to it that were not passed over. */
struct walking {
    struct hc_walk *w;
    uint32_t root;
    uint32_t *group, *sorted, *reach;
    size_t n_group, cap_reach;
    bool *seen; /* in the group, next to it, or passed over */
};

static bool is_free(const struct hc_problem *p, uint32_t u)
{
    return !p->n_fixed || p->fixed[u] == HC_NONE;
}

/* Appends to reach what only `u` brings near; returns the new end. */
static size_t widen(struct walking *k, uint32_t u, size_t end)
{
    const struct hc_problem *p = k->w->problem;
    size_t first = p->contiguous ? p->edge_at[u] : 0, last = p->contiguous ? p->edge_at[u + 1] : p->n;
    for (size_t e = first; e < last; e++) {
        uint32_t v = p->contiguous ? p->edge[e].to : (uint32_t)e;
        if (v <= k->root || k->seen[v] || p->block[v] != p->block[u] || !is_free(p, v))
            continue;
        k->seen[v] = true;
        HC_GROW(k->reach, k->cap_reach, end + 1);
        k->reach[end++] = v;
    }
    return end;
}

static bool look(struct walking *k)
{
    size_t n = k->n_group;
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && k->sorted[at - 1] > k->group[i]; at--)
            k->sorted[at] = k->sorted[at - 1];
        k->sorted[at] = k->group[i];
    }
    return k->w->visit(k->w->ctx, k->root, k->sorted, n);
}

/* Each set once: a unit that was tried as the next member is passed over in the sets that follow. */
static void grow(struct walking *k, size_t begin, size_t end)
{
    if (!look(k) || k->w->stop)
        return;
    size_t top = end; /* what lies below is still needed, by this call or by those that it came from */
    while (end > begin && !k->w->stop) {
        uint32_t u = k->reach[--end];
        size_t copy = top;
        HC_GROW(k->reach, k->cap_reach, top + end - begin + 1);
        for (size_t i = begin; i < end; i++)
            k->reach[copy++] = k->reach[i];
        size_t own = copy;
        copy = widen(k, u, copy);
        k->group[k->n_group++] = u;
        grow(k, top, copy);
        k->n_group--;
        for (size_t i = own; i < copy; i++)
            k->seen[k->reach[i]] = false;
    }
}

void hc_walk(struct hc_walk *w)
{
    size_t n = w->problem->n;
    struct walking k = {.w = w};
    k.group = hc_alloc(n, sizeof *k.group);
    k.sorted = hc_alloc(n, sizeof *k.sorted);
    k.seen = hc_calloc(n, sizeof *k.seen);
    for (uint32_t root = 0; root < n && !w->stop; root++) {
        if (!is_free(w->problem, root))
            continue;
        k.root = root;
        k.group[0] = root;
        k.n_group = 1;
        k.seen[root] = true;
        size_t end = widen(&k, root, 0);
        grow(&k, 0, end);
        memset(k.seen, 0, n * sizeof *k.seen);
    }
    hc_free(k.group);
    hc_free(k.sorted);
    hc_free(k.seen);
    hc_free(k.reach);
}

bool hc_pool_add_fixed(struct hc_pool *pool, const struct hc_problem *p, struct hc_scratch *s)
{
    bool kept = true;
    uint32_t *unit = hc_alloc(p->n, sizeof *unit);
    struct hc_choice *choice = hc_alloc(p->n_kinds, sizeof *choice);
    for (uint32_t f = 0; f < p->n_fixed; f++) {
        size_t n = 0;
        for (uint32_t u = 0; u < p->n; u++)
            if (p->fixed[u] == f)
                unit[n++] = u;
        size_t n_choices = hc_group_judge(p, unit, n, s, choice, NULL, NULL);
        for (size_t i = 0; i < n_choices; i++)
            hc_pool_add(pool, unit, n, choice[i].kind, choice[i].cost);
        kept = kept && n_choices > 0;
    }
    hc_free(unit);
    hc_free(choice);
    return kept;
}

struct listing {
    const struct hc_problem *p;
    struct hc_pool *pool;
    struct hc_walk *walk;
    struct hc_scratch scratch;
    struct hc_choice *choice;
    size_t most, looked, found;
    const struct hc_halt *halt;
};

/* Only how many there are: what large groups cost takes long, and most of them are never wanted. */
static bool count_group(void *ctx, uint32_t root, const uint32_t *unit, size_t n)
{
    struct listing *l = ctx;
    (void)root;
    if (hc_group_hopeless(l->p, unit, n, &l->scratch))
        return false;
    l->found += hc_group_judge(l->p, unit, n, &l->scratch, NULL, NULL, NULL);
    l->walk->stop = l->found > l->most || ++l->looked > 5 * l->most || (l->looked % 64 == 0 && hc_halted(l->halt));
    return true;
}

static bool list_group(void *ctx, uint32_t root, const uint32_t *unit, size_t n)
{
    struct listing *l = ctx;
    (void)root;
    if (hc_group_hopeless(l->p, unit, n, &l->scratch))
        return false;
    size_t n_choices = hc_group_judge(l->p, unit, n, &l->scratch, l->choice, NULL, NULL);
    for (size_t i = 0; i < n_choices; i++)
        hc_pool_add(l->pool, unit, n, l->choice[i].kind, l->choice[i].cost);
    l->walk->stop = ++l->looked % 64 == 0 && hc_halted(l->halt);
    return true;
}

bool hc_pool_list(struct hc_pool *pool, const struct hc_problem *p, size_t most, const struct hc_halt *halt)
{
    struct listing l = {.p = p, .pool = pool, .most = most, .halt = halt};
    struct hc_walk walk = {.problem = p, .visit = count_group, .ctx = &l};
    l.walk = &walk;
    l.choice = hc_alloc(p->n_kinds, sizeof *l.choice);
    hc_scratch_init(&l.scratch, p);
    hc_pool_add_fixed(pool, p, &l.scratch);
    l.found = pool->n;
    hc_walk(&walk);
    walk.visit = list_group;
    if (!walk.stop)
        hc_walk(&walk);
    hc_scratch_release(&l.scratch);
    hc_free(l.choice);
    return !walk.stop;
}
