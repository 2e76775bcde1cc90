#include "propose/exact/counts.h"

#include "base/parallel.h"
#include "propose/exact/subsets.h"
#include <math.h>
#include <string.h>

enum stage { STAGE_OPEN, STAGE_RELAXED, STAGE_DONE };

/* One block: for each count what is known of its best plan. Entry 0 stands for "any count". */
struct block {
    struct hc_problem part;
    struct hc_solver *solver;
    struct hc_partition *plan; /* n + 1 */
    enum stage *stage;
    bool any;           /* the count is free, and each count costs what it costs: entry 0 is asked */
    size_t first, last; /* counts that may be chosen */
    size_t chosen;
    bool large; /* groups are too many to list or to price: only the search can help */
    int *kinds; /* wanted of each kind, or NULL */
};

struct counting {
    const struct hc_problem *p;
    const struct hc_wanted *wanted;
    const struct hc_effort *effort;
    const struct hc_helper *helper;
    struct block *block;
    size_t *todo;
    bool failed;
};

void hc_plan_init(struct hc_plan *plan, const struct hc_problem *p)
{
    hc_partition_init(&plan->all, p->n);
    plan->block_infeasible = hc_calloc(p->n_blocks, sizeof *plan->block_infeasible);
}

void hc_plan_release(struct hc_plan *plan)
{
    hc_partition_release(&plan->all);
    hc_free(plan->block_infeasible);
}

static void set_range(const struct counting *c, size_t b)
{
    const struct hc_wanted *w = c->wanted;
    struct block *k = &c->block[b];
    k->first = w->least && w->least[b] > 1 ? (size_t)w->least[b] : 1;
    k->last = w->most && w->most[b] >= 0 && (size_t)w->most[b] < k->part.n ? (size_t)w->most[b] : k->part.n;
    int exact = w->block && w->block[b] >= 0 ? w->block[b] : -1, kinds = 0;
    bool all_kinds = w->block_kind != NULL;
    for (size_t i = 0; w->block_kind && i < c->p->n_kinds; i++) {
        int n = w->block_kind[b * c->p->n_kinds + i];
        all_kinds = all_kinds && n >= 0;
        kinds += n >= 0 ? n : 0;
    }
    k->kinds = w->block_kind ? w->block_kind + b * c->p->n_kinds : NULL;
    if (exact < 0 && all_kinds)
        exact = kinds;
    if (exact >= 0 && ((size_t)exact < k->first || (size_t)exact > k->last))
        k->last = k->first - 1;
    else if (exact >= 0)
        k->first = k->last = (size_t)exact;
    k->any = w->total < 0 && k->first == 1 && k->last == k->part.n && exact < 0;
}

/* Groups of more than about eight among many units are beyond listing, and beyond proof. */
static bool is_large(const struct counting *c, const struct block *k)
{
    size_t units = k->part.n, groups = k->last >= k->first ? k->last : 1;
    if (k->first != k->last && c->wanted->total > 0) {
        units = c->p->n;
        groups = (size_t)c->wanted->total;
    }
    return k->part.n > 40 && units > 8 * groups;
}

/* Work of one block that does not depend on the others. */
static void prepare(void *ctx, size_t begin, size_t end)
{
    struct counting *c = ctx;
    for (size_t b = begin; b < end; b++) {
        struct block *k = &c->block[b];
        hc_problem_part(c->p, (uint32_t)b, &k->part);
        k->plan = hc_calloc(k->part.n + 1, sizeof *k->plan);
        k->stage = hc_calloc(k->part.n + 1, sizeof *k->stage);
        for (size_t i = 0; i <= k->part.n; i++)
            hc_partition_init(&k->plan[i], k->part.n);
        set_range(c, b);
        for (size_t i = 0; i <= k->part.n; i++)
            k->plan[i].bound = k->part.per_group < 0 ? -(int64_t)((double)k->part.n * k->part.quanta) : 0;
        k->large = is_large(c, k);
        if (k->large)
            continue;
        k->solver = hc_solver_new(&k->part, c->effort);
        bool kinds = false;
        for (size_t i = 0; k->kinds && i < c->p->n_kinds; i++)
            kinds = kinds || k->kinds[i] >= 0;
        if (kinds || c->effort->no_subsets || k->part.n > HC_MOST_SUBSET_UNITS || !hc_solver_is_listed(k->solver))
            continue;
        hc_subsets_solve(&k->part, hc_solver_pool(k->solver), k->plan);
        for (size_t i = 1; i <= k->part.n; i++)
            k->stage[i] = STAGE_DONE;
    }
}

/* What one linear programme says of other counts. */
static void spread_bound(struct block *k, size_t count, int64_t bound, double slope)
{
    for (size_t i = k->first; i <= k->last; i++) {
        double other = (double)bound + slope * ((double)i - (double)count);
        int64_t least = (int64_t)floor(other - 2 - 1e-9 * fabs(other));
        if (i != count && k->stage[i] == STAGE_OPEN && least > k->plan[i].bound)
            k->plan[i].bound = least;
    }
}

