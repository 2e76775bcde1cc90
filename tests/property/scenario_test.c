/* Scenarios say what hc_simulate says, to the bit: random plans of Gaoping, and of random coverages, some of which
 * overlap; on one thread and on several, in any order. */
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/cover.h"
#include "load/load.h"
#include "plans.h"
#include "projects.h"
#include "simulate/scenario/scenario.h"
#include "simulate/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* Doubles by their bits, but for NaN, of which there is one. */
static void same_double(double a, double b)
{
    if (!(a != a && b != b))
        assert_memory_equal(&a, &b, sizeof a);
}

static void same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_true(a == b);
}

static void same_number(struct hc_number a, struct hc_number b)
{
    assert_int_equal(a.missing, b.missing);
    assert_int_equal(a.exact, b.exact);
    assert_int_equal(a.num, b.num);
    assert_int_equal(a.den, b.den);
    assert_int_equal(a.scale, b.scale);
    same_double(a.real, b.real);
}

static void same_stats(const struct hc_stats *a, const struct hc_stats *b)
{
    same_text(a->kind, b->kind);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        const struct hc_stat *x = &a->items[i], *y = &b->items[i];
        assert_string_equal(x->measure, y->measure);
        assert_int_equal(x->ratio, y->ratio);
        same_number(x->sum, y->sum);
        same_number(x->mean, y->mean);
        same_number(x->median, y->median);
        same_number(x->min, y->min);
        same_number(x->max, y->max);
        same_number(x->sd, y->sd);
        assert_int_equal(x->missing, y->missing);
    }
}

static void same_summary(const struct hc_level_summary *a, const struct hc_level_summary *b)
{
    same_stats(&a->all, &b->all);
    assert_int_equal(a->n_kinds, b->n_kinds);
    for (size_t k = 0; k < a->n_kinds; k++)
        same_stats(&a->kinds[k], &b->kinds[k]);
}

static void same_column(const struct hc_column *a, const struct hc_column *b)
{
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->scale, b->scale);
    assert_int_equal(a->derived, b->derived);
    for (size_t i = 0; i < a->n; i++)
        if (a->type == HC_DECIMAL)
            assert_int_equal(a->value[i], b->value[i]);
        else if (a->type == HC_REAL)
            same_double(a->real[i], b->real[i]);
        else
            same_text(a->text[i], b->text[i]);
}

static void same_level(const struct hc_level_state *a, const struct hc_level_state *b, size_t n_faces)
{
    const struct hc_units *u = &a->units, *v = &b->units;
    assert_int_equal(u->count, v->count);
    for (uint32_t i = 0; i < u->count; i++) {
        same_text(u->code[i], v->code[i]);
        same_text(u->name[i], v->name[i]);
        same_text(u->kind[i], v->kind[i]);
        same_text(u->parent_code[i], v->parent_code[i]);
        same_text(u->seat[i], v->seat[i]);
        assert_int_equal(u->parent[i], v->parent[i]);
        assert_int_equal(u->estimated ? u->estimated[i] : 0, v->estimated ? v->estimated[i] : 0);
        assert_int_equal(hc_map_find(&u->by_code, u->code[i]), i);
        assert_int_equal(a->area[i], b->area[i]);
        assert_int_equal(a->perimeter[i], b->perimeter[i]);
        assert_int_equal(a->settled[i], b->settled[i]);
        same_double(a->polsby_popper[i], b->polsby_popper[i]);
        same_double(a->reock[i], b->reock[i]);
        assert_int_equal(a->n_members[i], b->n_members[i]);
        same_text(a->members[i], b->members[i]);
    }
    assert_int_equal(u->n_columns, v->n_columns);
    for (size_t c = 0; c < u->n_columns; c++)
        same_column(&u->columns[c], &v->columns[c]);
    assert_int_equal(!a->face_unit, !b->face_unit);
    if (a->face_unit)
        assert_memory_equal(a->face_unit, b->face_unit, n_faces * sizeof *a->face_unit);
}

