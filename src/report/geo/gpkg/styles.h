/* Styles that QGIS reads from a GeoPackage. */
#ifndef HC_REPORT_GEO_GPKG_STYLES_H
#define HC_REPORT_GEO_GPKG_STYLES_H

#include "report/geo/ogr.h"

/* Adds table layer_styles with a default style for each named layer; rank 0 is the finest level, -1 the findings. */
struct hc_style {
    const char *layer;
    int rank;
};
void hc_styles_add(struct hc_ogr *o, const struct hc_style *styles, size_t n);

#endif
