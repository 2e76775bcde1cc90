/* Shapefiles held against GDAL's own: the same shapes, byte by byte; rows as GDAL reads them. */
#include "report/geo/shp/fill.h"

#include "base/mem.h"
#include <cpl_conv.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the above first */
#include <cmocka.h>

static char folder[] = "/tmp/hecun-shp-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void add_box(struct hc_polygons *p, double x, double y, double size, bool clockwise)
{
    const struct hc_xy box[] = {{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}};
    for (int i = 0; i < 4; i++)
        hc_polygons_add_vertices(p, &box[clockwise ? (4 - i) % 4 : i], 1);
    hc_polygons_end_ring(p);
}

/* One part; a hole; two parts, one with two holes; no land; each ring either way. */
static void make_polygons(struct hc_polygons *p, bool clockwise)
{
    hc_polygons_init(p);
    add_box(p, 1, 2, 3, clockwise);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    add_box(p, 10, 0, 9, clockwise);
    add_box(p, 11, 1, 2, clockwise);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    add_box(p, -20.5, 0, 9, !clockwise);
    add_box(p, -20, 1, 2, clockwise);
    add_box(p, -16, 1, 2.25, !clockwise);
    hc_polygons_end_part(p);
    add_box(p, -40, -7, 9, clockwise);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    hc_polygons_end_unit(p);
}

static OGRGeometryH geometry_of(const struct hc_polygons *p, size_t unit)
{
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++) {
        OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
            for (size_t i = p->ring_xy[r]; i < p->ring_xy[r + 1]; i++)
                OGR_G_AddPoint_2D(ring, p->xy[i].x, p->xy[i].y);
            OGR_G_CloseRings(ring);
            OGR_G_AddGeometryDirectly(polygon, ring);
        }
        OGR_G_AddGeometryDirectly(all, polygon);
    }
    return all;
}

struct field {
    const char *name;
    OGRFieldType type;
    int width, decimals;
};

static GDALDatasetH create(const char *name, const struct field *fields, size_t n_fields, OGRLayerH *layer)
{
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), path_of(name), 0, 0, 0, GDT_Unknown, NULL);
    char encoding[] = "ENCODING=UTF-8", *options[] = {encoding, NULL};
    *layer = GDALDatasetCreateLayer(dataset, "units", NULL, wkbPolygon, options);
    for (size_t i = 0; i < n_fields; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(fields[i].name, fields[i].type);
        OGR_Fld_SetWidth(field, fields[i].width);
        OGR_Fld_SetPrecision(field, fields[i].decimals);
        assert_int_equal(OGR_L_CreateField(*layer, field, TRUE), OGRERR_NONE);
        OGR_Fld_Destroy(field);
    }
    return dataset;
}

static void expect_same_file(const char *a, const char *b)
{
    char bytes[2][4096];
    size_t n[2];
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(path_of(i ? b : a), "rb");
        assert_non_null(file);
        n[i] = fread(bytes[i], 1, sizeof bytes[i], file);
        fclose(file);
    }
    assert_true(n[0] > 100 && n[0] < sizeof bytes[0]);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
}

/* A table of a column of each kind. */
struct world {
    struct hc_column columns[4];
    struct hc_rows_column shown[4];
    struct hc_level_state level;
    struct hc_rows rows;
};

static void world_make(struct world *w, size_t n)
{
    static const enum hc_column_type types[] = {HC_TEXT, HC_DECIMAL, HC_REAL, HC_TEXT};
    memset(w, 0, sizeof *w);
    for (int i = 0; i < 4; i++) {
        hc_column_init(&w->columns[i], "c", HC_AGG_FIRST, types[i], n);
        w->shown[i] = (struct hc_rows_column){.name = "c",
                                              .type = types[i] == HC_TEXT ? HC_CELL_TEXT : HC_CELL_NUMBER,
                                              .column = &w->columns[i],
                                              .builtin = -1,
                                              .decimals = types[i] == HC_DECIMAL ? 2 : -1};
    }
    w->columns[1].scale = 2;
    w->columns[3].date = 1;
    w->level.units.count = (uint32_t)n;
    w->rows = (struct hc_rows){.level = &w->level, .columns = w->shown, .n_columns = 4};
}

static void world_release(struct world *w)
{
    for (int i = 0; i < 4; i++)
        hc_column_release(&w->columns[i]);
}

static const struct field fields[] = {
    {"text", OFTString, 6, 0}, {"decimal", OFTReal, 12, 2}, {"real", OFTReal, 24, 15}, {"day", OFTDate, 0, 0}};

