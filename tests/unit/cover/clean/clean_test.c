/* What layers and tools are known to get wrong, a case each. The numbers are those of public issues that tell of the
 * same; the data is made up. */
#include "coverage.h"
#include "sketch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* mapshaper #88: splinters, and tiny gaps all along a border. QGIS #30489: slivers that stay what they are. */
static void splinters(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.5);
    UNIT(&f, {0, 0}, {100, 0}, {100, 20}, {99.2, 25}, {100, 30}, {100, 60}, {99.3, 62}, {100, 64}, {100, 100},
         {0, 100});
    RING(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {100, 64}, {100, 60}, {100, 30}, {100, 20});
    sketch_end_part(&f);
    RING(&f, {0, 100}, {40, 100}, {40, 100.2}); /* a splinter of the second unit at the first one's far side */
    sketch_end_part(&f);
    sketch_end_unit(&f);
    f.options.gap_width_m = 1;
    sketch_clean(&f);
    assert_int_equal(sketch_n_parts(&f, 0), 1);
    assert_int_equal(sketch_n_parts(&f, 1), 1);
    assert_true(sketch_n_changes(&f, HC_CHANGE_GAP) == 2);
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* mapshaper #451: a gap that is open at one end. */
static void open_gap(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.5);
    UNIT(&f, {0, 0}, {100, 0}, {100, 50}, {100, 100}, {0, 100});
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100.4, 100}, {100.3, 70}, {100.2, 40});
    sketch_clean(&f);
    assert_true(fabs(sketch_area(&f.cleaned, 0) + sketch_area(&f.cleaned, 1) - 20000) < 50);
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* mapshaper #149: one border drawn twice, crossing itself again and again, too far apart for snapping alone. */
static void drawn_twice(void **state)
{
    (void)state;
    struct sketch f;
    enum { STEPS = 60 };
    double a[STEPS + 4][2], b[STEPS + 4][2];
    size_t n = 0;
    sketch_begin(&f, 0.1);
    for (int i = 0; i <= STEPS; i++, n++) {
        a[n][0] = 100 + (i && i < STEPS ? 2 * sin(i * 1.7) : 0);
        b[n][0] = 100 + (i && i < STEPS ? 2 * sin(i * 2.3 + 1) : 0);
        a[n][1] = b[n][1] = i * 10;
    }
    a[n][0] = 0, a[n][1] = 600, a[n + 1][0] = 0, a[n + 1][1] = 0;
    b[n][0] = 200, b[n][1] = 600, b[n + 1][0] = 200, b[n + 1][1] = 0;
    sketch_ring(&f, (const double(*)[2])a, n + 2);
    sketch_end_part(&f);
    sketch_end_unit(&f);
    sketch_ring(&f, (const double(*)[2])b, n + 2);
    sketch_end_part(&f);
    sketch_end_unit(&f);
    f.options.gap_width_m = 5;
    sketch_clean(&f);
    assert_true(sketch_n_changes(&f, HC_CHANGE_OVERLAP) > 10 && sketch_n_changes(&f, HC_CHANGE_GAP) > 10);
    assert_true(fabs(sketch_area(&f.cleaned, 0) + sketch_area(&f.cleaned, 1) - 120000) < 1e-3);
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* mapshaper #458: two sheets side by side; gaps between them go to the units of one sheet alone. */
static void gaps_to_named(void **state)
{
    (void)state;
    for (int named = 0; named < 2; named++) {
        struct sketch f;
        sketch_begin(&f, 0.1);
        UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});                           /* simplified */
        UNIT(&f, {100, 0}, {150, 0}, {150, 100}, {100, 100}, {102, 66}, {102, 33}); /* precise */
        f.options.gap_width_m = 5;
        f.options.gaps_named = named ? "02" : "01";
        sketch_clean(&f);
        sketch_assert_area(&f, 0, named ? 10000 : 10133);
        sketch_assert_area(&f, 1, named ? 5000 : 4867);
        sketch_assert_whole(&f, 1);
        sketch_end(&f);
    }
}

