/* What blocks cost at least that the exact way says little of, and so all of them together. */
#include "propose/bound/least.h"
#include "propose/counts/counting.h"

/* How often the choice is looked at anew, at most. */
#define MOST_LOOKS 200

struct floor {
    struct hc_counting *c;
    const struct hc_halt *halt;
    int64_t *least, sum; /* of each block, whatever its count; of all */
    bool **weighed;      /* [block][entry]: its own bound was looked for */
};

static size_t groups_of(const struct hc_entry *e, size_t n_kinds, bool *exact)
{
    size_t n = 0;
    *exact = e->counts.total >= 0 || e->counts.kind;
    for (size_t k = 0; e->counts.kind && k < n_kinds; k++) {
        n += e->counts.kind[k] > 0 ? (size_t)e->counts.kind[k] : 0;
        *exact = *exact && (e->counts.total >= 0 || e->counts.kind[k] >= 0);
    }
    return e->counts.total >= 0 ? (size_t)e->counts.total : n > 1 ? n : 1;
}

static bool is_open(const struct hc_entry *e)
{
    return !e->plan.infeasible && !e->plan.proven;
}

static void raise(struct hc_entry *e, int64_t bound)
{
    e->plan.bound = bound > e->plan.bound ? bound : e->plan.bound;
}

/* The least of a block changes with its entries'. */
static void note(struct floor *f, size_t b)
{
    const struct hc_block *k = &f->c->block[b];
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < k->n_entries; i++)
        if (!k->entry[i].plan.infeasible && k->entry[i].plan.bound < least)
            least = k->entry[i].plan.bound;
    least = least == INT64_MAX ? 0 : least;
    f->sum += least - f->least[b];
    f->least[b] = least;
}

/* A block that costs more than this has no part in a plan that is better than the best. */
static int64_t below(const struct floor *f, size_t b)
{
    return f->c->found ? f->c->cost - (f->sum - f->least[b]) : INT64_MAX;
}

/* All entries of a block, roughly. */
static void weigh_block(struct floor *f, size_t b)
{
    struct hc_block *k = &f->c->block[b];
    size_t n = k->part.n, n_open = 0, first = n, last = 1;
    bool exact, one = true;
    for (size_t i = 0; i < k->n_entries; i++) {
        size_t groups = groups_of(&k->entry[i], k->part.n_kinds, &exact);
        if (!is_open(&k->entry[i]) || groups < 1 || groups > n)
            continue;
        one = ++n_open == 1 && exact;
        first = groups < first ? groups : first;
        last = !exact ? n : groups > last ? groups : last;
    }
    if (!n_open || one)
        return; /* that one is weighed as well as it is known how */
    int64_t *cost = hc_alloc(n + 1, sizeof *cost);
    hc_least_costs(&k->part, first, last, below(f, b), f->c->threads, f->halt, cost + first);
    for (size_t i = 0; i < k->n_entries; i++) {
        struct hc_entry *e = &k->entry[i];
        size_t groups = groups_of(e, k->part.n_kinds, &exact);
        if (!is_open(e) || groups < 1 || groups > n)
            continue;
        int64_t least = cost[groups];
        for (size_t g = groups + 1; !exact && g <= n; g++)
            least = cost[g] < least ? cost[g] : least;
        raise(e, least);
        f->weighed[b][i] = !exact;
    }
    hc_free(cost);
    note(f, b);
}

/* One entry, as well as it is known how. */
static void weigh_entry(struct floor *f, size_t b)
{
    struct hc_block *k = &f->c->block[b];
    struct hc_entry *e = &k->entry[k->chosen];
    bool exact;
    size_t groups = groups_of(e, k->part.n_kinds, &exact);
    f->weighed[b][k->chosen] = true;
    if (!exact || !is_open(e) || groups < 1 || groups > k->part.n)
        return;
    raise(e, hc_least_cost(&k->part, groups, below(f, b), f->c->threads, f->halt));
    note(f, b);
}

/* The entries that the least choice rests on, until it rests on such as were weighed. */
static void weigh_choice(struct floor *f)
{
    struct hc_counting *c = f->c;
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    int64_t least;
    bool more = true;
    for (int look = 0; more && look < MOST_LOOKS && hc_choose(&all, HC_WORTH_BOUND, &least); look++) {
        if (least > c->bound)
            c->bound = least;
        more = false;
        for (size_t b = 0; b < c->p->n_blocks && !hc_halted(f->halt); b++)
            if (!f->weighed[b][c->block[b].chosen] && is_open(&c->block[b].entry[c->block[b].chosen])) {
                weigh_entry(f, b);
                more = true;
            }
        more = more && !(c->found && c->bound >= c->cost);
    }
}

void hc_counting_floor(struct hc_counting *c, const struct hc_halt *halt)
{
    size_t n = c->p->n_blocks;
    if (n < 2)
        return; /* the search for its plan says what its one count costs at least */
    struct floor f = {.c = c, .halt = halt};
    f.least = hc_calloc(n, sizeof *f.least);
    f.weighed = hc_calloc(n, sizeof(bool *));
    for (size_t b = 0; b < n; b++) {
        f.weighed[b] = hc_calloc(c->block[b].n_entries, sizeof **f.weighed);
        note(&f, b);
    }
    for (size_t b = 0; b < n && !hc_halted(halt); b++)
        weigh_block(&f, b);
    weigh_choice(&f);
    for (size_t b = 0; b < n; b++)
        hc_free(f.weighed[b]);
    hc_free(f.weighed);
    hc_free(f.least);
}
