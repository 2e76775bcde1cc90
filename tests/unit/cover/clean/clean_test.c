/* What layers and tools are known to get wrong, a case each. The numbers are those of public issues that tell of the
 * same; the data is made up. */
#include "../../../property/coverage.h"
#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/clean/clean.h"
#include "cover/cover.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define X0 500000.0
#define Y0 3400000.0

struct fixture {
    struct hc_layer layer;
    struct hc_clean_options options;
    struct hc_polygons cleaned;
    struct hc_clean_log log;
    struct hc_findings findings;
};

static void ring(struct fixture *f, const double (*xy)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct hc_xy v = {X0 + xy[i][0], Y0 + xy[i][1]};
        hc_polygons_add_vertices(&f->layer.polygons, &v, 1);
    }
    hc_polygons_end_ring(&f->layer.polygons);
}

#define RING(f, ...)                                                                                                   \
    do {                                                                                                               \
        const double xy_[][2] = {__VA_ARGS__};                                                                         \
        ring((f), xy_, sizeof xy_ / sizeof *xy_);                                                                      \
    } while (0)

static void end_part(struct fixture *f)
{
    hc_polygons_end_part(&f->layer.polygons);
}

static void end_unit(struct fixture *f)
{
    hc_polygons_end_unit(&f->layer.polygons);
}

#define UNIT(f, ...)                                                                                                   \
    do {                                                                                                               \
        RING(f, __VA_ARGS__);                                                                                          \
        end_part(f);                                                                                                   \
        end_unit(f);                                                                                                   \
    } while (0)

static void begin(struct fixture *f, double tolerance_m)
{
    *f = (struct fixture){.layer = {.has_polygons = true}, .options = {.tolerance_m = tolerance_m}};
    hc_polygons_init(&f->layer.polygons);
    f->layer.crs = hc_strdup("EPSG:4544");
}

/* Units are called 01, 02, ... */
static void clean(struct fixture *f)
{
    static const char *const codes[] = {"01", "02", "03", "04", "05", "06", "07", "08"};
    struct hc_err err = {0};
    hc_units_init(&f->layer.units, f->layer.polygons.n_units);
    for (size_t u = 0; u < f->layer.units.count; u++)
        f->layer.units.code[u] = hc_arena_strdup(&f->layer.units.strings, codes[u]);
    hc_units_index(&f->layer.units);
    if (hc_clean(&f->layer, "unit", &f->options, &f->cleaned, &f->log, &f->findings, &err) < 0)
        fail_msg("%s", err.text.en);
}

static void end(struct fixture *f)
{
    hc_layer_release(&f->layer);
    hc_polygons_release(&f->cleaned);
    hc_clean_log_release(&f->log);
    hc_findings_release(&f->findings);
}

static double area(const struct hc_polygons *p, uint32_t unit)
{
    double sum = 0;
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            double a = fabs(hc_ring_area2(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r])) / 2;
            sum += r == p->part_ring[part] ? a : -a;
        }
    return sum;
}

static void assert_area(const struct fixture *f, uint32_t unit, double expected)
{
    double found = area(&f->cleaned, unit);
    if (!(fabs(found - expected) < 1e-6 * expected))
        fail_msg("unit %u has %.9g, not %.9g", unit, found, expected);
}

static size_t n_parts(const struct fixture *f, uint32_t unit)
{
    return f->cleaned.unit_part[unit + 1] - f->cleaned.unit_part[unit];
}

static size_t n_changes(const struct fixture *f, enum hc_change_type type)
{
    size_t n = 0;
    for (size_t i = 0; i < f->log.n; i++)
        n += f->log.changes[i].type == type;
    return n;
}

static bool has_vertex(const struct fixture *f, uint32_t unit, double x, double y)
{
    const struct hc_polygons *p = &f->cleaned;
    size_t begin = p->ring_xy[p->part_ring[p->unit_part[unit]]], end = p->ring_xy[p->part_ring[p->unit_part[unit + 1]]];
    for (size_t i = begin; i < end; i++)
        if (fabs(p->xy[i].x - X0 - x) < 1e-9 && fabs(p->xy[i].y - Y0 - y) < 1e-9)
            return true;
    return false;
}

