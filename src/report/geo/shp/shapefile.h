/* Shapefiles, with what the format cannot hold said beside them. */
#ifndef HC_REPORT_GEO_SHP_SHAPEFILE_H
#define HC_REPORT_GEO_SHP_SHAPEFILE_H

#include "report/geo/files.h"
#include "report/geo/shapes.h"

/* Writes <name>.shp, .shx, .dbf, .prj and .cpg: UTF-8, field names of ten bytes at most, each once. Where names or
 * texts (254 bytes at most) had to be cut, <name>_fields.csv tells which field stands for which and how many texts were
 * cut. */
int hc_shapefile_write(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                       const struct hc_shapes *shapes, const char *crs, struct hc_err *err);

#endif
