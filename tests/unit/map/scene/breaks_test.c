#include "map/scene/breaks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static double spread(const double *v, size_t n)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        mean += v[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (v[i] - mean) * (v[i] - mean);
    return sum;
}

static double spread_of_classes(const double *v, size_t n, const double *upper, size_t k)
{
    double sum = 0;
    for (size_t c = 0, begin = 0; c < k; c++) {
        size_t end = begin;
        while (end < n && hc_break_of(upper, k, v[end]) == c)
            end++;
        sum += end > begin ? spread(v + begin, end - begin) : 0;
        begin = end;
    }
    return sum;
}

/* The least over every way of cutting n values into k runs. */
static double least_spread(const double *v, size_t n, size_t k)
{
    if (k == 1)
        return spread(v, n);
    double best = INFINITY;
    for (size_t first = 1; first + k - 1 <= n; first++)
        best = fmin(best, spread(v, first) + least_spread(v + first, n - first, k - 1));
    return best;
}

static int compare(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

static void natural_breaks_are_the_best_there_are(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 300; round++) {
        double v[12], upper[HC_MOST_CLASSES];
        size_t n = 3 + (size_t)round % 10, k = 2 + (size_t)round % 4;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            v[i] = 1e6 + (double)(seed >> 40) / 1000 * (seed >> 39 & 1 ? 1 : 50);
        }
        qsort(v, n, sizeof *v, compare);
        size_t found = hc_breaks(v, n, HC_CLASSES_NATURAL, k, upper);
        assert_int_equal(found, k < n ? k : n);
        double best = least_spread(v, n, found);
        assert_true(spread_of_classes(v, n, upper, found) <= best * (1 + 1e-9) + 1e-3);
    }
}

static void quantiles_hold_equally_many(void **state)
{
    (void)state;
    double v[103], upper[HC_MOST_CLASSES];
    for (size_t i = 0; i < 103; i++)
        v[i] = (double)(i * i);
    for (size_t k = 2; k <= HC_MOST_CLASSES; k++) {
        size_t counts[HC_MOST_CLASSES] = {0};
        assert_int_equal(hc_breaks(v, 103, HC_CLASSES_QUANTILE, k, upper), k);
        for (size_t i = 0; i < 103; i++)
            counts[hc_break_of(upper, k, v[i])]++;
        for (size_t c = 0; c < k; c++)
            assert_true(counts[c] >= 103 / k && counts[c] <= 103 / k + 1);
    }
}

static void equal_intervals_are_equal(void **state)
{
    (void)state;
    const double v[] = {10, 11, 12, 13, 110};
    double upper[HC_MOST_CLASSES];
    assert_int_equal(hc_breaks(v, 5, HC_CLASSES_EQUAL, 4, upper), 4);
    assert_true(fabs(upper[0] - 35) < 1e-9);
    assert_true(fabs(upper[2] - 85) < 1e-9);
    assert_int_equal(hc_break_of(upper, 4, 110), 3);
    assert_int_equal(hc_break_of(upper, 4, 35), 0);
}

static void few_values_make_few_classes(void **state)
{
    (void)state;
    const double same[] = {5, 5, 5, 5}, two[] = {1, 1, 1, 9};
    double upper[HC_MOST_CLASSES];
    for (int m = 0; m < 3; m++) {
        assert_int_equal(hc_breaks(same, 4, (enum hc_classes)m, 5, upper), 1);
        size_t n = hc_breaks(two, 4, (enum hc_classes)m, 5, upper);
        assert_int_equal(n, 2);
        assert_true(hc_break_of(upper, n, 1) != hc_break_of(upper, n, 9));
    }
    assert_int_equal(hc_breaks(NULL, 0, HC_CLASSES_NATURAL, 5, upper), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(natural_breaks_are_the_best_there_are),
        cmocka_unit_test(quantiles_hold_equally_many),
        cmocka_unit_test(equal_intervals_are_equal),
        cmocka_unit_test(few_values_make_few_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
