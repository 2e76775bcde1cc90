#include "base/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void reads_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum hc_parse result;
        int64_t value;
        int scale;
    } cases[] = {
        {"1234", HC_PARSE_OK, 1234, 0},
        {"1,234", HC_PARSE_OK, 1234, 0},
        {"1,234,567.50", HC_PARSE_OK, 12345675, 1},
        {"１２３４", HC_PARSE_OK, 1234, 0},
        {"１，２３４．５", HC_PARSE_OK, 12345, 1},
        {"-5", HC_PARSE_OK, -5, 0},
        {" 7 ", HC_PARSE_OK, 7, 0},
        {"0", HC_PARSE_OK, 0, 0},
        {"", HC_PARSE_BLANK, 0, 0},
        {"  ", HC_PARSE_BLANK, 0, 0},
        {"—", HC_PARSE_BLANK, 0, 0},
        {"NA", HC_PARSE_BLANK, 0, 0},
        {"12a", HC_PARSE_BAD, 0, 0},
        {"1,23", HC_PARSE_BAD, 0, 0},
        {"1.2.3", HC_PARSE_BAD, 0, 0},
        {"99999999999999999999", HC_PARSE_BAD, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        int scale = 0;
        enum hc_parse result = hc_decimal_parse(cases[i].text, &value, &scale);
        if (result != cases[i].result ||
            (result == HC_PARSE_OK && (value != cases[i].value || scale != cases[i].scale)))
            fail_msg("\"%s\": %d, %lld at scale %d", cases[i].text, (int)result, (long long)value, scale);
    }
    int64_t value;
    int scale;
    assert_int_equal(hc_decimal_parse("5.11303E+11", &value, &scale), HC_PARSE_SPREADSHEET);
    assert_int_equal(hc_decimal_parse(NULL, &value, &scale), HC_PARSE_BLANK);
}

static void expect(struct hc_number n, int decimals, const char *text)
{
    char out[64];
    assert_string_equal(hc_number_format(n, decimals, true, out), text);
}

/* Half away from zero, in decimal: 2.675 is 2.68 though no double is that number. */
static void rounds_once(void **state)
{
    (void)state;
    expect(hc_number_decimal(2675, 3), 2, "2.68");
    expect(hc_number_decimal(-2675, 3), 2, "-2.68");
    expect(hc_number_decimal(5, 1), 0, "1");
    expect(hc_number_decimal(-4, 1), 0, "0");
    expect(hc_number_decimal(999995, 2), 1, "10,000.0");
    expect(hc_number_decimal(1234567, 0), 0, "1,234,567");
    expect(hc_number_missing(), 2, "");
    expect(hc_number_div(hc_number_decimal(1, 0), hc_number_decimal(3, 0)), 4, "0.3333");
    expect(hc_number_div(hc_number_decimal(1, 0), hc_number_decimal(8, 0)), 2, "0.13");
}

static void reckons_exactly(void **state)
{
    (void)state;
    struct hc_number tenth = hc_number_decimal(1, 1), sum = hc_number_decimal(0, 0);
    for (int i = 0; i < 10; i++)
        sum = hc_number_add(sum, tenth);
    assert_true(sum.exact);
    assert_int_equal(hc_number_compare(sum, hc_number_decimal(1, 0)), 0);
    struct hc_number third = hc_number_div(hc_number_decimal(1, 0), hc_number_decimal(3, 0));
    struct hc_number whole = hc_number_add(hc_number_add(third, third), third);
    assert_int_equal(hc_number_compare(whole, hc_number_decimal(1, 0)), 0);
    assert_true(hc_number_div(tenth, hc_number_decimal(0, 0)).missing);
    assert_true(hc_number_sub(tenth, hc_number_missing()).missing);
    assert_true(hc_number_real(NAN).missing);
    assert_true(hc_number_compare(hc_number_missing(), hc_number_decimal(INT64_MAX, 0)) > 0);
    int64_t out;
    assert_false(hc_decimal_add(INT64_MAX, 1, &out));
    assert_false(hc_decimal_rescale(INT64_MAX, 0, 2, &out));
    assert_true(hc_decimal_rescale(-25, 1, 0, &out));
    assert_int_equal(out, -3);
}

/* To the last bit, or ties among ratios would be broken otherwise than by their exact values. */
static void divides_as_fractions_do(void **state)
{
    static const int64_t special[] = {0, 1, -1, 3, -7, 1000000, INT64_MAX, INT64_MIN + 1, HC_MISSING};
    enum { SPECIAL = sizeof special / sizeof *special };
    uint64_t random = 1;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        int64_t side[2];
        int scale[2];
        for (int k = 0; k < 2; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            side[k] = i < SPECIAL * SPECIAL ? special[k ? i % SPECIAL : i / SPECIAL]
                                            : (int64_t)random >> (random >> 5) % 60; /* of any size, either sign */
            scale[k] = (int)((random >> 11) % (HC_SCALE_MAX + 1));
        }
        double quotient = hc_decimal_quotient(side[0], scale[0], side[1], scale[1]);
        struct hc_number exact =
            hc_number_div(hc_number_decimal(side[0], scale[0]), hc_number_decimal(side[1], scale[1]));
        assert_true(exact.missing ? isnan(quotient) : quotient == exact.real);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(rounds_once),
        cmocka_unit_test(divides_as_fractions_do),
        cmocka_unit_test(reckons_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
