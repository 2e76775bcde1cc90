/* Sorting by key against what qsort makes of the same items. */
#include "base/order/sort.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

enum { MANY = 20000 };

static uint64_t next(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 20;
}

static int compare_keyed(const void *p, const void *q)
{
    const struct hc_keyed *a = p, *b = q;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void by_key_and_stable(void **state)
{
    static struct hc_keyed items[MANY], expected[MANY];
    static const uint64_t masks[] = {0, 1, 0xff, 0xff00ff, 0xfffffffffff};
    uint64_t random = 1;
    (void)state;
    for (size_t m = 0; m < sizeof masks / sizeof *masks; m++)
        for (size_t n = 0; n <= MANY; n = n * 7 + 1) {
            for (uint32_t i = 0; i < n; i++)
                items[i] = expected[i] = (struct hc_keyed){next(&random) & masks[m], i};
            hc_sort_keyed(items, n);
            if (n)
                qsort(expected, n, sizeof *expected, compare_keyed);
            for (size_t i = 0; i < n; i++) {
                assert_true(items[i].key == expected[i].key);
                assert_int_equal(items[i].index, expected[i].index);
            }
        }
}

static void keys_stand_as_doubles_do(void **state)
{
    static const double sorted[] = {-INFINITY, -1e300, -2, -1, -1e-310, 0, 1e-310, 0.5, 1, 1e300, INFINITY};
    (void)state;
    for (size_t i = 1; i < sizeof sorted / sizeof *sorted; i++)
        assert_true(hc_key_of_double(sorted[i - 1]) < hc_key_of_double(sorted[i]));
    assert_true(hc_key_of_double(-0.0) == hc_key_of_double(0.0));
}

static void in_any_order(void **state)
{
    static struct hc_keyed items[MANY];
    uint64_t random = 3;
    (void)state;
    for (int sorted = 0; sorted < 2; sorted++) {
        for (uint32_t i = 0; i < MANY; i++)
            items[i] = (struct hc_keyed){sorted ? i / 3 : next(&random) % 100, i};
        hc_sort(items, MANY, sizeof *items, compare_keyed);
        for (size_t i = 1; i < MANY; i++)
            assert_true(compare_keyed(&items[i - 1], &items[i]) < 0);
    }
    hc_sort(items, 0, sizeof *items, compare_keyed);
}

static int compare_doubles(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

static void selects_what_sorting_would(void **state)
{
    static double values[MANY], sorted[MANY];
    uint64_t random = 5;
    (void)state;
    for (int round = 0; round < 400; round++) {
        size_t n = round < 20 ? (size_t)round + 1 : (size_t)next(&random) % MANY + 1, k = next(&random) % n;
        uint64_t different = round % 4 ? 1 + next(&random) % n : 1; /* few, so that many are equal, or all */
        for (size_t i = 0; i < n; i++)
            values[i] = sorted[i] = round % 7 == 6 ? (double)i : (double)(next(&random) % different);
        qsort(sorted, n, sizeof *sorted, compare_doubles);
        assert_true(hc_select_double(values, n, k) == sorted[k]);
        qsort(values, n, sizeof *values, compare_doubles);
        assert_memory_equal(values, sorted, n * sizeof *sorted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_key_and_stable), cmocka_unit_test(keys_stand_as_doubles_do),
                                       cmocka_unit_test(in_any_order), cmocka_unit_test(selects_what_sorting_would)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
