#include "cover/chart.h"

#include "cover/inside.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREE (M_PI / 180)
/* Spans in degrees up to which one cylinder is true enough. */
#define NARROW 8.0

struct extent {
    struct hc_xy min, max;
};

static struct extent extent_of(const struct hc_polygons *p)
{
    struct extent e = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (size_t i = 0; i < p->n_xy; i++) {
        e.min.x = fmin(e.min.x, p->xy[i].x);
        e.min.y = fmin(e.min.y, p->xy[i].y);
        e.max.x = fmax(e.max.x, p->xy[i].x);
        e.max.y = fmax(e.max.y, p->xy[i].y);
    }
    return e;
}

/* Eastings and northings in metres of small steps along x and y at a point of a CRS. */
struct steps {
    double east_x, north_x, east_y, north_y;
};

static int measure_steps(const struct hc_crs *crs, struct hc_xy at, struct steps *s, struct hc_err *err)
{
    double a, f, d = hc_crs_is_geographic(crs) ? 1e-4 : 10;
    struct hc_xy p[4] = {{at.x - d, at.y}, {at.x + d, at.y}, {at.x, at.y - d}, {at.x, at.y + d}};
    if (hc_crs_to_lonlat(crs, p, 4, 1, err) < 0)
        return -1;
    hc_crs_ellipsoid(crs, &a, &f);
    double e2 = f * (2 - f), sine = sin((p[0].y + p[1].y) / 2 * DEGREE), w = 1 - e2 * sine * sine;
    double along = a * (1 - e2) / (w * sqrt(w)) * DEGREE / (2 * d); /* meridian */
    double across = a / sqrt(w) * cos((p[0].y + p[1].y) / 2 * DEGREE) * DEGREE / (2 * d);
    *s = (struct steps){across * remainder(p[1].x - p[0].x, 360), along * (p[1].y - p[0].y),
                        across * remainder(p[3].x - p[2].x, 360), along * (p[3].y - p[2].y)};
    return 0;
}

static bool is_true(double metres)
{
    return fabs(metres - 1) < 0.005 || fabs(metres / 0.3048 - 1) < 0.005;
}

static void tell_title(struct hc_chart *chart, const char *en, const char *zh, double meridian)
{
    double shown = fabs(meridian);
    hc_text_set(&chart->title, "%s, %s %.4g°%s", "%s，%s%.4g°%s", hc_crs_name(chart->from), en, shown,
                meridian < 0 ? "W" : "E");
    hc_free(chart->title.zh);
    char zh_text[400];
    snprintf(zh_text, sizeof zh_text, "%.150s，%s %.4g°%s", hc_crs_name(chart->from), zh, shown,
             meridian < 0 ? "W" : "E");
    chart->title.zh = hc_strdup(zh_text);
}

/* lonlat: the corners and the middle of the layer, in degrees. */
static int make(struct hc_chart *chart, const struct hc_xy *lonlat, struct hc_err *err)
{
    double a, f, west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    char definition[300];
    for (int i = 0; i < 4; i++) {
        west = fmin(west, lonlat[i].x);
        east = fmax(east, lonlat[i].x);
        south = fmin(south, lonlat[i].y);
        north = fmax(north, lonlat[i].y);
    }
    hc_crs_ellipsoid(chart->from, &a, &f);
    double rf = f > 0 ? 1 / f : 1e12, span = east - west, lon = (west + east) / 2;
    bool gauss = fabs(rf - 298.257222101) < 1e-8 && strstr(hc_crs_wkt(chart->from), "China");
    if (span <= NARROW) {
        lon = gauss && span <= 4 ? 3 * round(lon / 3) : span > 1 ? round(lon) : round(lon * 10) / 10;
        snprintf(definition, sizeof definition,
                 "+proj=tmerc +lat_0=0 +lon_0=%.1f +k=1 +x_0=500000 +y_0=0 +a=%.10g +rf=%.12g +units=m +type=crs", lon,
                 a, rf);
        tell_title(chart, gauss ? "Gauss-Krüger, central meridian" : "transverse Mercator, central meridian",
                   gauss ? "高斯-克吕格投影，中央经线" : "横轴墨卡托投影，中央经线", lon);
    } else {
        lon = round(lon);
        snprintf(definition, sizeof definition,
                 "+proj=aea +lat_1=%.1f +lat_2=%.1f +lat_0=0 +lon_0=%.1f +a=%.10g +rf=%.12g +units=m +type=crs",
                 south + (north - south) / 6, north - (north - south) / 6 + 0.1, lon, a, rf);
        tell_title(chart, "Albers equal-area cone, central meridian", "阿尔伯斯等积圆锥投影，中央经线", lon);
    }
    chart->made = hc_crs_new(definition, err);
    return chart->made ? 0 : -1;
}

