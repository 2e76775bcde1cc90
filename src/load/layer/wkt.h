/* Boundaries that stand as well-known text in a column of a table, as databases and QGIS write them. */
#ifndef HC_LOAD_LAYER_WKT_H
#define HC_LOAD_LAYER_WKT_H

#include "load/layer/geometry.h"
#include "load/sheet/sheet.h"

/* The first column with polygons as text in its first cell that has anything, or HC_NONE. */
uint32_t hc_wkt_column(const struct hc_sheet *sheet);

/* Adds a unit a row from that column, which goes from the sheet; a cell that cannot be read is a refusal. */
void hc_wkt_take(struct hc_geometry_job *job, struct hc_sheet *sheet, uint32_t col);

#endif
