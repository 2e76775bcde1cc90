/* Real layers: the counties of North Carolina as Debian ships them, and the settlements of Saare county. */
#include "cover/cover.h"
#include "coverage.h"
#include "load/load.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define NORTH_CAROLINA "build/peers/r-cran-sf/nc.shp"
#define SAAREMAA       "sample_data/saaremaa/villages_2017-10-01.gpkg"

static void load(struct hc_input *input, const char *path, const char *code)
{
    struct hc_err err = {0};
    struct hc_findings findings = {0};
    *input = (struct hc_input){.project = {.n_levels = 1, .one_level = true, .date = "before"}};
    struct hc_level_spec *level = hc_arena_alloc(&input->project.strings, sizeof *level);
    *level = (struct hc_level_spec){.id = "unit", .source = (char *)path, .fields.code = (char *)code};
    input->project.levels = level;
    if (access(path, R_OK) < 0)
        fail_msg("%s is not there; make test unpacks it", path);
    if (hc_load_input(input, NULL, &findings, &err) < 0)
        fail_msg("%s", hc_text_in(&err.text, HC_EN));
    assert_int_equal(hc_findings_count(&findings, HC_REFUSAL), 0);
    hc_findings_release(&findings);
}

/* Random plans over a layer: each successor is GEOS's union of the mended units, and its members' areas add up. */
static void check_plans(const char *path, const char *code, size_t n_units, int n_plans)
{
    struct hc_input input;
    struct hc_err err = {0};
    struct hc_findings findings = {0};
    load(&input, path, code);
    const struct hc_layer *layer = &input.layers[0];
    assert_int_equal(layer->units.count, n_units);
    struct hc_cover_options options = {.threads = 2};
    struct hc_cover *cover = hc_cover_new(layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    uint32_t *plan = hc_alloc(n_units, sizeof *plan);
    int64_t *each = hc_alloc(n_units, sizeof *each), *area = hc_alloc(n_units, sizeof *area);
    int64_t *settled = hc_alloc(n_units, sizeof *settled);
    GEOSContextHandle_t g = GEOS_init_r();
    for (uint32_t u = 0; u < n_units; u++)
        plan[u] = u;
    struct hc_measures single = {.area = each};
    assert_int_equal(hc_cover_measure(cover, plan, n_units, &single, &err), 0);
    for (int k = 0; k < n_plans; k++) {
        struct rng r = {(uint64_t)k + 1};
        struct hc_polygons out;
        uint32_t n = k == 0 ? 1 : 1 + rng_below(&r, 40);
        int64_t *sum = hc_calloc(n, sizeof *sum);
        for (uint32_t u = 0; u < n_units; u++) {
            plan[u] = rng_below(&r, n);
            sum[plan[u]] += each[u];
        }
        struct hc_measures united = {.area = area, .settled = settled};
        assert_int_equal(hc_cover_dissolve(cover, plan, n, &out, &err), 0);
        assert_int_equal(hc_cover_measure(cover, plan, n, &united, &err), 0);
        for (uint32_t s = 0; s < n; s++) {
            GEOSGeometry *truth = geos_union(g, &layer->polygons, plan, s), *found = geos_unit(g, &out, s);
            double difference = geos_difference(g, truth, found);
            if (!(difference < 1e-9) || GEOSisValid_r(g, found) != 1)
                fail_msg("%s, plan %d, successor %u: difference %g", path, k, s, difference);
            assert_int_equal(sum[s], area[s] + settled[s]);
            GEOSGeom_destroy_r(g, truth);
            GEOSGeom_destroy_r(g, found);
        }
        hc_polygons_release(&out);
        hc_free(sum);
    }
    GEOS_finish_r(g);
    hc_free(plan);
    hc_free(each);
    hc_free(area);
    hc_free(settled);
    hc_cover_free(cover);
    hc_findings_release(&findings);
    hc_input_release(&input);
}

static void north_carolina(void **state)
{
    (void)state;
    check_plans(NORTH_CAROLINA, "FIPS", 100, 30);
}

static void saaremaa(void **state)
{
    (void)state;
    check_plans(SAAREMAA, "AKOOD", 498, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(north_carolina),
        cmocka_unit_test(saaremaa),
    };
    hc_load_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