static int set_extent(struct hc_chart *chart, struct extent e, struct hc_err *err)
{
    enum { N = 5 };
    struct hc_xy p[N * N];
    struct extent out;
    for (int row = 0; row < N; row++)
        for (int column = 0; column < N; column++)
            p[row * N + column] = (struct hc_xy){e.min.x + (e.max.x - e.min.x) * column / (N - 1),
                                                 e.min.y + (e.max.y - e.min.y) * row / (N - 1)};
    if (hc_chart_project(chart, p, N * N, 1, err) < 0)
        return -1;
    out = extent_of(&(struct hc_polygons){.xy = p, .n_xy = N * N});
    chart->middle = (struct hc_xy){(out.min.x + out.max.x) / 2, (out.min.y + out.max.y) / 2};
    chart->size = (struct hc_xy){out.max.x - out.min.x, out.max.y - out.min.y};
    return 0;
}

int hc_chart_init(struct hc_chart *chart, const struct hc_cover *cover, struct hc_err *err)
{
    const struct hc_crs *crs = hc_cover_crs(cover);
    struct extent e = extent_of(cover->polygons);
    struct hc_xy middle = {(e.min.x + e.max.x) / 2, (e.min.y + e.max.y) / 2};
    struct hc_xy corners[4] = {e.min, e.max, {e.min.x, e.max.y}, {e.max.x, e.min.y}};
    struct steps s;
    *chart = (struct hc_chart){.from = crs};
    if (measure_steps(crs, middle, &s, err) < 0)
        return -1;
    chart->unit = (struct hc_xy){hypot(s.east_x, s.north_x), hypot(s.east_y, s.north_y)};
    int status = 0;
    if (!hc_crs_is_geographic(crs) && is_true(chart->unit.x) && is_true(chart->unit.y))
        hc_text_set(&chart->title, "%s", "%s", hc_crs_name(crs));
    else if (hc_crs_to_lonlat(crs, corners, 4, 1, err) < 0 || make(chart, corners, err) < 0)
        status = -1;
    if (status == 0)
        status = set_extent(chart, e, err);
    if (status < 0)
        hc_chart_release(chart);
    return status;
}

void hc_chart_release(struct hc_chart *chart)
{
    hc_crs_free(chart->made);
    hc_text_release(&chart->title);
    *chart = (struct hc_chart){0};
}

int hc_chart_project(const struct hc_chart *chart, struct hc_xy *xy, size_t n, int threads, struct hc_err *err)
{
    return chart->made ? hc_crs_transform(chart->from, chart->made, xy, n, threads, err) : 0;
}

int hc_chart_scale(const struct hc_chart *chart, struct hc_xy at, double *metres, double *north, struct hc_err *err)
{
    struct steps s;
    if (measure_steps(chart->made ? chart->made : chart->from, at, &s, err) < 0)
        return -1;
    *metres = hypot(s.east_x, s.north_x);
    /* The step (x, y) that goes north and not east. */
    *north = atan2(-s.east_y, s.east_x);
    return 0;
}
