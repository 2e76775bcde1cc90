#include "report/geo/ogr.h"

#include "base/mem.h"
#include "report/geo/disk.h"
#include "report/out/outdir.h"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

static void CPL_STDCALL keep_complaint(CPLErr class, CPLErrorNum number, const char *message)
{
    struct hc_ogr *o = CPLGetErrorHandlerUserData();
    (void)number;
    if (class >= CE_Failure && o && !*o->complaint)
        snprintf(o->complaint, sizeof o->complaint, "%s", message);
}

/* The folder is a temporary one: nothing in it needs to survive a crash of its own. */
static void set_options(struct hc_ogr *o)
{
    CPLPushErrorHandlerEx(keep_complaint, o);
    CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
    CPLSetThreadLocalConfigOption("OGR_SQLITE_JOURNAL", "OFF");
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00Z");
    CPLSetThreadLocalConfigOption("GDAL_VALIDATE_CREATION_OPTIONS", "NO"); /* there are none */
}

int hc_ogr_create(struct hc_ogr *o, const char *driver, const char *path, const char *name, const char *crs,
                  struct hc_err *err)
{
    *o = (struct hc_ogr){.name = name};
    GDALDriverH d = GDALGetDriverByName(driver);
    set_options(o);
    char *checked = strcmp(driver, "GPKG") == 0 ? NULL : hc_disk_path(path);
    if (d)
        o->dataset = GDALCreate(d, checked ? checked : path, 0, 0, 0, GDT_Unknown, NULL);
    hc_free(checked);
    if (!o->dataset) {
        CPLPopErrorHandler();
        return hc_err_set(err, HC_IO, "%s: cannot be created (%s)", "%s：无法创建（%s）", name,
                          d ? o->complaint : driver);
    }
    if (crs) {
        o->srs = OSRNewSpatialReference(NULL);
        if (OSRSetFromUserInput(o->srs, crs) != OGRERR_NONE && !*o->complaint)
            snprintf(o->complaint, sizeof o->complaint, "unknown CRS");
        OSRSetAxisMappingStrategy(o->srs, OAMS_TRADITIONAL_GIS_ORDER);
    }
    GDALDatasetStartTransaction(o->dataset, 0);
    return 0;
}

int hc_ogr_close(struct hc_ogr *o, struct hc_err *err)
{
    GDALDatasetCommitTransaction(o->dataset);
    GDALClose(o->dataset);
    OSRDestroySpatialReference(o->srs);
    CPLPopErrorHandler();
    if (!*o->complaint)
        return 0;
    return hc_outdir_fail(o->name, o->complaint, err);
}

/* GDAL takes option lists as char **, and does not write to them. */
static char **as_list(const char *const *options)
{
    char **list;
    memcpy(&list, &options, sizeof list);
    return list;
}

OGRLayerH hc_ogr_add_layer(struct hc_ogr *o, const char *layer, OGRwkbGeometryType type, const char *const *options)
{
    return GDALDatasetCreateLayer(o->dataset, layer, type == wkbNone ? NULL : o->srs, type, as_list(options));
}

void hc_ogr_add_field(OGRLayerH layer, const char *name, OGRFieldType type)
{
    hc_ogr_add_sized_field(layer, name, type, 0, 0);
}

void hc_ogr_add_sized_field(OGRLayerH layer, const char *name, OGRFieldType type, int width, int decimals)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    OGR_Fld_SetWidth(field, width);
    OGR_Fld_SetPrecision(field, decimals);
    if (layer)
        OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
}

OGRFieldType hc_ogr_field_type(const struct hc_rows_column *column)
{
    if (column->column && column->column->date)
        return column->column->date == 1 ? OFTDate : OFTDateTime;
    if (column->type == HC_CELL_TEXT)
        return OFTString;
    return column->decimals == 0 ? OFTInteger64 : OFTReal;
}

static OGRGeometryH make_ring(const struct hc_xy *xy, size_t n)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    OGR_G_SetPointCount(ring, (int)n + 1);
    OGR_G_SetPoints(ring, (int)n, &xy->x, sizeof *xy, &xy->y, sizeof *xy, NULL, 0);
    OGR_G_AddPoint_2D(ring, xy->x, xy->y);
    return ring;
}

static OGRGeometryH make_multipolygon(const struct hc_polygons *p, size_t unit)
{
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++) {
        OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
            OGR_G_AddGeometryDirectly(polygon, make_ring(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]));
        OGR_G_AddGeometryDirectly(all, polygon);
    }
    return all;
}

static void set_field(OGRFeatureH feature, int field, const struct hc_rows *rows, size_t unit)
{
    const struct hc_rows_column *column = &rows->columns[field];
    if (column->type == HC_CELL_TEXT) {
        const char *text = hc_rows_text(rows, unit, (size_t)field);
        if (text)
            OGR_F_SetFieldString(feature, field, text);
        return;
    }
    struct hc_number n = hc_rows_number(rows, unit, (size_t)field);
    if (n.missing)
        return;
    if (column->decimals == 0)
        OGR_F_SetFieldInteger64(feature, field, n.num);
    else
        OGR_F_SetFieldDouble(feature, field, n.real);
}

void hc_ogr_settle(OGRLayerH layer)
{
    if (layer)
        OGR_L_SyncToDisk(layer);
}

void hc_ogr_put(struct hc_ogr *o, OGRLayerH layer, OGRFeatureH feature)
{
    if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE && !*o->complaint)
        snprintf(o->complaint, sizeof o->complaint, "a feature of layer %s", OGR_L_GetName(layer));
    OGR_F_Destroy(feature);
}

OGRLayerH hc_ogr_frame_units(struct hc_ogr *o, const char *layer, const struct hc_rows *rows, bool land,
                             const char *const *names, const char *const *options)
{
    OGRLayerH l = hc_ogr_add_layer(o, layer, land ? wkbMultiPolygon : wkbNone, options);
    for (size_t c = 0; l && c < rows->n_columns; c++)
        hc_ogr_add_field(l, names[c], hc_ogr_field_type(&rows->columns[c]));
    return l;
}

void hc_ogr_add_units(struct hc_ogr *o, const char *layer, const struct hc_rows *rows,
                      const struct hc_polygons *polygons, const char *const *names, const char *const *options)
{
    OGRLayerH l = hc_ogr_frame_units(o, layer, rows, polygons != NULL, names, options);
    if (!l)
        return;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(l);
    for (size_t u = 0; u < rows->level->units.count && !*o->complaint; u++) {
        OGRFeatureH feature = OGR_F_Create(definition);
        for (size_t c = 0; c < rows->n_columns; c++)
            set_field(feature, (int)c, rows, u);
        if (polygons && polygons->unit_part[u] < polygons->unit_part[u + 1])
            OGR_F_SetGeometryDirectly(feature, make_multipolygon(polygons, u));
        hc_ogr_put(o, l, feature);
    }
}
