#include "report/geo/geojson.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/rounding.h"
#include "report/geo/coordinate.h"
#include "report/out/outdir.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define UNITS_A_RANGE 64
#define WINDOW        16

/* Features are made in ranges, on all threads, and written in order. */
struct stream {
    const struct hc_rows *rows;
    const struct hc_polygons *polygons;
    FILE *file;
    bool failed;
    struct hc_buf slots[WINDOW];
};

static void write_out(struct stream *s, struct hc_buf *buf)
{
    if (buf->len && fwrite(buf->data, 1, buf->len, s->file) != buf->len)
        s->failed = true;
    hc_buf_clear(buf);
}

static char *put_point(char *at, struct hc_xy p)
{
    *at++ = '[';
    at = hc_coordinate_put(at, p.x);
    *at++ = ',';
    at = hc_coordinate_put(at, p.y);
    *at++ = ']';
    return at;
}

static void put_ring(struct hc_buf *buf, const struct hc_xy *xy, size_t n)
{
    const size_t point = 2 * HC_COORDINATE_BYTES + 4; /* with a comma behind it */
    HC_GROW(buf->data, buf->cap, buf->len + (n + 1) * point + 3);
    char *at = buf->data + buf->len;
    *at++ = '[';
    for (size_t i = 0; i < n; i++) {
        at = put_point(at, xy[i]);
        *at++ = ',';
    }
    at = put_point(at, xy[0]);
    *at++ = ']';
    *at = '\0';
    buf->len = (size_t)(at - buf->data);
}

static void put_part(struct hc_buf *buf, const struct hc_polygons *p, uint32_t part)
{
    hc_buf_addc(buf, '[');
    for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
        if (r > p->part_ring[part])
            hc_buf_addc(buf, ',');
        put_ring(buf, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
    }
    hc_buf_addc(buf, ']');
}

static void put_geometry(struct hc_buf *buf, const struct hc_polygons *p, size_t unit)
{
    uint32_t begin = p->unit_part[unit], end = p->unit_part[unit + 1];
    if (begin == end) {
        hc_buf_adds(buf, "null");
        return;
    }
    hc_buf_adds(buf, end - begin == 1 ? "{\"type\":\"Polygon\",\"coordinates\":"
                                      : "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (uint32_t part = begin; part < end; part++) {
        if (part > begin)
            hc_buf_addc(buf, ',');
        put_part(buf, p, part);
    }
    hc_buf_adds(buf, end - begin == 1 ? "}" : "]}");
}

/* Of ring vertices begin .. end-1. */
static void put_box(struct hc_buf *buf, const struct hc_polygons *p, size_t begin, size_t end)
{
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (size_t i = begin; i < end; i++) {
        x0 = p->xy[i].x < x0 ? p->xy[i].x : x0;
        y0 = p->xy[i].y < y0 ? p->xy[i].y : y0;
        x1 = p->xy[i].x > x1 ? p->xy[i].x : x1;
        y1 = p->xy[i].y > y1 ? p->xy[i].y : y1;
    }
    const double box[4] = {x0, y0, x1, y1};
    hc_buf_adds(buf, "\"bbox\":[");
    for (int i = 0; i < 4; i++) {
        if (i)
            hc_buf_addc(buf, ',');
        char text[HC_COORDINATE_BYTES];
        hc_buf_add(buf, text, (size_t)(hc_coordinate_put(text, box[i]) - text));
    }
    hc_buf_adds(buf, "],");
}

static void put_members(struct hc_buf *buf, const char *members)
{
    hc_buf_addc(buf, '[');
    for (const char *p = members; p && *p;) {
        size_t n = strcspn(p, ";");
        char *code = hc_strndup(p, n);
        if (p != members)
            hc_buf_addc(buf, ',');
        hc_buf_add_json(buf, code);
        hc_free(code);
        p += n + (p[n] == ';');
    }
    hc_buf_addc(buf, ']');
}

