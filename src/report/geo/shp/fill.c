#include "report/geo/shp/fill.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "report/geo/shp/dbf.h"
#include "report/geo/shp/record.h"
#include "report/out/outdir.h"
#include <errno.h>
#include <math.h>
#include <string.h>

#define UNITS_A_RANGE 64
#define WINDOW        16

/* Offsets count pairs of bytes, and readers take them for signed. */
#define LARGEST       ((uint64_t)2 * INT32_MAX)

/* What a range of units becomes. */
struct piece {
    struct hc_buf shapes, rows;
    size_t end[UNITS_A_RANGE]; /* of each record, within shapes */
    struct hc_box box;
    struct hc_err err;
};

enum { SHP, SHX, DBF, N_FILES };

struct job {
    const struct hc_rows *rows;
    const struct hc_shapes *shapes;
    struct hc_dbf dbf;
    FILE *files[N_FILES];
    const char *name;
    struct piece pieces[WINDOW];
    struct hc_buf entries;
    uint64_t bytes; /* of the .shp so far */
    struct hc_box box;
    struct hc_err *err;
};

static const struct hc_box nowhere = {INFINITY, INFINITY, -INFINITY, -INFINITY};

static void make(void *ctx, size_t begin, size_t end)
{
    struct job *job = ctx;
    struct piece *piece = &job->pieces[begin / UNITS_A_RANGE % WINDOW];
    struct hc_polygons room = {0};
    size_t first;
    const struct hc_polygons *p = hc_shapes_take(job->shapes, begin, end, &room, &first, &piece->err);
    hc_buf_clear(&piece->shapes);
    hc_buf_clear(&piece->rows);
    piece->box = nowhere;
    for (size_t u = begin; u < end; u++) {
        hc_shp_add_record(&piece->shapes, p, u - first, (uint32_t)u + 1, &piece->box);
        piece->end[u - begin] = piece->shapes.len;
        hc_dbf_add_row(&job->dbf, job->rows, u, &piece->rows);
    }
    hc_polygons_release(&room);
}

static void fail(struct job *job)
{
    hc_outdir_fail(job->name, strerror(errno), job->err);
}

static void write_out(struct job *job, int file, const struct hc_buf *buf)
{
    if (job->err->code == HC_DONE && fwrite(buf->data, 1, buf->len, job->files[file]) != buf->len)
        fail(job);
}

static void take(void *ctx, size_t begin, size_t end)
{
    struct job *job = ctx;
    struct piece *piece = &job->pieces[begin / UNITS_A_RANGE % WINDOW];
    if (piece->err.code != HC_DONE)
        hc_err_set(job->err, piece->err.code, "%s%.0s", "%.0s%s", piece->err.text.en, piece->err.text.zh);
    hc_err_release(&piece->err);
    if (job->bytes + piece->shapes.len > LARGEST)
        hc_outdir_fail(job->name, "a shapefile holds no more than 4 GiB; choose another --format", job->err);
    hc_buf_clear(&job->entries);
    for (size_t i = 0, at = 0; i < end - begin; at = piece->end[i++])
        hc_shp_add_entry(&job->entries, job->bytes + at, piece->end[i] - at);
    write_out(job, SHP, &piece->shapes);
    write_out(job, SHX, &job->entries);
    write_out(job, DBF, &piece->rows);
    job->bytes += piece->shapes.len;
    job->box = hc_box_around(&job->box, &piece->box);
}

static bool put_head(FILE *file, uint64_t bytes, const struct hc_box *box)
{
    char head[HC_SHP_HEAD];
    hc_shp_put_head(head, bytes, box);
    return fseek(file, 0, SEEK_SET) == 0 && fwrite(head, 1, sizeof head, file) == sizeof head;
}

static void open_files(struct job *job, const char *path)
{
    static const char *const extensions[N_FILES] = {"shp", "shx", "dbf"};
    char *other = hc_strdup(path);
    for (int i = 0; i < N_FILES; i++) {
        memcpy(other + strlen(other) - 3, extensions[i], 3);
        job->files[i] = fopen(other, "r+b");
        if (!job->files[i])
            fail(job);
    }
    hc_free(other);
    if (job->err->code == HC_DONE &&
        (!hc_dbf_read_head(&job->dbf, job->files[DBF]) || fseek(job->files[SHP], HC_SHP_HEAD, SEEK_SET) != 0 ||
         fseek(job->files[SHX], HC_SHP_HEAD, SEEK_SET) != 0 ||
         fseek(job->files[DBF], (long)job->dbf.head_bytes, SEEK_SET) != 0))
        fail(job);
}

static void close_files(struct job *job)
{
    for (int i = 0; i < N_FILES; i++)
        if (job->files[i] && fclose(job->files[i]) != 0)
            fail(job);
}

int hc_shp_fill(const char *path, const char *name, const struct hc_rows *rows, const struct hc_shapes *shapes,
                struct hc_err *err)
{
    size_t n = rows->level->units.count;
    struct job *job = hc_calloc(1, sizeof *job);
    *job = (struct job){.rows = rows, .shapes = shapes, .name = name, .bytes = HC_SHP_HEAD, .box = nowhere, .err = err};
    open_files(job, path);
    if (err->code == HC_DONE)
        hc_parallel_ordered(shapes->threads, n, UNITS_A_RANGE, WINDOW, make, take, job);
    if (err->code == HC_DONE &&
        (!put_head(job->files[SHP], job->bytes, &job->box) ||
         !put_head(job->files[SHX], HC_SHP_HEAD + 8 * (uint64_t)n, &job->box) || !hc_dbf_finish(job->files[DBF], n)))
        fail(job);
    close_files(job);
    for (size_t i = 0; i < WINDOW; i++) {
        hc_buf_release(&job->pieces[i].shapes);
        hc_buf_release(&job->pieces[i].rows);
    }
    hc_buf_release(&job->entries);
    hc_dbf_release(&job->dbf);
    hc_free(job);
    return err->code == HC_DONE ? 0 : -1;
}
