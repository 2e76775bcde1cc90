/* What must hold of a cleaned coverage, whoever damaged it. */
#ifndef HC_TESTS_PROPERTY_TRIAL_H
#define HC_TESTS_PROPERTY_TRIAL_H

#include "cover/clean/clean.h"
#include "damage.h"

/* A sound layer, a damaged copy of it, and that one cleaned. */
struct trial {
    uint64_t seed;
    double tolerance_m;
    double unit_m; /* metres of one unit of the layer, at least */
    const struct hc_layer *sound;
    struct hc_layer damaged;
    struct hc_polygons cleaned;
    struct hc_findings findings;
};

/* Damages `sound` by some of the sorts, a few at a time, so that each is seen by itself too, and cleans it. */
void trial_begin(struct trial *t, const struct hc_layer *sound, uint64_t seed, unsigned sorts, double tolerance_m);
void trial_end(struct trial *t);

/* The same bytes from any number of threads, and from cleaning the cleaned. */
void trial_assert_same_again(struct trial *t);
/* hecun's own check finds nothing to mend. */
void trial_assert_checked(struct trial *t);
/* GEOS: valid units whose interiors are apart. */
void trial_assert_valid(const struct trial *t);
/* As near to the undamaged coverage as the tolerance allows: the whole, each unit, and the number of lakes. */
void trial_assert_recovered(const struct trial *t);
void trial_assert_neighbours(struct trial *t);
/* No border is further than the tolerance from where some border was, all rounds of cleaning together. */
void trial_assert_stayed(const struct trial *t);

bool same_polygons(const struct hc_polygons *a, const struct hc_polygons *b);
void clean_into(const struct hc_layer *layer, int threads, double tolerance_m, struct hc_polygons *out);

#endif
