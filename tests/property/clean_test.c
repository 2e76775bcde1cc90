/* Cleaning of seeded damage, judged by hecun's own check and by GEOS. */
#include "trial.h"

#include <setjmp.h>
#include <stdarg.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#define TOLERANCE_M 1.0

static void make_sound(struct coverage *c, uint64_t seed)
{
    coverage_make(c, seed, 2 + seed % 4, seed % 2);
    hc_units_index(&c->layer.units);
}

static void test_damage_within_tolerance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(200); seed++) {
        struct coverage sound;
        struct trial t;
        make_sound(&sound, seed);
        trial_begin(&t, &sound.layer, seed, DAMAGE_ALL, TOLERANCE_M);
        trial_assert_valid(&t);
        trial_assert_checked(&t);
        trial_assert_stayed(&t);
        trial_assert_recovered(&t);
        trial_assert_neighbours(&t);
        trial_assert_same_again(&t);
        trial_end(&t);
        coverage_release(&sound);
    }
}

/* Whole corners cut off: who gets the land is for the policy to say, but nothing is left wrong. */
static void test_damage_beyond(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(100); seed++) {
        struct coverage sound;
        struct trial t;
        make_sound(&sound, seed);
        trial_begin(&t, &sound.layer, seed, DAMAGE_ALL | DAMAGE_CUT, TOLERANCE_M);
        trial_assert_valid(&t);
        trial_assert_checked(&t);
        trial_assert_stayed(&t);
        trial_assert_same_again(&t);
        trial_end(&t);
        coverage_release(&sound);
    }
}

/* A sound coverage keeps its bytes. */
static void test_sound(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(200); seed++) {
        struct coverage sound;
        struct hc_polygons cleaned;
        make_sound(&sound, seed);
        clean_into(&sound.layer, 1, TOLERANCE_M, &cleaned);
        assert_true(same_polygons(&cleaned, &sound.layer.polygons));
        coverage_release(&sound);
        hc_polygons_release(&cleaned);
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