static void same_crosswalk(const struct hc_crosswalk *a, const struct hc_crosswalk *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->rows[i].source, b->rows[i].source);
        assert_int_equal(a->rows[i].target, b->rows[i].target);
        same_double(a->rows[i].share_area, b->rows[i].share_area);
        same_double(a->rows[i].share_population, b->rows[i].share_population);
        assert_int_equal(a->rows[i].estimated, b->rows[i].estimated);
    }
}

static void same_balance(const struct hc_level_result *a, const struct hc_level_result *b)
{
    assert_int_equal(a->n_balance, b->n_balance);
    for (size_t i = 0; i < a->n_balance; i++) {
        assert_string_equal(a->balance[i].measure, b->balance[i].measure);
        same_number(a->balance[i].before, b->balance[i].before);
        same_number(a->balance[i].after, b->balance[i].after);
        same_number(a->balance[i].left, b->balance[i].left);
        same_number(a->balance[i].settled, b->balance[i].settled);
    }
}

/* What a plan hardly means, which nobody asks a scenario for. */
static bool is_doubt(const struct hc_finding *f)
{
    return strcmp(f->id, "unlisted_unit") == 0 || strcmp(f->id, "target_moves") == 0 ||
           strcmp(f->id, "parent_changes") == 0;
}

static const struct hc_finding *nth(const struct hc_findings *before, const struct hc_findings *then, size_t i)
{
    assert_true(i < before->count + then->count);
    return i < before->count ? &before->items[i] : &then->items[i - before->count];
}

/* `fresh` begins with what the scenario found when it was prepared. */
static void same_findings(const struct hc_findings *before, const struct hc_findings *then,
                          const struct hc_findings *fresh)
{
    size_t i = 0;
    for (size_t k = 0; k < fresh->count; k++) {
        const struct hc_finding *f = &fresh->items[k];
        if (is_doubt(f))
            continue;
        while (is_doubt(nth(before, then, i)))
            i++;
        const struct hc_finding *g = nth(before, then, i++);
        assert_string_equal(f->id, g->id);
        assert_int_equal(f->severity, g->severity);
        same_text(f->level, g->level);
        assert_int_equal(f->rule, g->rule);
        assert_int_equal(f->n_codes, g->n_codes);
        for (size_t c = 0; c < f->n_codes; c++)
            assert_string_equal(f->codes[c], g->codes[c]);
        assert_string_equal(hc_text_in(&f->what, HC_EN), hc_text_in(&g->what, HC_EN));
        assert_string_equal(hc_text_in(&f->remedy, HC_ZH), hc_text_in(&g->remedy, HC_ZH));
    }
    while (i < before->count + then->count && is_doubt(nth(before, then, i)))
        i++;
    assert_int_equal(before->count + then->count, i);
}

struct world {
    struct hc_input input;
    struct hc_cover *cover;
    struct hc_scenario *scenario;
    struct hc_findings found; /* by the scenario */
};

static void same_result(const struct world *w, const struct hc_result *a, const struct hc_result *b)
{
    size_t n_faces = hc_cover_n_faces(w->cover), last = a->n_states - 1;
    assert_int_equal(a->n_states, b->n_states);
    assert_int_equal(a->n_steps, b->n_steps);
    for (size_t l = 0; l < w->input.project.n_levels; l++) {
        for (size_t s = 0; s < a->n_states; s++) {
            same_level(&a->states[s].levels[l], &b->states[s].levels[l], n_faces);
            assert_int_equal(a->states[s].interim, b->states[s].interim);
            assert_int_equal(!a->summaries[s], !b->summaries[s]);
            if (a->summaries[s])
                same_summary(&a->summaries[s][l], &b->summaries[s][l]);
        }
        same_crosswalk(&a->levels[l].crosswalk, &b->levels[l].crosswalk);
        if (last)
            same_crosswalk(&a->steps[last - 1].levels[l].crosswalk, &b->steps[last - 1].levels[l].crosswalk);
        same_balance(&a->levels[l], &b->levels[l]);
    }
}

