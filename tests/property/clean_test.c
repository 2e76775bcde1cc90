/* Cleaning of seeded damage, judged by hecun's own check and by GEOS. */
#include "cover/clean/clean.h"
#include "cover/cover.h"
#include "damage.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define TOLERANCE_M     1.0
#define METRES_A_DEGREE 111320.0

static bool same_polygons(const struct hc_polygons *a, const struct hc_polygons *b)
{
    return a->n_xy == b->n_xy && a->n_rings == b->n_rings && a->n_parts == b->n_parts && a->n_units == b->n_units &&
           memcmp(a->ring_xy, b->ring_xy, (a->n_rings + 1) * sizeof *a->ring_xy) == 0 &&
           memcmp(a->part_ring, b->part_ring, (a->n_parts + 1) * sizeof *a->part_ring) == 0 &&
           memcmp(a->unit_part, b->unit_part, (a->n_units + 1) * sizeof *a->unit_part) == 0 &&
           memcmp(a->xy, b->xy, a->n_xy * sizeof *a->xy) == 0;
}

/* What one seed comes to; the layer's polygons are exchanged for the cleaned ones while they are looked at. */
struct trial {
    uint64_t seed;
    bool projected;
    struct coverage sound;
    struct hc_layer damaged;
    struct hc_polygons cleaned;
    struct hc_findings findings;
};

#define CHECK(trial, condition)                                                                                        \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            print_message("seed %llu: %s\n", (unsigned long long)(trial)->seed, #condition);                           \
            fail();                                                                                                    \
        }                                                                                                              \
    } while (0)

static void clean_into(struct hc_layer *layer, int threads, struct hc_polygons *out, struct hc_findings *findings,
                       uint64_t seed)
{
    struct hc_clean_options options = {.threads = threads, .tolerance_m = TOLERANCE_M};
    struct hc_clean_log log;
    struct hc_err err = {0};
    if (hc_clean(layer, "unit", &options, out, &log, findings, &err) < 0) {
        print_message("seed %llu: %s\n", (unsigned long long)seed, err.text.en);
        fail();
    }
    for (size_t i = 0; i < log.n; i++)
        if (log.changes[i].type == HC_CHANGE_MOVED)
            assert_true(log.changes[i].size_m <= TOLERANCE_M * 1.0000001);
    hc_clean_log_release(&log);
}

static void begin(struct trial *t, uint64_t seed, unsigned sorts)
{
    struct rng r = {seed * 7919 + 1};
    *t = (struct trial){.seed = seed, .projected = seed % 2};
    coverage_make(&t->sound, seed, 2 + seed % 4, t->projected);
    hc_units_index(&t->sound.layer.units);
    /* A few sorts at a time, so that each is seen by itself too. */
    unsigned some = 0;
    while (!some)
        some = sorts & (unsigned)rng_next(&r) & (unsigned)rng_next(&r);
    if (getenv("HC_TRACE"))
        print_message("seed %llu sorts %u\n", (unsigned long long)seed, some);
    double reach = 0.45 * TOLERANCE_M / (t->projected ? 1 : METRES_A_DEGREE);
    damage_make(&t->sound.layer, &r, some, reach, &t->damaged);
    clean_into(&t->damaged, 1, &t->cleaned, &t->findings, seed);
}

static void end(struct trial *t)
{
    coverage_release(&t->sound);
    hc_layer_release(&t->damaged);
    hc_polygons_release(&t->cleaned);
    hc_findings_release(&t->findings);
}

static struct hc_cover *build(const struct trial *t, struct hc_layer *layer, struct hc_findings *findings)
{
    struct hc_cover_options options = {.threads = 1, .tolerance_m = TOLERANCE_M};
    struct hc_err err = {0};
    struct hc_cover *cover = hc_cover_new(layer, "unit", &options, findings, &err);
    CHECK(t, cover);
    return cover;
}

/* The cleaned layer in the damaged one's place. */
static void exchange(struct trial *t)
{
    struct hc_polygons swap = t->damaged.polygons;
    t->damaged.polygons = t->cleaned;
    t->cleaned = swap;
}

static void assert_same_again(struct trial *t)
{
    struct hc_polygons again;
    clean_into(&t->damaged, 3, &again, &t->findings, t->seed);
    CHECK(t, same_polygons(&again, &t->cleaned)); /* any number of threads, same bytes */
    hc_polygons_release(&again);
    exchange(t);
    clean_into(&t->damaged, 2, &again, &t->findings, t->seed);
    CHECK(t, same_polygons(&again, &t->damaged.polygons)); /* cleaning the cleaned changes nothing */
    hc_polygons_release(&again);
    exchange(t);
}

/* Our own check finds nothing to mend. */
static void assert_checked(struct trial *t)
{
    static const char *const bad[] = {"overlap", "gap", "near_match", "invalid_polygon", "missing_vertex", "sliver"};
    struct hc_findings findings = {0};
    exchange(t);
    struct hc_cover *cover = build(t, &t->damaged, &findings);
    exchange(t);
    for (size_t i = 0; i < findings.count; i++)
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
            if (strcmp(findings.items[i].id, bad[k]) == 0) {
                print_message("seed %llu: %s\n", (unsigned long long)t->seed, findings.items[i].what.en);
                fail();
            }
    hc_cover_free(cover);
    hc_findings_release(&findings);
}

