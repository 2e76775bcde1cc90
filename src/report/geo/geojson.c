#include "report/geo/geojson.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/box.h"
#include "cover/rounding.h"
#include "report/geo/coordinate.h"
#include "report/out/outdir.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define UNITS_A_RANGE 64
#define WINDOW        16

/* A range of units as text. */
struct piece {
    struct hc_buf text;
    struct hc_box box; /* of its vertices */
    struct hc_err err;
};

/* Features are made in ranges, on all threads, and written in order: their polygons never stand in memory all at
 * once. */
struct stream {
    const struct hc_rows *rows;
    const struct hc_shapes *shapes;
    const struct hc_cover *cover;
    const struct hc_placed *placed; /* NULL: there is none */
    FILE *file;
    bool failed;
    struct piece pieces[WINDOW];
    struct hc_box box; /* of what is written */
    struct hc_err *err;
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

static void put_box(struct hc_buf *buf, const struct hc_box *b)
{
    const double box[4] = {b->x0, b->y0, b->x1, b->y1};
    hc_buf_adds(buf, "\"bbox\":[");
    for (int i = 0; i < 4; i++) {
        if (i)
            hc_buf_addc(buf, ',');
        char text[HC_COORDINATE_BYTES];
        hc_buf_add(buf, text, (size_t)(hc_coordinate_put(text, box[i]) - text));
    }
    hc_buf_addc(buf, ']');
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

static void put_head(struct hc_buf *buf, const char *notice)
{
    hc_buf_adds(buf, "{\"type\":\"FeatureCollection\",\n");
    if (notice) {
        hc_buf_adds(buf, "\"notice\":");
        hc_buf_add_json(buf, notice);
        hc_buf_adds(buf, ",\n");
    }
    hc_buf_adds(buf, "\"features\":[");
}

/* The box is known when all features are written. */
static void put_end(struct hc_buf *buf, const struct hc_box *box)
{
    hc_buf_adds(buf, "\n]");
    if (box->x0 <= box->x1) {
        hc_buf_adds(buf, ",\n");
        put_box(buf, box);
    }
    hc_buf_adds(buf, "}\n");
}

/* Units begin .. end - 1 in WGS 84, valid on the grid; theirs is the first unit of out. */
static int take_polygons(const struct stream *s, size_t begin, size_t end, struct hc_polygons *out, struct hc_err *err)
{
    size_t first, n_repaired;
    const struct hc_polygons *p = hc_shapes_take(s->shapes, begin, end, out, &first, err);
    if (!p)
        return -1;
    if (p != out) {
        hc_polygons_init(out);
        for (size_t u = begin; u < end; u++)
            hc_polygons_copy_unit(out, p, u - first);
    }
    if (s->placed)
        return hc_placed_bring(s->placed, out, 1, err);
    if (hc_crs_to_wgs84(hc_cover_crs(s->cover), out->xy, out->n_xy, 1, err) < 0)
        return -1;
    return hc_polygons_round(out, HC_COORDINATE_DECIMALS, 1, &n_repaired, err);
}

static void put_feature(const struct stream *s, struct piece *piece, size_t unit, const struct hc_polygons *p,
                        size_t at)
{
    struct hc_buf *buf = &piece->text;
    size_t begin = p->ring_xy[p->part_ring[p->unit_part[at]]], end = p->ring_xy[p->part_ring[p->unit_part[at + 1]]];
    hc_buf_adds(buf, unit ? ",\n{\"type\":\"Feature\"," : "\n{\"type\":\"Feature\",");
    if (begin < end) {
        struct hc_box box = hc_box_of(p->xy + begin, end - begin);
        put_box(buf, &box);
        hc_buf_addc(buf, ',');
        piece->box = hc_box_around(&piece->box, &box);
    }
    put_properties(buf, s->rows, unit);
    hc_buf_adds(buf, ",\"geometry\":");
    put_geometry(buf, p, at);
    hc_buf_addc(buf, '}');
}

static void make_features(void *ctx, size_t begin, size_t end)
{
    struct stream *s = ctx;
    struct piece *piece = &s->pieces[begin / UNITS_A_RANGE % WINDOW];
    struct hc_polygons p = {0};
    piece->box = hc_box_nowhere();
    if (take_polygons(s, begin, end, &p, &piece->err) == 0)
        for (size_t u = begin; u < end; u++)
            put_feature(s, piece, u, &p, u - begin);
    hc_polygons_release(&p);
}

static void take_features(void *ctx, size_t begin, size_t end)
{
    struct stream *s = ctx;
    struct piece *piece = &s->pieces[begin / UNITS_A_RANGE % WINDOW];
    (void)end;
    if (piece->err.code != HC_DONE)
        hc_err_set(s->err, piece->err.code, "%s%.0s", "%.0s%s", piece->err.text.en, piece->err.text.zh);
    hc_err_release(&piece->err);
    s->box = hc_box_around(&s->box, &piece->box);
    write_out(s, &piece->text);
}

/* The file is whole, or err is filled, or errno says why it is not. */
static bool write_features(struct stream *s, const char *path)
{
    struct hc_buf buf = {0};
    s->file = fopen(path, "wb");
    if (!s->file)
        return false;
    put_head(&buf, s->rows->result->input->project.notice);
    write_out(s, &buf);
    hc_parallel_ordered(s->shapes->threads, s->rows->level->units.count, UNITS_A_RANGE, WINDOW, make_features,
                        take_features, s);
    put_end(&buf, &s->box);
    write_out(s, &buf);
    int why = s->failed ? errno : 0;
    if (fclose(s->file) != 0) {
        s->failed = true;
        why = why ? why : errno;
    }
    for (size_t i = 0; i < WINDOW; i++)
        hc_buf_release(&s->pieces[i].text);
    hc_buf_release(&buf);
    errno = why;
    return !s->failed;
}

int hc_geojson_write(const char *path, const char *name, const struct hc_rows *rows, const struct hc_shapes *shapes,
                     const struct hc_cover *cover, struct hc_placed *placed, struct hc_err *err)
{
    struct stream s = {
        .rows = rows, .shapes = shapes, .cover = cover, .placed = placed, .box = hc_box_nowhere(), .err = err};
    if (placed && hc_placed_wait(placed, err) < 0)
        return -1;
    if (!write_features(&s, path))
        hc_outdir_fail(name, strerror(errno), err);
    return err->code == HC_DONE ? 0 : -1;
}
