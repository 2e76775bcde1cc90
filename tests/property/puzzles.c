#include "puzzles.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

static uint64_t state;

static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static void add_edges(struct puzzle *t)
{
    struct hc_problem *p = &t->p;
    int64_t length[PUZZLE_UNITS][PUZZLE_UNITS] = {{0}};
    for (uint32_t u = 1; u < p->n; u++) /* near ones, so that graphs look like maps */
        for (uint32_t v = 0; v < u; v++) {
            double dx = p->x_m[u] - p->x_m[v], dy = p->y_m[u] - p->y_m[v];
            if (p->block[u] == p->block[v] && sqrt(dx * dx + dy * dy) < 1600 + roll(1600)) {
                length[u][v] = length[v][u] = 1000000 * (int64_t)(100 + roll(2000));
                t->near[u] |= 1u << v;
                t->near[v] |= 1u << u;
            }
        }
    p->edge_at = hc_calloc(p->n + 1, sizeof *p->edge_at);
    p->edge = hc_alloc(p->n * p->n, sizeof *p->edge);
    size_t n = 0;
    for (uint32_t u = 0; u < p->n; u++) {
        for (uint32_t v = 0; v < p->n; v++)
            if (t->near[u] >> v & 1)
                p->edge[n++] = (struct hc_edge){v, length[u][v]};
        p->edge_at[u + 1] = n;
    }
}

static void add_limits(struct puzzle *t)
{
    struct hc_problem *p = &t->p;
    p->limits = hc_calloc(4, sizeof *p->limits);
    for (int i = 0; i < 3; i++) {
        if (roll(3))
            continue;
        struct hc_limit *l = &p->limits[p->n_limits++];
        *l = (struct hc_limit){.type = HC_LIMIT_SUM, .kind = roll(3) ? HC_NONE : roll((uint32_t)p->n_kinds)};
        l->of = hc_alloc(p->n, sizeof *l->of);
        for (size_t u = 0; u < p->n; u++)
            l->of[u] = i == 0 ? p->people[u] : i == 1 ? 1 : (int64_t)roll(50);
        l->has_min = roll(2);
        l->has_max = !l->has_min || !roll(3);
        l->min = i == 0 ? 300 + roll(900) : i == 1 ? 1 + roll(2) : roll(40);
        l->max = i == 0 ? 1500 + roll(4000) : i == 1 ? 2 + roll(4) : 40 + roll(80);
    }
    if (!roll(6)) {
        struct hc_limit *l = &p->limits[p->n_limits++];
        *l = (struct hc_limit){.type = HC_LIMIT_RATIO, .kind = HC_NONE, .has_max = true, .high = 0.9, .factor = 1};
        l->of = hc_alloc(p->n, sizeof *l->of);
        l->per = hc_alloc(p->n, sizeof *l->per);
        for (size_t u = 0; u < p->n; u++) {
            l->of[u] = (int64_t)roll(100);
            l->per[u] = 20 + (int64_t)roll(100);
        }
    }
}

static void add_sets(struct puzzle *t)
{
    struct hc_problem *p = &t->p;
    uint32_t n = (uint32_t)p->n;
    p->fixed = hc_alloc(n, sizeof *p->fixed);
    p->together = hc_alloc(n, sizeof *p->together);
    p->fixed_size = hc_calloc(n, sizeof *p->fixed_size);
    p->together_size = hc_calloc(n, sizeof *p->together_size);
    p->apart = hc_calloc(4, sizeof *p->apart);
    memset(p->fixed, 0xff, n * sizeof *p->fixed);
    memset(p->together, 0xff, n * sizeof *p->together);
    if (!roll(4)) { /* keep */
        p->fixed[roll(n)] = 0;
        p->fixed_size[p->n_fixed++] = 1;
    }
    if (!roll(4)) {
        uint32_t a = roll(n), b = roll(n);
        if (a != b && p->block[a] == p->block[b]) {
            p->together[a] = p->together[b] = 0;
            p->together_size[p->n_together++] = 2;
        }
    }
    for (uint32_t i = roll(3); i > 0; i--) {
        uint32_t a = roll(n), b = roll(n);
        if (a == b)
            continue;
        p->apart[p->n_apart][0] = a;
        p->apart[p->n_apart++][1] = b;
    }
    for (uint32_t u = 0; u < n; u++)
        p->convert[u] = !roll(5);
}

