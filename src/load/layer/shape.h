/* Polygons out of the records of a shapefile (ESRI Shapefile Technical Description, July 1998). */
#ifndef HC_LOAD_LAYER_SHAPE_H
#define HC_LOAD_LAYER_SHAPE_H

#include "load/layer/blob.h"

/* Adds the ring of one record, its content behind the record header; the caller ends the unit. Heights and measures are
 * dropped. False, with nothing added, where that is left to GDAL: several rings, which have to be told apart, other
 * shapes, damaged records. */
bool hc_shape_add(struct hc_blobs *b, const void *record, size_t size);

#endif
