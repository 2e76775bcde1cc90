#include "report/geo/gpkg/fill.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "report/geo/gpkg/blob.h"
#include "report/out/outdir.h"
#include <math.h>

/* The first failure is told. */
static void check(struct hc_fill *fill, int code)
{
    if (code != SQLITE_OK)
        hc_outdir_fail(fill->name, sqlite3_errmsg(fill->db), fill->err);
}

static void execute(struct hc_fill *fill, const char *sql)
{
    check(fill, sqlite3_exec(fill->db, sql, NULL, NULL, NULL));
}

int hc_fill_begin(struct hc_fill *fill, const char *path, const char *name, struct hc_err *err)
{
    *fill = (struct hc_fill){.name = name, .err = err};
    check(fill, sqlite3_open_v2(path, &fill->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
    /* The folder is a temporary one: nothing in it needs to survive a crash of its own. */
    execute(fill, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN");
    return err->code == HC_DONE ? 0 : -1;
}

int hc_fill_end(struct hc_fill *fill)
{
    if (fill->err->code == HC_DONE)
        execute(fill, "COMMIT");
    if (sqlite3_close(fill->db) != SQLITE_OK)
        hc_err_set(fill->err, HC_FAULT, "%s: left open", "%s：未能关闭", fill->name);
    return fill->err->code == HC_DONE ? 0 : -1;
}

/* GDAL's triggers count each row that comes. They are taken away meanwhile, and put back by the SQL that made them. */
static void take_triggers(struct hc_fill *fill, const char *table, struct hc_buf *sql)
{
    struct hc_buf drop = {0};
    sqlite3_stmt *s = NULL;
    check(fill,
          sqlite3_prepare_v2(fill->db, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
                             -1, &s, NULL));
    sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    while (s && sqlite3_step(s) == SQLITE_ROW) {
        char *statement = sqlite3_mprintf("DROP TRIGGER \"%w\";", sqlite3_column_text(s, 0));
        hc_buf_adds(&drop, statement);
        hc_buf_addf(sql, "%s;", (const char *)sqlite3_column_text(s, 1));
        sqlite3_free(statement);
    }
    check(fill, sqlite3_finalize(s));
    if (drop.data)
        execute(fill, drop.data);
    hc_buf_release(&drop);
}

static void finish_table(struct hc_fill *fill, const char *table, size_t n_rows, struct hc_buf *triggers)
{
    char *count = sqlite3_mprintf("UPDATE gpkg_ogr_contents SET feature_count = %lld WHERE table_name = %Q",
                                  (long long)n_rows, table);
    if (triggers->data)
        execute(fill, triggers->data);
    execute(fill, count);
    sqlite3_free(count);
    hc_buf_release(triggers);
}

void hc_fill_table(struct hc_fill *fill, const struct hc_table_rows *rows)
{
    struct hc_buf triggers = {0};
    struct hc_bulk bulk;
    take_triggers(fill, rows->table, &triggers);
    hc_bulk_begin(&bulk, fill->db, rows->table, rows->columns, rows->n_columns, rows->cell, rows->ctx);
    check(fill, hc_bulk_insert(&bulk, 0, rows->n_rows));
    hc_bulk_end(&bulk);
    finish_table(fill, rows->table, rows->n_rows, &triggers);
}

#define UNITS_A_RANGE 64
#define WINDOW        16

/* The geometries of a range of units, one behind the other. */
struct blobs {
    struct hc_buf bytes;
    size_t at[UNITS_A_RANGE + 1];
    double envelope[4]; /* of all; x from, x to, y from, y to */
    struct hc_err err;
};

struct units_job {
    struct hc_fill *fill;
    const struct hc_rows *rows;
    const struct hc_shapes *shapes;
    int32_t srs_id;
    struct hc_bulk bulk;
    struct blobs slots[WINDOW];
    const struct blobs *taking; /* NULL: without geometry */
    double envelope[4];
};

static void widen(double all[4], const double one[4])
{
    all[0] = fmin(all[0], one[0]);
    all[1] = fmax(all[1], one[1]);
    all[2] = fmin(all[2], one[2]);
    all[3] = fmax(all[3], one[3]);
}

static void clear_envelope(double envelope[4])
{
    envelope[0] = envelope[2] = INFINITY;
    envelope[1] = envelope[3] = -INFINITY;
}

static struct blobs *slot_of(struct units_job *job, size_t begin)
{
    return &job->slots[begin / UNITS_A_RANGE % WINDOW];
}

static void make_blobs(void *ctx, size_t begin, size_t end)
{
    struct units_job *job = ctx;
    struct blobs *blobs = slot_of(job, begin);
    const struct hc_polygons *p = job->shapes->ready;
    struct hc_polygons dissolved = {0};
    size_t offset = p ? 0 : begin;
    blobs->bytes.len = 0;
    clear_envelope(blobs->envelope);
    if (!p && hc_dissolve_units(job->shapes->dissolve, begin, end, &dissolved, &blobs->err) == 0)
        p = &dissolved;
    for (size_t u = begin; u < end; u++) {
        double envelope[4];
        blobs->at[u - begin] = blobs->bytes.len;
        if (!p || p->unit_part[u - offset] == p->unit_part[u - offset + 1])
            continue;
        hc_blob_add(&blobs->bytes, p, u - offset, job->srs_id, envelope);
        widen(blobs->envelope, envelope);
    }
    blobs->at[end - begin] = blobs->bytes.len;
    hc_polygons_release(&dissolved);
}

static void take_blobs(void *ctx, size_t begin, size_t end)
{
    struct units_job *job = ctx;
    struct blobs *blobs = slot_of(job, begin);
    struct hc_err *err = job->fill->err;
    if (blobs->err.code != HC_DONE)
        hc_err_set(err, blobs->err.code, "%s%.0s", "%.0s%s", blobs->err.text.en, blobs->err.text.zh);
    hc_err_release(&blobs->err);
    if (err->code != HC_DONE)
        return;
    widen(job->envelope, blobs->envelope);
    job->taking = blobs;
    check(job->fill, hc_bulk_insert(&job->bulk, begin, end));
}

static void unit_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    const struct units_job *job = ctx;
    const struct blobs *blobs = job->taking;
    const struct hc_rows *rows = job->rows;
    if (blobs && column == 0) {
        size_t i = row % UNITS_A_RANGE, size = blobs->at[i + 1] - blobs->at[i];
        if (size)
            sqlite3_result_blob64(out, blobs->bytes.data + blobs->at[i], size, SQLITE_STATIC);
        return;
    }
    size_t c = (size_t)column - (blobs != NULL);
    if (rows->columns[c].type == HC_CELL_TEXT) {
        const char *text = hc_rows_text(rows, row, c);
        if (text)
            sqlite3_result_text(out, text, -1, SQLITE_STATIC);
        return;
    }
    struct hc_number n = hc_rows_number(rows, row, c);
    if (n.missing)
        return;
    if (rows->columns[c].decimals == 0)
        sqlite3_result_int64(out, n.num);
    else
        sqlite3_result_double(out, n.real);
}

static int32_t srs_of(struct hc_fill *fill, const char *table)
{
    sqlite3_stmt *s = NULL;
    int32_t id = 0;
    check(fill,
          sqlite3_prepare_v2(fill->db, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?", -1, &s, NULL));
    sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    if (s && sqlite3_step(s) == SQLITE_ROW)
        id = sqlite3_column_int(s, 0);
    check(fill, sqlite3_finalize(s));
    return id;
}

static void put_extent(struct hc_fill *fill, const char *table, const double envelope[4])
{
    sqlite3_stmt *s = NULL;
    static const char sql[] =
        "UPDATE gpkg_contents SET min_x = ?, max_x = ?, min_y = ?, max_y = ? WHERE table_name = ?";
    check(fill, sqlite3_prepare_v2(fill->db, sql, -1, &s, NULL));
    for (int i = 0; i < 4; i++)
        sqlite3_bind_double(s, i + 1, envelope[i]);
    sqlite3_bind_text(s, 5, table, -1, SQLITE_STATIC);
    sqlite3_step(s);
    check(fill, sqlite3_finalize(s));
}

static void fill_land(struct units_job *job, const char *table)
{
    size_t n = job->rows->level->units.count;
    job->srs_id = srs_of(job->fill, table);
    clear_envelope(job->envelope);
    hc_parallel_ordered(job->shapes->threads, n, UNITS_A_RANGE, WINDOW, make_blobs, take_blobs, job);
    if (job->envelope[0] <= job->envelope[1])
        put_extent(job->fill, table, job->envelope);
    for (size_t i = 0; i < WINDOW; i++)
        hc_buf_release(&job->slots[i].bytes);
}

void hc_fill_units(struct hc_fill *fill, const char *table, const struct hc_rows *rows, const struct hc_shapes *shapes)
{
    bool land = shapes->ready || shapes->dissolve;
    struct units_job *job = hc_calloc(1, sizeof *job);
    const char **columns = hc_alloc(rows->n_columns + 1, sizeof *columns);
    struct hc_buf triggers = {0};
    *job = (struct units_job){.fill = fill, .rows = rows, .shapes = shapes};
    columns[0] = "geom";
    for (size_t c = 0; c < rows->n_columns; c++)
        columns[c + land] = rows->columns[c].name;
    take_triggers(fill, table, &triggers);
    hc_bulk_begin(&job->bulk, fill->db, table, columns, (int)(rows->n_columns + land), unit_cell, job);
    if (land)
        fill_land(job, table);
    else
        check(fill, hc_bulk_insert(&job->bulk, 0, rows->level->units.count));
    hc_bulk_end(&job->bulk);
    finish_table(fill, table, rows->level->units.count, &triggers);
    hc_free(columns);
    hc_free(job);
}
