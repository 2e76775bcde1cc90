#include "propose/bound/flow.h"

#include "base/parallel.h"
#include "propose/bound/tree.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EPOCHS     7    /* of 1, 2, 4, ... rounds: what came before is forgotten, what was learnt is not */
#define RATE       0.03 /* at which both players learn; what they learn from is 1 on average */
#define EVEN       0.05 /* of the first player's weight lies on all edges alike: none is for nothing */
#define MOST_STEPS 8e8  /* edges looked at, in all */

/* Two players. One spreads a weight over edges, and so makes them long; the other spreads a weight over units, each of
 * which then sends to the units around it by the shortest ways, as many of them as gain most for the length. What the
 * second does on average is the flow. */
struct playing {
    const struct hc_flowing *f;
    const struct hc_problem *p;
    size_t n_sources, n_edges;
    uint32_t *source;
    uint32_t *twin;
    double *length;                    /* one an edge */
    double *dear, *dear_last, *share;  /* the first player's: one an edge, twins alike */
    double *cheap, *cheap_last, *part; /* the second's: one a source */
    double *ratio;                     /* length that a source needs for a gain of 1; INFINITY: it cannot gain */
    uint32_t *via;                     /* [source][unit]: the edge that leads there */
    double *load;                      /* [source][unit]: what goes over that edge */
    double *sent;                      /* [source][unit]: what is sent there */
    double *flow, *used;               /* sums: [source][unit]; one an edge */
};

/* One source's best answer to the lengths: the nearest units, as long as each makes the length for a gain less. */
static void answer(struct playing *g, size_t s, struct hc_tree *t)
{
    const struct hc_flowing *f = g->f;
    size_t n = g->p->n, best = 0;
    double way = 0, weight = 0, least = INFINITY;
    double *load = g->load + s * n, *sent = g->sent + s * n;
    hc_tree_grow(t, g->source[s], g->length);
    for (size_t i = 0; i < t->n_order; i++) {
        uint32_t u = t->order[i];
        way += f->weight[u] * t->far[u];
        weight += f->weight[u];
        if (weight > f->most && way < least * (weight - f->most)) {
            least = way / (weight - f->most);
            best = i + 1;
        }
    }
    weight = -f->most;
    for (size_t i = 0; i < best; i++)
        weight += f->weight[t->order[i]];
    memset(load, 0, n * sizeof *load);
    memset(sent, 0, n * sizeof *sent);
    memcpy(g->via + s * n, t->via, n * sizeof *t->via);
    g->ratio[s] = least;
    for (size_t i = best; i-- > 1;) {
        uint32_t u = t->order[i];
        sent[u] = f->weight[u] / weight;
        load[u] += sent[u];
        load[t->from[t->via[u]]] += load[u];
    }
}

static void answer_some(void *ctx, size_t begin, size_t end)
{
    struct playing *g = ctx;
    struct hc_tree t;
    hc_tree_init(&t, g->p);
    for (size_t s = begin; s < end; s++)
        answer(g, s, &t);
    hc_tree_release(&t);
}

/* Shares that go with exp(value); they add up to 1. */
static void to_shares(const double *sum, const double *last, double rate, size_t n, double *share)
{
    double most = -INFINITY, total = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, rate * (sum[i] + last[i]));
    for (size_t i = 0; i < n; i++) {
        share[i] = exp(rate * (sum[i] + last[i]) - most);
        total += share[i];
    }
    for (size_t i = 0; i < n; i++)
        share[i] /= total;
}

static void set_lengths(struct playing *g)
{
    to_shares(g->dear, g->dear_last, RATE, g->n_edges, g->share);
    for (size_t e = 0; e < g->n_edges; e++) {
        double share = g->share[e] * (1 - EVEN) + EVEN / (double)g->n_edges;
        g->length[e] = g->f->price[e] > 0 ? share / g->f->price[e] : (double)INFINITY;
    }
}

/* What sources did this round, each by its part; returns false if none can gain. */
static bool gather(struct playing *g, double *load)
{
    size_t n = g->p->n;
    double usual = 0;
    memset(load, 0, g->n_edges * sizeof *load);
    to_shares(g->cheap, g->cheap_last, -RATE, g->n_sources, g->part);
    for (size_t s = 0; s < g->n_sources; s++) {
        if (isinf(g->ratio[s]))
            continue;
        usual += g->part[s] * g->ratio[s];
        for (size_t u = 0; u < n; u++) {
            uint32_t e = g->via[s * n + u];
            double more = g->part[s] * g->load[s * n + u];
            g->flow[s * n + u] += g->part[s] * g->sent[s * n + u];
            if (e == HC_NONE || more <= 0)
                continue;
            load[e] += more;
            load[g->twin[e]] += more;
        }
    }
    if (!(usual > 0))
        return false;
    for (size_t s = 0; s < g->n_sources; s++) {
        g->cheap_last[s] = isinf(g->ratio[s]) ? 1e6 : g->ratio[s] / usual;
        g->cheap[s] += g->cheap_last[s];
    }
    for (size_t e = 0; e < g->n_edges; e++) {
        g->used[e] += load[e];
        g->dear_last[e] = g->f->price[e] > 0 ? load[e] / g->f->price[e] / usual : 0;
        g->dear[e] += g->dear_last[e];
    }
    return true;
}

