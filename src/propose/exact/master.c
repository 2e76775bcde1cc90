#include "propose/exact/master.h"

#include <math.h>
#include <string.h>

/* Reduced costs above minus this count as none, at least. */
#define EPSILON 1e-7
#define BATCH   600

void hc_master_init(struct hc_master *m, const struct hc_problem *p, const struct hc_counts *counts,
                    const struct hc_pool *listed, const struct hc_effort *effort)
{
    *m = (struct hc_master){.p = p, .counts = counts, .listed = listed, .effort = effort};
    hc_pool_init(&m->work);
    m->dual = hc_alloc(p->n + 1 + p->n_kinds, sizeof *m->dual);
}

void hc_master_release(struct hc_master *m)
{
    hc_pool_release(&m->work);
    hc_free(m->dual);
}

struct starting {
    struct hc_master *m;
    struct hc_walk *walk;
    struct hc_scratch scratch;
    struct hc_choice *choice;
};

static bool start_with(void *ctx, uint32_t root, const uint32_t *unit, size_t n)
{
    struct starting *s = ctx;
    (void)root;
    if (hc_group_hopeless(s->m->p, unit, n, &s->scratch))
        return false;
    size_t n_choices = hc_group_judge(s->m->p, unit, n, &s->scratch, s->choice, NULL, NULL);
    for (size_t i = 0; i < n_choices; i++)
        hc_pool_add(&s->m->work, unit, n, s->choice[i].kind, s->choice[i].cost);
    s->walk->stop = s->m->work.n > 20000;
    return n < 3;
}

/* Columns to begin with: all of a short list, every some of a long one, else the small groups. */
static void start(struct hc_master *m)
{
    const struct hc_pool *from = m->listed;
    if (m->work.n)
        return; /* left by an earlier programme */
    if (from) {
        size_t step = from->n / 4000 + 1;
        for (size_t c = 0; c < from->n; c += hc_pool_size(from, c) < 3 ? 1 : step)
            hc_pool_add(&m->work, from->unit + from->at[c], hc_pool_size(from, c), from->kind[c], from->cost[c]);
        return;
    }
    struct starting s = {.m = m};
    struct hc_walk walk = {.problem = m->p, .visit = start_with, .ctx = &s};
    s.walk = &walk;
    s.choice = hc_alloc(m->p->n_kinds, sizeof *s.choice);
    hc_scratch_init(&s.scratch, m->p);
    hc_pool_add_fixed(&m->work, m->p, &s.scratch);
    hc_walk(&walk);
    hc_scratch_release(&s.scratch);
    hc_free(s.choice);
}

static void scale(struct hc_master *m)
{
    double total = 0, most = 0;
    for (size_t c = 0; c < m->work.n; c++) {
        total += fabs((double)m->work.cost[c]);
        most = fmax(most, fabs((double)m->work.cost[c]));
    }
    m->per_quantum = total > 0 ? (double)m->work.n / total : 1 / m->p->quanta;
    m->penalty = 10 + fmin(most * m->per_quantum, 1000);
}

static void add_new(struct hc_lp *l, const struct hc_pool *work, size_t first, double per_quantum)
{
    size_t n = work->n - first, *column = hc_alloc(n, sizeof *column);
    for (size_t i = 0; i < n; i++)
        column[i] = first + i;
    hc_lp_add(l, work, column, n, per_quantum);
    hc_free(column);
}

/* Reduced costs above minus this count as none: twice as far below 0 as that of any column that the solver has and
 * takes for settled, or it would be priced in for ever. */
static double slack_of(const struct hc_pricing *pricing, const struct hc_pool *work)
{
    double least = -EPSILON / 2;
    for (size_t c = 0; c < work->n; c++)
        least = fmin(least, hc_reduced_cost(pricing, work, c));
    return -2 * least;
}

/* Prices in until nothing is missing, costs counted or (per_quantum 0) not. *missed: by how much rows are. */
static int price_in(struct hc_master *m, double per_quantum, double penalty, double *missed)
{
    struct hc_lp *l = hc_lp_new(m->p, m->counts, penalty);
    int status = 1;
    add_new(l, &m->work, 0, per_quantum);
    while (status == 1) {
        size_t first = m->work.n;
        if (hc_halted(m->effort->halt) || !hc_lp_solve(l)) {
            status = -1;
            break;
        }
        memcpy(m->dual, hc_lp_duals(l), hc_lp_rows(l) * sizeof *m->dual);
        struct hc_pricing pricing = {.problem = m->p,
                                     .listed = m->listed,
                                     .dual = m->dual,
                                     .per_quantum = per_quantum,
                                     .most = BATCH,
                                     .most_looked = m->effort->most_looked,
                                     .looked = &m->looked,
                                     .halt = m->effort->halt};
        m->slack = slack_of(&pricing, &m->work);
        pricing.below = -m->slack;
        if (hc_price(&pricing, &m->work) < 0)
            status = -1;
        else if (m->work.n == first)
            status = 0;
        else
            add_new(l, &m->work, first, per_quantum);
    }
    *missed = hc_lp_missed(l);
    m->value = hc_lp_dual_value(l, m->dual);
    hc_lp_free(l);
    return status;
}

int hc_master_converge(struct hc_master *m)
{
    double missed = 0, most = m->counts->total >= 0 ? m->counts->total : (double)m->p->n;
    bool possible = false;
    start(m);
    scale(m);
    for (;;) {
        if (price_in(m, m->per_quantum, m->penalty, &missed) < 0)
            return -1;
        if (missed < 1e-7)
            break;
        /* A penalty may be cheaper than what a plan costs; whether there is one shows when only penalties count. */
        double left = 0;
        if (!possible && price_in(m, 0, 1, &left) < 0)
            return -1;
        if (!possible && m->value - m->slack * most > 1e-4) {
            m->infeasible = true;
            return 0;
        }
        possible = true;
        m->penalty *= 10;
        if (m->penalty > 1e9)
            return -1;
    }
    m->bound = m->value - m->slack * most;
    return 0;
}

int hc_master_within(struct hc_master *m, double gap, size_t most, struct hc_pool *out)
{
    struct hc_pricing pricing = {.problem = m->p,
                                 .listed = m->listed,
                                 .dual = m->dual,
                                 .per_quantum = m->per_quantum,
                                 .below = gap + 2 * m->slack * (double)m->p->n,
                                 .most = most,
                                 .most_looked = m->effort->most_looked,
                                 .looked = &m->looked,
                                 .halt = m->effort->halt};
    return hc_price(&pricing, out);
}

double hc_master_penalty(const struct hc_master *m, const struct hc_pool *pool)
{
    double total = 0, *most = hc_calloc(m->p->n, sizeof *most);
    for (size_t c = 0; c < pool->n; c++)
        for (size_t u = pool->at[c]; u < pool->at[c + 1]; u++)
            most[pool->unit[u]] = fmax(most[pool->unit[u]], fabs((double)pool->cost[c]) * m->per_quantum);
    for (size_t u = 0; u < m->p->n; u++)
        total += most[u];
    hc_free(most);
    return 2 * total + 10;
}