static bool found(const struct fixture *f, const char *id)
{
    for (size_t i = 0; i < f->findings.count; i++)
        if (strcmp(f->findings.items[i].id, id) == 0)
            return true;
    return false;
}

/* The cleaned layer is a coverage: the check has no complaint, and its whole is one polygon of so many rings. */
static void assert_whole(struct fixture *f, size_t n_whole_rings)
{
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = 1, .tolerance_m = f->options.tolerance_m};
    struct hc_polygons raw = f->layer.polygons, whole;
    uint32_t *one = hc_calloc(f->cleaned.n_units, sizeof *one);
    f->layer.polygons = f->cleaned;
    struct hc_cover *cover = hc_cover_new(&f->layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].severity >= HC_WARNING)
            fail_msg("%s", findings.items[i].what.en);
    assert_int_equal(hc_cover_dissolve(cover, one, 1, &whole, &err), 0);
    assert_int_equal(whole.n_parts, 1);
    assert_int_equal(whole.n_rings, n_whole_rings);
    hc_polygons_release(&whole);
    hc_cover_free(cover);
    f->layer.polygons = raw;
    hc_findings_release(&findings);
    hc_free(one);
}

/* mapshaper #88: splinters, and tiny gaps all along a border. QGIS #30489: slivers that stay what they are. */
static void splinters(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.5);
    UNIT(&f, {0, 0}, {100, 0}, {100, 20}, {99.2, 25}, {100, 30}, {100, 60}, {99.3, 62}, {100, 64}, {100, 100},
         {0, 100});
    RING(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {100, 64}, {100, 60}, {100, 30}, {100, 20});
    end_part(&f);
    RING(&f, {0, 100}, {40, 100}, {40, 100.2}); /* a splinter of the second unit at the first one's far side */
    end_part(&f);
    end_unit(&f);
    f.options.gap_width_m = 1;
    clean(&f);
    assert_int_equal(n_parts(&f, 0), 1);
    assert_int_equal(n_parts(&f, 1), 1);
    assert_true(n_changes(&f, HC_CHANGE_GAP) == 2);
    assert_whole(&f, 1);
    end(&f);
}

/* mapshaper #451: a gap that is open at one end. */
static void open_gap(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.5);
    UNIT(&f, {0, 0}, {100, 0}, {100, 50}, {100, 100}, {0, 100});
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100.4, 100}, {100.3, 70}, {100.2, 40});
    clean(&f);
    assert_true(fabs(area(&f.cleaned, 0) + area(&f.cleaned, 1) - 20000) < 50);
    assert_whole(&f, 1);
    end(&f);
}

/* mapshaper #149: one border drawn twice, crossing itself again and again, too far apart for snapping alone. */
static void drawn_twice(void **state)
{
    (void)state;
    struct fixture f;
    enum { STEPS = 60 };
    double a[STEPS + 4][2], b[STEPS + 4][2];
    size_t n = 0;
    begin(&f, 0.1);
    for (int i = 0; i <= STEPS; i++, n++) {
        a[n][0] = 100 + (i && i < STEPS ? 2 * sin(i * 1.7) : 0);
        b[n][0] = 100 + (i && i < STEPS ? 2 * sin(i * 2.3 + 1) : 0);
        a[n][1] = b[n][1] = i * 10;
    }
    a[n][0] = 0, a[n][1] = 600, a[n + 1][0] = 0, a[n + 1][1] = 0;
    b[n][0] = 200, b[n][1] = 600, b[n + 1][0] = 200, b[n + 1][1] = 0;
    ring(&f, (const double(*)[2])a, n + 2);
    end_part(&f);
    end_unit(&f);
    ring(&f, (const double(*)[2])b, n + 2);
    end_part(&f);
    end_unit(&f);
    f.options.gap_width_m = 5;
    clean(&f);
    assert_true(n_changes(&f, HC_CHANGE_OVERLAP) > 10 && n_changes(&f, HC_CHANGE_GAP) > 10);
    assert_true(fabs(area(&f.cleaned, 0) + area(&f.cleaned, 1) - 120000) < 1e-3);
    assert_whole(&f, 1);
    end(&f);
}

