/* However many findings there are: every one is counted, the first in order are listed, a line says what is not. */
#include "base/mem.h"
#include "model/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define MANY (3 * HC_LISTED + 17)

/* Row i of a file that has MANY; a stride prime to it puts them in another order. */
static void add_row(struct hc_findings *list, size_t i)
{
    char code[24];
    snprintf(code, sizeof code, "%08zu", i);
    struct hc_finding *f = hc_findings_add(list, "unmatched_row", HC_ERROR, "row %zu", "第 %zu 行", i);
    hc_finding_unit(f, code);
    f->rule = i % 2 ? 2 : 0;
}

static void add_rows(struct hc_findings *list, size_t stride)
{
    for (size_t i = 0; i < MANY; i++)
        add_row(list, i * stride % MANY);
}

static void assert_first_rows(const struct hc_findings *list, size_t others)
{
    assert_int_equal(list->count, HC_LISTED + 1 + others);
    for (size_t i = 0; i < HC_LISTED; i++)
        if (strtoul(list->items[i].codes[0], NULL, 10) != i)
            fail_msg("item %zu is row %s", i, list->items[i].codes[0]);
    const struct hc_finding *line = &list->items[HC_LISTED];
    assert_string_equal(line->id, "unmatched_row");
    assert_int_equal(line->severity, HC_ERROR);
    assert_int_equal(line->unlisted, MANY - HC_LISTED);
    assert_non_null(strstr(line->what.en, "100017 more"));
    assert_non_null(strstr(line->what.zh, "100017"));
}

static void any_order_the_same(void **state)
{
    (void)state;
    static const size_t strides[] = {1, MANY - 1, 7919, 99991};
    for (size_t k = 0; k < 4; k++) {
        struct hc_findings list = {0};
        add_rows(&list, strides[k]);
        assert_in_range(list.count, HC_LISTED, 3 * HC_LISTED / 2 + 1);
        assert_int_equal(hc_findings_count(&list, HC_ERROR), MANY);
        hc_findings_sort(&list);
        assert_first_rows(&list, 0);
        assert_int_equal(hc_findings_count(&list, HC_ERROR), MANY);
        assert_int_equal(hc_findings_total(&list), MANY);
        assert_int_equal(list.added, MANY);
        /* rows with a rule are the odd ones: as many listed as not listed make all of them */
        assert_int_equal(list.unlisted_of_rule[1] + HC_LISTED / 2, MANY / 2);
        hc_findings_release(&list);
    }
}

static void sorted_again(void **state)
{
    (void)state;
    struct hc_findings list = {0};
    add_rows(&list, 7919);
    hc_findings_sort(&list);
    hc_findings_sort(&list);
    assert_first_rows(&list, 0);
    hc_findings_add(&list, "gap", HC_ERROR, "a gap", "缝隙");
    add_row(&list, MANY);
    hc_findings_sort(&list);
    assert_int_equal(list.count, HC_LISTED + 2);
    assert_string_equal(list.items[0].id, "gap");
    assert_int_equal(list.items[HC_LISTED + 1].unlisted, MANY - HC_LISTED + 1);
    assert_int_equal(hc_findings_count(&list, HC_ERROR), MANY + 2);
    assert_int_equal(hc_findings_count(&list, HC_NOTE), 0);
    hc_findings_release(&list);
}

static void moved(void **state)
{
    (void)state;
    struct hc_findings all = {0}, first = {0}, second = {0};
    for (size_t i = 0; i < MANY; i++)
        add_row(i % 3 ? &first : &second, MANY - 1 - i);
    hc_findings_add(&all, "gap", HC_WARNING, "a gap", "缝隙");
    hc_findings_sort(&first);
    hc_findings_move(&all, &first);
    hc_findings_move(&all, &second);
    assert_int_equal(first.count, 0);
    assert_int_equal(hc_findings_count(&all, HC_ERROR), MANY);
    assert_int_equal(hc_findings_count(&all, HC_WARNING), 1);
    assert_int_equal(all.added, MANY + 1);
    hc_findings_sort(&all);
    assert_string_equal(all.items[HC_LISTED + 1].id, "gap");
    assert_first_rows(&all, 1);
    assert_int_equal(all.unlisted_of_rule[1] + HC_LISTED / 2, MANY / 2);
    hc_findings_release(&all);
}

/* What a plan finds again is known, listed or not, in whatever order; what it finds beyond is counted. */
static void found_again(void **state)
{
    (void)state;
    struct hc_findings list = {0}, again = {0};
    add_rows(&list, 7919);
    add_rows(&again, 1);
    hc_findings_sort(&again);
    hc_findings_add_new(&list, &again, NULL);
    assert_int_equal(hc_findings_total(&list), MANY);
    add_row(&again, MANY);
    hc_findings_sort(&again);
    hc_findings_add_new(&list, &again, NULL);
    assert_int_equal(hc_findings_total(&list), MANY + 1);
    hc_findings_release(&list);
    hc_findings_release(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_the_same),
        cmocka_unit_test(sorted_again),
        cmocka_unit_test(moved),
        cmocka_unit_test(found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
