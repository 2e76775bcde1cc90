/* Polygons as a GeoPackage holds them: a header with srs_id and envelope, then a multipolygon as WKB, in the machine's
 * byte order (OGC 12-128r18, 2.1.3). */
#ifndef HC_REPORT_GEO_GPKG_BLOB_H
#define HC_REPORT_GEO_GPKG_BLOB_H

#include "base/buf.h"
#include "model/polygons.h"

/* Adds the blob of one unit, which has parts, to buf. envelope: x from, x to, y from, y to. */
void hc_blob_add(struct hc_buf *buf, const struct hc_polygons *p, size_t unit, int32_t srs_id, double envelope[4]);

#endif
