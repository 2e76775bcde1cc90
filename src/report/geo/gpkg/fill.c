#include "report/geo/gpkg/fill.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "report/geo/gpkg/behind.h"
#include "report/geo/gpkg/blob.h"
#include "report/geo/gpkg/rtree.h"
#include "report/out/outdir.h"
#include <math.h>
#include <string.h>

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

int hc_fill_begin(struct hc_fill *fill, const char *path, const char *name, int threads, struct hc_err *err)
{
    const char *vfs = hc_parallel_threads(threads) > 1 ? hc_behind_vfs() : NULL;
    *fill = (struct hc_fill){.name = name, .err = err};
    check(fill, sqlite3_open_v2(path, &fill->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, vfs));
    /* The folder is a temporary one: nothing in it needs to survive a crash of its own. The cache holds the last pages
     * of tables that are filled by turns: to read one again waits for all that is being written. */
    execute(fill, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA "
                  "cache_size = -8192; BEGIN");
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

/* The boxes of the geometries that a table gets, by row. */
struct boxes {
    struct hc_rtree_box *items;
    size_t n, cap;
    double envelope[4]; /* of all; x from, x to, y from, y to */
};

static void add_box(struct boxes *b, const double box[4], size_t row)
{
    HC_GROW(b->items, b->cap, b->n + 1);
    if (!b->n)
        memcpy(b->envelope, box, sizeof b->envelope);
    b->envelope[0] = fmin(b->envelope[0], box[0]);
    b->envelope[1] = fmax(b->envelope[1], box[1]);
    b->envelope[2] = fmin(b->envelope[2], box[2]);
    b->envelope[3] = fmax(b->envelope[3], box[3]);
    b->items[b->n++] =
        (struct hc_rtree_box){box[0], box[1], box[2], box[3], (int64_t)row + 1}; /* SQLite counts from 1 */
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

/* The extent of the layer, and its index if it has one. */
static void put_boxes(struct hc_fill *fill, const char *table, struct boxes *b)
{
    sqlite3_stmt *s = NULL;
    static const char sql[] =
        "UPDATE gpkg_contents SET min_x = ?, max_x = ?, min_y = ?, max_y = ? WHERE table_name = ?";
    if (b->n && fill->err->code == HC_DONE) {
        check(fill, sqlite3_prepare_v2(fill->db, sql, -1, &s, NULL));
        for (int i = 0; i < 4; i++)
            sqlite3_bind_double(s, i + 1, b->envelope[i]);
        sqlite3_bind_text(s, 5, table, -1, SQLITE_STATIC);
        sqlite3_step(s);
        check(fill, sqlite3_finalize(s));
        check(fill, hc_rtree_fill(fill->db, table, b->items, b->n));
    }
    hc_free(b->items);
}

/* Columns with the geometry's first; new. */
static const char **with_geometry(const char *const *columns, size_t n)
{
    const char **all = hc_alloc(n + 1, sizeof *all);
    all[0] = "geom";
    for (size_t c = 0; c < n; c++)
        all[c + 1] = columns[c];
    return all;
}

struct points_job {
    const struct hc_table_rows *rows;
    int32_t srs_id;
};

static void point_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    const struct points_job *job = ctx;
    if (column > 0) {
        job->rows->cell(job->rows->ctx, row, column - 1, out);
        return;
    }
    struct hc_xy p = job->rows->places[row];
    char blob[HC_POINT_BLOB_BYTES];
    if (isnan(p.x))
        return;
    hc_blob_put_point(blob, p, job->srs_id);
    sqlite3_result_blob(out, blob, sizeof blob, SQLITE_TRANSIENT);
}

static void add_points(struct boxes *b, const struct hc_xy *places, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(places[i].x))
            add_box(b, (const double[4]){places[i].x, places[i].x, places[i].y, places[i].y}, i);
}

/* A table that is being filled. */
struct filling {
    const struct hc_table_rows *rows;
    struct hc_buf triggers;
    struct hc_bulk bulk;
    struct points_job job;
    const char **columns; /* with the geometry; NULL: there is none */
    size_t done;          /* rows */
};

static void begin_filling(struct filling *f, struct hc_fill *fill, const struct hc_table_rows *rows)
{
    const char **columns = rows->places ? with_geometry(rows->columns, (size_t)rows->n_columns) : NULL;
    *f = (struct filling){.rows = rows, .job = {.rows = rows}, .columns = columns};
    take_triggers(fill, rows->table, &f->triggers);
    if (columns)
        f->job.srs_id = srs_of(fill, rows->table);
    hc_bulk_begin(&f->bulk, fill->db, rows->table, columns ? columns : rows->columns,
                  rows->n_columns + (columns != NULL), columns ? point_cell : rows->cell,
                  columns ? &f->job : rows->ctx);
}

