/* Coordinate reference systems, by PROJ: the one place that transforms coordinates.
 *
 * Coordinates are always easting/longitude first, whatever the axis order of the CRS is. */
#ifndef HC_COVER_CRS_H
#define HC_COVER_CRS_H

#include "base/err.h"
#include "model/polygons.h"
#include <stdbool.h>

struct hc_crs;

/* definition: WKT, "EPSG:4490", a PROJ string... HC_REFUSED if PROJ does not know it or it is not a CRS of the earth.
 */
struct hc_crs *hc_crs_new(const char *definition, struct hc_err *err);
void hc_crs_free(struct hc_crs *crs);
const char *hc_crs_name(const struct hc_crs *crs); /* "CGCS2000 / 3-degree Gauss-Kruger CM 105E" */
const char *hc_crs_wkt(const struct hc_crs *crs);  /* WKT2:2019 */
bool hc_crs_is_geographic(const struct hc_crs *crs);
bool hc_crs_in_degrees(const struct hc_crs *crs); /* geographic, and its unit is the degree */
/* Semi-major axis in m and flattening of its ellipsoid. */
void hc_crs_ellipsoid(const struct hc_crs *crs, double *a_m, double *f);

/* In place, n vertices; from any thread. Bytes do not depend on threads. */
int hc_crs_to_wgs84(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);
/* Begins to look for that way, which takes PROJ some time, on a thread of its own; for who will go it later. Not while
 * others use the CRS. */
void hc_crs_seek_wgs84(struct hc_crs *crs, int threads);
/* To longitude and latitude in degrees on the CRS's own datum: no datum shift. */
int hc_crs_to_lonlat(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);
/* From longitude and latitude in degrees on the CRS's own datum. */
int hc_crs_from_lonlat(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);
int hc_crs_transform(const struct hc_crs *from, const struct hc_crs *to, struct hc_xy *xy, size_t n, int threads,
                     struct hc_err *err);

/* The way from a CRS, which must outlive it, to a plane on the same ellipsoid, prepared once for any number of uses.
 * plane: a CRS as a PROJ string, "+proj=laea +lat_0=... +type=crs". */
struct hc_plane;
struct hc_plane *hc_plane_new(const struct hc_crs *from, const char *plane, struct hc_err *err);
void hc_plane_free(struct hc_plane *plane);
int hc_plane_project(const struct hc_plane *plane, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);

#endif
