/* Mending polygons before anything is measured: repeated vertices, invalid units, vertices that neighbours have. */
#ifndef HC_COVER_MEND_MEND_H
#define HC_COVER_MEND_MEND_H

#include "base/err.h"
#include "cover/check/survey.h"
#include "cover/geometry/box.h"
#include "model/polygons.h"

/* The number of vertices that equal the one before them in their ring; if there are any, *out is a copy without, and
 * *first the first of them. *extent: around all vertices. Either may be NULL. */
size_t hc_mend_repeats(const struct hc_polygons *p, int threads, struct hc_polygons *out, struct hc_xy *first,
                       struct hc_box *extent);

/* An invalid unit, as GEOS names it. */
struct hc_invalid {
    uint32_t unit;
    char reason[64]; /* "Self-intersection" */
    struct hc_xy place;
    double planar_before, planar_after; /* area in the layer's unit, squared */
};
struct hc_invalids {
    struct hc_invalid *items;
    size_t n, cap;
};

/* Asks GEOS about the suspect units (suspect[u] != 0); those that are invalid are listed, and if there are any, *out is
 * a copy of p in which make-valid has mended them. A unit of which nothing with an area is left has no parts. */
int hc_mend_invalid(const struct hc_polygons *p, const uint8_t *suspect, struct hc_polygons *out,
                    struct hc_invalids *found, struct hc_err *err);

/* A copy of p with vertices inserted. missing: sorted, as a survey has them. */
void hc_mend_missing(const struct hc_polygons *p, const struct hc_missing *missing, size_t n, struct hc_polygons *out);

#endif