/* mapshaper #458: two sheets side by side; gaps between them go to the units of one sheet alone. */
static void gaps_to_named(void **state)
{
    (void)state;
    for (int named = 0; named < 2; named++) {
        struct fixture f;
        begin(&f, 0.1);
        UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});                           /* simplified */
        UNIT(&f, {100, 0}, {150, 0}, {150, 100}, {100, 100}, {102, 66}, {102, 33}); /* precise */
        f.options.gap_width_m = 5;
        f.options.gaps_named = named ? "02" : "01";
        clean(&f);
        assert_area(&f, 0, named ? 10000 : 10133);
        assert_area(&f, 1, named ? 5000 : 4867);
        assert_whole(&f, 1);
        end(&f);
    }
}

/* GEOS #889: borders along each other whose vertices do not match. GEOS #1525: the same at right angles. */
static void unmatched_vertices(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.01);
    UNIT(&f, {0, 0}, {0, 10}, {10, 0});
    UNIT(&f, {0, 0}, {25, 0}, {0, -20});
    clean(&f);
    assert_area(&f, 0, 50);
    assert_area(&f, 1, 250);
    assert_true(has_vertex(&f, 1, 10, 0));
    assert_whole(&f, 1);
    end(&f);
    begin(&f, 0.01);
    UNIT(&f, {20, 0}, {20, 20}, {20, 70}, {90, 0});
    UNIT(&f, {0, 80}, {20, 70}, {20, 0});
    clean(&f);
    assert_area(&f, 0, 2450);
    assert_area(&f, 1, 700);
    assert_true(has_vertex(&f, 1, 20, 20));
    assert_whole(&f, 1);
    end(&f);
}

/* GEOS #904: an overlap must not go unnoticed. */
static void overlap_by_policy(void **state)
{
    (void)state;
    for (int policy = 0; policy < 5; policy++) {
        struct fixture f;
        begin(&f, 0.01);
        UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
        UNIT(&f, {90, 0}, {300, 0}, {300, 100}, {80, 100});
        if (policy < 3)
            f.options.overlaps = (enum hc_overlap_policy)policy;
        else
            f.options.named = policy == 3 ? "02" : "01";
        clean(&f);
        bool to_first = policy == HC_OVERLAP_SMALLER || policy == HC_OVERLAP_FIRST || policy == 4;
        assert_area(&f, 0, to_first ? 10000 : 8500);
        assert_area(&f, 1, to_first ? 20000 : 21500);
        assert_int_equal(n_changes(&f, HC_CHANGE_OVERLAP), 1);
        for (size_t i = 0; i < f.log.n; i++)
            if (f.log.changes[i].type == HC_CHANGE_OVERLAP) {
                assert_true(fabs(f.log.changes[i].area_m2 - 1500) < 1); /* the plane is not the ground */
                assert_int_equal(f.log.changes[i].to, to_first ? 0 : 1);
            }
        assert_whole(&f, 1);
        end(&f);
    }
}

/* GEOS #1344: long edges at a slant that miss each other by the last digit. */
static void last_digits(void **state)
{
    (void)state;
    struct fixture f;
    double c = cos(0.025), s = sin(0.025), corner[4][2] = {{0, 0}, {20, 0}, {20, 6.5}, {0, 6.5}};
    begin(&f, 0.01);
    for (int k = 0; k < 3; k++) {
        double xy[4][2];
        for (int i = 0; i < 4; i++) {
            double x = corner[i][0] + 20 * k + (k == 1 ? 1e-10 : 0), y = corner[i][1];
            xy[i][0] = x * c - y * s;
            xy[i][1] = x * s + y * c;
        }
        ring(&f, (const double(*)[2])xy, 4);
        end_part(&f);
        end_unit(&f);
    }
    clean(&f);
    for (uint32_t u = 0; u < 3; u++)
        assert_area(&f, u, 130);
    assert_whole(&f, 1);
    end(&f);
}

