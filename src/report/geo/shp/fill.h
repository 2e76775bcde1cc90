/* The rows of a shapefile that GDAL has made: bytes made side by side, on several threads, and written in order. */
#ifndef HC_REPORT_GEO_SHP_FILL_H
#define HC_REPORT_GEO_SHP_FILL_H

#include "base/err.h"
#include "report/geo/shapes.h"
#include "report/table/rows.h"

/* path: of the .shp, its .shx and .dbf beside it, all without rows; name: of it in messages. HC_IO where it cannot be
 * written to its end, or would be larger than the 4 GiB that the format can tell. */
int hc_shp_fill(const char *path, const char *name, const struct hc_rows *rows, const struct hc_shapes *shapes,
                struct hc_err *err);

#endif
