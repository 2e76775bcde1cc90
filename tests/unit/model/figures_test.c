#include "model/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static struct hc_figure figure(const char *value, const char *unit, const char *measure)
{
    return (struct hc_figure){
        .value = (char *)value, .unit = (char *)unit, .measure = (char *)measure, .stat = HC_FIGURE_SUM};
}

/* The printed number is mantissa / 10^decimals times num / den. */
static void reads(const char *value, const char *unit, const char *measure, int64_t mantissa, int decimals, int64_t num,
                  int64_t den)
{
    struct hc_figure f = figure(value, unit, measure);
    struct hc_text why = {0};
    if (!hc_figure_parse(&f, &why))
        fail_msg("%s %s: %s", value, unit ? unit : "", hc_text_in(&why, HC_EN));
    assert_int_equal(f.mantissa, mantissa);
    assert_int_equal(f.decimals, decimals);
    assert_int_equal(hc_ratio_compare(f.factor, hc_ratio_make(num, den)), 0);
}

static void refuses(const char *value, const char *unit, const char *measure)
{
    struct hc_figure f = figure(value, unit, measure);
    struct hc_text why = {0};
    assert_false(hc_figure_parse(&f, &why));
    assert_true(*hc_text_in(&why, HC_EN) && *hc_text_in(&why, HC_ZH));
    hc_text_release(&why);
}

static void values_and_units(void **state)
{
    (void)state;
    reads("3.14万", NULL, "population", 314, 2, 10000, 1);
    reads("3.14", "万人", "population", 314, 2, 10000, 1);
    reads("3.14万", "万人", "population", 314, 2, 10000, 1); /* said twice, meant once */
    reads("3.14万", "人", "population", 314, 2, 10000, 1);
    reads("＋１，２２９", "人", "population", 1229, 0, 1, 1);
    reads("−183", "个", "x", -183, 0, 1, 1);
    reads("4.20", "km²", "area_m2", 420, 2, 1000000, 1); /* the zero was printed too */
    reads("4.20", "平方公里", "area_km2", 420, 2, 1, 1);
    reads("12.5万亩", NULL, "area_m2", 125, 1, 20000000, 3);
    reads("1", "公顷", "farmland_mu", 1, 0, 15, 1);
    reads("13 m²", NULL, "premises", 13, 0, 1, 1);
    reads("89.3%", "%", "turnout", 893, 1, 1, 100);
    reads("2", "个百分点", "turnout", 2, 0, 1, 100);
    reads("7", "千米", "perimeter_m", 7, 0, 1000, 1);
    reads("1.4 million", "people", "population", 14, 1, 1000000, 1);
    refuses("about 4", NULL, "population");
    refuses("", NULL, "population");
    refuses("4 furlongs", NULL, "perimeter_m");
    refuses("1,22", NULL, "population");
    refuses("5", "km²", "forest"); /* of what unit? */
    refuses("5", "km²", NULL);     /* a count */
}

static void ranges(void **state)
{
    (void)state;
    struct hc_text why = {0};
    struct hc_figure f = figure("3.14万", NULL, "population");
    assert_true(hc_figure_parse(&f, &why));
    struct hc_figure_range r = hc_figure_range(&f);
    assert_int_equal(hc_ratio_compare(r.low, hc_ratio_whole(31350)), 0);
    assert_int_equal(hc_ratio_compare(r.high, hc_ratio_whole(31450)), 0);
    assert_true(r.low_in && !r.high_in);
    f = figure("-2", NULL, "population");
    assert_true(hc_figure_parse(&f, &why));
    r = hc_figure_range(&f);
    assert_true(!r.low_in && r.high_in); /* away from zero */
    f = figure("0", NULL, "population");
    assert_true(hc_figure_parse(&f, &why));
    r = hc_figure_range(&f);
    assert_true(!r.low_in && !r.high_in);
}

static void prints(const char *value, const char *unit, const char *published, int64_t computed, const char *expected)
{
    struct hc_figure f = figure(value, unit, "area_m2");
    struct hc_text why = {0};
    struct hc_buf out = {0};
    assert_true(hc_figure_parse(&f, &why));
    hc_figure_print_published(&f, &out);
    assert_string_equal(out.data, published);
    hc_buf_clear(&out);
    hc_figure_print(&f, hc_number_decimal(computed, f.decimals), f.decimals, &out);
    assert_string_equal(out.data, expected);
    hc_buf_release(&out);
}

static void printing(void **state)
{
    (void)state;
    prints("42.43", "km²", "42.43 km²", 123456, "1,234.56 km²");
    prints("3.14万", NULL, "3.14万", 315, "3.15万");
    prints("7.0", NULL, "7.0", 71, "7.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_units),
        cmocka_unit_test(ranges),
        cmocka_unit_test(printing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
