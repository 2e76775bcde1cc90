#include "propose/search/search.h"

#include "base/parallel.h"
#include "propose/bound/least.h"
#include "propose/search/anneal.h"
#include "propose/search/trees.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define GENERATION  8 /* rounds between looks at the clock */
#define STARTS      6
#define RETURNS     2
#define MOST_MOVES  3500000 /* of a round's starts: there are fewer of them where each takes long */
#define BOUND_SHARE 0.2     /* of the time, for the bound */

struct round {
    bool found;
    int64_t cost;
    uint32_t *label, *kind;
};

/* A round under way. */
struct going {
    struct round *round;
    struct hc_search s;
    struct hc_random random;
    struct hc_annealing a;
    int64_t stop_at;
};

struct running {
    const struct hc_searching *how;
    const struct hc_problem *p;
    size_t k, first; /* first: number of the generation's first round */
    struct round round[GENERATION];
    const uint32_t *best;  /* labels of the best plan of the generations before, or NULL */
    atomic_size_t content; /* the lowest round that is good enough; those after it need not be run */
};

static void keep(struct round *r, const struct hc_annealing *a, size_t n)
{
    if (!a->found || (r->found && a->cost >= r->cost))
        return;
    r->found = true;
    r->cost = a->cost;
    memcpy(r->label, a->label, n * sizeof *r->label);
    memcpy(r->kind, a->kind, n * sizeof *r->kind);
}

/* Two groups are divided anew, come what may. */
static void shake(struct hc_search *s, struct hc_random *random)
{
    struct hc_trees t;
    double change, penalty;
    hc_trees_init(&t, s);
    if (s->p->contiguous && s->n_cut) {
        uint32_t e = s->cut[hc_random_below(random, (uint32_t)s->n_cut)];
        hc_trees_divide(&t, s->from[e], s->p->edge[e].to, random, &change, &penalty);
    }
    hc_trees_release(&t);
}

static void anneal(struct going *g, double hot)
{
    g->a.found = false;
    g->a.hot = hot;
    hc_anneal(&g->s, &g->random, &g->a);
    keep(g->round, &g->a, g->s.p->n);
}

static bool is_content(const struct going *g)
{
    return g->round->found && g->round->cost <= g->stop_at;
}

/* From plans made by chance; then from the best of these once more. */
static void begin_anew(struct going *g, int starts, int returns, const uint32_t *given)
{
    for (int i = 0; i < starts && !is_content(g); i++) {
        if (i == 0 && given) {
            hc_search_load(&g->s, given);
            anneal(g, 0.3);
        } else if (hc_search_grow(&g->s, &g->random)) {
            anneal(g, 0);
        }
    }
    for (int i = 0; g->round->found && i < returns && !is_content(g); i++) {
        hc_search_load(&g->s, g->round->label);
        anneal(g, 0.35);
    }
}

/* From the best plan of the generations before. */
static void begin_from(struct going *g, int times, const uint32_t *best)
{
    for (int i = 0; i < times && !is_content(g); i++) {
        hc_search_load(&g->s, g->round->found ? g->round->label : best);
        shake(&g->s, &g->random);
        anneal(g, 0.35);
    }
}

static void run_round(struct running *run, size_t index)
{
    const struct hc_problem *p = run->p;
    bool brief = run->how->brief;
    struct going g = {.round = &run->round[index], .stop_at = run->how->stop_at};
    g.random = hc_random_stream(run->how->seed, run->first + index);
    size_t moves = (brief ? 20000 : 300000) + 500 * p->n, most = MOST_MOVES / moves;
    int starts = brief ? 2 : most >= STARTS ? STARTS : (int)most + (most == 0);
    int returns = brief || starts < 4 ? 1 : RETURNS;
    g.a = (struct hc_annealing){.moves = moves, .halt = run->how->halt};
    hc_search_init(&g.s, p, run->k);
    g.s.want = run->how->kinds;
    g.a.label = hc_alloc(p->n, sizeof *g.a.label);
    g.a.kind = hc_alloc(p->n, sizeof *g.a.kind);
    if (run->best && index % 2)
        begin_from(&g, starts + returns, run->best);
    else
        begin_anew(&g, starts, returns, run->how->start);
    hc_search_release(&g.s);
    hc_free(g.a.label);
    hc_free(g.a.kind);
}

