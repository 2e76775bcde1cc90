/* Where a layer's coordinates lie on a plane, roughly, anywhere within an extent: PROJ places the points of a lattice
 * once, and what lies between them is interpolated. It says by how much it may be off. */
#ifndef HC_COVER_MEASURE_LATTICE_H
#define HC_COVER_MEASURE_LATTICE_H

#include "cover/crs.h"
#include "cover/geometry/box.h"

struct hc_lattice {
    struct hc_xy origin, step; /* in the layer's CRS */
    size_t n;                  /* points a side */
    struct hc_xy *at;          /* n * n, row by row from the south-west, on the plane; owned */
    double error_m;            /* of what is interpolated; infinite where PROJ has no place for some of the points */
    struct hc_xy third_m;      /* no third derivative along an axis, in metres per step cubed, is greater */
};

/* Finer until it is off by less than a millimetre, up to HC_LATTICE_MOST points a side. */
#define HC_LATTICE_MOST 129
void hc_lattice_init(struct hc_lattice *l, const struct hc_plane *plane, const struct hc_box *extent, int threads);
void hc_lattice_release(struct hc_lattice *l);

/* Of the nine places x[i], y[j] within the extent: at[j][i]. */
void hc_lattice_place(const struct hc_lattice *l, const double x[3], const double y[3], struct hc_xy at[3][3]);

#endif
