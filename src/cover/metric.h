/* Metres on the ground, for distances of a few metres, whatever unit the layer is in. */
#ifndef HC_COVER_METRIC_H
#define HC_COVER_METRIC_H

#include "cover/crs.h"
#include "cover/geometry/box.h"

struct hc_metric {
    double unit_m;       /* one unit northwards, at the middle of the layer */
    bool geographic;     /* then one unit eastwards is shorter, by the cosine of the latitude */
    double degree_m, e2; /* then: a degree of the equator, and the ellipsoid's squared eccentricity */
    double least_x_m;    /* the shortest unit eastwards anywhere in the layer */
};

/* extent: of the layer. */
int hc_metric_init(struct hc_metric *m, const struct hc_crs *crs, const struct hc_box *extent, struct hc_err *err);

/* Metres eastwards of one unit, at that northing. */
double hc_metric_x_m(const struct hc_metric *m, double y);
/* As many units, in any direction, are that far at least everywhere in the layer. */
double hc_metric_units(const struct hc_metric *m, double distance_m);
double hc_metric_distance_m(const struct hc_metric *m, struct hc_xy a, struct hc_xy b);
/* From c to the segment ab; *t as in hc_segment_distance2(). */
double hc_metric_to_segment_m(const struct hc_metric *m, struct hc_xy a, struct hc_xy b, struct hc_xy c, double *t);

/* Of one open ring; the area without a sign. */
struct hc_size {
    double area_m2, length_m;
};
struct hc_size hc_metric_ring(const struct hc_metric *m, const struct hc_xy *xy, size_t n);

/* Area of one unit, and its mean width: twice the area over the length of all its rings. */
double hc_metric_unit_m2(const struct hc_metric *m, const struct hc_polygons *p, uint32_t unit);
double hc_metric_unit_width_m(const struct hc_metric *m, const struct hc_polygons *p, uint32_t unit);

/* How far apart borders count as nearly matching where nothing else is said: a fiftieth of a middling edge, two
 * centimetres at least and a metre at most, rounded to 1, 2 or 5 so that it does not hang on single vertices. */
double hc_metric_tolerance_m(const struct hc_metric *m, const struct hc_polygons *p);
double hc_metric_rounded(double value);    /* down to 1, 2 or 5 times a power of ten */
double hc_metric_rounded_up(double value); /* up to two digits */

#endif
