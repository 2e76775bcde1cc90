/* GeoJSON as RFC 7946 has it: WGS 84, seven decimals, right-handed rings, boxes. */
#ifndef HC_REPORT_GEO_GEOJSON_H
#define HC_REPORT_GEO_GEOJSON_H

#include "base/err.h"
#include "cover/placed.h"
#include "report/geo/shapes.h"
#include "report/table/rows.h"

/* Writes the rows with their polygons, a stream of features with fixed decimals. shapes: in the layer's CRS; dissolved,
 * or ready with right-handed rings. placed: of the cover at HC_COORDINATE_DECIMALS, or NULL: the polygons are
 * transformed. name: for messages. */
int hc_geojson_write(const char *path, const char *name, const struct hc_rows *rows, const struct hc_shapes *shapes,
                     const struct hc_cover *cover, struct hc_placed *placed, struct hc_err *err);

#endif
