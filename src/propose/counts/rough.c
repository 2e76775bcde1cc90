#include "base/parallel.h"
#include "propose/bound/least.h"
#include "propose/counts/counting.h"
#include <math.h>
#include <stdlib.h>

/* Rounds of trying neighbouring counts, at most, where time does not say it. */
#define MOST_TRIES 40

static struct hc_entry *chosen_of(const struct hc_block *k)
{
    return &k->entry[k->chosen];
}

static void search(const struct hc_counting *c, struct hc_block *k, struct hc_entry *e, const struct hc_searched *how)
{
    hc_entry_ready(k, e);
    c->helper->search(c->helper->ctx, &k->part, &e->counts, how, &e->plan);
    e->searched = true;
}

static void search_briefly(void *ctx, size_t begin, size_t end)
{
    struct hc_counting *c = ctx;
    struct hc_searched how = {.brief = true, .threads = 1};
    for (size_t i = begin; i < end; i++) {
        struct hc_block *k = &c->block[c->todo[i]];
        search(c, k, chosen_of(k), &how);
    }
}

/* Any plan at all: counts near the middle, others where the search finds nothing with these. */
static void find_any(struct hc_counting *c)
{
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    int64_t far;
    for (size_t tries = 0; tries < MOST_TRIES && hc_choose(&all, HC_WORTH_NEAR, &far); tries++) {
        size_t n = 0;
        for (size_t b = 0; b < c->p->n_blocks; b++)
            if (!chosen_of(&c->block[b])->plan.feasible)
                c->todo[n++] = b;
        if (!n)
            return;
        hc_parallel_for(c->threads, n, 1, search_briefly, c);
    }
}

static bool in_time(const struct hc_counting *c, double until_s)
{
    const struct hc_halt *halt = c->effort->halt;
    return !(halt && halt->stop && *halt->stop) && (until_s <= 0 || hc_clock_s() < until_s);
}

/* Whether b takes one more, or one less, of one sum than in the choice, and nothing else. */
static bool is_beside(const struct hc_counting *c, const struct hc_entry *a, const struct hc_entry *b)
{
    int off = 0;
    for (size_t s = 0; s < c->sums.n; s++)
        off += abs(a->take[s] - b->take[s]);
    return off == 1;
}

struct trying {
    struct hc_counting *c;
    struct hc_entry **entry;
    struct hc_block **block;
};

static void try_some(void *ctx, size_t begin, size_t end)
{
    struct trying *t = ctx;
    struct hc_searched how = {.brief = true, .threads = 1};
    for (size_t i = begin; i < end; i++)
        search(t->c, t->block[i], t->entry[i], &how);
}

/* Counts beside those of the best choice are tried until none of them makes it better. */
static void find_counts(struct hc_counting *c, double until_s)
{
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    struct trying t = {.c = c};
    size_t n = 1, cap = 2 * c->p->n_blocks * (c->sums.n + 1);
    t.entry = hc_alloc(cap, sizeof(struct hc_entry *));
    t.block = hc_alloc(cap, sizeof(struct hc_block *));
    for (size_t tries = 0; c->sums.n && n && tries < MOST_TRIES && in_time(c, until_s); tries++) {
        int64_t cost;
        if (!hc_choose(&all, HC_WORTH_COST, &cost))
            break;
        n = 0;
        for (size_t b = 0; b < c->p->n_blocks; b++)
            for (size_t i = 0; i < c->block[b].n_entries && n < cap; i++) {
                struct hc_entry *e = &c->block[b].entry[i];
                if (e->searched || e->plan.feasible || e->plan.infeasible || !is_beside(c, e, chosen_of(&c->block[b])))
                    continue;
                t.entry[n] = e;
                t.block[n++] = &c->block[b];
            }
        hc_parallel_for(c->threads, n, 1, try_some, &t);
    }
    hc_free(t.entry);
    hc_free(t.block);
}

static void weigh(struct hc_counting *c)
{
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    int64_t least, cost;
    if (hc_choose(&all, HC_WORTH_BOUND, &least) && least > c->bound)
        c->bound = least;
    c->found = hc_choose(&all, HC_WORTH_COST, &cost);
    c->cost = c->found ? cost : INT64_MAX;
}

/* How it stands while the choice is polished, which must not be chosen anew meanwhile. */
static void tell_chosen(struct hc_counting *c)
{
    c->found = true;
    c->cost = 0;
    for (size_t b = 0; b < c->p->n_blocks; b++) {
        const struct hc_partition *own = &chosen_of(&c->block[b])->plan;
        c->found = c->found && own->feasible;
        c->cost += own->feasible ? own->cost : 0;
    }
    hc_counting_tell(c, "searching");
}

/* The time that is left, shared by what is not proved as its units are many. */
static void polish(struct hc_counting *c)
{
    double left = 0;
    for (size_t b = 0; b < c->p->n_blocks; b++)
        left += chosen_of(&c->block[b])->plan.proven ? 0 : (double)c->block[b].part.n;
    for (size_t b = 0; b < c->p->n_blocks && in_time(c, c->helper->until_s); b++) {
        struct hc_block *k = &c->block[b];
        struct hc_searched how = {.threads = c->threads, .watched = c->p->n_blocks == 1};
        double now = hc_clock_s();
        if (chosen_of(k)->plan.proven)
            continue;
        if (c->helper->until_s > 0)
            how.until_s = now + (c->helper->until_s - now) * (double)k->part.n / left;
        left -= (double)k->part.n;
        search(c, k, chosen_of(k), &how);
        if (!how.watched)
            tell_chosen(c);
    }
}

/* The counts being open, what a plan of all units costs at least, whatever the blocks get. */
static void bound_all(struct hc_counting *c, const struct hc_halt *halt)
{
    bool large = false;
    for (size_t b = 0; b < c->p->n_blocks; b++)
        large = large || (c->block[b].large && c->block[b].n_entries > 1);
    if (!large || c->wanted->total < 1 || c->p->n_blocks < 2)
        return;
    int64_t least = hc_least_cost(c->p, (size_t)c->wanted->total, c->found ? c->cost : INT64_MAX, c->threads, halt);
    c->bound = least > c->bound ? least : c->bound;
}

/* Short searches found nothing: all the time goes to the counts that are expected. */
static void search_long(struct hc_counting *c)
{
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    int64_t far;
    for (size_t b = 0; b < c->p->n_blocks; b++)
        for (size_t i = 0; i < c->block[b].n_entries; i++)
            c->block[b].entry[i].searched = false;
    if (hc_choose(&all, HC_WORTH_NEAR, &far))
        polish(c);
    weigh(c);
}

void hc_counting_search(struct hc_counting *c)
{
    double until = c->helper->until_s, now = hc_clock_s();
    struct hc_halt halt = {.stop = c->effort->halt ? c->effort->halt->stop : NULL, .until_s = until};
    if (!c->found)
        find_any(c);
    weigh(c);
    hc_counting_tell(c, "searching");
    if (!c->found) {
        search_long(c);
        if (c->found && c->sums.n)
            hc_counting_floor(c, &halt);
        return;
    }
    bound_all(c, &halt);
    if (c->sums.n && c->cost > c->bound)
        hc_counting_floor(c, &halt);
    find_counts(c, until > 0 ? now + (until - now) / 2 : 0);
    weigh(c);
    if (c->found && c->cost > c->bound)
        polish(c);
    weigh(c);
}
