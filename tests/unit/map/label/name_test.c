#include "map/label/name.h"
#include "map/label/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void names_are_those_of_places(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"莲花村村民委员会", NULL, "莲花村"},
        {"红星村民委员会", NULL, "红星村"},
        {"红星村委会", NULL, "红星村"},
        {"白塔社区居民委员会", NULL, "白塔社区"},
        {"龙门街道办事处", NULL, "龙门街道"},
        {"江陵镇", NULL, "江陵镇"},
        {"办事处", NULL, "办事处"},
        {"村民委员会", NULL, "村民委员会"},
        {"莲花村3组", "莲花村村民委员会", "3组"},
        {"莲花村", "莲花村村民委员会", "莲花村"},
        {"张村3组", "李村村民委员会", "张村3组"},
        {"<script>alert(1)</script>", NULL, "<script>alert(1)</script>"},
    };
    struct hc_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(hc_label_name(&arena, cases[i][0], cases[i][1]), cases[i][2]);
    hc_arena_release(&arena);
}

static void breaks_to(const char *text, const char *expected)
{
    char *broken = hc_label_break(text);
    if (expected)
        assert_string_equal(broken, expected);
    else
        assert_null(broken);
    hc_free(broken);
}

static void long_names_take_two_lines(void **state)
{
    (void)state;
    breaks_to("江陵镇", NULL);
    breaks_to("白塔街道", NULL);
    breaks_to("红旗坝社区", "红旗\n坝社区");
    breaks_to("Lääne-Saare vald", "Lääne-Saare\nvald");
    breaks_to("Ruhnu vald", "Ruhnu\nvald");
    breaks_to("Kuressaare", NULL);
    breaks_to("a b c d e f", "a b c\nd e f");
    breaks_to("", NULL);
    breaks_to("白塔街道\n2,692", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_those_of_places),
        cmocka_unit_test(long_names_take_two_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
