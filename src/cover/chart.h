/* A chart: the plane that maps are drawn in. It is the layer's own CRS where that is a projected one whose lengths are
 * true to within half a percent, else one made for the layer: Gauss-Krueger or another transverse Mercator for what is
 * narrow, Albers' equal-area cone for what is wide. */
#ifndef HC_COVER_CHART_H
#define HC_COVER_CHART_H

#include "cover/cover.h"

struct hc_chart {
    const struct hc_crs *from; /* the layer's; not owned */
    struct hc_crs *made;       /* NULL: the layer's own is good */
    struct hc_text title;      /* what stands on the sheet */
    struct hc_xy unit;         /* metres of one unit of the layer's CRS along x and y, at its middle */
    struct hc_xy middle;       /* of the layer's extent, in the chart */
    struct hc_xy size;         /* of that extent, in the chart, about */
};

/* The cover must outlive the chart. On -1 nothing needs to be released. */
int hc_chart_init(struct hc_chart *chart, const struct hc_cover *cover, struct hc_err *err);
void hc_chart_release(struct hc_chart *chart);

/* From the layer's CRS, in place. */
int hc_chart_project(const struct hc_chart *chart, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);

/* How many metres a unit of the chart is along x at a point of it, and by how much true north is turned from its y
 * axis, clockwise, in radians. */
int hc_chart_scale(const struct hc_chart *chart, struct hc_xy at, double *metres, double *north, struct hc_err *err);

#endif