/* One step further with the count that was chosen. */
static void advance(void *ctx, size_t begin, size_t end)
{
    struct counting *c = ctx;
    for (size_t t = begin; t < end; t++) {
        struct block *k = &c->block[c->todo[t]];
        struct hc_partition *plan = &k->plan[k->chosen];
        struct hc_counts counts = {.total = k->any ? -1 : (int)k->chosen, .kind = k->kinds};
        bool alone = k->any || k->first == k->last;
        double slope = 0;
        if (k->stage[k->chosen] == STAGE_OPEN && !alone && !k->large) {
            struct hc_partition relaxed = {.bound = INT64_MIN};
            if (hc_solver_relax(k->solver, &counts, &relaxed, &slope) == 0 && !relaxed.infeasible) {
                plan->bound = relaxed.bound > plan->bound ? relaxed.bound : plan->bound;
                spread_bound(k, k->chosen, relaxed.bound, slope);
            }
            plan->infeasible = relaxed.infeasible;
            k->stage[k->chosen] = relaxed.infeasible ? STAGE_DONE : STAGE_RELAXED;
            continue;
        }
        int64_t before = plan->bound;
        if (!k->large)
            hc_solver_solve(k->solver, &counts, plan);
        plan->bound = plan->bound > before ? plan->bound : before;
        if (c->helper && !plan->infeasible && !plan->proven)
            c->helper->search(c->helper->ctx, &k->part, &counts, plan);
        k->stage[k->chosen] = STAGE_DONE;
    }
}

static int64_t worth(const struct hc_partition *plan, bool bound)
{
    if (plan->infeasible || (!bound && !plan->feasible))
        return INT64_MAX;
    return bound ? plan->bound : plan->cost;
}

/* Chooses a count for each block so that they come to the total and the sum of bounds, or of plans found, is least;
 * false if there is no choice. */
static bool choose(struct counting *c, bool bound, int64_t *value)
{
    size_t n = c->p->n_blocks, total = (size_t)c->wanted->total, width = total + 1;
    int64_t *best = hc_alloc((n + 1) * width, sizeof *best);
    uint32_t *taken = hc_alloc((n + 1) * width, sizeof *taken);
    for (size_t i = 0; i < (n + 1) * width; i++)
        best[i] = INT64_MAX;
    best[0] = 0;
    for (size_t b = 0; b < n; b++) {
        const struct block *k = &c->block[b];
        for (size_t count = k->first; count <= k->last && count <= total; count++) {
            int64_t own = worth(&k->plan[count], bound);
            for (size_t t = 0; own != INT64_MAX && t + count <= total; t++) {
                int64_t sum = best[b * width + t] == INT64_MAX ? INT64_MAX : best[b * width + t] + own;
                if (sum < best[(b + 1) * width + t + count]) {
                    best[(b + 1) * width + t + count] = sum;
                    taken[(b + 1) * width + t + count] = (uint32_t)count;
                }
            }
        }
    }
    *value = best[n * width + total];
    for (size_t b = n, t = total; b > 0 && *value != INT64_MAX; b--) {
        c->block[b - 1].chosen = taken[b * width + t];
        t -= taken[b * width + t];
    }
    hc_free(best);
    hc_free(taken);
    return *value != INT64_MAX;
}

/* Solves what the choice needs until it rests on nothing but settled entries. */
static void settle(struct counting *c, int threads, const struct hc_progress *progress)
{
    int64_t value = 0;
    size_t n = c->p->n_blocks, rounds = 0;
    for (;;) {
        size_t n_todo = 0;
        if (!choose(c, true, &value))
            return;
        for (size_t b = 0; b < n; b++)
            if (c->block[b].stage[c->block[b].chosen] != STAGE_DONE)
                c->todo[n_todo++] = b;
        if (progress && progress->tell)
            progress->tell(progress->ctx, "proving", n - n_todo, n);
        if (!n_todo || rounds++ > 20 * c->p->n)
            return;
        hc_parallel_for(threads, n_todo, 1, advance, c);
    }
}

/* The cheapest count of a block that is by itself. */
static void settle_alone(struct counting *c, int threads)
{
    size_t n_todo = 0;
    for (size_t b = 0; b < c->p->n_blocks; b++) {
        struct block *k = &c->block[b];
        if (k->any)
            k->chosen = 0;
        for (size_t i = 1; k->any && k->stage[1] == STAGE_DONE && i <= k->part.n; i++)
            if (worth(&k->plan[i], false) < worth(&k->plan[k->chosen], false))
                k->chosen = i;
        if (k->any && k->stage[1] == STAGE_DONE) {
            k->stage[0] = STAGE_DONE;
            k->plan[0].infeasible = k->chosen == 0;
        }
        if (!k->any)
            k->chosen = k->first;
        if (k->first <= k->last && k->stage[k->chosen] != STAGE_DONE)
            c->todo[n_todo++] = b;
    }
    hc_parallel_for(threads, n_todo, 1, advance, c);
}

