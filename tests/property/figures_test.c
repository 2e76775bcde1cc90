/* The published figures of the Gaoping sample: all agree, and each one changed by one unit of its last digit is found,
 * and it alone. */
#include "cover/cover.h"
#include "load/load.h"
#include "simulate/figures/judge.h"
#include "simulate/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

struct district {
    struct hc_input input;
    struct hc_cover *cover;
    struct hc_findings findings;
    struct hc_result result;
};

static int load(void **state)
{
    static struct district d;
    struct hc_err err = {0};
    struct hc_progress quiet = {0};
    hc_load_init();
    if (hc_load_project("sample_data/gaoping", &d.input.project, &d.findings, &err) < 0 ||
        hc_load_input(&d.input, &quiet, &d.findings, &err) < 0)
        return -1;
    struct hc_cover_options options = {0};
    d.cover = hc_cover_new(&d.input.layers[d.input.base], d.input.project.levels[d.input.base].id, &options,
                           &d.findings, &err);
    *state = &d;
    return d.cover ? hc_simulate(&d.input, d.cover, 0, &d.findings, &d.result, &err) : -1;
}

static int unload(void **state)
{
    struct district *d = *state;
    hc_result_release(&d->result);
    hc_cover_free(d->cover);
    hc_input_release(&d->input);
    hc_findings_release(&d->findings);
    return 0;
}

static void all_agree(void **state)
{
    const struct district *d = *state;
    assert_int_equal(d->result.n_figures, 28);
    for (size_t i = 0; i < d->result.n_figures; i++) {
        assert_true(d->result.figures[i].agrees);
        assert_int_equal(d->result.figures[i].off, 0);
    }
    assert_int_equal(hc_findings_count(&d->findings, HC_ERROR), 0);
}

/* Judges anew with figure i changed; exactly that one is wrong, by what it was changed, and a finding names it. */
static void one_off(struct district *d, size_t i, int64_t by)
{
    struct hc_figure *f = &d->input.project.figures.items[i];
    struct hc_findings findings = {0};
    char quoted[128];
    f->mantissa += by;
    hc_figures_judge(&d->input, &d->result, &findings);
    for (size_t k = 0; k < d->result.n_figures; k++) {
        assert_int_equal(d->result.figures[k].agrees, k != i);
        assert_int_equal(d->result.figures[k].off, k == i ? -by : 0);
    }
    snprintf(quoted, sizeof quoted, "\"%s\"", f->id);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].severity, HC_ERROR);
    assert_string_equal(findings.items[0].id, "figure_disagrees");
    assert_non_null(strstr(findings.items[0].what.en, quoted));
    hc_findings_release(&findings);
    f->mantissa -= by;
}

static void each_is_needed(void **state)
{
    struct district *d = *state;
    for (size_t i = 0; i < d->input.project.figures.n; i++) {
        one_off(d, i, 1);
        one_off(d, i, -1);
    }
}

/* 0.5 - 0.3 as printed; 0.275 of the unrounded values, which prints as 0.3. */
static void printed_difference(void **state)
{
    struct district *d = *state;
    struct hc_findings findings = {0};
    for (size_t i = 0; i < d->input.project.figures.n; i++) {
        struct hc_figure *f = &d->input.project.figures.items[i], kept = *f;
        if (strcmp(f->id, "group_area_mean_change") != 0)
            continue;
        f->decimals = 1;
        f->mantissa = 2;
        hc_figures_judge(&d->input, &d->result, &findings);
        assert_false(d->result.figures[i].agrees);
        assert_true(d->result.figures[i].printed_difference);
        assert_int_equal(d->result.figures[i].off, 1);
        assert_non_null(strstr(findings.items[0].what.en, "difference of the two values as printed"));
        f->mantissa = 4;
        hc_figures_judge(&d->input, &d->result, &findings);
        assert_false(d->result.figures[i].agrees || d->result.figures[i].printed_difference);
        *f = kept;
    }
    assert_int_equal(findings.count, 2);
    hc_findings_release(&findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_agree),
        cmocka_unit_test(each_is_needed),
        cmocka_unit_test(printed_difference),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
