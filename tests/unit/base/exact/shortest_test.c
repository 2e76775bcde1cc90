/* Held against printf and strtod, which are its definition. */
#include "base/exact/shortest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void by_printf(char *text, double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        sprintf(text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

static void same(double value)
{
    char text[HC_SHORTEST_BYTES], wanted[HC_SHORTEST_BYTES];
    int n = hc_shortest_put(text, value);
    by_printf(wanted, value);
    assert_string_equal(text, wanted);
    assert_int_equal(n, strlen(wanted));
}

/* A value, its negative and its neighbours. */
static void around(double value)
{
    same(value);
    same(-value);
    same(nextafter(value, INFINITY));
    same(nextafter(value, 0));
}

static void edges(void **state)
{
    (void)state;
    for (int e = -40; e <= 60; e++)
        around(ldexp(1, e));
    for (int e = -8; e <= 17; e++)
        for (int digit = 1; digit <= 9; digit++) {
            around(digit * pow(10, e));
            around(digit * pow(10, e) + 0.5);
        }
    around(0.1 + 0.2);
    around(1.0 / 3);
    around(99999999999999.98);
    around(9007199254740994.0);
    around(5e-324);
    around(1.7976931348623157e308);
    same(0);
}

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Any bits; of the usual size with any mantissa; decimals of few digits; such with their last bit off. */
static double draw(uint64_t *seed, uint64_t i)
{
    double value, ten = pow(10, (double)(next(seed) % 20) - 5);
    uint64_t bits = next(seed);
    if (i % 4 == 0) {
        memcpy(&value, &bits, sizeof value);
        return isfinite(value) ? value : 1;
    }
    if (i % 4 == 1)
        return (double)bits / 18446744073709551616.0 * ten;
    value = (double)(bits % (uint64_t)pow(10, (double)(next(seed) % 17) + 1)) / ten;
    return i % 4 == 2 ? value : nextafter(value, i & 4 ? INFINITY : 0);
}

static void random_values(void **state)
{
    (void)state;
    const char *asked = getenv("HC_SEEDS");
    uint64_t n = asked ? 1000 * strtoull(asked, NULL, 10) : 200000, seed = 88172645463325252u;
    for (uint64_t i = 0; i < n; i++)
        same(draw(&seed, i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(edges), cmocka_unit_test(random_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