static void put_properties(struct hc_buf *buf, const struct hc_rows *rows, size_t unit)
{
    hc_buf_adds(buf, "\"properties\":{");
    for (size_t c = 0; c < rows->n_columns; c++) {
        if (c)
            hc_buf_addc(buf, ',');
        hc_buf_add_json(buf, rows->columns[c].name);
        hc_buf_addc(buf, ':');
        if (strcmp(rows->columns[c].name, "members") == 0 && !rows->columns[c].column) {
            put_members(buf, hc_rows_text(rows, unit, c));
        } else if (rows->columns[c].type == HC_CELL_TEXT) {
            hc_buf_add_json(buf, hc_rows_text(rows, unit, c));
        } else {
            struct hc_number n = hc_rows_number(rows, unit, c);
            if (n.missing)
                hc_buf_adds(buf, "null");
            hc_number_write(buf, n);
        }
    }
    hc_buf_adds(buf, "}");
}

static void put_head(struct hc_buf *buf, const char *notice, const struct hc_polygons *p)
{
    hc_buf_adds(buf, "{\"type\":\"FeatureCollection\",\n");
    if (notice) {
        hc_buf_adds(buf, "\"notice\":");
        hc_buf_add_json(buf, notice);
        hc_buf_adds(buf, ",\n");
    }
    if (p->n_xy) {
        put_box(buf, p, 0, p->n_xy);
        hc_buf_addc(buf, '\n');
    }
    hc_buf_adds(buf, "\"features\":[");
}

static void make_features(void *ctx, size_t first, size_t last)
{
    struct stream *s = ctx;
    const struct hc_polygons *p = s->polygons;
    struct hc_buf *buf = &s->slots[first / UNITS_A_RANGE % WINDOW];
    for (size_t u = first; u < last; u++) {
        size_t begin = p->ring_xy[p->part_ring[p->unit_part[u]]], end = p->ring_xy[p->part_ring[p->unit_part[u + 1]]];
        hc_buf_adds(buf, u ? ",\n{\"type\":\"Feature\"," : "\n{\"type\":\"Feature\",");
        if (begin < end)
            put_box(buf, p, begin, end);
        put_properties(buf, s->rows, u);
        hc_buf_adds(buf, ",\"geometry\":");
        put_geometry(buf, p, u);
        hc_buf_addc(buf, '}');
    }
}

static void take_features(void *ctx, size_t first, size_t last)
{
    struct stream *s = ctx;
    (void)last;
    write_out(s, &s->slots[first / UNITS_A_RANGE % WINDOW]);
}

/* The file is whole, and errno says why if it is not. */
static bool write_features(const char *path, const struct hc_rows *rows, const struct hc_polygons *p, int threads)
{
    struct stream s = {.rows = rows, .polygons = p, .file = fopen(path, "wb")};
    struct hc_buf buf = {0};
    if (!s.file)
        return false;
    put_head(&buf, rows->result->input->project.notice, p);
    write_out(&s, &buf);
    hc_parallel_ordered(threads, p->n_units, UNITS_A_RANGE, WINDOW, make_features, take_features, &s);
    hc_buf_adds(&buf, "\n]}\n");
    write_out(&s, &buf);
    int why = s.failed ? errno : 0;
    if (fclose(s.file) != 0) {
        s.failed = true;
        why = why ? why : errno;
    }
    for (size_t i = 0; i < WINDOW; i++)
        hc_buf_release(&s.slots[i]);
    hc_buf_release(&buf);
    errno = why;
    return !s.failed;
}

/* The same either way; the table pays where there is more than one layer. */
static int bring(struct hc_polygons *p, const struct hc_cover *cover, struct hc_placed *placed, int threads,
                 struct hc_err *err)
{
    size_t n_repaired;
    if (placed)
        return hc_placed_bring(placed, p, err);
    if (hc_crs_to_wgs84(hc_cover_crs(cover), p->xy, p->n_xy, threads, err) < 0)
        return -1;
    return hc_polygons_round(p, HC_COORDINATE_DECIMALS, threads, &n_repaired, err);
}

int hc_geojson_write(const char *path, const char *name, const struct hc_rows *rows, struct hc_polygons *polygons,
                     const struct hc_cover *cover, struct hc_placed *placed, int threads, struct hc_err *err)
{
    int status = bring(polygons, cover, placed, threads, err);
    if (status == 0 && !write_features(path, rows, polygons, threads))
        status = hc_outdir_fail(name, strerror(errno), err);
    return status;
}
