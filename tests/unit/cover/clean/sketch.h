/* A few units drawn by hand, cleaned, and looked at. */
#ifndef HC_TESTS_COVER_CLEAN_SKETCH_H
#define HC_TESTS_COVER_CLEAN_SKETCH_H

#include "cover/clean/clean.h"
#include <stdbool.h>

struct sketch {
    struct hc_layer layer;
    struct hc_clean_options options;
    struct hc_polygons cleaned;
    struct hc_clean_log log;
    struct hc_findings findings;
};

#define RING(f, ...)                                                                                                   \
    do {                                                                                                               \
        const double xy_[][2] = {__VA_ARGS__};                                                                         \
        sketch_ring((f), xy_, sizeof xy_ / sizeof *xy_);                                                               \
    } while (0)

#define UNIT(f, ...)                                                                                                   \
    do {                                                                                                               \
        RING(f, __VA_ARGS__);                                                                                          \
        sketch_end_part(f);                                                                                            \
        sketch_end_unit(f);                                                                                            \
    } while (0)

void sketch_ring(struct sketch *f, const double (*xy)[2], size_t n);
void sketch_end_part(struct sketch *f);
void sketch_end_unit(struct sketch *f);
void sketch_begin(struct sketch *f, double tolerance_m);
/* Units are called 01, 02, ... */
void sketch_clean(struct sketch *f);
void sketch_end(struct sketch *f);
double sketch_area(const struct hc_polygons *p, uint32_t unit);
void sketch_assert_area(const struct sketch *f, uint32_t unit, double expected);
size_t sketch_n_parts(const struct sketch *f, uint32_t unit);
size_t sketch_n_changes(const struct sketch *f, enum hc_change_type type);
bool sketch_has_vertex(const struct sketch *f, uint32_t unit, double x, double y);
bool sketch_found(const struct sketch *f, const char *id);
/* The cleaned layer is a coverage: the check has no complaint, and its whole is one polygon of so many rings. */
void sketch_assert_whole(struct sketch *f, size_t n_whole_rings);

#endif
