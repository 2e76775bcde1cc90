#include "trial.h"

#include "cover/cover.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define METRES_A_DEGREE 111320.0

#define CHECK(trial, condition)                                                                                        \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            print_message("seed %llu: %s\n", (unsigned long long)(trial)->seed, #condition);                           \
            fail();                                                                                                    \
        }                                                                                                              \
    } while (0)

bool same_polygons(const struct hc_polygons *a, const struct hc_polygons *b)
{
    return a->n_xy == b->n_xy && a->n_rings == b->n_rings && a->n_parts == b->n_parts && a->n_units == b->n_units &&
           memcmp(a->ring_xy, b->ring_xy, (a->n_rings + 1) * sizeof *a->ring_xy) == 0 &&
           memcmp(a->part_ring, b->part_ring, (a->n_parts + 1) * sizeof *a->part_ring) == 0 &&
           memcmp(a->unit_part, b->unit_part, (a->n_units + 1) * sizeof *a->unit_part) == 0 &&
           memcmp(a->xy, b->xy, a->n_xy * sizeof *a->xy) == 0;
}

void clean_into(const struct hc_layer *layer, int threads, double tolerance_m, struct hc_polygons *out)
{
    struct hc_clean_options options = {.threads = threads, .tolerance_m = tolerance_m};
    struct hc_clean_log log;
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    if (hc_clean(layer, "unit", &options, out, &log, &findings, &err) < 0)
        fail_msg("%s", err.text.en);
    for (size_t i = 0; i < log.n; i++)
        if (log.changes[i].type == HC_CHANGE_MOVED)
            assert_true(log.changes[i].size_m <= tolerance_m * 1.0000001);
    hc_clean_log_release(&log);
    hc_findings_release(&findings);
}

void trial_begin(struct trial *t, const struct hc_layer *sound, uint64_t seed, unsigned sorts, double tolerance_m)
{
    struct rng r = {seed * 7919 + 1};
    bool projected = fabs(sound->polygons.xy[0].y) > 90;
    unsigned some = 0;
    while (!some)
        some = sorts & (unsigned)rng_next(&r) & (unsigned)rng_next(&r);
    if (getenv("HC_TRACE"))
        print_message("seed %llu sorts %u\n", (unsigned long long)seed, some);
    *t = (struct trial){.seed = seed, .tolerance_m = tolerance_m, .sound = sound};
    t->unit_m = projected ? 1 : METRES_A_DEGREE * cos(sound->polygons.xy[0].y * M_PI / 180);
    damage_make(sound, &r, some, 0.45 * tolerance_m / (projected ? 1 : METRES_A_DEGREE), &t->damaged);
    clean_into(&t->damaged, 1, tolerance_m, &t->cleaned);
}

void trial_end(struct trial *t)
{
    hc_layer_release(&t->damaged);
    hc_polygons_release(&t->cleaned);
    hc_findings_release(&t->findings);
}