static void add_weights(struct hc_problem *p, uint32_t seed)
{
    static const double usual[HC_N_TERMS] = {1, 0.0004, 0.05, 0.1, 0.0002, 0.0003};
    p->quanta = 1e7;
    p->grain = 1;
    p->target = 400 + roll(2000);
    if (seed % (HC_N_TERMS + 2) < HC_N_TERMS) { /* each by itself */
        p->weight[seed % (HC_N_TERMS + 2)] = 1;
        if (p->weight[HC_TERM_LINKS] > 0)
            p->grain = (int64_t)p->quanta;
        return;
    }
    for (int i = 0; i < HC_N_TERMS; i++)
        p->weight[i] = roll(3) ? usual[i] : 0;
}

static void add_counts(struct puzzle *t)
{
    struct hc_problem *p = &t->p;
    uint32_t size[PUZZLE_UNITS] = {0}, kinds[PUZZLE_UNITS * PUZZLE_KINDS] = {0}, how = roll(8);
    for (uint32_t u = 0; u < p->n; u++) {
        size[p->block[u]]++;
        kinds[p->block[u] * p->n_kinds + p->kind[u]]++;
    }
    t->wanted.total = -1;
    if (how < 3)
        t->wanted.total = 1 + (int)roll((uint32_t)p->n);
    if (how == 1) {
        t->wanted.least = t->least;
        t->wanted.most = t->most;
    }
    if (how == 3)
        t->wanted.block = t->block;
    if (how == 4) {
        t->wanted.block_kind = t->block_kind;
        p->choose_kind = true;
    }
    if (how >= 6) { /* kinds over all blocks; now and then a total, or single blocks, too */
        t->wanted.kind = t->all_kind;
        p->choose_kind = true;
        for (uint32_t k = 0; k < p->n_kinds; k++)
            t->all_kind[k] = how == 6 || roll(2) ? (int)roll((uint32_t)p->n / 2 + 1) : -1;
        t->wanted.total = how == 7 && !roll(3) ? 1 + (int)roll((uint32_t)p->n) : -1;
        t->wanted.block_kind = how == 7 && !roll(3) ? t->block_kind : NULL;
        t->wanted.least = roll(3) ? NULL : t->least;
    }
    for (uint32_t b = 0; b < p->n_blocks; b++) {
        t->least[b] = (int)roll(3);
        t->most[b] = roll(2) ? -1 : 1 + (int)roll(size[b]);
        t->block[b] = roll(4) ? 1 + (int)roll(size[b]) : -1;
        for (uint32_t k = 0; k < p->n_kinds; k++)
            t->block_kind[b * p->n_kinds + k] = roll(5) ? (int)roll(kinds[b * p->n_kinds + k] + 2) : -1;
    }
}

void puzzle_make(struct puzzle *t, uint32_t seed)
{
    struct hc_problem *p = &t->p;
    *t = (struct puzzle){0};
    state = seed * 7919u + 17;
    roll(2);
    p->n = 2 + roll(seed % 5 ? 8 : PUZZLE_UNITS - 1);
    p->n_blocks = 1 + (p->n > 3 ? roll(3) : 0);
    p->n_kinds = 1 + roll(2);
    p->contiguous = roll(8) != 0;
    p->unit = hc_alloc(p->n, sizeof *p->unit);
    p->block = hc_alloc(p->n, sizeof *p->block);
    p->people = hc_alloc(p->n, sizeof *p->people);
    p->x_m = hc_alloc(p->n, sizeof *p->x_m);
    p->y_m = hc_alloc(p->n, sizeof *p->y_m);
    p->kind = hc_alloc(p->n, sizeof *p->kind);
    p->convert = hc_calloc(p->n, sizeof *p->convert);
    for (uint32_t u = 0; u < p->n; u++) {
        p->unit[u] = u;
        p->block[u] = u < p->n_blocks ? u : roll((uint32_t)p->n_blocks);
        p->people[u] = roll(12) ? 50 + roll(1500) : 0;
        p->total_people += p->people[u];
        p->x_m[u] = roll(4000);
        p->y_m[u] = roll(4000);
        p->kind[u] = roll((uint32_t)p->n_kinds);
    }
    add_edges(t);
    add_limits(t);
    add_sets(t);
    add_weights(p, seed);
    add_counts(t);
}
