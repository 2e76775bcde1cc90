#include "report/geo/coordinate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* What printf makes of a value that lies on the grid, without trailing zeros. */
static void print(double value, char *text, size_t size)
{
    snprintf(text, size, "%.7f", value);
    char *end = text + strlen(text);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        *--end = '\0';
    if (strcmp(text, "-0") == 0)
        memmove(text, "0", 2);
}

static void hold(int64_t scaled)
{
    double value = (double)scaled / 1e7;
    char wanted[64], got[HC_COORDINATE_BYTES + 1];
    char *end = hc_coordinate_put(got, value);
    *end = '\0';
    print(value, wanted, sizeof wanted);
    assert_true(end - got <= HC_COORDINATE_BYTES);
    assert_string_equal(got, wanted);
    assert_true(strtod(got, NULL) >= value && strtod(got, NULL) <= value);
}

static void writes_what_printf_writes(void **state)
{
    (void)state;
    uint64_t seed = 20261124;
    for (int64_t k = -12000; k <= 12000; k++)
        hold(k);
    for (int64_t ten = 1; ten < 2000000000000000; ten *= 10)
        for (int64_t k = -3; k <= 3; k++) {
            hold(ten + k);
            hold(-ten - k);
        }
    for (int i = 0; i < 400000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        hold((int64_t)(seed >> 20) % 1800000000 - 900000000);
        hold((int64_t)(seed >> 16) % 3600000001 - 1800000000);
    }
}

static void is_given(double value, const char *wanted)
{
    char got[HC_COORDINATE_BYTES + 1];
    *hc_coordinate_put(got, value) = '\0';
    assert_string_equal(got, wanted);
}

static void rounds_half_away_from_zero(void **state)
{
    (void)state;
    is_given(0.0, "0");
    is_given(-0.0, "0");
    is_given(-1e-9, "0");
    is_given(0.00000025, "0.0000003");
    is_given(-0.00000025, "-0.0000003");
    is_given(179.99999996, "180");
    is_given(-0.5, "-0.5");
    is_given(5e-324, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_printf_writes),
        cmocka_unit_test(rounds_half_away_from_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