static void run_rounds(void *ctx, size_t begin, size_t end)
{
    struct running *run = ctx;
    for (size_t i = begin; i < end; i++) {
        if (i > atomic_load(&run->content) || (hc_halted(run->how->halt)))
            continue;
        run_round(run, i);
        size_t best = atomic_load(&run->content);
        while (run->round[i].found && run->round[i].cost <= run->how->stop_at && i < best &&
               !atomic_compare_exchange_weak(&run->content, &best, i))
            ;
    }
}

/* Takes the generation's best; with a cost to be content with, the first that reached it. */
static void take(const struct running *run, size_t n, struct hc_partition *out)
{
    for (size_t i = 0; i < n && i <= atomic_load(&run->content); i++) {
        const struct round *r = &run->round[i];
        if (!r->found || (out->feasible && r->cost >= out->cost))
            continue;
        out->feasible = true;
        out->cost = r->cost;
        out->n_groups = run->k;
        memcpy(out->label, r->label, run->p->n * sizeof *r->label);
        memcpy(out->kind, r->kind, run->p->n * sizeof *r->kind);
    }
}

/* What no plan with k groups goes below, as far as it is known. */
static void raise_bound(const struct hc_searching *how, const struct hc_problem *part, size_t k,
                        struct hc_partition *out)
{
    struct hc_halt halt = how->halt ? *how->halt : (struct hc_halt){0};
    if (halt.until_s > 0) {
        double now = hc_clock_s();
        halt.until_s = now + BOUND_SHARE * (halt.until_s - now);
    }
    int64_t least = hc_least_cost(part, k, out->feasible ? out->cost : INT64_MAX, how->threads, &halt);
    out->bound = least > out->bound ? least : out->bound;
}

void hc_search_run(const struct hc_searching *how, const struct hc_problem *part, size_t k, struct hc_partition *out)
{
    struct running run = {.how = how, .p = part, .k = k};
    bool possible = k >= 1 && k <= part->n, enough = !possible || (out->feasible && out->cost <= how->stop_at);
    if (possible && how->bound && !out->proven)
        raise_bound(how, part, k, out);
    for (size_t i = 0; i < GENERATION; i++) {
        run.round[i].label = hc_alloc(part->n, sizeof(uint32_t));
        run.round[i].kind = hc_alloc(part->n, sizeof(uint32_t));
    }
    while (!enough) {
        size_t n = how->rounds && how->rounds - run.first < GENERATION ? how->rounds - run.first : GENERATION;
        run.best = run.first > 0 && out->feasible && out->n_groups == k ? out->label : NULL;
        atomic_store(&run.content, GENERATION);
        for (size_t i = 0; i < GENERATION; i++)
            run.round[i].found = false;
        hc_parallel_for(how->threads, n, 1, run_rounds, &run);
        take(&run, n, out);
        run.first += n;
        if (how->progress && how->progress->gap)
            how->progress->gap(how->progress->ctx, "searching",
                               out->feasible ? (double)out->cost / part->quanta : (double)NAN,
                               out->bound > INT64_MIN ? (double)out->bound / part->quanta : (double)NAN);
        enough = (out->feasible && out->cost <= how->stop_at) || hc_halted(how->halt) ||
                 (how->rounds && run.first >= how->rounds) || (out->feasible && out->cost <= out->bound);
    }
    for (size_t i = 0; i < GENERATION; i++) {
        hc_free(run.round[i].label);
        hc_free(run.round[i].kind);
    }
    out->proven = out->proven || (out->feasible && out->bound != INT64_MIN && out->cost <= out->bound);
}
