/* Which side, how far: the questions that topology is decided by. */
#ifndef HC_COVER_GEOMETRY_PREDICATES_H
#define HC_COVER_GEOMETRY_PREDICATES_H

#include "model/polygons.h"
#include <stdbool.h>

/* 1 if c lies to the left of the line from a to b, -1 to the right, 0 on it. A floating-point filter first, GEOS's
 * double-double arithmetic where that cannot tell. */
int hc_side(struct hc_xy a, struct hc_xy b, struct hc_xy c);

/* Whether the segments ab and cd, which share no endpoint, have any point in common. */
bool hc_segments_meet(struct hc_xy a, struct hc_xy b, struct hc_xy c, struct hc_xy d);

/* Squared distance from c to the segment ab, and in *t where its foot falls: 0 at a, 1 at b. */
double hc_segment_distance2(struct hc_xy a, struct hc_xy b, struct hc_xy c, double *t);

/* Whether direction p comes before q when turning clockwise from `from` (all from one origin o, none equal to it; a
 * direction equal to `from` comes last). */
bool hc_clockwise_before(struct hc_xy o, struct hc_xy from, struct hc_xy p, struct hc_xy q);

/* Whether c lies inside an open ring (even-odd); on the ring: either. */
bool hc_ring_contains(const struct hc_xy *ring, size_t n, struct hc_xy c);

#endif
