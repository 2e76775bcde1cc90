/* Random plans of small graphs, against every legal partition there is: only legal ones appear, each that steps can
 * lead to appears, and as often as it should: in proportion to the product of its groups' numbers of spanning trees.
 * The oracle lists partitions as labels and counts trees by Kirchhoff's determinant. */
#include "base/mem.h"
#include "propose/sample/recombine.h"
#include "propose/sample/sample.h"
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

#define MOST_UNITS 8
#define MOST_PLANS 600
#define STEPS      100000

static uint64_t state;

static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static int seeds(int usual)
{
    const char *asked = getenv("HC_SEEDS");
    return asked ? atoi(asked) / 100 + 1 : usual;
}

struct instance {
    struct hc_problem p;
    uint32_t k;
    bool near[MOST_UNITS][MOST_UNITS];
    bool bound; /* limits and sets bind */
    uint8_t plan[MOST_PLANS][MOST_UNITS];
    double trees[MOST_PLANS];
    size_t n_plans, seen[MOST_PLANS];
    bool reached[MOST_PLANS];
};

static void add_edges(struct instance *t)
{
    struct hc_problem *p = &t->p;
    size_t n = 0;
    for (uint32_t u = 1; u < p->n; u++) {
        t->near[u][roll(u)] = true; /* one piece */
        for (uint32_t v = 0; v < u; v++)
            t->near[u][v] = t->near[v][u] = t->near[u][v] || !roll(3);
    }
    p->edge_at = hc_calloc(p->n + 1, sizeof *p->edge_at);
    p->edge = hc_alloc(p->n * p->n, sizeof *p->edge);
    for (uint32_t u = 0; u < p->n; u++) {
        for (uint32_t v = 0; v < p->n; v++)
            if (t->near[u][v])
                p->edge[n++] = (struct hc_edge){v, 1000000};
        p->edge_at[u + 1] = n;
    }
}

static void make(struct instance *t, uint32_t seed)
{
    struct hc_problem *p = &t->p;
    state = seed * 7919u + 17;
    memset(t, 0, sizeof *t);
    p->n = 4 + roll(MOST_UNITS - 3);
    p->n_blocks = p->n_kinds = 1;
    p->contiguous = true;
    p->unit = hc_calloc(p->n, sizeof *p->unit);
    p->block = hc_calloc(p->n, sizeof *p->block);
    p->kind = hc_calloc(p->n, sizeof *p->kind);
    p->convert = hc_calloc(p->n, sizeof *p->convert);
    p->people = hc_alloc(p->n, sizeof *p->people);
    p->fixed = hc_alloc(p->n, sizeof *p->fixed);
    p->together = hc_alloc(p->n, sizeof *p->together);
    p->fixed_size = hc_calloc(1, sizeof *p->fixed_size);
    p->together_size = hc_calloc(1, sizeof *p->together_size);
    p->apart = hc_calloc(1, sizeof *p->apart);
    p->limits = hc_calloc(1, sizeof *p->limits);
    memset(p->fixed, 0xff, p->n * sizeof *p->fixed);
    memset(p->together, 0xff, p->n * sizeof *p->together);
    for (uint32_t u = 0; u < p->n; u++) {
        p->unit[u] = u;
        p->people[u] = 1 + roll(9);
        p->total_people += p->people[u];
    }
    p->quanta = 1;
    p->grain = 1;
    add_edges(t);
    t->k = 2 + roll((uint32_t)p->n - 3);
    t->bound = seed % 2;
    if (!t->bound)
        return;
    p->n_limits = 1;
    p->limits[0] = (struct hc_limit){.type = HC_LIMIT_SUM, .kind = HC_NONE, .has_min = true, .min = 2 + roll(5)};
    p->limits[0].of = hc_alloc(p->n, sizeof(int64_t));
    memcpy(p->limits[0].of, p->people, p->n * sizeof(int64_t));
    p->n_apart = roll(2);
    p->apart[0][1] = 1;
    if (roll(3) == 0) {
        p->together[2] = p->together[3] = 0;
        p->together_size[p->n_together++] = 2;
    }
    if (roll(3) == 0) {
        p->fixed[p->n - 1] = 0;
        p->fixed_size[p->n_fixed++] = 1;
    }
}

