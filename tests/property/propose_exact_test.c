/* Small planning problems, made at random, against every partition there is. The oracle knows nothing of src/propose
 * but the struct that it fills: it judges sets of units as bit masks, by the rules as they are written in design.md. */
#include "base/mem.h"
#include "propose/bound/least.h"
#include "propose/counts/counts.h"
#include "propose/search/search.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above */
#include <cmocka.h>

#define MOST_UNITS 12
#define MOST_KINDS 2

static uint64_t state;
static size_t bounds, bounds_above_0;
static size_t sums, sums_above_0, sums_found; /* totals over several blocks that were left to the search */

static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

/* A problem and what is asked of it. */
struct instance {
    struct hc_problem p;
    struct hc_wanted wanted;
    int block[MOST_UNITS], block_kind[MOST_UNITS * MOST_KINDS], least[MOST_UNITS], most[MOST_UNITS];
    int all_kind[MOST_KINDS];
    uint32_t near[MOST_UNITS]; /* bit masks of neighbours */
};

static void add_edges(struct instance *t)
{
    struct hc_problem *p = &t->p;
    int64_t length[MOST_UNITS][MOST_UNITS] = {{0}};
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

static void add_limits(struct instance *t)
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

static void add_sets(struct instance *t)
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

static void add_counts(struct instance *t)
{
    struct hc_problem *p = &t->p;
    uint32_t size[MOST_UNITS] = {0}, kinds[MOST_UNITS * MOST_KINDS] = {0}, how = roll(8);
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

static void make(struct instance *t, uint32_t seed)
{
    struct hc_problem *p = &t->p;
    *t = (struct instance){0};
    state = seed * 7919u + 17;
    roll(2);
    p->n = 2 + roll(seed % 5 ? 8 : MOST_UNITS - 1);
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

/* ---- the oracle */

static bool connected(const struct instance *t, uint32_t set)
{
    uint32_t reached = set & (~set + 1), before = 0;
    while (reached != before) {
        before = reached;
        for (uint32_t u = 0; u < t->p.n; u++)
            if (before >> u & 1)
                reached |= t->near[u] & set;
    }
    return reached == set;
}

static bool allowed(const struct instance *t, uint32_t set, uint32_t kind)
{
    const struct hc_problem *p = &t->p;
    uint32_t fixed = 0, together = 0, block = HC_NONE, most = HC_NONE;
    bool may = false;
    for (uint32_t u = 0; u < p->n; u++) {
        fixed |= p->fixed[u] == 0 ? 1u << u : 0;
        together |= p->together[u] == 0 ? 1u << u : 0;
        if (!(set >> u & 1))
            continue;
        if (block != HC_NONE && block != p->block[u])
            return false;
        block = p->block[u];
        may = may || p->kind[u] == kind || p->convert[u];
        if (most == HC_NONE || p->people[u] > p->people[most])
            most = u;
    }
    if (!may || ((set & fixed) && set != fixed) || ((set & together) && (set & together) != together))
        return false;
    if ((!p->choose_kind || (set & fixed)) && kind != p->kind[most])
        return false;
    for (size_t i = 0; i < p->n_apart; i++)
        if ((set >> p->apart[i][0] & 1) && (set >> p->apart[i][1] & 1))
            return false;
    if (p->contiguous && !connected(t, set))
        return false;
    for (size_t i = 0; i < p->n_limits; i++) {
        const struct hc_limit *l = &p->limits[i];
        int64_t of = 0, per = 0;
        for (uint32_t u = 0; u < p->n; u++) {
            of += set >> u & 1 ? l->of[u] : 0;
            per += (set >> u & 1) && l->per ? l->per[u] : 0;
        }
        if (l->kind != HC_NONE && l->kind != kind)
            continue;
        if (l->type == HC_LIMIT_SUM && ((l->has_min && of < l->min) || (l->has_max && of > l->max)))
            return false;
        if (l->type == HC_LIMIT_RATIO && l->has_max && (double)of / (double)per > l->high)
            return false;
    }
    return true;
}

static double price(const struct instance *t, uint32_t set, uint32_t kind)
{
    const struct hc_problem *p = &t->p;
    double people = 0, other = 0, stay = 0, may = 0, border = 0, links = 0, access = INFINITY;
    bool has = false;
    for (uint32_t u = 0; u < p->n; u++) {
        double way = 0;
        if (!(set >> u & 1))
            continue;
        people += (double)p->people[u];
        other += p->kind[u] == kind ? 0 : (double)p->people[u];
        if (p->kind[u] == kind) {
            has = true;
            stay = fmax(stay, (double)p->people[u]);
        } else if (p->convert[u]) {
            may = fmax(may, (double)p->people[u]);
        }
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            if (!(set >> p->edge[e].to & 1)) {
                border += (double)p->edge[e].length / 1e9 / 2;
                links += 0.5;
            }
        for (uint32_t v = 0; v < p->n; v++)
            if (set >> v & 1)
                way += (double)p->people[v] * hypot(p->x_m[u] - p->x_m[v], p->y_m[u] - p->y_m[v]) / 1000;
        access = fmin(access, way);
    }
    double term[HC_N_TERMS] = {pow(people / p->target - 1, 2), access, border, links,
                               people - (has ? stay : may),    other};
    double cost = 0;
    for (int i = 0; i < HC_N_TERMS; i++)
        cost += p->weight[i] * term[i];
    return cost;
}

struct oracle {
    const struct instance *t;
    double cost[1 << MOST_UNITS][MOST_KINDS]; /* NaN: not allowed */
    double best;
    int count[MOST_UNITS][MOST_KINDS];
};

static bool counts_kept(const struct oracle *o)
{
    const struct hc_wanted *w = &o->t->wanted;
    int all = 0, kinds[MOST_KINDS] = {0};
    for (size_t b = 0; b < o->t->p.n_blocks; b++) {
        int n = 0;
        for (size_t k = 0; k < o->t->p.n_kinds; k++) {
            int want = w->block_kind ? w->block_kind[b * o->t->p.n_kinds + k] : -1;
            n += o->count[b][k];
            kinds[k] += o->count[b][k];
            if (want >= 0 && o->count[b][k] != want)
                return false;
        }
        if ((w->block && w->block[b] >= 0 && n != w->block[b]) || (w->least && n < w->least[b]) ||
            (w->most && w->most[b] >= 0 && n > w->most[b]))
            return false;
        all += n;
    }
    for (size_t k = 0; w->kind && k < o->t->p.n_kinds; k++)
        if (w->kind[k] >= 0 && kinds[k] != w->kind[k])
            return false;
    return w->total < 0 || all == w->total;
}

/* Every partition: the lowest unit left goes with every set of the others. */
static void try_all(struct oracle *o, uint32_t left, double cost)
{
    if (!left) {
        if (cost < o->best && counts_kept(o))
            o->best = cost;
        return;
    }
    uint32_t lowest = left & (~left + 1), others = left ^ lowest, block = 0;
    while (!(lowest >> block & 1))
        block++;
    block = o->t->p.block[block];
    for (uint32_t with = others;; with = (with - 1) & others) {
        for (size_t k = 0; k < o->t->p.n_kinds; k++) {
            if (isnan(o->cost[lowest | with][k]))
                continue;
            o->count[block][k]++;
            try_all(o, others ^ with, cost + o->cost[lowest | with][k]);
            o->count[block][k]--;
        }
        if (!with)
            break;
    }
}

static double solve_by_force(struct oracle *o, const struct instance *t)
{
    o->t = t;
    o->best = INFINITY;
    memset(o->count, 0, sizeof o->count);
    for (uint32_t set = 1; set < 1u << t->p.n; set++)
        for (uint32_t k = 0; k < t->p.n_kinds; k++)
            o->cost[set][k] = allowed(t, set, k) ? price(t, set, k) : (double)NAN;
    try_all(o, (1u << t->p.n) - 1, 0);
    return o->best;
}

/* ---- the comparison */

static void check_plan(const struct instance *t, const struct oracle *o, const struct hc_plan *plan)
{
    double cost = 0;
    for (uint32_t g = 0; g < plan->all.n_groups; g++) {
        uint32_t set = 0;
        for (uint32_t u = 0; u < t->p.n; u++)
            set |= plan->all.label[u] == g ? 1u << u : 0;
        assert_true(set != 0);
        assert_true(isnan(o->cost[set][plan->all.kind[g]]) == 0);
        cost += o->cost[set][plan->all.kind[g]];
    }
    assert_true(fabs(cost - (double)plan->all.cost / t->p.quanta) < 1e-5);
}

/* What is said to be the least is no more than the best, whether a plan is known or not. */
static void check_bound(const struct instance *t, double best, uint32_t seed)
{
    if (t->wanted.total < 1 || isinf(best))
        return;
    int64_t known = (int64_t)ceil(best * t->p.quanta) + 100;
    int64_t below[] = {INT64_MAX, known};
    for (int i = 0; i < 2; i++) {
        int64_t least = hc_least_cost(&t->p, (size_t)t->wanted.total, below[i], 1, NULL);
        if ((double)least / t->p.quanta > best + 1e-5)
            fail_msg("seed %u: no plan is said to cost less than %g; one costs %g", seed, (double)least / t->p.quanta,
                     best);
        bounds++;
        bounds_above_0 += least > 0;
    }
}

static void compare(uint32_t seed, const struct hc_effort *effort, struct oracle *o, const char *how)
{
    struct instance t;
    struct hc_plan plan;
    make(&t, seed);
    double best = solve_by_force(o, &t);
    hc_plan_init(&plan, &t.p);
    assert_int_equal(hc_counts_solve(&t.p, &t.wanted, effort, NULL, 1, NULL, &plan), 0);
    double cost = plan.all.feasible ? (double)plan.all.cost / t.p.quanta : INFINITY;
    bool same = isinf(best) ? plan.all.infeasible && !plan.all.feasible
                            : plan.all.feasible && plan.all.proven && fabs(cost - best) < 1e-5;
    if (!same)
        fail_msg("seed %u, %s: %g, proven %d, infeasible %d; every partition says %g (n %zu)", seed, how, cost,
                 plan.all.proven, plan.all.infeasible, best, t.p.n);
    if (!effort->no_subsets)
        check_bound(&t, best, seed);
    if (plan.all.feasible)
        check_plan(&t, o, &plan);
    hc_plan_release(&plan);
    hc_problem_release(&t.p);
}

static void search(void *ctx, const struct hc_problem *part, const struct hc_counts *counts,
                   const struct hc_searched *searched, struct hc_partition *out)
{
    size_t k = counts->total > 0 ? (size_t)counts->total : 0;
    struct hc_searching how = {.seed = 1, .rounds = 1, .brief = true, .stop_at = INT64_MIN, .threads = 1};
    (void)ctx;
    how.kinds = counts->kind;
    how.bound = k && !searched->brief;
    for (size_t i = 0; !k && counts->kind && i < part->n_kinds; i++)
        k += counts->kind[i] > 0 ? (size_t)counts->kind[i] : 0;
    hc_search_run(&how, part, k, out);
}

/* Blocks that are all left to the search, as if they were large: no plan is better than every partition's best, and
 * no bound is above it. */
static void compare_searched(uint32_t seed, struct oracle *o, bool only_sums)
{
    struct instance t;
    struct hc_plan plan;
    struct hc_effort effort = hc_effort_default();
    struct hc_helper helper = {.search = search};
    make(&t, seed);
    if (only_sums && (t.wanted.total < 1 || t.p.n_blocks < 2)) {
        hc_problem_release(&t.p);
        return;
    }
    double best = solve_by_force(o, &t);
    hc_plan_init(&plan, &t.p);
    effort.no_proof = true;
    assert_int_equal(hc_counts_solve(&t.p, &t.wanted, &effort, &helper, 1, NULL, &plan), 0);
    double bound = plan.all.bound == INT64_MIN ? -INFINITY : (double)plan.all.bound / t.p.quanta;
    if (plan.all.infeasible ? !isinf(best) : bound > best + 1e-5)
        fail_msg("seed %u, searched: bound %g, infeasible %d; every partition says %g", seed, bound,
                 plan.all.infeasible, best);
    if (plan.all.feasible) {
        double cost = (double)plan.all.cost / t.p.quanta;
        check_plan(&t, o, &plan);
        if (cost < best - 1e-5 || (plan.all.proven && cost > best + 1e-5))
            fail_msg("seed %u, searched: cost %g, proven %d; every partition says %g", seed, cost, plan.all.proven,
                     best);
    }
    if (!isinf(best) && t.wanted.total > 0 && t.p.n_blocks > 1) {
        sums++;
        sums_found += plan.all.feasible;
        sums_above_0 += plan.all.bound > 0;
    }
    hc_plan_release(&plan);
    hc_problem_release(&t.p);
}

static uint32_t n_seeds(void)
{
    const char *given = getenv("HC_SEEDS");
    return given ? (uint32_t)atoi(given) / 5 : 400;
}

static void equals_brute_force(void **unused)
{
    struct oracle *o = malloc(sizeof *o);
    struct hc_effort usual = hc_effort_default(), linear = usual, walked = usual;
    (void)unused;
    linear.no_subsets = true;
    walked.no_subsets = true;
    walked.most_listed = 0;
    for (uint32_t seed = 1; seed <= n_seeds(); seed++) {
        compare(seed, &usual, o, "subsets");
        compare(seed, &linear, o, "listed");
        compare(seed, &walked, o, "priced");
        compare_searched(seed, o, false);
    }
    for (uint32_t seed = n_seeds() + 1; seed <= 5 * n_seeds(); seed++) /* these are rare */
        compare_searched(seed, o, true);
    assert_true(bounds_above_0 > bounds / 3); /* nothing is always a bound */
    assert_true(sums_above_0 > sums / 3);
    print_message("%zu bounds, %zu above 0; %zu totals over blocks: %zu found, %zu bounds above 0\n", bounds,
                  bounds_above_0, sums, sums_found, sums_above_0);
    free(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equals_brute_force)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