/* Whatever was taken over from units before: as if every unit were measured by itself. */
static void measured_anew(const struct world *w, const struct hc_result *r)
{
    const struct hc_state *last = &r->states[r->n_states - 1];
    for (size_t l = 0; l < w->input.project.n_levels; l++) {
        const struct hc_level_state *s = &last->levels[l];
        size_t n = s->units.count;
        struct hc_err err = {0};
        if (!s->face_unit)
            continue;
        int64_t *area = hc_calloc(n, sizeof *area), *perimeter = hc_calloc(n, sizeof *perimeter);
        double *reock = hc_calloc(n, sizeof *reock);
        struct hc_measures m = {.area = area, .perimeter = perimeter, .reock = reock};
        assert_int_equal(hc_cover_measure(w->cover, s->face_unit, n, &m, &err), 0);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(area[i], s->area[i]);
            assert_int_equal(perimeter[i], s->perimeter[i]);
            same_double(reock[i], s->reock[i]);
        }
        hc_free(area);
        hc_free(perimeter);
        hc_free(reock);
    }
}

/* The plan through both. Returns whether it was refused. */
static bool compare(const struct world *w, const struct hc_step_input *plan)
{
    struct hc_err err = {0}, err2 = {0};
    struct hc_findings then = {0}, fresh = {0};
    struct hc_result a, b;
    struct hc_input all = w->input;
    all.steps = hc_alloc(all.n_steps + 1, sizeof *all.steps);
    if (all.n_steps)
        memcpy(all.steps, w->input.steps, all.n_steps * sizeof *all.steps);
    if (plan)
        all.steps[all.n_steps++] = *plan;
    assert_int_equal(hc_simulate(&all, w->cover, 2, &fresh, &a, &err),
                     hc_scenario_take(w->scenario, plan, &then, &b, &err2));
    same_findings(&w->found, &then, &fresh);
    bool refused = hc_findings_count(&fresh, HC_REFUSAL) > 0;
    assert_true(err.code != HC_FAULT && err.code == err2.code);
    if (!refused && !err.code) {
        same_result(w, &a, &b);
        measured_anew(w, &a);
    }
    hc_result_release(&a);
    hc_scenario_release(w->scenario, &b);
    hc_findings_release(&then);
    hc_findings_release(&fresh);
    hc_err_release(&err);
    hc_err_release(&err2);
    hc_free(all.steps);
    return refused;
}

static void prepare(struct world *w)
{
    struct hc_err err = {0};
    w->scenario = hc_scenario_new(&w->input, w->cover, 2, &w->found, &err);
    if (!w->scenario)
        fail_msg("%s", hc_text_in(&err.text, HC_EN));
}

/* Random plans at a level of the state that the world's own steps lead to; returns how many were refused. */
static size_t compare_plans(const struct world *w, uint32_t level, size_t n, uint64_t seed)
{
    struct hc_err err = {0};
    struct hc_findings found = {0};
    struct hc_result r;
    struct hc_pairs pairs = {0};
    struct rng rng = {seed};
    size_t n_refused = 0;
    assert_int_equal(hc_simulate(&w->input, w->cover, 1, &found, &r, &err), 0);
    const struct hc_level_state *l = &r.states[r.n_states - 1].levels[level];
    if (l->face_unit)
        hc_cover_neighbours(w->cover, l->face_unit, l->units.count, &pairs);
    for (size_t i = 0; i < n; i++) {
        struct hc_step_input plan;
        if (i % 2)
            plan_scatter(&rng, &r, r.n_states - 1, level, &plan);
        else
            plan_merge(&rng, &r, r.n_states - 1, level, &pairs, rng_unit(&rng), &plan);
        n_refused += compare(w, &plan);
        plan_release(&plan);
    }
    hc_pairs_release(&pairs);
    hc_result_release(&r);
    hc_findings_release(&found);
    return n_refused;
}