static void release(struct instance *t)
{
    hc_problem_release(&t->p);
}

/* Determinant of the Laplacian without its first row: how many spanning trees a group has; 0 if it is in pieces. */
static double count_trees(const struct instance *t, const uint8_t *label, uint8_t group)
{
    double m[MOST_UNITS][MOST_UNITS] = {{0}}, trees = 1;
    uint32_t unit[MOST_UNITS], n = 0;
    for (uint32_t u = 0; u < t->p.n; u++)
        if (label[u] == group)
            unit[n++] = u;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            if (i != j && t->near[unit[i]][unit[j]]) {
                m[i][j] = -1;
                m[i][i] += 1;
            }
    for (uint32_t c = 1; c < n; c++) {
        if (m[c][c] < 1e-9)
            return 0;
        trees *= m[c][c];
        for (uint32_t r = c + 1; r < n; r++)
            for (uint32_t j = n; j-- > c;)
                m[r][j] -= m[r][c] / m[c][c] * m[c][j];
    }
    return trees;
}

static bool keeps_rules(const struct instance *t, const uint8_t *label)
{
    const struct hc_problem *p = &t->p;
    int64_t people[MOST_UNITS] = {0};
    for (uint32_t u = 0; u < p->n; u++)
        people[label[u]] += p->people[u];
    for (uint32_t g = 0; t->bound && g < t->k; g++)
        if (people[g] < p->limits[0].min)
            return false;
    for (uint32_t u = 0; u + 1 < p->n && p->n_fixed; u++)
        if (label[u] == label[p->n - 1])
            return false;
    return !(p->n_apart && label[0] == label[1]) && !(p->n_together && label[2] != label[3]);
}

static void consider(struct instance *t, const uint8_t *label)
{
    double trees = 1;
    for (uint8_t g = 0; g < t->k; g++)
        trees *= count_trees(t, label, g);
    if (trees < 0.5 || !keeps_rules(t, label) || t->n_plans == MOST_PLANS)
        return;
    memcpy(t->plan[t->n_plans], label, t->p.n);
    t->trees[t->n_plans++] = trees;
}

/* All partitions into k groups that keep the rules, numbered by their lowest units. */
static void list_plans(struct instance *t, uint8_t *label, uint32_t u, uint32_t used)
{
    if (u == t->p.n) {
        if (used == t->k)
            consider(t, label);
        return;
    }
    for (uint8_t g = 0; g <= used && g < t->k; g++) {
        label[u] = g;
        list_plans(t, label, u + 1, g == used ? used + 1 : used);
    }
}

static size_t find_plan(const struct instance *t, const uint32_t *label)
{
    for (size_t i = 0; i < t->n_plans; i++) {
        bool same = true;
        for (uint32_t u = 0; u < t->p.n; u++)
            same = same && t->plan[i][u] == label[u];
        if (same)
            return i;
    }
    return t->n_plans;
}

/* Whether one plan becomes the other where two groups that touch are divided anew: all other groups are the same. */
static bool one_step(const struct instance *t, const uint8_t *a, const uint8_t *b)
{
    uint32_t changed = 0;
    for (uint8_t g = 0; g < t->k; g++) {
        bool same = false;
        for (uint8_t h = 0; h < t->k; h++) {
            bool equal = true;
            for (uint32_t u = 0; u < t->p.n; u++)
                equal = equal && (a[u] == g) == (b[u] == h);
            same = same || equal;
        }
        changed += !same;
    }
    return changed == 2;
}

static size_t reach(struct instance *t, size_t from)
{
    size_t queue[MOST_PLANS], head = 0, tail = 0;
    queue[tail++] = from;
    t->reached[from] = true;
    while (head < tail) {
        size_t i = queue[head++];
        for (size_t j = 0; j < t->n_plans; j++)
            if (!t->reached[j] && one_step(t, t->plan[i], t->plan[j])) {
                t->reached[j] = true;
                queue[tail++] = j;
            }
    }
    return tail;
}