/* GEOS: valid units whose interiors are apart. */
static void assert_valid(const struct trial *t)
{
    GEOSContextHandle_t g = GEOS_init_r();
    size_t n = t->cleaned.n_units;
    GEOSGeometry **units = hc_alloc(n, sizeof(GEOSGeometry *));
    for (size_t u = 0; u < n; u++) {
        units[u] = geos_unit(g, &t->cleaned, u);
        CHECK(t, GEOSisValid_r(g, units[u]) == 1);
        for (size_t v = 0; v < u; v++)
            CHECK(t, GEOSRelatePattern_r(g, units[u], units[v], "F********") == 1);
    }
    for (size_t u = 0; u < n; u++)
        GEOSGeom_destroy_r(g, units[u]);
    hc_free(units);
    GEOS_finish_r(g);
}

static int n_holes(GEOSContextHandle_t g, const GEOSGeometry *all)
{
    int n = 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(g, all); i++)
        n += GEOSGetNumInteriorRings_r(g, GEOSGetGeometryN_r(g, all, i));
    return n;
}

/* As near to the undamaged coverage as the tolerance allows: the whole, and each unit. */
static void assert_recovered(const struct trial *t)
{
    GEOSContextHandle_t g = GEOS_init_r();
    const struct hc_polygons *sound = &t->sound.layer.polygons;
    double tolerance = TOLERANCE_M / (t->projected ? 1 : METRES_A_DEGREE * cos(31 * M_PI / 180)), a, b, length;
    uint32_t *one = hc_calloc(sound->n_units, sizeof *one);
    GEOSGeometry *truth = geos_union(g, sound, one, 0), *found = geos_union(g, &t->cleaned, one, 0);
    GEOSArea_r(g, truth, &a);
    GEOSArea_r(g, found, &b);
    GEOSLength_r(g, truth, &length);
    CHECK(t, fabs(a - b) <= tolerance * length);
    CHECK(t, n_holes(g, truth) == n_holes(g, found));
    for (size_t u = 0; u < sound->n_units; u++) {
        GEOSGeometry *before = geos_unit(g, sound, u), *after = geos_unit(g, &t->cleaned, u);
        GEOSGeometry *difference = GEOSSymDifference_r(g, before, after);
        GEOSArea_r(g, difference, &a);
        GEOSLength_r(g, before, &length);
        CHECK(t, a <= tolerance * length);
        CHECK(t, GEOSGetNumGeometries_r(g, after) > 0);
        GEOSGeom_destroy_r(g, difference);
        GEOSGeom_destroy_r(g, before);
        GEOSGeom_destroy_r(g, after);
    }
    GEOSGeom_destroy_r(g, truth);
    GEOSGeom_destroy_r(g, found);
    hc_free(one);
    GEOS_finish_r(g);
}

static void assert_neighbours(struct trial *t)
{
    struct hc_findings findings = {0};
    struct hc_pairs truth, found;
    uint32_t n = (uint32_t)t->cleaned.n_units, *self = hc_alloc(n, sizeof *self);
    for (uint32_t u = 0; u < n; u++)
        self[u] = u;
    struct hc_cover *cover = build(t, &t->sound.layer, &findings);
    hc_cover_neighbours(cover, self, n, &truth);
    hc_cover_free(cover);
    exchange(t);
    cover = build(t, &t->damaged, &findings);
    hc_cover_neighbours(cover, self, n, &found);
    hc_cover_free(cover);
    exchange(t);
    CHECK(t, truth.n == found.n);
    for (size_t i = 0; i < truth.n; i++)
        CHECK(t, truth.items[i].a == found.items[i].a && truth.items[i].b == found.items[i].b);
    hc_pairs_release(&truth);
    hc_pairs_release(&found);
    hc_findings_release(&findings);
    hc_free(self);
}

static void test_damage_within_tolerance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(400); seed++) {
        struct trial t;
        begin(&t, seed, DAMAGE_ALL);
        assert_valid(&t);
        assert_checked(&t);
        assert_recovered(&t);
        assert_neighbours(&t);
        assert_same_again(&t);
        end(&t);
    }
}

/* Whole corners cut off: who gets the land is for the policy to say, but nothing is left wrong. */
static void test_damage_beyond(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(200); seed++) {
        struct trial t;
        begin(&t, seed, DAMAGE_ALL | DAMAGE_CUT);
        assert_valid(&t);
        assert_checked(&t);
        assert_same_again(&t);
        end(&t);
    }
}

/* A sound coverage keeps its bytes. */
static void test_sound(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(200); seed++) {
        struct trial t = {.seed = seed};
        coverage_make(&t.sound, seed, 2 + seed % 4, seed % 2);
        hc_units_index(&t.sound.layer.units);
        clean_into(&t.sound.layer, 1, &t.cleaned, &t.findings, seed);
        CHECK(&t, same_polygons(&t.cleaned, &t.sound.layer.polygons));
        coverage_release(&t.sound);
        hc_polygons_release(&t.cleaned);
        hc_findings_release(&t.findings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_damage_within_tolerance),
        cmocka_unit_test(test_damage_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