/* GEOS #1476: a neck that is narrower than the tolerance is no gap. */
static void narrow_neck(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.5);
    UNIT(&f, {0, 0}, {40, 0}, {40, 19.9}, {60, 19.9}, {60, 0}, {100, 0}, {100, 40}, {60, 40}, {60, 20.1}, {40, 20.1},
         {40, 40}, {0, 40});
    clean(&f);
    assert_int_equal(f.log.n, 0);
    assert_int_equal(n_parts(&f, 0), 1);
    assert_memory_equal(f.cleaned.xy, f.layer.polygons.xy, f.layer.polygons.n_xy * sizeof(struct hc_xy));
    end(&f);
}

/* JTS #1129: the outer border stays where it is, however dense its vertices are. */
static void outer_border(void **state)
{
    (void)state;
    struct fixture f;
    enum { COAST = 80 };
    double a[COAST + 4][2];
    size_t n = 0;
    begin(&f, 2);
    for (int i = 0; i <= COAST; i++, n++) {
        a[n][0] = 0.5 * i * 2.4;
        a[n][1] = i % 2 ? 0.7 : 0;
    }
    a[n][0] = 100, a[n][1] = 50, a[n + 1][0] = 0, a[n + 1][1] = 50;
    ring(&f, (const double(*)[2])a, n + 2);
    end_part(&f);
    end_unit(&f);
    UNIT(&f, {0, 50.6}, {50, 51}, {100, 50.4}, {100, 90}, {0, 90});
    clean(&f);
    for (int i = 0; i <= COAST; i++)
        assert_true(has_vertex(&f, 0, a[i][0], a[i][1]));
    assert_whole(&f, 1);
    end(&f);
}

/* A unit drawn on top of another, without a hole there, keeps its land whatever the policy; a copy cannot, and is told.
 */
static void drawn_on_top(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.1);
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    UNIT(&f, {20, 20}, {40, 20}, {40, 40}, {20, 40});
    clean(&f);
    assert_area(&f, 0, 9600);
    assert_area(&f, 1, 400);
    assert_false(found(&f, "unit_vanished"));
    assert_whole(&f, 1);
    end(&f);
    begin(&f, 0.1);
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    UNIT(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    clean(&f);
    assert_true(found(&f, "unit_vanished"));
    end(&f);
}

/* An overlap that cuts a unit in two: it is said. */
static void cut_in_two(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.1);
    UNIT(&f, {0, 0}, {300, 0}, {300, 10}, {0, 10});
    UNIT(&f, {100, -200}, {200, -200}, {200, 200}, {100, 200});
    clean(&f);
    assert_int_equal(n_parts(&f, 0), 2);
    assert_true(found(&f, "unit_split"));
    end(&f);
}

/* A lake is not a sliver: it stays if it is wider or larger than is said, or if gaps are kept. */
static void lake(void **state)
{
    (void)state;
    for (int k = 0; k < 4; k++) {
        struct fixture f;
        begin(&f, 0.1);
        UNIT(&f, {0, 0}, {100, 0}, {100, 40}, {97, 50}, {100, 60}, {100, 100}, {0, 100});
        UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {100, 60}, {103, 50}, {100, 40});
        f.options.gap_width_m = k == 1 ? 1 : 10;
        f.options.gap_area_m2 = k == 2 ? 50 : 0;
        f.options.gaps = k == 3 ? HC_GAP_KEEP : HC_GAP_LONGEST;
        clean(&f);
        assert_int_equal(n_changes(&f, HC_CHANGE_GAP), k ? 0 : 1);
        assert_true(fabs(area(&f.cleaned, 0) + area(&f.cleaned, 1) - (k ? 19940 : 20000)) < 1e-3);
        end(&f);
    }
}

