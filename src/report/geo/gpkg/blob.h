/* Polygons and points as a GeoPackage holds them: a header with srs_id and envelope, then a multipolygon or point as
 * WKB, in the machine's byte order (OGC 12-128r18, 2.1.3). */
#ifndef HC_REPORT_GEO_GPKG_BLOB_H
#define HC_REPORT_GEO_GPKG_BLOB_H

#include "base/buf.h"
#include "model/polygons.h"

/* Adds the blob of one unit, which has parts, to buf. envelope: x from, x to, y from, y to. */
void hc_blob_add(struct hc_buf *buf, const struct hc_polygons *p, size_t unit, int32_t srs_id, double envelope[4]);

/* A point: its header has no envelope. */
#define HC_POINT_BLOB_BYTES 29
void hc_blob_put_point(char *at, struct hc_xy p, int32_t srs_id);

#endif
