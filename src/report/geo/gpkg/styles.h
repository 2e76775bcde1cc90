/* Styles that QGIS reads from a GeoPackage. */
#ifndef HC_REPORT_GEO_GPKG_STYLES_H
#define HC_REPORT_GEO_GPKG_STYLES_H

#include "report/geo/ogr.h"

enum {
    HC_STYLE_FINDINGS = -1, /* points by severity */
    HC_STYLE_OFFICES = -2,  /* points by what becomes of them */
    HC_STYLE_ACCESS = -3    /* points by distance */
};
struct hc_style {
    const char *layer;
    int rank; /* of a level: 0 is the finest; or one of the above */
};

/* Adds table layer_styles with a default style for each named layer. */
void hc_styles_add(struct hc_ogr *o, const struct hc_style *styles, size_t n);

#endif
