/* Polygons on a decimal grid, for text formats.
 *
 * Vertices that were equal stay equal, so neighbours still meet; rings that rounding breaks are found and repaired. */
#ifndef HC_COVER_ROUNDING_H
#define HC_COVER_ROUNDING_H

#include "base/err.h"
#include "model/polygons.h"

/* In place: rounds all coordinates to `decimals` places, half away from zero, drops repeated vertices, and repairs, by
 * GEOS on the same grid, the units that are no longer valid. A part that vanishes on the grid is dropped unless it is
 * its unit's last. *n_repaired counts units. */
int hc_polygons_round(struct hc_polygons *p, int decimals, int threads, size_t *n_repaired, struct hc_err *err);

/* The rounding alone, in place. */
void hc_vertices_round(struct hc_xy *xy, size_t n, int decimals, int threads);

#endif
