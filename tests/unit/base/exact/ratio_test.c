#include "base/exact/ratio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>

static struct hc_ratio r(int64_t num, int64_t den)
{
    return hc_ratio_make(num, den);
}

static void is(struct hc_ratio a, int64_t num, int64_t den)
{
    assert_true(a.num == num);
    assert_true(a.den == den);
}

static void arithmetic(void **state)
{
    (void)state;
    is(r(6, -4), -3, 2);
    is(hc_ratio_add(r(1, 6), r(1, 10)), 4, 15);
    is(hc_ratio_sub(r(1, 2), r(1, 2)), 0, 1);
    is(hc_ratio_mul(r(2, 3), r(-9, 4)), -3, 2);
    is(hc_ratio_div(r(1, 3), r(-2, 9)), -3, 2);
    is(hc_ratio_decimal(-31450, 3), -629, 20);
    is(hc_ratio_floor(r(-7, 2)), -4, 1);
    is(hc_ratio_ceil(r(-7, 2)), -3, 1);
    is(hc_ratio_floor(r(4, 1)), 4, 1);
    assert_true(hc_ratio_lost(hc_ratio_div(r(1, 1), r(0, 1))));
    assert_true(hc_ratio_lost(hc_ratio_add(r(1, 1), hc_ratio_make(1, 0))));
}

/* Fractions whose cross products do not fit 128 bits are still compared. */
static void comparing(void **state)
{
    (void)state;
    hc_wide big = ((hc_wide)1) << 120;
    struct hc_ratio a = hc_ratio_make(big + 1, big), b = hc_ratio_make(big + 3, big + 2);
    assert_int_equal(hc_ratio_compare(a, b), 1);
    assert_int_equal(hc_ratio_compare(b, a), -1);
    assert_int_equal(hc_ratio_compare(hc_ratio_neg(a), hc_ratio_neg(b)), -1);
    assert_int_equal(hc_ratio_compare(a, a), 0);
    assert_int_equal(hc_ratio_compare(r(-1, 3), r(-1, 2)), 1);
    assert_int_equal(hc_ratio_compare(r(0, 1), r(-1, 1000000)), 1);
    assert_true(hc_ratio_lost(hc_ratio_mul(a, b)));
    for (int64_t p = -30; p <= 30; p++)
        for (int64_t q = 1; q <= 12; q++) {
            int64_t cross = p * 7 - 5 * q; /* against 5/7 */
            assert_int_equal(hc_ratio_compare(r(p, q), r(5, 7)), (cross > 0) - (cross < 0));
        }
}

static void rounding(void **state)
{
    (void)state;
    int64_t m;
    assert_true(hc_ratio_round(r(1, 8), 2, &m) && m == 13);
    assert_true(hc_ratio_round(r(-1, 8), 2, &m) && m == -13);
    assert_true(hc_ratio_round(r(1, 2), 0, &m) && m == 1);
    assert_true(hc_ratio_round(r(-1, 2), 0, &m) && m == -1);
    assert_true(hc_ratio_round(r(13, 32), 3, &m) && m == 406);
    assert_false(hc_ratio_round(hc_ratio_make(1, 0), 0, &m));
}

static void numbers(void **state)
{
    (void)state;
    is(hc_ratio_of(hc_number_div(hc_number_decimal(596300, 0), hc_number_decimal(19, 0))), 596300, 19);
    is(hc_ratio_of(hc_number_real(0.89250000000000007)), 357, 400); /* fifteen digits: what was meant */
    is(hc_ratio_of(hc_number_real(1e-7)), 1, 10000000);
    assert_true(hc_ratio_lost(hc_ratio_of(hc_number_missing())));
    assert_true(hc_ratio_number(hc_ratio_make(1, 0)).missing);
    assert_int_equal(hc_number_compare(hc_ratio_number(r(-3, 8)), hc_number_decimal(-375, 3)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic),
        cmocka_unit_test(comparing),
        cmocka_unit_test(rounding),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