struct taker {
    double flow, weight;
    uint32_t unit;
};

static int compare_takers(const void *a, const void *b)
{
    const struct taker *x = a, *y = b;
    double left = x->flow * y->weight, right = y->flow * x->weight;
    if (left < right || left > right)
        return left > right ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* The flow that leaves a source's group, whatever that is: all but what the heaviest takers have for their weight, of
 * whom a group has room for `most`, the last of them in part. */
static double leaving(const struct playing *g, size_t s, struct taker *taker)
{
    size_t n = g->p->n;
    double total = 0, room = g->f->most - g->f->weight[g->source[s]];
    for (uint32_t u = 0; u < n; u++) {
        taker[u] = (struct taker){g->flow[s * n + u], g->f->weight[u], u};
        total += taker[u].flow;
    }
    qsort(taker, n, sizeof *taker, compare_takers);
    for (size_t i = 0; i < n && taker[i].flow > 0; i++) {
        double share = taker[i].weight > room ? fmax(room, 0) / taker[i].weight : 1;
        total -= taker[i].flow * share;
        room -= taker[i].weight * share;
    }
    return fmax(total, 0);
}

/* The bound of the flow so far: scaled down until no edge carries more than its price. */
static double value(const struct playing *g, struct taker *taker)
{
    double most = 0, total = 0;
    for (size_t e = 0; e < g->n_edges; e++)
        if (g->used[e] > 0)
            most = fmax(most, g->used[e] / g->f->price[e]);
    for (size_t s = 0; s < g->n_sources; s++)
        total += leaving(g, s, taker);
    return most > 0 ? total / most * (1 - 1e-9) : 0;
}

static void choose_sources(struct playing *g)
{
    size_t rounds = ((size_t)1 << EPOCHS) - 1;
    double most = MOST_STEPS / (double)rounds / (double)(g->n_edges + g->p->n);
    size_t wanted = most < 1 ? 1 : most < (double)g->p->n ? (size_t)most : g->p->n;
    g->source = hc_alloc(wanted, sizeof *g->source);
    g->n_sources = wanted;
    for (size_t s = 0; s < wanted; s++)
        g->source[s] = (uint32_t)(s * g->p->n / wanted);
}

static void begin(struct playing *g, const struct hc_flowing *f)
{
    const struct hc_problem *p = f->problem;
    *g = (struct playing){.f = f, .p = p, .n_edges = p->edge_at[p->n]};
    choose_sources(g);
    size_t n_cells = g->n_sources * p->n;
    g->twin = hc_alloc(g->n_edges, sizeof *g->twin);
    for (uint32_t u = 0; u < p->n; u++)
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            for (size_t b = p->edge_at[p->edge[e].to]; b < p->edge_at[p->edge[e].to + 1]; b++)
                if (p->edge[b].to == u)
                    g->twin[e] = (uint32_t)b;
    g->length = hc_alloc(g->n_edges, sizeof *g->length);
    g->dear = hc_calloc(g->n_edges * 4, sizeof *g->dear);
    g->dear_last = g->dear + g->n_edges;
    g->share = g->dear_last + g->n_edges;
    g->used = g->share + g->n_edges;
    g->cheap = hc_calloc(g->n_sources * 4, sizeof *g->cheap);
    g->cheap_last = g->cheap + g->n_sources;
    g->part = g->cheap_last + g->n_sources;
    g->ratio = g->part + g->n_sources;
    g->via = hc_alloc(n_cells, sizeof *g->via);
    g->load = hc_alloc(n_cells * 3, sizeof *g->load);
    g->sent = g->load + n_cells;
    g->flow = g->sent + n_cells;
}

static void end(struct playing *g)
{
    hc_free(g->source);
    hc_free(g->twin);
    hc_free(g->length);
    hc_free(g->dear);
    hc_free(g->cheap);
    hc_free(g->via);
    hc_free(g->load);
}

double hc_flow_bound(const struct hc_flowing *f)
{
    struct playing g;
    double best = 0;
    bool going = true;
    begin(&g, f);
    double *load = hc_alloc(g.n_edges, sizeof *load);
    struct taker *taker = hc_alloc(g.p->n, sizeof *taker);
    for (int epoch = 0; going && epoch < EPOCHS; epoch++) {
        memset(g.flow, 0, g.n_sources * g.p->n * sizeof *g.flow);
        memset(g.used, 0, g.n_edges * sizeof *g.used);
        for (size_t round = (size_t)1 << epoch; going && round > 0; round--) {
            set_lengths(&g);
            hc_parallel_for(f->threads, g.n_sources, 8, answer_some, &g);
            going = gather(&g, load) && !hc_halted(f->halt);
        }
        best = fmax(best, value(&g, taker));
    }
    hc_free(load);
    hc_free(taker);
    end(&g);
    return best;
}
