/* Plans of small random problems, and what they are said to cost at least, against every partition there is. */
#include "propose/bound/least.h"
#include "propose/search/search.h"
#include "puzzles.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants the four above */
#include <cmocka.h>

static size_t bounds, bounds_above_0;
static size_t sums, sums_above_0, sums_found; /* totals over several blocks that were left to the search */

static void check_plan(const struct puzzle *t, const struct partitions *o, const struct hc_plan *plan)
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
static void check_bound(const struct puzzle *t, double best, uint32_t seed)
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

static void compare(uint32_t seed, const struct hc_effort *effort, struct partitions *o, const char *how)
{
    struct puzzle t;
    struct hc_plan plan;
    puzzle_make(&t, seed);
    double best = partitions_solve(o, &t);
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
static void compare_searched(uint32_t seed, struct partitions *o, bool only_sums)
{
    struct puzzle t;
    struct hc_plan plan;
    struct hc_effort effort = hc_effort_default();
    struct hc_helper helper = {.search = search};
    puzzle_make(&t, seed);
    if (only_sums && (t.wanted.total < 1 || t.p.n_blocks < 2)) {
        hc_problem_release(&t.p);
        return;
    }
    double best = partitions_solve(o, &t);
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
    struct partitions *o = malloc(sizeof *o);
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
