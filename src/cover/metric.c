#include "cover/metric.h"

#include "base/order/sort.h"
#include "cover/geometry/predicates.h"
#include <math.h>
#include <stdlib.h>

/* Metres of a degree along the meridian and along the parallel at a latitude: the ellipsoid's two radii. */
static double meridian_degree_m(const struct hc_metric *m, double lat)
{
    double s = sin(lat * M_PI / 180);
    return m->degree_m * (1 - m->e2) / pow(1 - m->e2 * s * s, 1.5);
}

static double parallel_degree_m(const struct hc_metric *m, double lat)
{
    double s = sin(lat * M_PI / 180);
    return m->degree_m * sqrt((1 - s * s) / (1 - m->e2 * s * s));
}

double hc_metric_x_m(const struct hc_metric *m, double y)
{
    return m->geographic ? parallel_degree_m(m, y) : m->unit_m;
}

int hc_metric_init(struct hc_metric *m, const struct hc_crs *crs, const struct hc_box *extent, struct hc_err *err)
{
    double a_m, f, largest_y = fmax(fabs(extent->y0), fabs(extent->y1));
    struct hc_xy line[2];
    hc_crs_ellipsoid(crs, &a_m, &f);
    *m = (struct hc_metric){.geographic = hc_crs_is_geographic(crs), .degree_m = a_m * M_PI / 180, .e2 = f * (2 - f)};
    line[0] = line[1] = (struct hc_xy){(extent->x0 + extent->x1) / 2, (extent->y0 + extent->y1) / 2};
    if (m->geographic) {
        m->unit_m = meridian_degree_m(m, line[0].y);
        m->least_x_m = parallel_degree_m(m, fmin(largest_y, 89.9));
        return 0;
    }
    line[1].y += 100;
    if (hc_crs_to_lonlat(crs, line, 2, 1, err) < 0)
        return -1;
    double north_m = (line[1].y - line[0].y) * meridian_degree_m(m, line[0].y);
    double east_m = (line[1].x - line[0].x) * parallel_degree_m(m, line[0].y);
    m->unit_m = m->least_x_m = hypot(north_m, east_m) / 100;
    return 0;
}

static struct hc_xy offset_m(struct hc_xy unit_m, struct hc_xy from, struct hc_xy to)
{
    return (struct hc_xy){(to.x - from.x) * unit_m.x, (to.y - from.y) * unit_m.y};
}

double hc_metric_units(const struct hc_metric *m, double distance_m)
{
    return distance_m / fmin(m->unit_m, m->least_x_m) * 1.000001;
}

double hc_metric_distance_m(const struct hc_metric *m, struct hc_xy a, struct hc_xy b)
{
    double dx = (b.x - a.x) * hc_metric_x_m(m, (a.y + b.y) / 2), dy = (b.y - a.y) * m->unit_m;
    return sqrt(dx * dx + dy * dy);
}

double hc_metric_to_segment_m(const struct hc_metric *m, struct hc_xy a, struct hc_xy b, struct hc_xy c, double *t)
{
    struct hc_xy unit_m = {hc_metric_x_m(m, c.y), m->unit_m};
    return sqrt(hc_segment_distance2(offset_m(unit_m, c, a), offset_m(unit_m, c, b), (struct hc_xy){0, 0}, t));
}

struct hc_size hc_metric_ring(const struct hc_metric *m, const struct hc_xy *xy, size_t n)
{
    struct hc_size s = {0, 0};
    if (!n)
        return s;
    struct hc_xy unit_m = {hc_metric_x_m(m, xy[0].y), m->unit_m}, a = offset_m(unit_m, xy[0], xy[n - 1]), b;
    for (size_t i = 0; i < n; i++, a = b) {
        b = offset_m(unit_m, xy[0], xy[i]);
        s.area_m2 += (a.x * b.y - a.y * b.x) / 2;
        s.length_m += sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
    }
    s.area_m2 = fabs(s.area_m2);
    return s;
}

static struct hc_size size_of_unit(const struct hc_metric *m, const struct hc_polygons *p, uint32_t unit)
{
    struct hc_size s = {0, 0};
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            struct hc_size ring = hc_metric_ring(m, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
            s.area_m2 += r == p->part_ring[part] ? ring.area_m2 : -ring.area_m2;
            s.length_m += ring.length_m;
        }
    return s;
}

double hc_metric_unit_m2(const struct hc_metric *m, const struct hc_polygons *p, uint32_t unit)
{
    return size_of_unit(m, p, unit).area_m2;
}

double hc_metric_unit_width_m(const struct hc_metric *m, const struct hc_polygons *p, uint32_t unit)
{
    struct hc_size s = size_of_unit(m, p, unit);
    return s.length_m > 0 ? 2 * s.area_m2 / s.length_m : 0;
}

double hc_metric_rounded(double value)
{
    double power = pow(10, floor(log10(value) + 1e-9)), digit = value / power + 1e-9;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

double hc_metric_rounded_up(double value)
{
    double power = pow(10, floor(log10(value)) - 1);
    return power * ceil(value / power - 1e-9);
}

double hc_metric_tolerance_m(const struct hc_metric *m, const struct hc_polygons *p)
{
    enum { SAMPLE = 2000 };
    double lengths[SAMPLE];
    size_t n = 0, step = p->n_xy / SAMPLE + 1;
    for (size_t i = 1; i < p->n_xy && n < SAMPLE; i += step)
        lengths[n++] = hc_metric_distance_m(m, p->xy[i - 1], p->xy[i]);
    if (!n)
        return 0.02;
    double derived = hc_select_double(lengths, n, n / 2) / 50;
    return hc_metric_rounded(derived < 0.02 ? 0.02 : derived > 1 ? 1 : derived);
}