/* A part within another part: what check and simulate measure is what make-valid makes of it, and so clean. */
static void part_in_part(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.1);
    RING(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    end_part(&f);
    RING(&f, {25, 25}, {75, 25}, {75, 75}, {25, 75});
    end_part(&f);
    end_unit(&f);
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100});
    f.options.gaps = HC_GAP_KEEP;
    clean(&f);
    assert_area(&f, 0, 7500);
    assert_int_equal(n_changes(&f, HC_CHANGE_MENDED), 1);
    end(&f);
}

/* QGIS #63084: where three or more lie over each other, settling pair by pair leaves overlaps and slivers behind. */
static void many_on_one_place(void **state)
{
    (void)state;
    struct fixture f;
    enum { UNITS = 6 };
    double before = 0, after = 0;
    begin(&f, 0.1);
    for (int i = 0; i < UNITS; i++) { /* a fan: every two of them overlap, all of them in the middle */
        double turn = i * M_PI / UNITS, c = cos(turn), s = sin(turn), xy[4][2];
        static const double corner[4][2] = {{-60, -15}, {60, -15}, {60, 15}, {-60, 15}};
        for (int k = 0; k < 4; k++) {
            xy[k][0] = 100 + corner[k][0] * c - corner[k][1] * s;
            xy[k][1] = 100 + corner[k][0] * s + corner[k][1] * c;
        }
        ring(&f, (const double(*)[2])xy, 4);
        end_part(&f);
        end_unit(&f);
    }
    GEOSContextHandle_t g = GEOS_init_r();
    uint32_t one[UNITS] = {0};
    GEOSGeometry *land = geos_union(g, &f.layer.polygons, one, 0);
    GEOSArea_r(g, land, &before);
    GEOSGeom_destroy_r(g, land);
    GEOS_finish_r(g);
    clean(&f);
    for (uint32_t u = 0; u < UNITS; u++) {
        assert_true(area(&f.cleaned, u) > 0);
        after += area(&f.cleaned, u);
    }
    assert_true(fabs(after - before) < 1); /* each piece of land once, none twice, none lost */
    assert_whole(&f, 1);
    end(&f);
}

/* GEOS #965: among slivers a whole unit went missing from the union. */
static void unit_among_slivers(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, 0.01);
    RING(&f, {0, 0}, {100, 0}, {100, 100}, {0, 100});
    end_part(&f);
    /* hair-thin parts along both sides of the border, some outside in, some crossing over it */
    for (int i = 0; i < 40; i++) {
        double y = 2.5 * i, w = (i % 4 + 1) * 1e-6;
        RING(&f, {100 - (i % 3 ? w : 0), y}, {100 + w, y + 0.2}, {100 + (i % 5 ? 0 : w), y + 2.4});
        end_part(&f);
    }
    end_unit(&f);
    UNIT(&f, {100, 0}, {200, 0}, {200, 100}, {100, 100});
    UNIT(&f, {0, 100 + 1e-7}, {200, 100 - 1e-7}, {200, 180}, {0, 180});
    clean(&f);
    assert_true(fabs(area(&f.cleaned, 0) - 10000) < 0.1);
    assert_true(fabs(area(&f.cleaned, 1) - 10000) < 0.1);
    assert_true(fabs(area(&f.cleaned, 2) - 16000) < 0.1);
    assert_whole(&f, 1);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splinters),         cmocka_unit_test(open_gap),           cmocka_unit_test(drawn_twice),
        cmocka_unit_test(gaps_to_named),     cmocka_unit_test(unmatched_vertices), cmocka_unit_test(overlap_by_policy),
        cmocka_unit_test(last_digits),       cmocka_unit_test(narrow_neck),        cmocka_unit_test(outer_border),
        cmocka_unit_test(drawn_on_top),      cmocka_unit_test(cut_in_two),         cmocka_unit_test(lake),
        cmocka_unit_test(many_on_one_place), cmocka_unit_test(unit_among_slivers), cmocka_unit_test(part_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
