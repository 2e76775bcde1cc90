/* Seeded random coverages, with the truth about them. */
#ifndef HC_TESTS_PROPERTY_COVERAGE_H
#define HC_TESTS_PROPERTY_COVERAGE_H

#include "model/input.h"
#include <geos_c.h>

/* A generator of numbers that is the same on every machine. */
struct rng {
    uint64_t state;
};
uint64_t rng_next(struct rng *r);
double rng_unit(struct rng *r);                /* [0, 1) */
uint32_t rng_below(struct rng *r, uint32_t n); /* 0 .. n-1 */

/* A grid of jittered cells with wiggly borders, joined at random into units: lakes, islands, enclaves, corner touches,
 * units of several parts and with holes all come about. Each border is known, so neighbours and lengths are too. */
struct coverage {
    struct hc_layer layer; /* what hecun is given */
    size_t n_cells_x, n_cells_y;
    uint32_t *owner;         /* of each cell, HC_NONE: a lake */
    struct hc_xy *corner;    /* (n_cells_x + 1) * (n_cells_y + 1) */
    struct hc_xy (*east)[3]; /* points along the edge from a corner to the next one east; n_between of each */
    struct hc_xy (*north)[3];
    uint8_t n_between;
};

/* n_cells at least 2; projected: CGCS2000 / 3-degree Gauss-Kruger CM 105E instead of WGS 84. */
void coverage_make(struct coverage *c, uint64_t seed, size_t n_cells, bool projected);
void coverage_release(struct coverage *c);

/* The units in another order (order[i] of the old ones comes i-th), rings begun elsewhere and turned around. */
void coverage_shuffle(const struct coverage *c, struct rng *r, uint32_t *order, struct hc_layer *out);

/* Length on the ellipsoid, by PROJ, of the border that units a and b share; -1 if they share none. */
double coverage_border(const struct coverage *c, const uint32_t *unit_of, uint32_t a, uint32_t b);

GEOSGeometry *geos_unit(GEOSContextHandle_t g, const struct hc_polygons *p, size_t unit);
/* Area of the symmetric difference over the area of `truth`. */
double geos_difference(GEOSContextHandle_t g, const GEOSGeometry *truth, const GEOSGeometry *found);
/* The union of the units that go to s, each made valid first. */
GEOSGeometry *geos_union(GEOSContextHandle_t g, const struct hc_polygons *p, const uint32_t *unit_of, uint32_t s);

/* HC_SEEDS of the environment, or n. */
size_t seeds_or(size_t n);

#endif