static void fill(const char *name, const struct world *w, const struct hc_polygons *p)
{
    const struct hc_shapes shapes = {.ready = p, .threads = 2};
    struct hc_err err = {0};
    assert_int_equal(hc_shp_fill(path_of(name), name, &w->rows, &shapes, &err), 0);
}

static void writes_the_shapes_that_gdal_writes(void **state)
{
    (void)state;
    for (int way = 0; way < 2; way++) {
        struct hc_polygons p;
        struct world w;
        OGRLayerH layer;
        make_polygons(&p, way);
        world_make(&w, p.n_units);
        GDALClose(create("ours.shp", fields, 4, &layer));
        fill("ours.shp", &w, &p);
        GDALDatasetH dataset = create("theirs.shp", fields, 4, &layer);
        for (size_t u = 0; u < p.n_units; u++) {
            OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
            if (p.unit_part[u] < p.unit_part[u + 1])
                OGR_F_SetGeometryDirectly(feature, geometry_of(&p, u));
            assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
            OGR_F_Destroy(feature);
        }
        GDALClose(dataset);
        expect_same_file("ours.shp", "theirs.shp");
        expect_same_file("ours.shx", "theirs.shx");
        expect_same_file("ours.dbf", "theirs.dbf"); /* nothing set in any row */
        world_release(&w);
        hc_polygons_release(&p);
    }
}

struct row {
    const char *text;
    int64_t decimal;
    double real;
    const char *day;
    const char *wanted[4]; /* NULL: nothing there */
};

static void gdal_reads_what_was_meant(void **state)
{
    static char text[][12] = {"abc", "村村村", "7654321", ""};
    static char day[][20] = {"2019-10-31", "2019/1/2", "2019/10/31 12:00:00", "soon"};
    static const struct row rows[] = {
        {text[0], 1250, 0.1, day[0], {"abc", "12.50", "0.100000000000000", "2019/10/31"}},
        {text[1], -5, 123456789.125, day[1], {"村村", "-0.05", "123456789.12500000000000", "2019/01/02"}},
        {text[2], 99999999999, 1e-9, day[2], {"765432", "999999999.99", "1e-09", "2019/10/31"}},
        {text[3], 123456789012345, 1.5e300, day[3], {NULL, "1.235e+12", "1.5e+300", NULL}},
        {NULL, HC_MISSING, NAN, NULL, {NULL, NULL, NULL, NULL}},
    };
    enum { N = sizeof rows / sizeof *rows };
    struct world w;
    OGRLayerH layer;
    (void)state;
    world_make(&w, N);
    for (size_t i = 0; i < N; i++) {
        w.columns[0].text[i] = rows[i].text ? text[i] : NULL;
        w.columns[1].value[i] = rows[i].decimal;
        w.columns[2].real[i] = rows[i].real;
        w.columns[3].text[i] = rows[i].day ? day[i] : NULL;
    }
    GDALClose(create("rows.shp", fields, 4, &layer));
    fill("rows.shp", &w, NULL);
    GDALDatasetH dataset = GDALOpenEx(path_of("rows.shp"), GDAL_OF_VECTOR, NULL, NULL, NULL);
    layer = GDALDatasetGetLayer(dataset, 0);
    assert_int_equal(OGR_L_GetFeatureCount(layer, 1), N);
    for (size_t i = 0; i < N; i++) {
        OGRFeatureH feature = OGR_L_GetFeature(layer, (GIntBig)i);
        for (int c = 0; c < 4; c++) {
            bool there = OGR_F_IsFieldSetAndNotNull(feature, c);
            assert_int_equal(there, rows[i].wanted[c] != NULL);
            if (there && (c == 1 || c == 2))
                assert_true(fabs(OGR_F_GetFieldAsDouble(feature, c) - strtod(rows[i].wanted[c], NULL)) <= 0);
            else if (there)
                assert_string_equal(OGR_F_GetFieldAsString(feature, c), rows[i].wanted[c]);
        }
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    world_release(&w);
}

static int set_up(void **state)
{
    (void)state;
    CPLSetConfigOption("DBF_DATE_LAST_UPDATE", "2000-01-01");
    GDALAllRegister();
    return mkdtemp(folder) ? 0 : -1;
}

static int clean_up(void **state)
{
    static const char *const names[] = {"ours", "theirs", "rows"};
    static const char *const extensions[] = {"shp", "shx", "dbf", "cpg", "prj"};
    char name[32];
    (void)state;
    for (size_t i = 0; i < 15; i++) {
        snprintf(name, sizeof name, "%s.%s", names[i / 5], extensions[i % 5]);
        remove(path_of(name));
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_shapes_that_gdal_writes),
        cmocka_unit_test(gdal_reads_what_was_meant),
    };
    return cmocka_run_group_tests(tests, set_up, clean_up);
}
