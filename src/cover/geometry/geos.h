/* To GEOS and back: for what arcs cannot settle. */
#ifndef HC_COVER_GEOMETRY_GEOS_H
#define HC_COVER_GEOMETRY_GEOS_H

#include "model/polygons.h"
#include <geos_c.h>
#include <stdbool.h>

/* A GEOS context with its last message. One a thread; it must not move while in use. */
struct hc_geos {
    GEOSContextHandle_t handle;
    char message[200];
};

void hc_geos_init(struct hc_geos *geos);
void hc_geos_release(struct hc_geos *geos);

/* The multipolygon of one unit, the caller's; rings of fewer than three vertices are left out. NULL if GEOS fails. */
GEOSGeometry *hc_geos_from_unit(struct hc_geos *geos, const struct hc_polygons *p, size_t unit);

/* Adds the polygons in a geometry of any type as the next unit of `out`, in the order and direction that cover gives
 * its polygons; lines and points in it are dropped. */
void hc_geos_append_unit(struct hc_geos *geos, const GEOSGeometry *geometry, struct hc_polygons *out);

#endif
