/* Bytes, characters and keys: buf, utf8, map. */
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void csv(const char *text, const char *expected)
{
    struct hc_buf b = {0};
    hc_buf_add_csv(&b, text);
    assert_string_equal(b.data, expected);
    hc_buf_release(&b);
}

/* What a spreadsheet would run comes out as text; what is a number stays one. */
static void csv_fields(void **state)
{
    (void)state;
    csv("plain", "plain");
    csv("a,b", "\"a,b\"");
    csv("say \"x\"", "\"say \"\"x\"\"\"");
    csv("two\nlines", "\"two\nlines\"");
    csv("=cmd()", "\"'=cmd()\"");
    csv("@x", "\"'@x\"");
    csv("-5.5", "-5.5");
    csv("007", "007");
}

static void doubles_read_back(void **state)
{
    (void)state;
    static const double values[] = {0.1, 1e-7, 123456789.125, -2.5, 1.0 / 3, 1e300, 0};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct hc_buf b = {0};
        double back;
        hc_buf_addd(&b, values[i]);
        assert_int_equal(sscanf(b.data, "%lf", &back), 1);
        assert_memory_equal(&back, &values[i], sizeof back);
        hc_buf_release(&b);
    }
    struct hc_buf b = {0};
    hc_buf_add_json(&b, "a\"\\\n\x01村");
    assert_string_equal(b.data, "\"a\\\"\\\\\\u000a\\u0001村\"");
    hc_buf_release(&b);
}

static void utf8(void **state)
{
    (void)state;
    assert_true(hc_utf8_valid("青莲街道", strlen("青莲街道")));
    assert_false(hc_utf8_valid("\xc0\x80", 2));         /* overlong */
    assert_false(hc_utf8_valid("\xed\xa0\x80", 3));     /* a surrogate */
    assert_false(hc_utf8_valid("\xf4\x90\x80\x80", 4)); /* beyond U+10FFFF */
    assert_false(hc_utf8_valid("\xe6\x9d", 2));         /* cut short */
    assert_int_equal(hc_utf8_width("村a"), 3);
    char text[] = "　５１１３０３\u200b ";
    assert_string_equal(hc_utf8_normalise(text), "511303");
    assert_true(hc_utf8_same_name("Code", "ＣＯＤＥ"));
    assert_false(hc_utf8_same_name("code", "codes"));
}

static void keys(void **state)
{
    (void)state;
    enum { N = 20000 };
    static char key[N][12];
    struct hc_map map = {0};
    assert_int_equal(hc_map_find(&map, "none"), HC_NONE);
    for (uint32_t i = 0; i < N; i++) {
        snprintf(key[i], sizeof key[i], "%06u", i * 7);
        assert_int_equal(hc_map_put(&map, key[i], i), HC_NONE);
    }
    assert_int_equal(hc_map_put(&map, "000007", 5), 1);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(hc_map_find(&map, key[i]), i);
    assert_int_equal(hc_map_find(&map, "7"), HC_NONE); /* codes are text */
    assert_int_equal(hc_map_find(&map, NULL), HC_NONE);
    hc_map_release(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_fields),
        cmocka_unit_test(doubles_read_back),
        cmocka_unit_test(utf8),
        cmocka_unit_test(keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
