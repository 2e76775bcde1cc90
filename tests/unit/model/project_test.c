#include "model/project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void shown(const char *source, const char *expected)
{
    char *text = hc_source_shown(source);
    assert_string_equal(text, expected);
    hc_free(text);
}

static void passwords_do_not_show(void **state)
{
    (void)state;
    shown("PG:host=h password=secret dbname=d#t", "PG:host=h password=*** dbname=d#t");
    shown("PG:dbname=d password=secret#t", "PG:dbname=d password=***#t");
    shown("PG:dbname=d password='a b#c' user=u#t", "PG:dbname=d password=*** user=u#t");
    shown("PG:dbname=d PASSWORD=secret", "PG:dbname=d PASSWORD=***");
    shown("MYSQL:d,user=u,password=secret,host=h", "MYSQL:d,user=u,password=***,host=h");
    shown("MSSQL:server=s;pwd=secret;database=d", "MSSQL:server=s;pwd=***;database=d");
    shown("postgresql://u:p@ss@host/d#t", "postgresql://u:***@host/d#t");
    shown("postgresql://u@host/d", "postgresql://u@host/d");
    shown("password=1.csv", "password=1.csv"); /* a file */
}

static void labels(void **state)
{
    (void)state;
    assert_string_equal(hc_source_label("a/b/people.csv"), "people.csv");
    assert_string_equal(hc_source_label("people.csv"), "people.csv");
    assert_string_equal(hc_source_label("PG:dbname=d password=secret"), "a database");
    assert_string_equal(hc_source_label("PG:dbname=d password='a#b'"), "a database");
    assert_string_equal(hc_source_label("PG:dbname=d password='a#b'#villages"), "villages");
    assert_false(hc_source_is_connection("C:\\data\\x.shp"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_do_not_show),
        cmocka_unit_test(labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