/* Blocks without a total over them, but with a range of counts: each range is its own small choice. */
static void settle_range(struct counting *c, struct block *k)
{
    for (;;) {
        k->chosen = 0;
        for (size_t i = k->first; i <= k->last; i++)
            if (worth(&k->plan[i], true) != INT64_MAX &&
                (!k->chosen || worth(&k->plan[i], true) < worth(&k->plan[k->chosen], true)))
                k->chosen = i;
        if (!k->chosen || k->stage[k->chosen] == STAGE_DONE)
            return;
        c->todo[0] = (size_t)(k - c->block);
        advance(c, 0, 1);
    }
}

static bool block_infeasible(const struct block *k)
{
    bool none = true;
    for (size_t i = k->any ? 0 : k->first; i <= (k->any ? 0 : k->last); i++)
        none = none && k->plan[i].infeasible;
    return none;
}

/* Puts the chosen plans of the blocks together, groups numbered by their lowest unit. */
static void join(const struct counting *c, struct hc_plan *plan)
{
    const struct hc_problem *p = c->p;
    struct hc_partition *all = &plan->all;
    uint32_t *number = hc_alloc(p->n * 2, sizeof *number), *offset = hc_calloc(p->n_blocks + 1, sizeof *offset);
    uint32_t *local = hc_alloc(p->n, sizeof *local);
    bool known = true;
    all->feasible = all->proven = true;
    all->cost = all->bound = 0;
    for (size_t b = 0; b < p->n_blocks; b++) {
        const struct block *k = &c->block[b];
        const struct hc_partition *own = &k->plan[k->chosen];
        plan->block_infeasible[b] = block_infeasible(k);
        all->infeasible = all->infeasible || plan->block_infeasible[b];
        all->feasible = all->feasible && k->first <= k->last && own->feasible;
        all->proven = all->proven && own->proven;
        all->cost += own->feasible ? own->cost : 0; /* what is not feasible has no cost, and a bound without end */
        known = known && own->bound != INT64_MIN;
        all->bound += known && own->bound != INT64_MAX ? own->bound : 0;
        offset[b + 1] = offset[b] + (uint32_t)k->part.n;
        for (uint32_t i = 0; i < k->part.n; i++)
            local[k->part.unit[i]] = i;
    }
    all->bound = known ? all->bound : INT64_MIN;
    memset(number, 0xff, p->n * 2 * sizeof *number);
    all->n_groups = 0;
    for (size_t u = 0; all->feasible && u < p->n; u++) {
        const struct block *k = &c->block[p->block[u]];
        const struct hc_partition *own = &k->plan[k->chosen];
        uint32_t group = own->label[local[u]], *at = &number[offset[p->block[u]] + group];
        if (*at == HC_NONE) {
            all->kind[all->n_groups] = own->kind[group];
            *at = (uint32_t)all->n_groups++;
        }
        all->label[u] = *at;
    }
    hc_free(number);
    hc_free(offset);
    hc_free(local);
}

static void release(struct counting *c)
{
    for (size_t b = 0; b < c->p->n_blocks; b++) {
        struct block *k = &c->block[b];
        for (size_t i = 0; i <= k->part.n; i++)
            hc_partition_release(&k->plan[i]);
        hc_free(k->plan);
        hc_free(k->stage);
        hc_solver_free(k->solver);
        hc_problem_release(&k->part);
    }
    hc_free(c->block);
    hc_free(c->todo);
}

/* With a total over all blocks: the plan from what was found, the bound from what no plan can go below. */
static void settle_total(struct counting *c, int threads, const struct hc_progress *progress, struct hc_plan *plan)
{
    int64_t bound = 0, cost = 0;
    settle(c, threads, progress);
    bool possible = choose(c, true, &bound), found = possible && choose(c, false, &cost);
    if (found)
        join(c, plan);
    for (size_t b = 0; b < c->p->n_blocks; b++)
        plan->block_infeasible[b] = block_infeasible(&c->block[b]);
    plan->all.feasible = found;
    plan->all.infeasible = !possible;
    plan->all.bound = possible ? bound : INT64_MIN;
    plan->all.proven = found && cost <= bound;
}

int hc_counts_solve(const struct hc_problem *p, const struct hc_wanted *wanted, const struct hc_effort *effort,
                    const struct hc_helper *helper, int threads, const struct hc_progress *progress,
                    struct hc_plan *plan)
{
    struct counting c = {.p = p, .wanted = wanted, .effort = effort, .helper = helper};
    c.block = hc_calloc(p->n_blocks, sizeof *c.block);
    c.todo = hc_alloc(p->n_blocks + 1, sizeof *c.todo);
    hc_parallel_for(threads, p->n_blocks, 1, prepare, &c);
    if (wanted->total >= 0) {
        for (size_t b = 0; b < p->n_blocks; b++)
            c.block[b].any = false;
        settle_total(&c, threads, progress, plan);
    } else {
        settle_alone(&c, threads);
        for (size_t b = 0; b < p->n_blocks; b++)
            if (!c.block[b].any && c.block[b].first < c.block[b].last)
                settle_range(&c, &c.block[b]);
        join(&c, plan);
    }
    release(&c);
    return 0;
}
