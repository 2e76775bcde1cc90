/* Names of vertices: equal coordinates, equal name. */
#ifndef HC_COVER_BUILD_NAMES_H
#define HC_COVER_BUILD_NAMES_H

#include "model/polygons.h"

/* first[i] becomes the smallest j with xy[j] equal to xy[i] (0.0 equals -0.0). Expected linear time; the result does
 * not depend on threads. n below 2^32 - 1, no NaN. */
void hc_vertex_names(const struct hc_xy *xy, size_t n, int threads, uint32_t *first);

/* Equal coordinates, equal hash; its upper half is as good as all of it. */
uint64_t hc_xy_hash(struct hc_xy p);

#endif