static void release(struct world *w)
{
    hc_scenario_free(w->scenario);
    hc_cover_free(w->cover);
    hc_findings_release(&w->found);
}

static void gaoping(void **state)
{
    struct world w = {0};
    struct hc_err err = {0};
    struct hc_progress quiet = {0};
    struct hc_cover_options options = {0};
    struct hc_findings found = {0};
    (void)state;
    hc_load_init();
    assert_int_equal(hc_load_project("sample_data/gaoping", &w.input.project, &found, &err), 0);
    assert_int_equal(hc_load_input(&w.input, &quiet, &found, &err), 0);
    w.cover = hc_cover_new(&w.input.layers[w.input.base], "group", &options, &found, &err);
    assert_non_null(w.cover);
    struct hc_input whole = w.input; /* figures and services are not scenarios' */
    w.input.project.figures = (struct hc_figures){0};
    w.input.project.services = (struct hc_services_spec){0};
    size_t n = seeds_or(18), refused = 0;
    for (size_t steps = 0; steps < 3; steps++) {
        w.input.n_steps = steps;
        w.found = (struct hc_findings){0};
        prepare(&w);
        compare(&w, NULL);
        for (uint32_t level = 0; level < 3; level++)
            refused += compare_plans(&w, level, n / 9 + (level == 1 && steps == 2 ? n / 2 : 0), 7 * steps + level);
        hc_scenario_free(w.scenario);
        hc_findings_release(&w.found);
    }
    printf("%zu plans refused by both\n", refused);
    hc_cover_free(w.cover);
    hc_findings_release(&found);
    hc_input_release(&whole);
}

static void made_up(void **state)
{
    size_t n = seeds_or(40), refused = 0, conflicts = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct project p;
        struct world w = {0};
        struct hc_err err = {0};
        struct hc_cover_options options = {0};
        struct hc_findings found = {0};
        project_make(&p, seed);
        w.input = p.input;
        w.cover = hc_cover_new(&p.input.layers[p.input.base], "unit", &options, &found, &err);
        if (w.cover) {
            prepare(&w);
            compare(&w, NULL);
            for (uint32_t level = 0; level < w.input.project.n_levels; level++)
                refused += compare_plans(&w, level, 4, seed);
        }
        conflicts += hc_findings_count(&found, HC_ERROR) > 0;
        release(&w);
        hc_findings_release(&found);
        hc_err_release(&err);
        project_release(&p);
    }
    printf("%zu plans refused by both, %zu coverages with overlaps or gaps\n", refused, conflicts);
    assert_true(conflicts > 0 && refused > 0);
}

/* Many threads on one scenario: each plan as if it were alone. */
struct crowd {
    const struct world *w;
    const struct hc_step_input *plans;
};

static void compare_range(void *ctx, size_t begin, size_t end)
{
    const struct crowd *crowd = ctx;
    for (size_t i = begin; i < end; i++)
        compare(crowd->w, &crowd->plans[i]);
}

static void crowded(void **state)
{
    struct project p;
    struct world w = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {0};
    struct hc_findings found = {0};
    struct hc_step_input plans[32];
    struct hc_result r;
    struct rng rng = {3};
    (void)state;
    project_make(&p, 11);
    w.input = p.input;
    w.cover = hc_cover_new(&p.input.layers[p.input.base], "unit", &options, &found, &err);
    assert_non_null(w.cover);
    prepare(&w);
    assert_int_equal(hc_simulate(&w.input, w.cover, 1, &found, &r, &err), 0);
    for (size_t i = 0; i < 32; i++)
        plan_scatter(&rng, &r, 0, p.input.base, &plans[i]);
    struct crowd crowd = {&w, plans};
    hc_parallel_for(4, 32, 1, compare_range, &crowd);
    for (size_t i = 0; i < 32; i++)
        plan_release(&plans[i]);
    hc_result_release(&r);
    release(&w);
    hc_findings_release(&found);
    project_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gaoping), cmocka_unit_test(made_up), cmocka_unit_test(crowded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
