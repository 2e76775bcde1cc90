/* GeoPackages by their tables: the usual layer is read straight from SQLite, in ranges side by side. */
#ifndef HC_LOAD_LAYER_GPKG_H
#define HC_LOAD_LAYER_GPKG_H

#include "load/layer/geometry.h"
#include "load/sheet/sheet.h"

/* Reads all rows of a layer into sheet (its header done) and job, just as its features would give them. False, with
 * nothing read, where that is left to GDAL: other formats, views, fields other than text and numbers, geometries other
 * than plain ones, damaged files. */
bool hc_gpkg_read(GDALDatasetH dataset, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job);

#endif
