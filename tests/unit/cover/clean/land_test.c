/* Who gets which land: what lies over, in, or apart from something else. The data is made up. */
#include "sketch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* A unit drawn on top of another, without a hole there, keeps its land whatever the policy; a copy cannot, and is told.
 */
static void drawn_on_top(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.1);
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    UNIT(&f, {20, 20}, {40, 20}, {40, 40}, {20, 40});
    sketch_clean(&f);
    sketch_assert_area(&f, 0, 9600);
    sketch_assert_area(&f, 1, 400);
    assert_false(sketch_found(&f, "unit_vanished"));
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
    sketch_begin(&f, 0.1);
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    sketch_clean(&f);
    assert_true(sketch_found(&f, "unit_vanished"));
    sketch_end(&f);
}

/* An overlap that cuts a unit in two: it is said. */
static void cut_in_two(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.1);
    UNIT(&f, {0, 0}, {300, 0}, {300, 10}, {0, 10});
    UNIT(&f, {100, -200}, {200, -200}, {200, 200}, {100, 200});
    sketch_clean(&f);
    assert_int_equal(sketch_n_parts(&f, 0), 2);
    assert_true(sketch_found(&f, "unit_split"));
    sketch_end(&f);
}

/* A lake is not a sliver: it stays if it is wider or larger than is said, or if gaps are kept. */
static void lake(void **state)
{
    (void)state;
    for (int k = 0; k < 4; k++) {
        struct sketch f;
        sketch_begin(&f, 0.1);
        UNIT(&f, {0, 0}, {100, 0}, {100, 40}, {97, 50}, {100, 60}, {100, 100}, {0, 100});
        UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {100, 60}, {103, 50}, {100, 40});
        f.options.gap_width_m = k == 1 ? 1 : 10;
        f.options.gap_area_m2 = k == 2 ? 50 : 0;
        f.options.gaps = k == 3 ? HC_GAP_KEEP : HC_GAP_LONGEST;
        sketch_clean(&f);
        assert_int_equal(sketch_n_changes(&f, HC_CHANGE_GAP), k ? 0 : 1);
        assert_true(fabs(sketch_area(&f.cleaned, 0) + sketch_area(&f.cleaned, 1) - (k ? 19940 : 20000)) < 1e-3);
        sketch_end(&f);
    }
}

/* A part within another part: what check and simulate measure is what make-valid makes of it, and so clean. */
static void part_in_part(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.1);
    RING(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    sketch_end_part(&f);
    RING(&f, {25, 25}, {75, 25}, {75, 75}, {25, 75});
    sketch_end_part(&f);
    sketch_end_unit(&f);
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100});
    f.options.gaps = HC_GAP_KEEP;
    sketch_clean(&f);
    sketch_assert_area(&f, 0, 7500);
    assert_int_equal(sketch_n_changes(&f, HC_CHANGE_MENDED), 1);
    sketch_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_on_top),
        cmocka_unit_test(cut_in_two),
        cmocka_unit_test(lake),
        cmocka_unit_test(part_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