static struct hc_cover *build(const struct trial *t, const struct hc_layer *layer, struct hc_findings *findings)
{
    struct hc_cover_options options = {.threads = 1, .tolerance_m = t->tolerance_m};
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

void trial_assert_same_again(struct trial *t)
{
    struct hc_polygons again;
    clean_into(&t->damaged, 3, t->tolerance_m, &again);
    CHECK(t, same_polygons(&again, &t->cleaned));
    hc_polygons_release(&again);
    exchange(t);
    clean_into(&t->damaged, 2, t->tolerance_m, &again);
    CHECK(t, same_polygons(&again, &t->damaged.polygons));
    hc_polygons_release(&again);
    exchange(t);
}

void trial_assert_checked(struct trial *t)
{
    static const char *const bad[] = {"overlap",    "duplicate_unit",  "gap",
                                      "near_match", "invalid_polygon", "missing_vertex",
                                      "sliver",     "no_boundary",     "repeated_vertex"};
    struct hc_findings findings = {0};
    exchange(t);
    hc_cover_free(build(t, &t->damaged, &findings));
    exchange(t);
    for (size_t i = 0; i < findings.count; i++)
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
            if (strcmp(findings.items[i].id, bad[k]) == 0)
                fail_msg("seed %llu: %s", (unsigned long long)t->seed, findings.items[i].what.en);
    hc_findings_release(&findings);
}

struct box {
    double x0, y0, x1, y1;
};

static bool boxes_meet(const struct box *a, const struct box *b)
{
    return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

void trial_assert_valid(const struct trial *t)
{
    GEOSContextHandle_t g = GEOS_init_r();
    size_t n = t->cleaned.n_units;
    GEOSGeometry **units = hc_alloc(n, sizeof(GEOSGeometry *));
    struct box *boxes = hc_alloc(n, sizeof *boxes);
    for (size_t u = 0; u < n; u++) {
        struct box *b = &boxes[u];
        units[u] = geos_unit(g, &t->cleaned, u);
        CHECK(t, GEOSisValid_r(g, units[u]) == 1);
        if (GEOSisEmpty_r(g, units[u]))
            *b = (struct box){1, 1, 0, 0};
        else
            GEOSGeom_getExtent_r(g, units[u], &b->x0, &b->y0, &b->x1, &b->y1);
        for (size_t v = 0; v < u; v++)
            if (boxes_meet(b, &boxes[v]))
                CHECK(t, GEOSRelatePattern_r(g, units[u], units[v], "F********") == 1);
    }
    for (size_t u = 0; u < n; u++)
        GEOSGeom_destroy_r(g, units[u]);
    hc_free(units);
    hc_free(boxes);
    GEOS_finish_r(g);
}

/* Of the land grown by so much: a lake that meets the outside at a mere point counts as one if it is above 0. */
static int n_holes(GEOSContextHandle_t g, const GEOSGeometry *land, double by)
{
    int n = 0;
    GEOSGeometry *all = GEOSBuffer_r(g, land, by, 1);
    for (int i = 0; i < GEOSGetNumGeometries_r(g, all); i++)
        n += GEOSGetNumInteriorRings_r(g, GEOSGetGeometryN_r(g, all, i));
    GEOSGeom_destroy_r(g, all);
    return n;
}

void trial_assert_recovered(const struct trial *t)
{
    GEOSContextHandle_t g = GEOS_init_r();
    const struct hc_polygons *sound = &t->sound->polygons;
    double tolerance = t->tolerance_m / t->unit_m, a, b, length;
    uint32_t *one = hc_calloc(sound->n_units, sizeof *one);
    GEOSGeometry *truth = geos_union(g, sound, one, 0), *found = geos_union(g, &t->cleaned, one, 0);
    GEOSArea_r(g, truth, &a);
    GEOSArea_r(g, found, &b);
    GEOSLength_r(g, truth, &length);
    CHECK(t, fabs(a - b) <= tolerance * length);
    CHECK(t, n_holes(g, found, 0) <= n_holes(g, truth, tolerance));
    CHECK(t, n_holes(g, truth, 0) <= n_holes(g, found, tolerance));
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

void trial_assert_neighbours(struct trial *t)
{
    struct hc_findings findings = {0};
    struct hc_pairs truth, found;
    uint32_t n = (uint32_t)t->cleaned.n_units, *self = hc_alloc(n, sizeof *self);
    for (uint32_t u = 0; u < n; u++)
        self[u] = u;
    struct hc_cover *cover = build(t, t->sound, &findings);
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

/* All rings of all units as lines. */
static GEOSGeometry *borders(GEOSContextHandle_t g, const struct hc_polygons *p)
{
    GEOSGeometry **lines = hc_alloc(p->n_units, sizeof(GEOSGeometry *));
    for (size_t u = 0; u < p->n_units; u++) {
        GEOSGeometry *unit = geos_unit(g, p, u);
        lines[u] = GEOSBoundary_r(g, unit);
        GEOSGeom_destroy_r(g, unit);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(g, GEOS_GEOMETRYCOLLECTION, lines, (unsigned)p->n_units);
    hc_free(lines);
    return all;
}

void trial_assert_stayed(const struct trial *t)
{
    GEOSContextHandle_t g = GEOS_init_r();
    const struct hc_polygons *p = &t->cleaned;
    double within = t->tolerance_m / t->unit_m * 1.0000001;
    GEOSGeometry *lines = borders(g, &t->damaged.polygons);
    const GEOSPreparedGeometry *before = GEOSPrepare_r(g, lines);
    for (size_t r = 0; r < p->n_rings; r++)
        for (size_t i = p->ring_xy[r]; i < p->ring_xy[r + 1]; i++)
            for (int half = 0; half < 2; half++) { /* a vertex, and the middle of the edge after it */
                struct hc_xy a = p->xy[i], b = p->xy[half && i + 1 < p->ring_xy[r + 1] ? i + 1
                                                     : half                            ? p->ring_xy[r]
                                                                                       : i];
                GEOSGeometry *at = GEOSGeom_createPointFromXY_r(g, (a.x + b.x) / 2, (a.y + b.y) / 2);
                CHECK(t, GEOSPreparedDistanceWithin_r(g, before, at, within) == 1);
                GEOSGeom_destroy_r(g, at);
            }
    GEOSPreparedGeom_destroy_r(g, before);
    GEOSGeom_destroy_r(g, lines);
    GEOS_finish_r(g);
}
