/* Shapefiles, read in ranges side by side. */
#ifndef HC_LOAD_LAYER_SHAPEFILE_H
#define HC_LOAD_LAYER_SHAPEFILE_H

#include "load/layer/geometry.h"
#include "load/sheet/sheet.h"

/* Reads all records of a layer into sheet (its header done) and job, just as its features would give them: attributes,
 * and polygons of several rings, by GDAL, polygons of one ring straight from the file. False, with nothing read, where
 * all is left to GDAL: other formats, shapes other than polygons, damaged files. */
bool hc_shapefile_read(GDALDatasetH dataset, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job);

#endif
