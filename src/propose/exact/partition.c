#include "propose/exact/partition.h"

#include "propose/exact/branch.h"
#include "propose/exact/master.h"
#include <math.h>
#include <string.h>

struct hc_solver {
    const struct hc_problem *p;
    struct hc_effort effort;
    struct hc_pool pool;
    bool listed, hopeless;
    struct hc_pool known; /* columns of the programmes so far: others begin with them */
};

/* Columns kept from one count to the next. */
#define MOST_KNOWN 60000

struct hc_effort hc_effort_default(void)
{
    return (struct hc_effort){
        .most_listed = 200000, .most_looked = 1500000, .most_columns = 60000, .most_nodes = 20000};
}

void hc_partition_init(struct hc_partition *out, size_t n)
{
    *out = (struct hc_partition){.bound = INT64_MIN};
    out->label = hc_calloc(n, sizeof *out->label);
    out->kind = hc_calloc(n, sizeof *out->kind);
}

void hc_partition_release(struct hc_partition *out)
{
    hc_free(out->label);
    hc_free(out->kind);
    *out = (struct hc_partition){0};
}

bool hc_partition_hopeless(const struct hc_problem *part)
{
    struct hc_pool fixed;
    struct hc_scratch scratch;
    hc_pool_init(&fixed);
    hc_scratch_init(&scratch, part);
    bool kept = hc_pool_add_fixed(&fixed, part, &scratch);
    hc_scratch_release(&scratch);
    hc_pool_release(&fixed);
    return !kept;
}

struct hc_solver *hc_solver_new(const struct hc_problem *part, const struct hc_effort *effort)
{
    struct hc_solver *s = hc_calloc(1, sizeof *s);
    s->p = part;
    s->effort = *effort;
    hc_pool_init(&s->pool);
    hc_pool_init(&s->known);
    s->hopeless = hc_partition_hopeless(part);
    s->listed = !s->hopeless && hc_pool_list(&s->pool, part, effort->most_listed, effort->halt);
    if (!s->listed) {
        hc_pool_release(&s->pool);
        hc_pool_init(&s->pool);
    }
    return s;
}

void hc_solver_free(struct hc_solver *s)
{
    if (!s)
        return;
    hc_pool_release(&s->pool);
    hc_pool_release(&s->known);
    hc_free(s);
}

bool hc_solver_is_listed(const struct hc_solver *s)
{
    return s->listed;
}

const struct hc_pool *hc_solver_pool(const struct hc_solver *s)
{
    return &s->pool;
}

/* The cost in quanta that a bound in units of the linear programme stands for: rounded up to what a plan can cost. */
static int64_t bound_in_quanta(const struct hc_problem *p, double bound, double per_quantum)
{
    int64_t least = (int64_t)ceil(bound / per_quantum - 1e-9 * fabs(bound / per_quantum) - 1e-6);
    if (p->grain > 1)
        least = least <= 0 ? -(-least / p->grain) * p->grain : (least + p->grain - 1) / p->grain * p->grain;
    return least;
}

static void take_plan(const struct hc_problem *p, const struct hc_branching *b, struct hc_partition *out)
{
    uint32_t *of = hc_alloc(p->n, sizeof *of), *number = hc_alloc(p->n, sizeof *number);
    for (size_t i = 0; i < b->n_chosen; i++)
        for (size_t u = b->pool->at[b->chosen[i]]; u < b->pool->at[b->chosen[i] + 1]; u++)
            of[b->pool->unit[u]] = (uint32_t)i;
    memset(number, 0xff, p->n * sizeof *number);
    out->n_groups = 0;
    for (size_t u = 0; u < p->n; u++) {
        if (number[of[u]] == HC_NONE) {
            out->kind[out->n_groups] = b->pool->kind[b->chosen[of[u]]];
            number[of[u]] = (uint32_t)out->n_groups++;
        }
        out->label[u] = number[of[u]];
    }
    out->feasible = true;
    out->cost = b->cost;
    hc_free(of);
    hc_free(number);
}

/* One gap: looks at all plans that cost less than the linear programme's value and the gap. 1: settled; 0: look
 * further; -1: too much. */
