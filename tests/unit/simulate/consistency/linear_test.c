#include "simulate/consistency/linear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#define N 4
static const bool fractions[N] = {false}, whole[N] = {true, true, true, true};

/* a x + b y relation c / d */
static void add(struct hc_linear *l, int a, int b, enum hc_relation relation, int c, int d)
{
    struct hc_share shares[2] = {{0, hc_ratio_whole(a)}, {1, hc_ratio_whole(b)}};
    hc_linear_add(l, shares, 2, relation, hc_ratio_make(c, d));
}

static void strict_and_weak(void **state)
{
    (void)state;
    struct hc_linear l;
    struct hc_bounds b;
    hc_linear_init(&l, N, fractions);
    add(&l, -1, 0, HC_AT_MOST, -1, 1); /* x >= 1 */
    add(&l, 1, -1, HC_BELOW, 0, 1);    /* x < y */
    assert_int_equal(hc_linear_check(&l), HC_CAN_HOLD);
    assert_int_equal(hc_linear_bounds(&l, 1, &b), HC_CAN_HOLD);
    assert_true(b.low_known && !b.low_in && !b.high_known && hc_ratio_compare(b.low, hc_ratio_whole(1)) == 0);
    add(&l, 0, 1, HC_AT_MOST, 1, 1); /* y <= 1 */
    assert_int_equal(hc_linear_check(&l), HC_CANNOT_HOLD);
    hc_linear_release(&l);
}

static void equations(void **state)
{
    (void)state;
    struct hc_linear l;
    struct hc_bounds b;
    hc_linear_init(&l, N, fractions);
    add(&l, 2, 3, HC_EQUAL, 7, 1);
    add(&l, -1, 0, HC_AT_MOST, -1, 2); /* x >= 1/2 */
    add(&l, 0, -1, HC_AT_MOST, -1, 1); /* y >= 1 */
    assert_int_equal(hc_linear_bounds(&l, 0, &b), HC_CAN_HOLD);
    assert_int_equal(hc_ratio_compare(b.low, hc_ratio_make(1, 2)), 0);
    assert_int_equal(hc_ratio_compare(b.high, hc_ratio_whole(2)), 0);
    add(&l, 4, 6, HC_EQUAL, 13, 1);
    assert_int_equal(hc_linear_check(&l), HC_CANNOT_HOLD);
    hc_linear_release(&l);
}

/* Of whole numbers: 2x = 1 cannot be, and nothing lies between 3/2 and 7/4. */
static void whole_numbers(void **state)
{
    (void)state;
    struct hc_linear l;
    struct hc_bounds b;
    hc_linear_init(&l, N, whole);
    add(&l, -1, 0, HC_BELOW, -5, 1); /* x > 5 */
    add(&l, 2, 0, HC_AT_MOST, 19, 1);
    assert_int_equal(hc_linear_bounds(&l, 0, &b), HC_CAN_HOLD);
    assert_int_equal(hc_ratio_compare(b.low, hc_ratio_whole(6)), 0);
    assert_int_equal(hc_ratio_compare(b.high, hc_ratio_whole(9)), 0);
    assert_true(b.low_in && b.high_in);
    add(&l, 2, -4, HC_EQUAL, 1, 1);
    assert_int_equal(hc_linear_check(&l), HC_CANNOT_HOLD);
    hc_linear_release(&l);
    hc_linear_init(&l, N, whole);
    add(&l, -1, 0, HC_AT_MOST, -3, 2);
    add(&l, 1, 0, HC_AT_MOST, 7, 4);
    assert_int_equal(hc_linear_check(&l), HC_CANNOT_HOLD);
    hc_linear_release(&l);
}

/* Numbers that outgrow 128 bits are said to be undecided, never guessed. */
static void too_large(void **state)
{
    (void)state;
    struct hc_linear l;
    hc_linear_init(&l, N, fractions);
    hc_wide big = ((hc_wide)1) << 100;
    struct hc_share a[2] = {{0, {big + 1, 1}}, {1, {3, 1}}}, b[2] = {{0, {-(big + 3), 1}}, {1, {5, 1}}};
    hc_linear_add(&l, a, 2, HC_AT_MOST, hc_ratio_whole(1));
    hc_linear_add(&l, b, 2, HC_AT_MOST, hc_ratio_whole(1));
    assert_int_equal(hc_linear_check(&l), HC_CAN_HOLD); /* y below makes both hold */
    struct hc_share c[2] = {{0, {1, 1}}, {1, {-(big + 7), 1}}};
    hc_linear_add(&l, c, 2, HC_AT_MOST, hc_ratio_whole(-1));
    assert_int_equal(hc_linear_check(&l), HC_UNDECIDED);
    hc_linear_release(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict_and_weak),
        cmocka_unit_test(equations),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
