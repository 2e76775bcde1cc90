/* Rings: which way they run, and whose they are. */
#ifndef HC_COVER_BUILD_RINGS_H
#define HC_COVER_BUILD_RINGS_H

#include "model/polygons.h"
#include <stdbool.h>

/* What build needs to know of every ring. */
struct hc_ring_info {
    uint32_t unit;
    bool hole;
    bool inside_left; /* the unit lies to the left of the ring's direction */
    bool collapsed;   /* no area: it bounds nothing */
};

/* info: n_rings elements. */
void hc_rings_inspect(const struct hc_polygons *p, int threads, struct hc_ring_info *info);

/* Twice the signed planar area of an open ring, positive if it runs counter-clockwise; relative to its first vertex, so
 * that far-away origins cost no digits. */
double hc_ring_area2(const struct hc_xy *xy, size_t n);

#endif