static int search_gap(struct hc_solver *s, const struct hc_counts *counts, struct hc_master *m, double gap,
                      struct hc_partition *out)
{
    struct hc_pool within;
    int status = -1;
    hc_pool_init(&within);
    if (hc_master_within(m, gap, s->effort.most_columns, &within) == 0) {
        struct hc_branching b = {.problem = s->p,
                                 .counts = counts,
                                 .pool = &within,
                                 .per_quantum = m->per_quantum,
                                 .penalty = hc_master_penalty(m, &within),
                                 .below = gap < HC_WHOLE_GAP ? (int64_t)floor((m->value + gap) / m->per_quantum) + 1
                                                             : INT64_MAX,
                                 .most_nodes = s->effort.most_nodes,
                                 .halt = s->effort.halt};
        b.chosen = hc_alloc(s->p->n, sizeof *b.chosen);
        int64_t within_gap = gap < HC_WHOLE_GAP ? b.below - 1 : INT64_MAX;
        if (hc_branch(&b) == 0) {
            if (b.found && (!out->feasible || b.cost < out->cost))
                take_plan(s->p, &b, out);
            if (b.complete && out->feasible && out->cost <= within_gap) {
                out->proven = true;
                out->bound = out->cost;
                status = 1;
            } else if (b.complete && gap >= HC_WHOLE_GAP) {
                out->infeasible = !out->feasible;
                status = 1;
            } else if (b.complete) {
                out->bound = bound_in_quanta(s->p, m->value + gap, m->per_quantum);
                status = 0;
            }
        }
        hc_free(b.chosen);
    }
    hc_pool_release(&within);
    return status;
}

/* Where the gaps came to no end: the best plan of the columns that the linear programme has. */
static void search_work(struct hc_solver *s, const struct hc_counts *counts, const struct hc_master *m,
                        struct hc_partition *out)
{
    struct hc_branching b = {.problem = s->p,
                             .counts = counts,
                             .pool = &m->work,
                             .per_quantum = m->per_quantum,
                             .penalty = hc_master_penalty(m, &m->work),
                             .below = out->feasible ? out->cost : INT64_MAX,
                             .most_nodes = 300,
                             .halt = s->effort.halt};
    b.chosen = hc_alloc(s->p->n, sizeof *b.chosen);
    if (hc_branch(&b) == 0 && b.found && (!out->feasible || b.cost < out->cost))
        take_plan(s->p, &b, out);
    out->proven = out->feasible && out->cost <= out->bound;
    hc_free(b.chosen);
}

static void begin(struct hc_solver *s, const struct hc_counts *counts, struct hc_master *m)
{
    hc_master_init(m, s->p, counts, s->listed ? &s->pool : NULL, &s->effort);
    if (!s->known.n)
        return;
    hc_pool_release(&m->work);
    m->work = s->known;
    hc_pool_init(&s->known);
}

static void end(struct hc_solver *s, struct hc_master *m)
{
    if (m->work.n <= MOST_KNOWN) {
        hc_pool_release(&s->known);
        s->known = m->work;
        hc_pool_init(&m->work);
    }
    hc_master_release(m);
}

int hc_solver_relax(struct hc_solver *s, const struct hc_counts *counts, struct hc_partition *out, double *slope)
{
    struct hc_master m;
    if (s->hopeless) {
        out->infeasible = true;
        return 0;
    }
    begin(s, counts, &m);
    int status = hc_master_converge(&m);
    out->infeasible = status == 0 && m.infeasible;
    if (status == 0 && !m.infeasible) {
        out->bound = bound_in_quanta(s->p, m.bound, m.per_quantum);
        for (size_t i = 0; i <= s->p->n_kinds; i++)
            slope[i] = m.dual[s->p->n + i] / m.per_quantum;
    }
    end(s, &m);
    return status;
}

int hc_solver_solve(struct hc_solver *s, const struct hc_counts *counts, struct hc_partition *out)
{
    static const double gaps[] = {0.001, 0.02, 0.1, 0.4, 1.5, 6, 25, HC_WHOLE_GAP};
    struct hc_master m;
    if (s->hopeless) {
        out->infeasible = true;
        return 0;
    }
    begin(s, counts, &m);
    int status = hc_master_converge(&m), settled = 0;
    if (status == 0 && m.infeasible) {
        out->infeasible = true;
    } else if (status == 0) {
        out->bound = bound_in_quanta(s->p, m.bound, m.per_quantum);
        for (size_t i = 0; settled == 0 && i < sizeof gaps / sizeof *gaps; i++)
            settled = search_gap(s, counts, &m, gaps[i], out);
        if (settled < 0)
            search_work(s, counts, &m, out);
    }
    end(s, &m);
    return status;
}
