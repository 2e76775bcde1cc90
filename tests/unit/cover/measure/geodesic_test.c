/* Edges measured a strip at a time. The source is included to reach both copies of its loop. */
#include "cover/measure/geodesic.c" /* NOLINT(bugprone-suspicious-include) */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>

static double next(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (double)(*random >> 11) * 0x1p-53;
}

static void test_sine(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 100000; i++) {
        double x = (next(&random) - 0.5) * M_PI;
        long double want = sinl((long double)x);
        assert_true(fabsl((long double)sine(x) - want) <= 1.0L * fabsl(want) * 0x1p-52L);
    }
    assert_true(!(sine(0) < 0 || sine(0) > 0));
}

static void wander(uint64_t *random, struct hc_xy *xy, size_t n)
{
    double step = next(random) < 0.1 ? 1 : 0.01; /* degrees: edges that are long now and then */
    xy[0] = (struct hc_xy){360 * next(random) - 180, 178 * next(random) - 89};
    for (size_t i = 1; i < n; i++)
        xy[i] = (struct hc_xy){fmax(-180, fmin(180, xy[i - 1].x + step * (next(random) - 0.5))),
                               fmax(-90, fmin(90, xy[i - 1].y + step * (next(random) - 0.5)))};
}

static void test_both_copies_agree(void **state)
{
    (void)state;
    struct hc_ellipsoid e;
    struct hc_xy xy[STRIP] = {0};
    struct strip a, b;
    uint64_t random = 5;
    hc_ellipsoid_init(&e, 6378137, 1 / 298.257222101);
    for (int i = 0; i < 1000; i++) {
        wander(&random, xy, STRIP);
        fill_strip(&a, xy, STRIP);
        fill_strip(&b, xy, STRIP);
        measure_strip_loop(&e, &a);
        measure_strip(&e, &b);
        assert_memory_equal(a.area, b.area, sizeof a.area);
        assert_memory_equal(a.length, b.length, sizeof a.length);
        assert_memory_equal(a.is_short, b.is_short, sizeof a.is_short);
    }
}

/* However lines are laid behind each other, each has the sums that it has alone, and backwards the negative area. */
static void test_lines_stand_alone(void **state)
{
    (void)state;
    enum { LINES = 40 };
    struct hc_ellipsoid e;
    struct hc_xy xy[LINES * 200], back[200];
    size_t at[LINES + 1] = {0};
    int64_t area[LINES], length[LINES];
    uint64_t random = 7;
    hc_ellipsoid_init(&e, 6378137, 1 / 298.257223563);
    for (int turn = 0; turn < 50; turn++) {
        for (size_t i = 0; i < LINES; i++) {
            at[i + 1] = at[i] + 1 + (size_t)(199 * next(&random));
            wander(&random, xy + at[i], at[i + 1] - at[i]);
        }
        hc_lines_measure(&e, xy, at, LINES, area, length);
        for (size_t i = 0; i < LINES; i++) {
            const size_t n = at[i + 1] - at[i], alone[] = {0, n};
            int64_t one_area, one_length;
            hc_lines_measure(&e, xy + at[i], alone, 1, &one_area, &one_length);
            assert_int_equal(one_area, area[i]);
            assert_int_equal(one_length, length[i]);
            for (size_t k = 0; k < n; k++)
                back[k] = xy[at[i + 1] - 1 - k];
            hc_lines_measure(&e, back, alone, 1, &one_area, &one_length);
            assert_int_equal(one_area, -area[i]);
            assert_int_equal(one_length, length[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sine),
        cmocka_unit_test(test_both_copies_agree),
        cmocka_unit_test(test_lines_stand_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