/* The rows before row `end` that are not there yet. */
static void fill_up_to(struct filling *f, struct hc_fill *fill, size_t end)
{
    if (end > f->done && fill->err->code == HC_DONE)
        check(fill, hc_bulk_insert(&f->bulk, f->done, end));
    f->done = end;
}

static void end_filling(struct filling *f, struct hc_fill *fill)
{
    struct boxes boxes = {0};
    fill_up_to(f, fill, f->rows->n_rows);
    hc_bulk_end(&f->bulk);
    if (f->columns)
        add_points(&boxes, f->rows->places, f->rows->n_rows);
    put_boxes(fill, f->rows->table, &boxes);
    finish_table(fill, f->rows->table, f->rows->n_rows, &f->triggers);
    hc_free(f->columns);
}

void hc_fill_table(struct hc_fill *fill, const struct hc_table_rows *rows)
{
    struct filling f;
    begin_filling(&f, fill, rows);
    end_filling(&f, fill);
}

#define UNITS_A_RANGE 64
#define WINDOW        16
/* After so many ranges the tables beside get their share: enough for some pages of each in a row. */
#define TURN          8

/* The geometries of a range of units, one behind the other. */
struct blobs {
    struct hc_buf bytes;
    size_t at[UNITS_A_RANGE + 1];
    double envelope[UNITS_A_RANGE][4]; /* x from, x to, y from, y to */
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
    struct filling *beside;
    size_t n_beside;
    struct boxes boxes;
};

static struct blobs *slot_of(struct units_job *job, size_t begin)
{
    return &job->slots[begin / UNITS_A_RANGE % WINDOW];
}

static void make_blobs(void *ctx, size_t begin, size_t end)
{
    struct units_job *job = ctx;
    struct blobs *blobs = slot_of(job, begin);
    struct hc_polygons room = {0};
    size_t first;
    const struct hc_polygons *p = hc_shapes_take(job->shapes, begin, end, &room, &first, &blobs->err);
    blobs->bytes.len = 0;
    for (size_t u = begin; u < end; u++) {
        blobs->at[u - begin] = blobs->bytes.len;
        if (p && p->unit_part[u - first] < p->unit_part[u - first + 1])
            hc_blob_add(&blobs->bytes, p, u - first, job->srs_id, blobs->envelope[u - begin]);
    }
    blobs->at[end - begin] = blobs->bytes.len;
    hc_polygons_release(&room);
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
    for (size_t i = 0; i < end - begin; i++)
        if (blobs->at[i] < blobs->at[i + 1])
            add_box(&job->boxes, blobs->envelope[i], begin + i);
    job->taking = blobs;
    check(job->fill, hc_bulk_insert(&job->bulk, begin, end));
    if (begin / UNITS_A_RANGE % TURN == TURN - 1)
        for (struct filling *f = job->beside; f < job->beside + job->n_beside; f++)
            fill_up_to(f, job->fill, f->rows->n_rows * end / job->rows->level->units.count);
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

static void fill_land(struct units_job *job, const char *table)
{
    size_t n = job->rows->level->units.count;
    job->srs_id = srs_of(job->fill, table);
    hc_parallel_ordered(job->shapes->threads, n, UNITS_A_RANGE, WINDOW, make_blobs, take_blobs, job);
    put_boxes(job->fill, table, &job->boxes);
    for (size_t i = 0; i < WINDOW; i++)
        hc_buf_release(&job->slots[i].bytes);
}

/* Opens the tables beside, fills the one of units, and closes them. */
static void fill_all(struct units_job *job, const char *table, const struct hc_table_rows *beside, size_t n_beside)
{
    job->beside = hc_alloc(n_beside, sizeof *job->beside);
    job->n_beside = n_beside;
    for (size_t i = 0; i < n_beside; i++)
        begin_filling(&job->beside[i], job->fill, &beside[i]);
    if (job->shapes->ready || job->shapes->dissolve)
        fill_land(job, table);
    else
        check(job->fill, hc_bulk_insert(&job->bulk, 0, job->rows->level->units.count));
    for (size_t i = 0; i < n_beside; i++)
        end_filling(&job->beside[i], job->fill);
    hc_free(job->beside);
}

void hc_fill_units(struct hc_fill *fill, const char *table, const struct hc_rows *rows, const struct hc_shapes *shapes,
                   const struct hc_table_rows *beside, size_t n_beside)
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
    fill_all(job, table, beside, n_beside);
    hc_bulk_end(&job->bulk);
    finish_table(fill, table, rows->level->units.count, &triggers);
    hc_free(columns);
    hc_free(job);
}
