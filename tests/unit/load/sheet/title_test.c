#include "load/sheet/title.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* "a,b;c," is two rows of two cells, the last one blank. Which row is the header, and ten more where it has two rows.
 */
static size_t header_of(const char *text)
{
    static char copy[400];
    static char *cells[HC_TOP_ROWS][12];
    struct hc_top top = {.n_rows = 0};
    strcpy(copy, text);
    for (char *row = copy; row && top.n_rows < HC_TOP_ROWS; top.n_rows++) {
        char *end = strchr(row, ';'), *cell = row;
        size_t n = 0;
        if (end)
            *end++ = '\0';
        while (cell) {
            char *comma = strchr(cell, ',');
            if (comma)
                *comma++ = '\0';
            cells[top.n_rows][n++] = *cell ? cell : NULL;
            cell = comma;
        }
        top.cells[top.n_rows] = cells[top.n_rows];
        top.n[top.n_rows] = n;
        row = end;
    }
    size_t n_more, header = hc_top_header(&top, &n_more);
    return header + 10 * n_more;
}

static void titles(void **state)
{
    (void)state;
    assert_int_equal(header_of("2023年统计表;代码,人口;1,2"), 1);
    assert_int_equal(header_of("2023年统计表,,;代码,村名,人口;1,东村,2"), 1);
    assert_int_equal(header_of("统计表,,,;单位：人,,,2023;code,name,a,b;1,x,2,3"),
                     0); /* 2023 is no name: not certain */
    assert_int_equal(header_of("统计表,,,,;单位：人,,,,某局;code,name,a,b,c;1,x,2,3,4"), 2);
    assert_int_equal(header_of("统计表,;甲,乙;511303101201,2;511303101202,3"), 1); /* codes below prove it */
    assert_int_equal(header_of("统计表,;甲,乙;丙,丁;戊,己"), 0);                   /* nothing does */
}

static void no_titles(void **state)
{
    (void)state;
    assert_int_equal(header_of("code,population;1,2;3,4"), 0);
    assert_int_equal(header_of("code;1;2"), 0);
    assert_int_equal(header_of("code,;1,population;2,4"), 0); /* a header, if a poor one */
    assert_int_equal(header_of("code,name;A,name;B,类型"), 0);
    assert_int_equal(header_of("甲,乙;代码,人口;1,2"), 0); /* as full as the rows below */
    assert_int_equal(header_of("5,;code,population;1,2"), 0);
    assert_int_equal(header_of(""), 0);
    assert_int_equal(header_of("统计表"), 0);
}

static void second_rows(void **state)
{
    (void)state;
    assert_int_equal(header_of("代码,户数,人口,;,,常住,户籍;1,2,3,4"), 10);
    assert_int_equal(header_of("表,,,;代码,户数,人口,;,,常住,户籍;1,2,3,4"), 11);
    assert_int_equal(header_of("代码,户数,人口;,（户）,(人);1,2,3"), 10);
    assert_int_equal(header_of("代码,户数,人口;,未知,不详;1,2,3"), 0); /* a row without a code, and that is wrong */
    assert_int_equal(header_of("代码,村名,人口;,东村,;1,西村,3"), 0);  /* likewise */
    assert_int_equal(header_of("代码,人口,;A1,不详,x;A2,3,4"), 0);     /* it has a code */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(titles), cmocka_unit_test(no_titles),
                                       cmocka_unit_test(second_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
