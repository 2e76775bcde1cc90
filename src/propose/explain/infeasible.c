#include "propose/explain/infeasible.h"

#include "propose/search/search.h"
#include <math.h>
#include <string.h>

struct trying {
    struct hc_problem part;
    int total, *kind; /* as in hc_counts */
    struct hc_effort effort;
    bool unknown; /* a try came to no end */
};

/* A plan by chance: where there are some, one is soon found, and a proof may be far. */
static void try_luck(const struct trying *t, struct hc_partition *out)
{
    struct hc_searching how = {
        .seed = 1, .rounds = 1, .brief = true, .stop_at = INT64_MAX, .threads = 1, .halt = t->effort.halt};
    if (t->total >= 0 && !hc_partition_hopeless(&t->part))
        hc_search_run(&how, &t->part, (size_t)t->total, out);
}

/* Whether there is a plan at all; costs do not matter. */
static bool possible(struct trying *t)
{
    struct hc_counts counts = {t->total, t->kind};
    struct hc_partition out;
    hc_partition_init(&out, t->part.n);
    try_luck(t, &out);
    struct hc_solver *solver = out.feasible ? NULL : hc_solver_new(&t->part, &t->effort);
    if (solver)
        hc_solver_solve(solver, &counts, &out);
    bool feasible = out.feasible;
    t->unknown = t->unknown || (!feasible && !out.infeasible);
    hc_partition_release(&out);
    hc_solver_free(solver);
    return feasible;
}

/* Takes a demand away, and puts it back by what was kept of it. */
struct kept {
    struct hc_limit limit;
    size_t n;
    bool flag, *convert;
    int total, *kind;
};

static void drop(struct trying *t, const struct hc_demand *d, struct kept *k)
{
    struct hc_problem *p = &t->part;
    switch (d->type) {
    case HC_DEMAND_MIN:
    case HC_DEMAND_MAX:
        k->limit = p->limits[d->limit];
        *(d->type == HC_DEMAND_MIN ? &p->limits[d->limit].has_min : &p->limits[d->limit].has_max) = false;
        break;
    case HC_DEMAND_COUNT:
        k->total = t->total;
        t->total = -1;
        break;
    case HC_DEMAND_KIND_COUNT:
        k->kind = t->kind;
        t->kind = NULL;
        break;
    case HC_DEMAND_APART:
        k->n = p->n_apart;
        p->n_apart = 0;
        break;
    case HC_DEMAND_TOGETHER:
        k->n = p->n_together;
        p->n_together = 0;
        break;
    case HC_DEMAND_FROZEN:
        k->n = p->n_fixed;
        p->n_fixed = 0;
        break;
    case HC_DEMAND_CONTIGUOUS:
        k->flag = p->contiguous;
        p->contiguous = false;
        break;
    case HC_DEMAND_CONVERT:
    case HC_N_DEMANDS:
        k->convert = p->convert;
        p->convert = hc_alloc(p->n, sizeof *p->convert);
        memset(p->convert, 1, p->n * sizeof *p->convert);
        break;
    }
}

static void restore(struct trying *t, const struct hc_demand *d, const struct kept *k)
{
    struct hc_problem *p = &t->part;
    if (d->type == HC_DEMAND_MIN || d->type == HC_DEMAND_MAX)
        p->limits[d->limit] = k->limit;
    else if (d->type == HC_DEMAND_COUNT)
        t->total = k->total;
    else if (d->type == HC_DEMAND_KIND_COUNT)
        t->kind = k->kind;
    else if (d->type == HC_DEMAND_APART)
        p->n_apart = k->n;
    else if (d->type == HC_DEMAND_TOGETHER)
        p->n_together = k->n;
    else if (d->type == HC_DEMAND_FROZEN)
        p->n_fixed = k->n;
    else if (d->type == HC_DEMAND_CONTIGUOUS)
        p->contiguous = k->flag;
    if (d->type == HC_DEMAND_CONVERT) {
        hc_free(p->convert);
        p->convert = k->convert;
    }
}

static void add(struct hc_infeasible *c, enum hc_demand_type type, size_t limit, double asked)
{
    c->items = hc_realloc(c->items, c->n + 1, sizeof *c->items);
    c->items[c->n++] = (struct hc_demand){.type = type, .limit = limit, .asked = asked};
}

/* Everything that is asked of the part. */
static void list(const struct trying *t, struct hc_infeasible *c)
{
    const struct hc_problem *p = &t->part;
    for (size_t i = 0; i < p->n_limits; i++) {
        const struct hc_limit *l = &p->limits[i];
        bool sum = l->type == HC_LIMIT_SUM;
        if (l->has_min)
            add(c, HC_DEMAND_MIN, i, sum ? (double)l->min : (double)l->low);
        if (l->has_max)
            add(c, HC_DEMAND_MAX, i, sum ? (double)l->max : l->high);
    }
    if (t->total >= 0)
        add(c, HC_DEMAND_COUNT, 0, t->total);
    if (t->kind)
        add(c, HC_DEMAND_KIND_COUNT, 0, 0);
    if (p->n_apart)
        add(c, HC_DEMAND_APART, 0, 0);
    if (p->n_together)
        add(c, HC_DEMAND_TOGETHER, 0, 0);
    if (p->n_fixed)
        add(c, HC_DEMAND_FROZEN, 0, 0);
    if (p->contiguous)
        add(c, HC_DEMAND_CONTIGUOUS, 0, 0);
    if (p->choose_kind)
        add(c, HC_DEMAND_CONVERT, 0, 0);
}

