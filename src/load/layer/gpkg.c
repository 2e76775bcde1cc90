#include "load/layer/gpkg.h"

#include "base/buf.h"
#include "base/parallel.h"
#include "load/layer/blob.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Rows of one range of rowids. */
struct range {
    sqlite3_int64 first, last;
    struct hc_sheet sheet;
    size_t cap_rows, cap_cells;
    struct hc_blobs blobs;
    bool unusual; /* something that GDAL has to see to */
};

struct gpkg {
    const char *path, *table;
    OGRFieldType *types; /* of the fields */
    char *sql;           /* rows of a range: geometry, then the fields */
    struct range *ranges;
    size_t n_ranges;
    struct hc_xy
        *room; /* for the vertices of all ranges, so that they need not be copied, as memory first touched is dear */
    size_t vertices_a_range; /* of it */
};

/* A cell as hc_sheet_read_layer() has it; false for a value that is not of its column's type. */
static bool take_cell(struct range *r, sqlite3_stmt *row, int column, OGRFieldType type, char **cell)
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

static bool take_row(struct range *r, sqlite3_stmt *row, const OGRFieldType *types)
{
    struct hc_sheet *s = &r->sheet;
    bool usual = true;
    HC_GROW(s->cells, r->cap_cells, (s->n_rows + 1) * s->n_cols);
    HC_GROW(s->row, r->cap_rows, s->n_rows + 1);
    for (size_t i = 0; usual && i < s->n_cols; i++)
        usual = take_cell(r, row, (int)i + 1, types[i], &s->cells[s->n_rows * s->n_cols + i]);
    int class = sqlite3_column_type(row, 0);
    if (class == SQLITE_BLOB)
        usual = usual && hc_blobs_add(&r->blobs, sqlite3_column_blob(row, 0), (size_t)sqlite3_column_bytes(row, 0));
    else
        usual = usual && class == SQLITE_NULL;
    hc_polygons_end_unit(&r->blobs.polygons);
    s->n_rows++;
    return usual;
}

static void read_range(const struct gpkg *g, struct range *r)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    int status = sqlite3_open_v2(g->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    hc_blobs_init(&r->blobs, g->room + g->vertices_a_range * (size_t)(r - g->ranges), g->vertices_a_range);
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

static void read_ranges(void *ctx, size_t begin, size_t end)
{
    const struct gpkg *g = ctx;
    for (size_t i = begin; i < end; i++)
        read_range(g, &g->ranges[i]);
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

#define ROWS_A_RANGE 512

/* False if it is no table, or an empty one. */
static bool cut_ranges(struct gpkg *g, const struct hc_sheet *sheet, int threads)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    sqlite3_int64 ends[2] = {0, -1};
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
    if (!found || ends[0] < 0)
        return false;
    uint64_t n = (uint64_t)ends[1] - (uint64_t)ends[0] + 1, most = 4 * (uint64_t)hc_parallel_threads(threads);
    g->n_ranges = n / ROWS_A_RANGE + 1 < most ? n / ROWS_A_RANGE + 1 : most;
    g->ranges = hc_calloc(g->n_ranges, sizeof *g->ranges);
    uint64_t step = n / g->n_ranges + 1;
    struct stat st;
    if (stat(g->path, &st) == 0)
        g->vertices_a_range = (size_t)st.st_size / sizeof(struct hc_xy) / g->n_ranges;
    g->room = hc_alloc(g->vertices_a_range * g->n_ranges, sizeof *g->room);
    for (size_t i = 0; i < g->n_ranges; i++) {
        struct range *r = &g->ranges[i];
        r->first = ends[0] + (sqlite3_int64)(i * step);
        r->last = i + 1 < g->n_ranges ? r->first + (sqlite3_int64)step - 1 : ends[1];
        r->sheet.n_cols = sheet->n_cols;
        r->sheet.keeps_empty = sheet->keeps_empty;
    }
    return true;
}

static void join_sheets(const struct gpkg *g, struct hc_sheet *sheet)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n_ranges; i++)
        n += g->ranges[i].sheet.n_rows;
    sheet->cells = hc_alloc(n * sheet->n_cols, sizeof *sheet->cells);
    sheet->row = hc_alloc(n, sizeof *sheet->row);
    for (size_t i = 0; i < g->n_ranges; i++) {
        struct hc_sheet *part = &g->ranges[i].sheet;
        if (part->n_rows)
            memcpy(sheet->cells + sheet->n_rows * sheet->n_cols, part->cells,
                   part->n_rows * sheet->n_cols * sizeof *part->cells);
        hc_arena_join(&sheet->strings, &part->strings);
        sheet->n_rows += part->n_rows;
    }
    for (size_t i = 0; i < n; i++)
        sheet->row[i] = (long)i + 1;
}

static void join(struct gpkg *g, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job)
{
    struct hc_polygons *list = hc_alloc(g->n_ranges, sizeof *list);
    bool all_lodge = !job->polygons->n_units;
    join_sheets(g, sheet);
    for (size_t i = 0; i < g->n_ranges; i++) {
        list[i] = g->ranges[i].blobs.polygons;
        all_lodge = all_lodge && g->ranges[i].blobs.lodges;
        job->n_other += g->ranges[i].blobs.n_other;
    }
    job->n_features = sheet->n_rows;
    if (all_lodge) {
        hc_free(job->polygons->xy);
        job->polygons->xy = g->room;
        job->polygons->cap_xy = g->vertices_a_range * g->n_ranges;
        g->room = NULL;
        hc_polygons_join_within(job->polygons, list, g->n_ranges);
    } else {
        hc_polygons_join(job->polygons, list, g->n_ranges, threads);
    }
    hc_free(list);
}

bool hc_gpkg_read(GDALDatasetH dataset, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job)
{
    struct gpkg g = {.path = job->source->path};
    bool usual = strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "GPKG") == 0 && !job->swapped &&
                 describe(&g, job->layer) && cut_ranges(&g, sheet, threads);
    if (usual)
        hc_parallel_for(threads, g.n_ranges, 1, read_ranges, &g);
    for (size_t i = 0; i < g.n_ranges; i++)
        usual = usual && !g.ranges[i].unusual;
    if (usual)
        join(&g, threads, sheet, job);
    for (size_t i = 0; i < g.n_ranges; i++) {
        hc_sheet_release(&g.ranges[i].sheet);
        hc_blobs_release(&g.ranges[i].blobs);
    }
    hc_free(g.room);
    hc_free(g.types);
    hc_free(g.sql);
    hc_free(g.ranges);
    return usual;
}
