#include "report/geo/shp/shapefile.h"

#include "base/buf.h"
#include "base/mem.h"
#include "report/geo/shp/dbf.h"
#include "report/geo/shp/fill.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_BYTES 10
#define TEXT_BYTES 254

/* What GDAL gives texts (room to edit them), whole numbers and doubles; the long ones it reads as doubles. */
enum { USUAL_TEXT_BYTES = 80, WHOLE_BYTES = 18, LONG_WHOLE_BYTES = 20, REAL_BYTES = 24, REAL_DECIMALS = 15 };

static bool taken(char (*names)[NAME_BYTES + 1], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

static bool shorten(const struct hc_rows *rows, char (*names)[NAME_BYTES + 1])
{
    bool changed = false;
    for (size_t c = 0; c < rows->n_columns; c++) {
        const char *whole = rows->columns[c].name;
        snprintf(names[c], NAME_BYTES + 1, "%.*s", (int)hc_dbf_cut(whole, NAME_BYTES), whole);
        for (int k = 1; taken(names, c, names[c]) && k < 1000; k++) {
            char number[8];
            snprintf(number, sizeof number, "_%d", k);
            int keep = (int)hc_dbf_cut(whole, NAME_BYTES - strlen(number));
            snprintf(names[c], NAME_BYTES + 1, "%.*s%s", keep, whole, number);
        }
        changed = changed || strcmp(names[c], whole) != 0;
    }
    return changed;
}

/* How many texts of a column are longer than a field can hold. */
static size_t count_cut(const struct hc_rows *rows, size_t column)
{
    size_t n = 0;
    for (size_t u = 0; rows->columns[column].type == HC_CELL_TEXT && u < rows->level->units.count; u++) {
        const char *text = hc_rows_text(rows, u, column);
        n += text && strlen(text) > TEXT_BYTES;
    }
    return n;
}

static int write_names(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                       char (*names)[NAME_BYTES + 1], struct hc_err *err)
{
    struct hc_buf file = {0}, text = {0};
    hc_buf_addf(&file, "%s_fields.csv", name);
    hc_buf_adds(&text, "field,stands_for,texts_cut\n");
    for (size_t c = 0; c < rows->n_columns; c++) {
        hc_buf_add_csv(&text, names[c]);
        hc_buf_addc(&text, ',');
        hc_buf_add_csv(&text, rows->columns[c].name);
        hc_buf_addf(&text, ",%zu\n", count_cut(rows, c));
    }
    int status = hc_outdir_write(job->out, file.data, text.data, text.len, err);
    hc_buf_release(&file);
    hc_buf_release(&text);
    return status;
}

/* With as many decimals as an exact number has, and room for the longest text. */
static void add_field(OGRLayerH layer, const char *name, const struct hc_rows *rows, size_t column)
{
    const struct hc_rows_column *c = &rows->columns[column];
    OGRFieldType type = hc_ogr_field_type(c);
    int width = type == OFTString ? USUAL_TEXT_BYTES : WHOLE_BYTES;
    for (size_t u = 0; u < rows->level->units.count && (type == OFTString || type == OFTInteger64); u++) {
        const char *text = type == OFTString ? hc_rows_text(rows, u, column) : NULL;
        int n = 0;
        if (type == OFTString)
            n = text ? (int)hc_dbf_cut(text, TEXT_BYTES) : 0;
        else if (fabs(hc_rows_number(rows, u, column).real) >= 1e17)
            n = LONG_WHOLE_BYTES;
        width = n > width ? n : width;
    }
    if (type == OFTReal)
        hc_ogr_add_sized_field(layer, name, type, REAL_BYTES, c->decimals > 0 ? c->decimals : REAL_DECIMALS);
    else
        hc_ogr_add_sized_field(layer, name, type, type == OFTString || type == OFTInteger64 ? width : 0, 0);
}

/* The files without rows, by GDAL: it knows what CRS and encoding look like beside a shapefile. */
static int frame(const char *path, const char *file, const char *layer, const struct hc_rows *rows,
                 char (*names)[NAME_BYTES + 1], const char *crs, struct hc_err *err)
{
    static const char *const options[] = {"ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=2000-01-01", NULL};
    struct hc_ogr o;
    if (hc_ogr_create(&o, "ESRI Shapefile", path, file, crs, err) < 0)
        return -1;
    OGRLayerH l = hc_ogr_add_layer(&o, layer, wkbPolygon, options);
    for (size_t c = 0; l && c < rows->n_columns; c++)
        add_field(l, names[c], rows, c);
    return hc_ogr_close(&o, err);
}

int hc_shapefile_write(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                       const struct hc_shapes *shapes, const char *crs, struct hc_err *err)
{
    char(*names)[NAME_BYTES + 1] = hc_alloc(rows->n_columns, sizeof *names);
    struct hc_buf file = {0};
    bool changed = shorten(rows, names);
    for (size_t c = 0; c < rows->n_columns; c++)
        changed = changed || count_cut(rows, c);
    hc_buf_addf(&file, "%s.shp", name);
    char *path = hc_outdir_path(job->out, file.data);
    int status = frame(path, file.data, name, rows, names, crs, err);
    if (status == 0)
        status = hc_shp_fill(path, file.data, rows, shapes, err);
    if (status == 0 && changed)
        status = write_names(job, name, rows, names, err);
    hc_free(path);
    hc_buf_release(&file);
    hc_free(names);
    return status;
}
