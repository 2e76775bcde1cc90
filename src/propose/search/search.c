#include "propose/search/search.h"

#include "base/parallel.h"
#include "propose/bound/least.h"
#include "propose/search/anneal.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define GENERATION 8 /* rounds between looks at the clock */
#define STARTS     6
#define RETURNS    2

struct round {
    bool found;
    int64_t cost;
    uint32_t *label, *kind;
};

struct running {
    const struct hc_searching *how;
    const struct hc_problem *p;
    size_t k, first; /* first: number of the generation's first round */
    struct round round[GENERATION];
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

static void run_round(struct running *run, size_t index)
{
    const struct hc_problem *p = run->p;
    struct round *r = &run->round[index];
    struct hc_random random = hc_random_stream(run->how->seed, run->first + index);
    int starts = run->how->brief ? 2 : STARTS, returns = run->how->brief ? 1 : RETURNS;
    struct hc_annealing a = {.moves = (run->how->brief ? 20000 : 300000) + 500 * p->n, .halt = run->how->halt};
    struct hc_search s;
    hc_search_init(&s, p, run->k);
    s.want = run->how->kinds;
    a.label = hc_alloc(p->n, sizeof *a.label);
    a.kind = hc_alloc(p->n, sizeof *a.kind);
    for (int i = 0; i < starts; i++) {
        a.found = false;
        a.hot = 0;
        if (i == 0 && run->how->start) {
            a.hot = 0.3;
            hc_search_load(&s, run->how->start);
        } else if (!hc_search_grow(&s, &random)) {
            continue;
        }
        hc_anneal(&s, &random, &a);
        keep(r, &a, p->n);
    }
    for (int i = 0; r->found && i < returns; i++) {
        a.found = false;
        a.hot = 0.35;
        hc_search_load(&s, r->label);
        hc_anneal(&s, &random, &a);
        keep(r, &a, p->n);
    }
    hc_search_release(&s);
    hc_free(a.label);
    hc_free(a.kind);
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
    int64_t least = hc_least_cost(part, k, out->feasible ? out->cost : INT64_MAX, how->threads, how->halt);
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