static void walk(struct instance *t, size_t from, uint64_t seed)
{
    struct hc_shuffle w;
    uint32_t label[MOST_UNITS];
    for (uint32_t u = 0; u < t->p.n; u++)
        label[u] = t->plan[from][u];
    hc_shuffle_init(&w, &t->p, hc_random_stream(seed, 1));
    hc_shuffle_load(&w, label);
    for (size_t i = 0; i < STEPS; i++) {
        hc_shuffle_step(&w);
        memcpy(label, w.label, t->p.n * sizeof *label);
        assert_int_equal(hc_label_settle(label, t->p.n), t->k);
        size_t at = find_plan(t, label);
        assert_true(at < t->n_plans); /* legal */
        t->seen[at]++;
    }
    assert_int_equal(w.steps, STEPS);
    hc_shuffle_release(&w);
}

/* Half the sum of differences between how often plans came and how often they should. */
static double off(const struct instance *t)
{
    double all = 0, sum = 0;
    for (size_t i = 0; i < t->n_plans; i++)
        all += t->reached[i] ? t->trees[i] : 0;
    for (size_t i = 0; i < t->n_plans; i++)
        sum += fabs((double)t->seen[i] / STEPS - (t->reached[i] ? t->trees[i] / all : 0)) / 2;
    return sum;
}

static void plans_come_as_often_as_their_trees(void **unused)
{
    static struct instance t;
    size_t used = 0, whole = 0, bound = 0;
    double worst = 0;
    (void)unused;
    for (uint32_t seed = 1; seed <= (uint32_t)seeds(40); seed++) {
        uint8_t label[MOST_UNITS] = {0};
        make(&t, seed);
        list_plans(&t, label, 0, 0);
        if (t.n_plans > 1 && t.n_plans < MOST_PLANS) {
            size_t from = roll((uint32_t)t.n_plans), n = reach(&t, from);
            walk(&t, from, seed);
            for (size_t i = 0; i < t.n_plans; i++)
                if (t.reached[i] && t.trees[i] * 2000 > t.trees[from])
                    assert_true(t.seen[i] > 0);
            assert_true(t.bound || n == t.n_plans); /* without rules every plan is in reach */
            worst = off(&t) > worst ? off(&t) : worst;
            used++;
            whole += n == t.n_plans;
            bound += t.bound;
        }
        release(&t);
    }
    print_message("%zu instances, %zu with rules, all plans in reach in %zu; off by %.4f at most\n", used, bound, whole,
                  worst);
    assert_true(used > 10 && bound > 3);
    assert_true(worst < 0.05);
}

/* Each unit a group of its own: two of them together can only be divided as they were. */
static void a_walk_that_cannot_move_stays(void **unused)
{
    static struct instance t;
    struct hc_shuffle w;
    const uint32_t label[MOST_UNITS] = {0, 1, 2, 3, 4, 5, 6, 7};
    (void)unused;
    make(&t, 2);
    hc_shuffle_init(&w, &t.p, hc_random_stream(1, 1));
    hc_shuffle_load(&w, label);
    for (int i = 0; i < 1000; i++)
        hc_shuffle_step(&w);
    assert_int_equal(w.moves, 0);
    assert_int_equal(w.moved[0], 0);
    hc_shuffle_release(&w);
    release(&t);
}

/* Ties count half; the least and the greatest are the ends. */
static void percentiles_are_mid_ranks(void **unused)
{
    double value[] = {1, 2, 2, 2, 5};
    struct hc_sample s = {.n_draws = 5, .n_values = 1, .value = value};
    (void)unused;
    assert_true(fabs(hc_sample_percentile(&s, 0, 2) - 50) < 1e-9);
    assert_true(fabs(hc_sample_percentile(&s, 0, 1) - 10) < 1e-9);
    assert_true(fabs(hc_sample_percentile(&s, 0, 0)) < 1e-9);
    assert_true(fabs(hc_sample_percentile(&s, 0, 3) - 80) < 1e-9);
    assert_true(fabs(hc_sample_percentile(&s, 0, 9) - 100) < 1e-9);
    assert_true(fabs(hc_sample_quantile(&s, 0, 0) - 1) < 1e-9 && fabs(hc_sample_quantile(&s, 0, 1) - 5) < 1e-9);
    assert_true(fabs(hc_sample_quantile(&s, 0, 0.875) - 3.5) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_come_as_often_as_their_trees),
        cmocka_unit_test(a_walk_that_cannot_move_stays),
        cmocka_unit_test(percentiles_are_mid_ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