/* The nearest value of a sum's bound with which there is a plan: halving between what is asked and what helps for sure.
 */
static void loosen_limit(struct trying *t, struct hc_demand *d)
{
    struct hc_limit *l = &t->part.limits[d->limit], kept = *l;
    int64_t total = 0, bad, good;
    for (size_t u = 0; u < t->part.n; u++)
        total += l->of[u];
    bad = d->type == HC_DEMAND_MIN ? l->min : l->max;
    good = d->type == HC_DEMAND_MIN ? 0 : total;
    while (l->type == HC_LIMIT_SUM && (good > bad ? good - bad : bad - good) > 1) {
        int64_t middle = bad + (good - bad) / 2;
        *(d->type == HC_DEMAND_MIN ? &l->min : &l->max) = middle;
        *(possible(t) ? &good : &bad) = middle;
    }
    d->has_enough = l->type == HC_LIMIT_SUM;
    d->enough = (double)good;
    *l = kept;
}

static void loosen_count(struct trying *t, struct hc_demand *d)
{
    int asked = t->total;
    for (int off = 1; !d->has_enough && off <= (int)t->part.n; off++)
        for (int sign = 1; !d->has_enough && sign >= -1; sign -= 2) {
            t->total = asked + sign * off;
            if (t->total >= 1 && t->total <= (int)t->part.n && possible(t)) {
                d->has_enough = true;
                d->enough = t->total;
            }
        }
    t->total = asked;
}

/* Which single demand helps when it is dropped; how far it must be loosened. */
static void try_each(struct trying *t, struct hc_infeasible *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        struct hc_demand *d = &c->items[i];
        struct kept kept = {0};
        drop(t, d, &kept);
        d->helps = possible(t);
        restore(t, d, &kept);
        if (d->helps && (d->type == HC_DEMAND_MIN || d->type == HC_DEMAND_MAX))
            loosen_limit(t, d);
        if (d->helps && d->type == HC_DEMAND_COUNT)
            loosen_count(t, d);
        n += d->helps;
    }
    c->alone = n > 0;
    for (size_t i = n = 0; c->alone && i < c->n; i++)
        if (c->items[i].helps)
            c->items[n++] = c->items[i];
    c->n = c->alone ? n : c->n;
}

/* No single one helps: leaves out, one after the other, what can be spared while there is still no plan. */
static void filter(struct trying *t, struct hc_infeasible *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        struct kept kept = {0};
        drop(t, &c->items[i], &kept);
        if (!possible(t)) { /* spared: it stays dropped */
            hc_free(kept.convert);
            continue;
        }
        restore(t, &c->items[i], &kept);
        c->items[n++] = c->items[i];
    }
    c->n = n;
}

void hc_infeasible_find(const struct hc_setting *s, uint32_t block, const struct hc_halt *halt,
                        struct hc_infeasible *out)
{
    struct trying t = {.total = -1, .effort = hc_effort_default()};
    size_t n_kinds = s->problem.n_kinds;
    bool kinds = false;
    *out = (struct hc_infeasible){.block = block};
    t.effort.halt = halt;
    hc_problem_part(&s->problem, block, &t.part);
    memset(t.part.weight, 0, sizeof t.part.weight);
    t.part.per_group = 0;
    t.part.quanta = 1;
    t.part.grain = 1;
    if (s->wanted.block)
        t.total = s->wanted.block[block];
    if (t.total < 0 && s->problem.n_blocks == 1)
        t.total = s->wanted.total;
    for (size_t k = 0; s->wanted.block_kind && k < n_kinds; k++)
        kinds = kinds || s->wanted.block_kind[block * n_kinds + k] >= 0;
    t.kind = kinds ? s->wanted.block_kind + block * n_kinds : NULL;
    if (kinds)
        t.total = -1; /* the kinds' numbers say it */
    list(&t, out);
    try_each(&t, out);
    if (!out->alone)
        filter(&t, out);
    out->known = out->alone || !t.unknown;
    t.part.n_apart = t.part.n_together = t.part.n_fixed = 0;
    hc_problem_release(&t.part);
}

void hc_infeasible_release(struct hc_infeasible *c)
{
    hc_free(c->items);
    *c = (struct hc_infeasible){0};
}

bool hc_infeasible_range(const struct hc_setting *s, int threads, const struct hc_halt *halt, size_t *fewest,
                         size_t *most)
{
    struct hc_effort effort = hc_effort_default();
    struct hc_wanted wanted = s->wanted;
    bool known = true;
    wanted.total = -1;
    wanted.kind = NULL;
    effort.halt = halt;
    for (int sign = -1; sign <= 1; sign += 2) {
        struct hc_problem p = s->problem; /* its arrays are only read */
        struct hc_plan plan;
        memset(p.weight, 0, sizeof p.weight);
        p.per_group = sign;
        p.quanta = 1;
        p.grain = 1;
        hc_plan_init(&plan, &p);
        known = known && hc_counts_solve(&p, &wanted, &effort, NULL, threads, NULL, &plan) == 0 && plan.all.proven;
        *(sign < 0 ? most : fewest) = plan.all.n_groups;
        hc_plan_release(&plan);
    }
    return known;
}
