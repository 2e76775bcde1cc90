#include "load/sheet/encoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define GBK_VILLAGE "\xb4\xe5" /* 村 */

static struct hc_verdict judge(const char *text, const char *declared, const char *forced)
{
    struct hc_evidence e = {0};
    hc_evidence_add(&e, text, strlen(text), declared, 1);
    hc_evidence_release(&e);
    return hc_evidence_judge(&e, declared, forced);
}

static void by_validity(void **state)
{
    (void)state;
    struct hc_verdict v = judge("村", NULL, NULL);
    assert_string_equal(v.encoding, "UTF-8");
    assert_false(v.doubtful);
    v = judge(GBK_VILLAGE, NULL, NULL);
    assert_string_equal(v.encoding, "GB18030");
    v = judge(GBK_VILLAGE, "UTF-8", NULL); /* the file lies */
    assert_string_equal(v.encoding, "GB18030");
    assert_true(v.doubtful);
    v = judge("村", "CP936", NULL); /* and so does this one */
    assert_string_equal(v.encoding, "UTF-8");
    assert_true(v.doubtful);
    assert_null(judge("\xff\xff\xfe\x81", NULL, NULL).encoding);
    assert_string_equal(judge(GBK_VILLAGE, "UTF-8", "GBK").encoding, "GBK");
}

static void marks(void **state)
{
    (void)state;
    size_t skip;
    assert_string_equal(hc_encoding_mark("\xef\xbb\xbf"
                                         "a",
                                         4, &skip),
                        "UTF-8");
    assert_int_equal(skip, 3);
    assert_string_equal(hc_encoding_mark("\xff\xfe"
                                         "a\0b\0",
                                         6, &skip),
                        "UTF-16LE");
    assert_null(hc_encoding_mark("abc", 3, &skip));
}

static void decodes(void **state)
{
    (void)state;
    struct hc_buf out = {0};
    bool cut = false;
    assert_true(hc_decode("GB18030", GBK_VILLAGE, 2, &out, &cut));
    assert_string_equal(out.data, "村");
    assert_false(cut);
    hc_buf_clear(&out);
    assert_true(hc_decode("GB18030", GBK_VILLAGE "\xb4", 3, &out, &cut)); /* cut within a character */
    assert_string_equal(out.data, "村");
    assert_true(cut);
    hc_buf_clear(&out);
    assert_false(hc_decode("no such encoding", "a\x80", 2, &out, &cut));
    assert_int_equal(out.len, 0);
    hc_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_validity),
        cmocka_unit_test(marks),
        cmocka_unit_test(decodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