/* GEOS #889: borders along each other whose vertices do not match. GEOS #1525: the same at right angles. */
static void unmatched_vertices(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.01);
    UNIT(&f, {0, 0}, {0, 10}, {10, 0});
    UNIT(&f, {0, 0}, {25, 0}, {0, -20});
    sketch_clean(&f);
    sketch_assert_area(&f, 0, 50);
    sketch_assert_area(&f, 1, 250);
    assert_true(sketch_has_vertex(&f, 1, 10, 0));
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
    sketch_begin(&f, 0.01);
    UNIT(&f, {20, 0}, {20, 20}, {20, 70}, {90, 0});
    UNIT(&f, {0, 80}, {20, 70}, {20, 0});
    sketch_clean(&f);
    sketch_assert_area(&f, 0, 2450);
    sketch_assert_area(&f, 1, 700);
    assert_true(sketch_has_vertex(&f, 1, 20, 20));
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* GEOS #904: an overlap must not go unnoticed. */
static void overlap_by_policy(void **state)
{
    (void)state;
    for (int policy = 0; policy < 5; policy++) {
        struct sketch f;
        sketch_begin(&f, 0.01);
        UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
        UNIT(&f, {90, 0}, {300, 0}, {300, 100}, {80, 100});
        if (policy < 3)
            f.options.overlaps = (enum hc_overlap_policy)policy;
        else
            f.options.named = policy == 3 ? "02" : "01";
        sketch_clean(&f);
        bool to_first = policy == HC_OVERLAP_SMALLER || policy == HC_OVERLAP_FIRST || policy == 4;
        sketch_assert_area(&f, 0, to_first ? 10000 : 8500);
        sketch_assert_area(&f, 1, to_first ? 20000 : 21500);
        assert_int_equal(sketch_n_changes(&f, HC_CHANGE_OVERLAP), 1);
        for (size_t i = 0; i < f.log.n; i++)
            if (f.log.changes[i].type == HC_CHANGE_OVERLAP) {
                assert_true(fabs(f.log.changes[i].area_m2 - 1500) < 1); /* the plane is not the ground */
                assert_int_equal(f.log.changes[i].to, to_first ? 0 : 1);
            }
        sketch_assert_whole(&f, 1);
        sketch_end(&f);
    }
}

/* GEOS #1344: long edges at a slant that miss each other by the last digit. */
static void last_digits(void **state)
{
    (void)state;
    struct sketch f;
    double c = cos(0.025), s = sin(0.025), corner[4][2] = {{0, 0}, {20, 0}, {20, 6.5}, {0, 6.5}};
    sketch_begin(&f, 0.01);
    for (int k = 0; k < 3; k++) {
        double xy[4][2];
        for (int i = 0; i < 4; i++) {
            double x = corner[i][0] + 20 * k + (k == 1 ? 1e-10 : 0), y = corner[i][1];
            xy[i][0] = x * c - y * s;
            xy[i][1] = x * s + y * c;
        }
        sketch_ring(&f, (const double(*)[2])xy, 4);
        sketch_end_part(&f);
        sketch_end_unit(&f);
    }
    sketch_clean(&f);
    for (uint32_t u = 0; u < 3; u++)
        sketch_assert_area(&f, u, 130);
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* GEOS #1476: a neck that is narrower than the tolerance is no gap. */
static void narrow_neck(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.5);
    UNIT(&f, {0, 0}, {40, 0}, {40, 19.9}, {60, 19.9}, {60, 0}, {100, 0}, {100, 40}, {60, 40}, {60, 20.1}, {40, 20.1},
         {40, 40}, {0, 40});
    sketch_clean(&f);
    assert_int_equal(f.log.n, 0);
    assert_int_equal(sketch_n_parts(&f, 0), 1);
    assert_memory_equal(f.cleaned.xy, f.layer.polygons.xy, f.layer.polygons.n_xy * sizeof(struct hc_xy));
    sketch_end(&f);
}

