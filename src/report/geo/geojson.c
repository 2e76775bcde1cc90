#include "report/geo/geojson.h"

#include "base/mem.h"
#include "cover/rounding.h"
#include "report/out/outdir.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DECIMALS 7
#define SCALE    1e7
#define FLUSH    (1 << 20)

struct stream {
    FILE *file;
    struct hc_buf buf;
    bool failed;
};

static void flush(struct stream *s)
{
    if (s->buf.len && fwrite(s->buf.data, 1, s->buf.len, s->file) != s->buf.len)
        s->failed = true;
    hc_buf_clear(&s->buf);
}

/* A coordinate of seven decimals at most, without trailing zeros: an integer with a point put in. */
static void put_coordinate(struct hc_buf *buf, double value)
{
    char text[24], *end = text + sizeof text, *p = end;
    int64_t scaled = llround(value * SCALE);
    uint64_t rest = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    bool fraction = false;
    for (int i = 0; i < DECIMALS; i++, rest /= 10) {
        if (rest % 10 || fraction) {
            fraction = true;
            *--p = (char)('0' + rest % 10);
        }
    }
    if (fraction)
        *--p = '.';
    do
        *--p = (char)('0' + rest % 10);
    while (rest /= 10);
    if (scaled < 0)
        *--p = '-';
    hc_buf_add(buf, p, (size_t)(end - p));
}

static void put_point(struct hc_buf *buf, struct hc_xy p)
{
    hc_buf_addc(buf, '[');
    put_coordinate(buf, p.x);
    hc_buf_addc(buf, ',');
    put_coordinate(buf, p.y);
    hc_buf_addc(buf, ']');
}

static void put_ring(struct hc_buf *buf, const struct hc_xy *xy, size_t n)
{
    hc_buf_addc(buf, '[');
    for (size_t i = 0; i < n; i++) {
        put_point(buf, xy[i]);
        hc_buf_addc(buf, ',');
    }
    put_point(buf, xy[0]);
    hc_buf_addc(buf, ']');
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

static void put_geometry(struct stream *s, const struct hc_polygons *p, size_t unit)
{
    uint32_t begin = p->unit_part[unit], end = p->unit_part[unit + 1];
    if (begin == end) {
        hc_buf_adds(&s->buf, "null");
        return;
    }
    hc_buf_adds(&s->buf, end - begin == 1 ? "{\"type\":\"Polygon\",\"coordinates\":"
                                          : "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (uint32_t part = begin; part < end; part++) {
        if (part > begin)
            hc_buf_addc(&s->buf, ',');
        put_part(&s->buf, p, part);
        if (s->buf.len > FLUSH)
            flush(s);
    }
    hc_buf_adds(&s->buf, end - begin == 1 ? "}" : "]}");
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
        put_coordinate(buf, box[i]);
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

static void put_features(struct stream *s, const struct hc_rows *rows, const struct hc_polygons *p)
{
    const char *notice = rows->result->input->project.notice;
    hc_buf_adds(&s->buf, "{\"type\":\"FeatureCollection\",\n");
    if (notice) {
        hc_buf_adds(&s->buf, "\"notice\":");
        hc_buf_add_json(&s->buf, notice);
        hc_buf_adds(&s->buf, ",\n");
    }
    if (p->n_xy) {
        put_box(&s->buf, p, 0, p->n_xy);
        hc_buf_addc(&s->buf, '\n');
    }
    hc_buf_adds(&s->buf, "\"features\":[");
    for (size_t u = 0; u < p->n_units; u++) {
        size_t begin = p->ring_xy[p->part_ring[p->unit_part[u]]], end = p->ring_xy[p->part_ring[p->unit_part[u + 1]]];
        hc_buf_adds(&s->buf, u ? ",\n{\"type\":\"Feature\"," : "\n{\"type\":\"Feature\",");
        if (begin < end)
            put_box(&s->buf, p, begin, end);
        put_properties(&s->buf, rows, u);
        hc_buf_adds(&s->buf, ",\"geometry\":");
        put_geometry(s, p, u);
        hc_buf_addc(&s->buf, '}');
        if (s->buf.len > FLUSH)
            flush(s);
    }
    hc_buf_adds(&s->buf, "\n]}\n");
    flush(s);
}

static void copy_polygons(struct hc_polygons *to, const struct hc_polygons *from)
{
    hc_polygons_init(to);
    for (size_t u = 0; u < from->n_units; u++)
        hc_polygons_copy_unit(to, from, u);
}

int hc_geojson_write(const char *path, const char *name, const struct hc_rows *rows, const struct hc_polygons *polygons,
                     const struct hc_cover *cover, int threads, struct hc_err *err)
{
    struct hc_polygons wgs84;
    size_t n_repaired;
    copy_polygons(&wgs84, polygons);
    int status = hc_crs_to_wgs84(hc_cover_crs(cover), wgs84.xy, wgs84.n_xy, threads, err);
    if (status == 0)
        status = hc_polygons_round(&wgs84, DECIMALS, threads, &n_repaired, err);
    if (status == 0) {
        struct stream s = {.file = fopen(path, "wb")};
        s.failed = !s.file;
        if (s.file)
            put_features(&s, rows, &wgs84);
        if (s.file && fclose(s.file) != 0)
            s.failed = true;
        if (s.failed)
            status = hc_outdir_fail(name, strerror(errno), err);
        hc_buf_release(&s.buf);
    }
    hc_polygons_release(&wgs84);
    return status;
}
