/* The smallest circle around points of a plane. */
#ifndef HC_COVER_MEASURE_CIRCLE_H
#define HC_COVER_MEASURE_CIRCLE_H

#include "model/polygons.h"

struct hc_circle {
    struct hc_xy center;
    double radius2;
};

/* Around n >= 1 points, which it shuffles (the same way every time). Expected linear time. */
struct hc_circle hc_circle_enclose(struct hc_xy *p, size_t n);

/* The same but for rounding, of points x[i], y[i], left as they are: a few passes over them, each of which takes the
 * one furthest out. d2[i] becomes the square of a point's distance from the centre. */
struct hc_circle hc_circle_surround(const double *x, const double *y, size_t n, double *d2);

#endif
