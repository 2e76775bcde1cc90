/* Where the polygons of units come from while they are written. */
#ifndef HC_REPORT_GEO_SHAPES_H
#define HC_REPORT_GEO_SHAPES_H

#include "cover/cover.h"

/* Ready made, or dissolved as they are needed; neither: units without land. */
struct hc_shapes {
    const struct hc_polygons *ready;
    struct hc_dissolve *dissolve;
    int threads;
};

/* Polygons among which units begin .. end - 1 are; *first is the unit that comes first there. NULL where units have no
 * land, and on failure, when err is filled. `room` (zeroed) may hold them; the caller releases it. */
const struct hc_polygons *hc_shapes_take(const struct hc_shapes *s, size_t begin, size_t end, struct hc_polygons *room,
                                         size_t *first, struct hc_err *err);

#endif
