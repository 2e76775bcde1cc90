#include "map/scene/colouring.h"

#include "base/mem.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 }; /* a unit counts the colours around it in bits of 64 */

struct graph {
    size_t n;
    size_t *at;     /* n + 1 */
    uint32_t *next; /* neighbours of u: next[at[u]] .. next[at[u + 1] - 1] */
    uint32_t *colour;
    size_t used[MOST]; /* units of each colour */
    uint32_t n_colours, few;
    uint32_t *stack;
    uint8_t *seen;
};

static void graph_init(struct graph *g, const struct hc_pairs *pairs, size_t n, uint32_t *colour)
{
    *g = (struct graph){.n = n, .colour = colour};
    g->at = hc_calloc(n + 1, sizeof *g->at);
    g->next = hc_alloc(2 * pairs->n, sizeof *g->next);
    g->stack = hc_alloc(n, sizeof *g->stack);
    g->seen = hc_calloc(n, 1);
    for (size_t i = 0; i < pairs->n; i++) {
        g->at[pairs->items[i].a + 1]++;
        g->at[pairs->items[i].b + 1]++;
    }
    for (size_t u = 0; u < n; u++)
        g->at[u + 1] += g->at[u];
    size_t *end = hc_alloc(n + 1, sizeof *end);
    memcpy(end, g->at, (n + 1) * sizeof *end);
    for (size_t i = 0; i < pairs->n; i++) {
        g->next[end[pairs->items[i].a]++] = pairs->items[i].b;
        g->next[end[pairs->items[i].b]++] = pairs->items[i].a;
    }
    hc_free(end);
    for (size_t u = 0; u < n; u++)
        colour[u] = HC_NONE;
}

static uint64_t colours_around(const struct graph *g, uint32_t u)
{
    uint64_t set = 0;
    for (size_t i = g->at[u]; i < g->at[u + 1]; i++)
        if (g->colour[g->next[i]] != HC_NONE)
            set |= UINT64_C(1) << g->colour[g->next[i]];
    return set;
}

