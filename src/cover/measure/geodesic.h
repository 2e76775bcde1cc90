/* Edges on the ellipsoid: the area under a geodesic, and its length, at a fraction of the price of solving it.
 *
 * An edge contributes to the area of what lies to its left the signed area between it and the equator. On a short
 * edge that is an integral of the authalic function A(lat) over longitude by Simpson's rule, with the latitude at
 * mid-longitude taken on the geodesic: a straight line in longitude and latitude plus the sag that the geodesic
 * equation gives (Clairaut's relation, differentiated once). Lengths are Gauss's mid-latitude formula. Edges longer
 * than HC_EDGE_SHORT_M, or near a pole, are solved by PROJ's geodesic routines (Karney, 2013).
 *
 * Every edge is rounded once, to HC_AREA_SCALE and HC_LENGTH_SCALE, and summed as an integer modulo 2^64: sums are
 * exact in any order, and the reversed edge gives exactly the negative area. Areas up to 9e13 m² can be told. */
#ifndef HC_COVER_MEASURE_GEODESIC_H
#define HC_COVER_MEASURE_GEODESIC_H

#include "model/polygons.h"
#include <geodesic.h>

#define HC_EDGE_SHORT_M 5000.0

struct hc_ellipsoid {
    double a_m, f;
    double e2;        /* first eccentricity squared */
    double b2;        /* semi-minor axis squared, m² */
    double series[7]; /* A(lat) = b² s (1 + series[0] s² + series[1] s⁴ ...), s = sin(lat) */
    struct geod_geodesic geod;
};

void hc_ellipsoid_init(struct hc_ellipsoid *e, double a_m, double f);

/* Open lines in degrees, longitude first, one laid behind the other: line i has the vertices at[i] .. at[i + 1] - 1.
 * area[i]: of what lies left of it, against the equator; length[i]: sums over its edges. */
void hc_lines_measure(const struct hc_ellipsoid *e, const struct hc_xy *lonlat, const size_t *at, size_t n_lines,
                      int64_t *area, int64_t *length);

#endif
