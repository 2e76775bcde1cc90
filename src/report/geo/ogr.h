/* GIS files by GDAL: GeoPackage, Shapefile, FlatGeobuf. */
#ifndef HC_REPORT_GEO_OGR_H
#define HC_REPORT_GEO_OGR_H

#include "base/err.h"
#include "cover/cover.h"
#include "report/table/rows.h"
#include <gdal.h>
#include <ogr_api.h>
#include <stdbool.h>

/* A dataset being written. Errors of GDAL are collected; the first one is told on closing. */
struct hc_ogr {
    const char *name; /* of the file, for messages */
    GDALDatasetH dataset;
    OGRSpatialReferenceH srs; /* of the layers with polygons; NULL: none */
    char complaint[300];
};

/* driver: "GPKG", "ESRI Shapefile", "FlatGeobuf"; crs: WKT or NULL. */
int hc_ogr_create(struct hc_ogr *o, const char *driver, const char *path, const char *name, const char *crs,
                  struct hc_err *err);
/* Commits and closes; -1 with HC_IO if anything failed since hc_ogr_create(). */
int hc_ogr_close(struct hc_ogr *o, struct hc_err *err);

/* A layer of units; polygons NULL: a plain table. names: names of the fields, parallel to the columns of rows. */
void hc_ogr_add_units(struct hc_ogr *o, const char *layer, const struct hc_rows *rows,
                      const struct hc_polygons *polygons, const char *const *names, const char *const *options);

/* The same layer without a row; NULL on failure. */
OGRLayerH hc_ogr_frame_units(struct hc_ogr *o, const char *layer, const struct hc_rows *rows, bool land,
                             const char *const *names, const char *const *options);

/* An empty layer of the given geometry type; NULL on failure. */
OGRLayerH hc_ogr_add_layer(struct hc_ogr *o, const char *layer, OGRwkbGeometryType type, const char *const *options);
/* layer may be NULL. */
void hc_ogr_add_field(OGRLayerH layer, const char *name, OGRFieldType type);
void hc_ogr_add_sized_field(OGRLayerH layer, const char *name, OGRFieldType type, int width, int decimals);
OGRFieldType hc_ogr_field_type(const struct hc_rows_column *column);
/* Writes the table of a layer now; GDAL would wait for its first row, or the end, and tables come in another order. */
void hc_ogr_settle(OGRLayerH layer);
/* Writes a feature and destroys it. */
void hc_ogr_put(struct hc_ogr *o, OGRLayerH layer, OGRFeatureH feature);

#endif
