#include "propose/bound/tree.h"

#include <math.h>
#include <string.h>

void hc_tree_init(struct hc_tree *t, const struct hc_problem *p)
{
    *t = (struct hc_tree){.p = p};
    t->far = hc_alloc(p->n, sizeof *t->far);
    t->via = hc_alloc(p->n, sizeof *t->via);
    t->order = hc_alloc(p->n, sizeof *t->order);
    t->heap = hc_alloc(p->n, sizeof *t->heap);
    t->place = hc_alloc(p->n, sizeof *t->place);
    t->from = hc_alloc(p->edge_at[p->n], sizeof *t->from);
    for (uint32_t u = 0; u < p->n; u++)
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            t->from[e] = u;
}

void hc_tree_release(struct hc_tree *t)
{
    hc_free(t->far);
    hc_free(t->via);
    hc_free(t->order);
    hc_free(t->heap);
    hc_free(t->place);
    hc_free(t->from);
    *t = (struct hc_tree){0};
}

static bool before(const struct hc_tree *t, uint32_t a, uint32_t b)
{
    return a < b ? t->far[a] <= t->far[b] : t->far[a] < t->far[b];
}

static void put(struct hc_tree *t, size_t at, uint32_t u)
{
    t->heap[at] = u;
    t->place[u] = (uint32_t)at;
}

static void rise(struct hc_tree *t, uint32_t u)
{
    size_t at = t->place[u];
    for (; at > 0 && before(t, u, t->heap[(at - 1) / 2]); at = (at - 1) / 2)
        put(t, at, t->heap[(at - 1) / 2]);
    put(t, at, u);
}

static uint32_t take(struct hc_tree *t)
{
    uint32_t top = t->heap[0], last = t->heap[--t->n_heap];
    size_t at = 0;
    while (t->n_heap > 2 * at + 1) {
        size_t next = 2 * at + 1;
        next += next + 1 < t->n_heap && before(t, t->heap[next + 1], t->heap[next]);
        if (!before(t, t->heap[next], last))
            break;
        put(t, at, t->heap[next]);
        at = next;
    }
    put(t, at, last);
    return top;
}

void hc_tree_grow(struct hc_tree *t, uint32_t source, const double *length)
{
    const struct hc_problem *p = t->p;
    for (size_t u = 0; u < p->n; u++)
        t->far[u] = INFINITY;
    memset(t->via, 0xff, p->n * sizeof *t->via);
    memset(t->place, 0xff, p->n * sizeof *t->place);
    t->n_order = 0;
    t->far[source] = 0;
    t->n_heap = 1;
    put(t, 0, source);
    while (t->n_heap) {
        uint32_t u = take(t);
        t->order[t->n_order++] = u;
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
            uint32_t v = p->edge[e].to;
            double far = t->far[u] + length[e];
            if (!(far < t->far[v]))
                continue;
            t->far[v] = far;
            t->via[v] = (uint32_t)e;
            if (t->place[v] == HC_NONE)
                put(t, t->n_heap++, v);
            rise(t, v);
        }
    }
}