/* Exchanges colours a and b in the chain of units of both that hangs together with `from`. */
static void exchange(struct graph *g, uint32_t from, uint32_t a, uint32_t b)
{
    size_t n = 0;
    g->stack[n++] = from;
    g->seen[from] = 1;
    for (size_t done = 0; done < n; done++) {
        uint32_t u = g->stack[done];
        for (size_t i = g->at[u]; i < g->at[u + 1]; i++) {
            uint32_t v = g->next[i];
            if (!g->seen[v] && (g->colour[v] == a || g->colour[v] == b)) {
                g->seen[v] = 1;
                g->stack[n++] = v;
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t u = g->stack[i], other = g->colour[u] == a ? b : a;
        g->used[g->colour[u]]--;
        g->used[other]++;
        g->colour[u] = other;
        g->seen[u] = 0;
    }
}

/* Frees colour a at u by exchanging the chains of its neighbours of colour a with b, if none of them reaches one of
 * colour b. */
static bool try_chain(struct graph *g, uint32_t u, uint32_t a, uint32_t b)
{
    size_t n = 0;
    bool reached = false;
    for (size_t i = g->at[u]; i < g->at[u + 1]; i++)
        if (g->colour[g->next[i]] == a) {
            g->stack[n++] = g->next[i];
            g->seen[g->next[i]] = 1;
        }
    for (size_t done = 0; done < n; done++) {
        uint32_t v = g->stack[done];
        for (size_t i = g->at[v]; i < g->at[v + 1]; i++) {
            uint32_t w = g->next[i];
            if (!g->seen[w] && (g->colour[w] == a || g->colour[w] == b)) {
                g->seen[w] = 1;
                g->stack[n++] = w;
            }
        }
    }
    for (size_t i = g->at[u]; i < g->at[u + 1]; i++)
        reached = reached || (g->colour[g->next[i]] == b && g->seen[g->next[i]]);
    for (size_t i = 0; i < n; i++)
        g->seen[g->stack[i]] = 0;
    for (size_t i = g->at[u]; !reached && i < g->at[u + 1]; i++)
        if (g->colour[g->next[i]] == a)
            exchange(g, g->next[i], a, b);
    return !reached;
}

static uint32_t choose(struct graph *g, uint32_t u, uint32_t wish)
{
    uint64_t taken = colours_around(g, u);
    uint32_t best = HC_NONE, limit = g->n_colours < g->few ? g->few : g->n_colours, least = 0;
    for (uint32_t c = 1; c < limit; c++)
        least = g->used[c] < g->used[least] ? c : least;
    if (wish != HC_NONE && wish < limit && !(taken >> wish & 1) && g->used[wish] <= g->used[least] + 2 + g->n / 20)
        return wish; /* unless it is seen too often already */
    for (uint32_t c = 0; c < limit; c++)
        if (!(taken >> c & 1) && (best == HC_NONE || g->used[c] < g->used[best]))
            best = c;
    for (uint32_t a = 0; a < g->few && best == HC_NONE; a++)
        for (uint32_t b = 0; b < g->few && best == HC_NONE; b++)
            if (a != b && try_chain(g, u, a, b))
                best = a;
    return best != HC_NONE ? best : limit;
}

/* Units by how urgent they are: a heap whose entries may be out of date. */
struct entry {
    uint32_t unit, around, degree;
};

static bool before(const struct entry *a, const struct entry *b)
{
    if (a->around != b->around)
        return a->around > b->around;
    return a->degree != b->degree ? a->degree > b->degree : a->unit < b->unit;
}

struct heap {
    struct entry *items;
    size_t n, cap;
};

static void push(struct heap *h, struct entry e)
{
    HC_GROW(h->items, h->cap, h->n + 1);
    size_t i = h->n++;
    for (; i > 0 && before(&e, &h->items[(i - 1) / 2]); i = (i - 1) / 2)
        h->items[i] = h->items[(i - 1) / 2];
    h->items[i] = e;
}

static struct entry pop(struct heap *h)
{
    struct entry top = h->items[0], last = h->items[--h->n];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && before(&h->items[child + 1], &h->items[child]))
            child++;
        if (!before(&h->items[child], &last))
            break;
        h->items[i] = h->items[child];
    }
    h->items[i] = last;
    return top;
}

static struct entry entry_of(const struct graph *g, uint32_t u)
{
    return (struct entry){u, (uint32_t)__builtin_popcountll(colours_around(g, u)), (uint32_t)(g->at[u + 1] - g->at[u])};
}

uint32_t hc_colour_units(const struct hc_pairs *pairs, size_t n_units, uint32_t few, const uint32_t *wish,
                         uint32_t *colour)
{
    struct graph g;
    struct heap heap = {0};
    graph_init(&g, pairs, n_units, colour);
    g.few = few;
    for (uint32_t u = 0; u < n_units; u++)
        push(&heap, entry_of(&g, u));
    while (heap.n) {
        struct entry top = pop(&heap);
        uint32_t u = top.unit;
        if (colour[u] != HC_NONE)
            continue;
        uint32_t c = choose(&g, u, wish ? wish[u] : HC_NONE);
        if (c >= MOST) /* sixty-four neighbours of sixty-four colours: no map of this earth */
            c = MOST - 1;
        colour[u] = c;
        g.used[c]++;
        g.n_colours = c >= g.n_colours ? c + 1 : g.n_colours;
        for (size_t i = g.at[u]; i < g.at[u + 1]; i++)
            if (colour[g.next[i]] == HC_NONE)
                push(&heap, entry_of(&g, g.next[i]));
    }
    hc_free(heap.items);
    hc_free(g.at);
    hc_free(g.next);
    hc_free(g.stack);
    hc_free(g.seen);
    return g.n_colours;
}
