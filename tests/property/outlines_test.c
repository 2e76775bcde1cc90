/* Simplified borders on random coverages: no arc meets another but at its ends, each face keeps an outline that GEOS
 * calls valid, and no bytes hang on threads. */
#include "cover/simplify/outlines.h"
#include "coverage.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void make(struct coverage *c, uint64_t seed, size_t n_cells, int threads, size_t most, struct hc_outlines *out,
                 size_t *n_faces)
{
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = threads};
    coverage_make(c, seed, n_cells, seed % 2);
    struct hc_cover *cover = hc_cover_new(&c->layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    assert_int_equal(hc_cover_outlines(cover, most, out, &err), 0);
    *n_faces = hc_cover_n_faces(cover);
    hc_cover_free(cover);
    hc_findings_release(&findings);
    coverage_release(c);
}

struct segment {
    const int32_t *a, *b;
    size_t arc;
    bool first, last;
};

static int turn(const int32_t *a, const int32_t *b, const int32_t *c)
{
    long double cross = (long double)(b[0] - a[0]) * (c[1] - a[1]) - (long double)(b[1] - a[1]) * (c[0] - a[0]);
    return (cross > 0) - (cross < 0);
}

static bool same(const int32_t *a, const int32_t *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

static bool within(const int32_t *a, const int32_t *b, const int32_t *c)
{
    return turn(a, b, c) == 0 && c[0] >= (a[0] < b[0] ? a[0] : b[0]) && c[0] <= (a[0] < b[0] ? b[0] : a[0]) &&
           c[1] >= (a[1] < b[1] ? a[1] : b[1]) && c[1] <= (a[1] < b[1] ? b[1] : a[1]);
}

/* Whether every point that two segments have in common is an end of both, and one that may be shared. */
static bool fine(const struct segment *s, const struct segment *t)
{
    const int32_t *p[] = {s->a, s->b}, *q[] = {t->a, t->b};
    bool s_ends[] = {s->first, s->last}, t_ends[] = {t->first, t->last};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            if (same(p[i], q[k])) {
                bool follow = s->arc == t->arc && i != k && !s_ends[i] && !t_ends[k];
                return ((s_ends[i] && t_ends[k]) || follow) && !within(s->a, s->b, q[1 - k]) &&
                       !within(t->a, t->b, p[1 - i]);
            }
    if (within(s->a, s->b, t->a) || within(s->a, s->b, t->b) || within(t->a, t->b, s->a) || within(t->a, t->b, s->b))
        return false;
    return !(turn(s->a, s->b, t->a) != turn(s->a, s->b, t->b) && turn(t->a, t->b, s->a) != turn(t->a, t->b, s->b));
}

static void assert_apart(const struct hc_outlines *b, uint64_t seed)
{
    size_t n = 0, n_xy = b->arc_xy[b->n_arcs];
    struct segment *all = hc_alloc(n_xy, sizeof *all);
    for (size_t a = 0; a < b->n_arcs; a++)
        for (size_t i = b->arc_xy[a]; i + 1 < b->arc_xy[a + 1]; i++)
            all[n++] = (struct segment){b->xy[i], b->xy[i + 1], a, i == b->arc_xy[a], i + 2 == b->arc_xy[a + 1]};
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (!fine(&all[i], &all[k]))
                fail_msg("seed %llu: arcs %zu and %zu meet", (unsigned long long)seed, all[i].arc, all[k].arc);
    hc_free(all);
}

static GEOSGeometry *line_of(GEOSContextHandle_t g, const struct hc_outlines *b, size_t arc)
{
    unsigned n = (unsigned)(b->arc_xy[arc + 1] - b->arc_xy[arc]);
    GEOSCoordSequence *s = GEOSCoordSeq_create_r(g, n, 2);
    for (unsigned i = 0; i < n; i++)
        GEOSCoordSeq_setXY_r(g, s, i, b->xy[b->arc_xy[arc] + i][0], b->xy[b->arc_xy[arc] + i][1]);
    return GEOSGeom_createLineString_r(g, s);
}

/* Twice the area left of an arc, against the origin. */
static double doubled(const struct hc_outlines *b, size_t arc)
{
    double sum = 0;
    for (size_t i = b->arc_xy[arc]; i + 1 < b->arc_xy[arc + 1]; i++)
        sum += (double)b->xy[i][0] * b->xy[i + 1][1] - (double)b->xy[i + 1][0] * b->xy[i][1];
    return sum;
}

/* The arcs around a face enclose, by GEOS, just the area that the arcs say. */
static void assert_outlines(const struct hc_outlines *b, size_t n_faces, uint64_t seed)
{
    GEOSContextHandle_t g = GEOS_init_r();
    GEOSGeometry **lines = hc_alloc(b->n_arcs, sizeof(GEOSGeometry *));
    for (uint32_t f = 0; f < n_faces; f++) {
        unsigned n = 0;
        double area = 0, found = 0;
        for (size_t a = 0; a < b->n_arcs; a++) {
            if (b->side[a][0] != f && b->side[a][1] != f)
                continue;
            area += (b->side[a][0] == f ? 1 : -1) * doubled(b, a) / 2;
            lines[n++] = line_of(g, b, a);
        }
        GEOSGeometry *all = GEOSGeom_createCollection_r(g, GEOS_MULTILINESTRING, lines, n);
        GEOSGeometry *built = GEOSBuildArea_r(g, all);
        assert_non_null(built);
        GEOSArea_r(g, built, &found);
        if (GEOSisValid_r(g, built) != 1 || !(area > 0) || fabs(found - area) > 1e-9 * area)
            fail_msg("seed %llu, face %u: %g by its arcs, %g by GEOS", (unsigned long long)seed, f, area, found);
        GEOSGeom_destroy_r(g, built);
        GEOSGeom_destroy_r(g, all);
    }
    hc_free(lines);
    GEOS_finish_r(g);
}

static void stays_apart(void **state)
{
    size_t n_whole = 0, n_coarse = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(30); seed++) {
        struct coverage c;
        struct hc_outlines whole, coarse, again;
        size_t n_faces, n_cells = 2 + seed % 9;
        make(&c, seed, n_cells, 1, SIZE_MAX, &whole, &n_faces);
        size_t n = whole.arc_xy[whole.n_arcs], most = seed % 3 ? n / (2 + seed % 4) : 1;
        make(&c, seed, n_cells, 1, most, &coarse, &n_faces);
        make(&c, seed, n_cells, 3, most, &again, &n_faces);
        assert_int_equal(coarse.n_arcs, whole.n_arcs);
        assert_true(coarse.arc_xy[coarse.n_arcs] <= n);
        n_whole += n;
        n_coarse += coarse.arc_xy[coarse.n_arcs];
        assert_memory_equal(coarse.arc_xy, again.arc_xy, (coarse.n_arcs + 1) * sizeof *coarse.arc_xy);
        assert_memory_equal(coarse.xy, again.xy, coarse.arc_xy[coarse.n_arcs] * sizeof *coarse.xy);
        assert_memory_equal(coarse.side, whole.side, coarse.n_arcs * sizeof *coarse.side);
        for (size_t a = 0; a < whole.n_arcs; a++) {
            assert_memory_equal(coarse.xy[coarse.arc_xy[a]], whole.xy[whole.arc_xy[a]], sizeof *coarse.xy);
            assert_memory_equal(coarse.xy[coarse.arc_xy[a + 1] - 1], whole.xy[whole.arc_xy[a + 1] - 1],
                                sizeof *coarse.xy);
        }
        assert_apart(&coarse, seed);
        assert_outlines(&coarse, n_faces, seed);
        hc_outlines_release(&whole);
        hc_outlines_release(&coarse);
        hc_outlines_release(&again);
    }
    assert_true(n_coarse < n_whole * 3 / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stays_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
