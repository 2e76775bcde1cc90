/* Cleaning of real layers, as they are and damaged: North Carolina, Saare county, Gaoping. */
#include "load/load.h"
#include "trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the four above first */
#include <cmocka.h>

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

/* The layer itself is cleaned first: what real layers have of their own is then mended, and is the truth for the rest.
 */
static void clean_and_damage(const char *path, const char *code, double tolerance_m, size_t n_seeds)
{
    struct hc_input input;
    struct hc_polygons mended;
    load(&input, path, code);
    struct hc_layer *layer = &input.layers[0];
    clean_into(layer, 2, tolerance_m, &mended);
    hc_polygons_release(&layer->polygons);
    layer->polygons = mended;
    for (uint64_t seed = 1; seed <= n_seeds; seed++) {
        struct trial t;
        trial_begin(&t, layer, seed, DAMAGE_ALL, tolerance_m);
        trial_assert_valid(&t);
        trial_assert_checked(&t);
        trial_assert_recovered(&t);
        trial_assert_neighbours(&t);
        trial_assert_same_again(&t);
        trial_end(&t);
    }
    hc_input_release(&input);
}

static void north_carolina(void **state)
{
    (void)state;
    clean_and_damage("build/peers/r-cran-sf/nc.shp", "FIPS", 20, seeds_or(400) / 100);
}

static void saaremaa(void **state)
{
    (void)state;
    clean_and_damage("sample_data/saaremaa/villages_2017-10-01.gpkg", "AKOOD", 0.2, seeds_or(200) / 100);
}

static void gaoping(void **state)
{
    (void)state;
    clean_and_damage("sample_data/gaoping/groups_2018.shp", "ZDM", 1, seeds_or(100) / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(north_carolina),
        cmocka_unit_test(saaremaa),
        cmocka_unit_test(gaoping),
    };
    hc_load_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