/* JTS #1129: the outer border stays where it is, however dense its vertices are. */
static void outer_border(void **state)
{
    (void)state;
    struct sketch f;
    enum { COAST = 80 };
    double a[COAST + 4][2];
    size_t n = 0;
    sketch_begin(&f, 2);
    for (int i = 0; i <= COAST; i++, n++) {
        a[n][0] = 0.5 * i * 2.4;
        a[n][1] = i % 2 ? 0.7 : 0;
    }
    a[n][0] = 100, a[n][1] = 50, a[n + 1][0] = 0, a[n + 1][1] = 50;
    sketch_ring(&f, (const double(*)[2])a, n + 2);
    sketch_end_part(&f);
    sketch_end_unit(&f);
    UNIT(&f, {0, 50.6}, {50, 51}, {100, 50.4}, {100, 90}, {0, 90});
    sketch_clean(&f);
    for (int i = 0; i <= COAST; i++)
        assert_true(sketch_has_vertex(&f, 0, a[i][0], a[i][1]));
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* QGIS #63084: where three or more lie over each other, settling pair by pair leaves overlaps and slivers behind. */
static void many_on_one_place(void **state)
{
    (void)state;
    struct sketch f;
    enum { UNITS = 6 };
    double before = 0, after = 0;
    sketch_begin(&f, 0.1);
    for (int i = 0; i < UNITS; i++) { /* a fan: every two of them overlap, all of them in the middle */
        double turn = i * M_PI / UNITS, c = cos(turn), s = sin(turn), xy[4][2];
        static const double corner[4][2] = {{-60, -15}, {60, -15}, {60, 15}, {-60, 15}};
        for (int k = 0; k < 4; k++) {
            xy[k][0] = 100 + corner[k][0] * c - corner[k][1] * s;
            xy[k][1] = 100 + corner[k][0] * s + corner[k][1] * c;
        }
        sketch_ring(&f, (const double(*)[2])xy, 4);
        sketch_end_part(&f);
        sketch_end_unit(&f);
    }
    GEOSContextHandle_t g = GEOS_init_r();
    uint32_t one[UNITS] = {0};
    GEOSGeometry *land = geos_union(g, &f.layer.polygons, one, 0);
    GEOSArea_r(g, land, &before);
    GEOSGeom_destroy_r(g, land);
    GEOS_finish_r(g);
    sketch_clean(&f);
    for (uint32_t u = 0; u < UNITS; u++) {
        assert_true(sketch_area(&f.cleaned, u) > 0);
        after += sketch_area(&f.cleaned, u);
    }
    assert_true(fabs(after - before) < 1); /* each piece of land once, none twice, none lost */
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

/* GEOS #965: among slivers a whole unit went missing from the union. */
static void unit_among_slivers(void **state)
{
    (void)state;
    struct sketch f;
    sketch_begin(&f, 0.01);
    RING(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    sketch_end_part(&f);
    /* hair-thin parts along both sides of the border, some outside in, some crossing over it */
    for (int i = 0; i < 40; i++) {
        double y = 2.5 * i, w = (i % 4 + 1) * 1e-6;
        RING(&f, {100 - (i % 3 ? w : 0), y}, {100 + w, y + 0.2}, {100 + (i % 5 ? 0 : w), y + 2.4});
        sketch_end_part(&f);
    }
    sketch_end_unit(&f);
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100});
    UNIT(&f, {0, 100 + 1e-7}, {200, 100 - 1e-7}, {200, 180}, {0, 180});
    sketch_clean(&f);
    assert_true(fabs(sketch_area(&f.cleaned, 0) - 10000) < 0.1);
    assert_true(fabs(sketch_area(&f.cleaned, 1) - 10000) < 0.1);
    assert_true(fabs(sketch_area(&f.cleaned, 2) - 16000) < 0.1);
    sketch_assert_whole(&f, 1);
    sketch_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splinters),         cmocka_unit_test(open_gap),           cmocka_unit_test(drawn_twice),
        cmocka_unit_test(gaps_to_named),     cmocka_unit_test(unmatched_vertices), cmocka_unit_test(overlap_by_policy),
        cmocka_unit_test(last_digits),       cmocka_unit_test(narrow_neck),        cmocka_unit_test(outer_border),
        cmocka_unit_test(many_on_one_place), cmocka_unit_test(unit_among_slivers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
