/* Layers of seeded random coverages brought to WGS 84 through the table of their vertices, and without it: the same. */
#include "cover/placed.h"
#include "cover/rounding.h"
#include "damage.h"
#include "trial.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void without_table(const struct hc_cover *cover, int decimals, struct hc_polygons *p)
{
    struct hc_err err = {0};
    size_t n_repaired;
    assert_int_equal(hc_crs_to_wgs84(hc_cover_crs(cover), p->xy, p->n_xy, 1, &err), 0);
    assert_int_equal(hc_polygons_round(p, decimals, 1, &n_repaired, &err), 0);
}

static void hold(const struct hc_cover *cover, const uint32_t *unit_of, size_t n_units, int decimals)
{
    struct hc_err err = {0};
    struct hc_polygons with, without;
    struct hc_placed *placed = hc_placed_new(cover, decimals);
    assert_int_equal(hc_cover_dissolve(cover, unit_of, n_units, &with, &err), 0);
    assert_int_equal(hc_cover_dissolve(cover, unit_of, n_units, &without, &err), 0);
    assert_int_equal(hc_placed_wait(placed, &err), 0);
    assert_int_equal(hc_placed_bring(placed, &with, 2, &err), 0);
    without_table(cover, decimals, &without);
    assert_true(same_polygons(&with, &without));
    hc_polygons_release(&with);
    hc_polygons_release(&without);
    hc_placed_free(placed);
}

/* Seven decimals, at which nothing breaks, and grids so coarse that much does. */
static void one_layer(const struct hc_layer *layer, struct rng *r)
{
    struct hc_err err = {0};
    struct hc_findings findings = {0};
    struct hc_cover_options options = {.threads = 2};
    struct hc_cover *cover = hc_cover_new(layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    size_t n = hc_cover_n_faces(cover);
    uint32_t *unit_of = hc_alloc(n, sizeof *unit_of), n_units = 1 + rng_below(r, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        unit_of[i] = rng_below(r, 9) ? rng_below(r, n_units) : HC_NONE;
    for (int decimals = 2; decimals <= 7; decimals++)
        hold(cover, unit_of, n_units, decimals);
    hc_free(unit_of);
    hc_cover_free(cover);
    hc_findings_release(&findings);
}

static void sound_coverages(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(12); seed++) {
        struct coverage c;
        struct rng r = {seed};
        coverage_make(&c, seed, 2 + rng_below(&r, 60), seed % 2);
        one_layer(&c.layer, &r);
        coverage_release(&c);
    }
}

static void damaged_coverages(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(12); seed++) {
        struct coverage c;
        struct hc_layer damaged;
        struct rng r = {seed};
        coverage_make(&c, seed, 2 + rng_below(&r, 30), seed % 2);
        damage_make(&c.layer, &r, DAMAGE_JITTER | DAMAGE_GROW, seed % 2 ? 5 : 5e-5, &damaged);
        one_layer(&damaged, &r);
        hc_layer_release(&damaged);
        coverage_release(&c);
    }
}

static void add_ring(struct hc_polygons *p, const struct hc_xy *ring, size_t n)
{
    hc_polygons_add_vertices(p, ring, n);
    hc_polygons_end_ring(p);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
}

/* All vertices stay apart on the grid, but one comes to lie on an edge: of its own unit, or of a neighbour that its
 * unit is merged with. */
static void vertex_on_edge(void **state)
{
    (void)state;
    static const struct hc_xy own[] = {{0, 0}, {1, 0}, {1, 1}, {0.5, 0.004}, {0, 1}};
    static const struct hc_xy below[] = {{2, 0}, {3, 0}, {3, 0.5}, {2, 0.5}};
    static const struct hc_xy above[] = {{2, 1}, {2.5, 0.504}, {3, 1}, {3, 2}, {2, 2}};
    struct hc_err err = {0};
    struct coverage c;
    coverage_make(&c, 1, 9, false);
    size_t n = c.layer.units.count;
    hc_polygons_release(&c.layer.polygons);
    hc_polygons_init(&c.layer.polygons);
    add_ring(&c.layer.polygons, own, 5);
    add_ring(&c.layer.polygons, below, 4);
    add_ring(&c.layer.polygons, above, 5);
    for (size_t i = 3; i < n; i++) {
        double x = 2.0 * (double)i;
        add_ring(&c.layer.polygons, (struct hc_xy[]){{x, 0}, {x + 1, 0}, {x, 1}}, 3);
    }
    struct hc_findings findings = {0};
    struct hc_cover_options options = {.threads = 1};
    struct hc_cover *cover = hc_cover_new(&c.layer, "unit", &options, &findings, &err);
    uint32_t *unit_of = hc_alloc(n, sizeof *unit_of);
    assert_true(n >= 3);
    assert_non_null(cover);
    for (uint32_t i = 0; i < n; i++)
        unit_of[i] = i == 2 ? 1 : i;
    hold(cover, unit_of, n, 2);
    for (uint32_t i = 0; i < n; i++)
        unit_of[i] = i == 0 ? HC_NONE : i == 2 ? 1 : i;
    hold(cover, unit_of, n, 2);
    hc_free(unit_of);
    hc_cover_free(cover);
    hc_findings_release(&findings);
    coverage_release(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vertex_on_edge), cmocka_unit_test(sound_coverages),
                                       cmocka_unit_test(damaged_coverages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
