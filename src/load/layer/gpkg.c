#include "load/layer/gpkg.h"

#include "base/buf.h"
#include "load/layer/ranges.h"
#include <sqlite3.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct gpkg {
    const char *path, *table;
    OGRFieldType *types; /* of the fields */
    char *sql;           /* rows of a range of rowids: geometry, then the fields */
};

/* A cell as hc_sheet_read_layer() has it; false for a value that is not of its column's type. */
static bool take_cell(struct hc_range *r, sqlite3_stmt *row, int column, OGRFieldType type, char **cell)
{
    int class = sqlite3_column_type(row, column);
    *cell = NULL;
    if (class == SQLITE_NULL)
        return true;
    if (type == OFTReal) {
        char number[64];
        hc_sheet_real(sqlite3_column_double(row, column), number, sizeof number);
        *cell = hc_arena_strdup(&r->sheet.strings, number);
        return class == SQLITE_FLOAT || class == SQLITE_INTEGER;
    }
    sqlite3_int64 whole = sqlite3_column_int64(row, column);
    if (type == OFTInteger && (whole < INT32_MIN || whole > INT32_MAX))
        return false;
    const char *text = (const char *)sqlite3_column_text(row, column);
    if (text && (*text || r->sheet.keeps_empty))
        *cell = hc_arena_strdup(&r->sheet.strings, text);
    return class == SQLITE_INTEGER || (type == OFTString && class == SQLITE_TEXT);
}

static bool take_row(struct hc_range *r, sqlite3_stmt *row, const OGRFieldType *types)
{
    bool usual = true;
    char **cells = hc_range_add_row(r);
    for (size_t i = 0; usual && i < r->sheet.n_cols; i++)
        usual = take_cell(r, row, (int)i + 1, types[i], &cells[i]);
    int class = sqlite3_column_type(row, 0);
    if (class == SQLITE_BLOB)
        usual = usual && hc_blobs_add(&r->blobs, sqlite3_column_blob(row, 0), (size_t)sqlite3_column_bytes(row, 0));
    else
        usual = usual && class == SQLITE_NULL;
    hc_polygons_end_unit(&r->blobs.polygons);
    return usual;
}

static void read_range(const void *ctx, struct hc_range *r)
{
    const struct gpkg *g = ctx;
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    int status = sqlite3_open_v2(g->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_prepare_v2(db, g->sql, -1, &rows, NULL);
    if (status == SQLITE_OK) {
        sqlite3_bind_int64(rows, 1, r->first);
        sqlite3_bind_int64(rows, 2, r->last);
        while ((status = sqlite3_step(rows)) == SQLITE_ROW && take_row(r, rows, g->types))
            ;
    }
    r->unusual = status != SQLITE_DONE;
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void add_name(struct hc_buf *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    hc_buf_adds(sql, quoted);
    sqlite3_free(quoted);
}

/* Only whole tables of text and numbers. */
static bool describe(struct gpkg *g, OGRLayerH layer)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    int n = OGR_FD_GetFieldCount(definition);
    bool usual = *OGR_L_GetGeometryColumn(layer) && OGR_FD_GetGeomFieldCount(definition) == 1;
    struct hc_buf sql = {0};
    g->table = OGR_L_GetName(layer);
    g->types = hc_calloc((size_t)n, sizeof *g->types);
    hc_buf_adds(&sql, "SELECT ");
    add_name(&sql, OGR_L_GetGeometryColumn(layer));
    for (int i = 0; i < n; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        OGRFieldType type = g->types[i] = OGR_Fld_GetType(field);
        usual = usual && (type == OFTString || type == OFTInteger || type == OFTInteger64 || type == OFTReal) &&
                OGR_Fld_GetSubType(field) == OFSTNone && strcasecmp(OGR_Fld_GetNameRef(field), "rowid") != 0;
        hc_buf_adds(&sql, ", ");
        add_name(&sql, OGR_Fld_GetNameRef(field));
    }
    hc_buf_adds(&sql, " FROM ");
    add_name(&sql, g->table);
    hc_buf_adds(&sql, " WHERE rowid BETWEEN ? AND ?");
    g->sql = hc_buf_take(&sql);
    return usual;
}

/* The first and the last rowid; false if it is no table, or an empty one. */
static bool find_ends(const struct gpkg *g, sqlite3_int64 ends[2])
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    char *sql = sqlite3_mprintf("SELECT (SELECT min(rowid) FROM \"%w\"), (SELECT max(rowid) FROM \"%w\") "
                                "WHERE EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %Q)",
                                g->table, g->table, g->table);
    bool found = sqlite3_open_v2(g->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
                 sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
                 sqlite3_column_type(s, 0) == SQLITE_INTEGER;
    for (int i = 0; found && i < 2; i++)
        ends[i] = sqlite3_column_int64(s, i);
    sqlite3_finalize(s);
    sqlite3_close(db);
    sqlite3_free(sql);
    return found && ends[0] >= 0;
}

bool hc_gpkg_read(GDALDatasetH dataset, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job)
{
    struct gpkg g = {.path = job->source->path};
    struct hc_ranges ranges = {0};
    struct stat st;
    sqlite3_int64 ends[2];
    bool usual = strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "GPKG") == 0 && !job->swapped &&
                 describe(&g, job->layer) && find_ends(&g, ends) && stat(g.path, &st) == 0;
    if (usual) {
        hc_ranges_init(&ranges, ends[0], ends[1], (size_t)st.st_size, sheet, threads);
        hc_ranges_read(&ranges, threads, read_range, &g);
        usual = hc_ranges_join(&ranges, threads, sheet, job);
    }
    hc_ranges_release(&ranges);
    hc_free(g.types);
    hc_free(g.sql);
    return usual;
}
