#include "cover/measure/geodesic.h"

#include "base/wide.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define RADIANS       (M_PI / 180)
#define AREA_QUANTA   1e5  /* a m²; HC_AREA_SCALE */
#define LENGTH_QUANTA 1e6  /* a m; HC_LENGTH_SCALE */
#define POLAR_DEG     80.0 /* beyond, meridians converge too fast for the short form */

void hc_ellipsoid_init(struct hc_ellipsoid *e, double a_m, double f)
{
    double e2 = f * (2 - f), power = 1;
    *e = (struct hc_ellipsoid){.a_m = a_m, .f = f, .e2 = e2, .b2 = a_m * a_m * (1 - e2)};
    /* A = b²/2 (s / (1 - e² s²) + atanh(e s) / e): the series of both terms, added. */
    for (int k = 0; k < 7; k++) {
        power *= e2;
        e->series[k] = power * (0.5 + 0.5 / (2 * k + 3));
    }
    geod_init(&e->geod, a_m, f);
}

/* Vertices are taken STRIP at a time, each step for all of them, so that the compiler can do several at once. */
#define STRIP 64

struct strip {
    double lon_deg[STRIP + 1], lat_deg[STRIP + 1];
    double lat[STRIP + 1]; /* radians */
    double sin_lat[STRIP + 1];
    double under[STRIP + 1]; /* A(lat), m² a radian of longitude */
    /* Of edges, from vertex i to i + 1; the one behind the last vertex is computed in vain. */
    double dlon[STRIP]; /* radians, its sign the direction */
    double area[STRIP], length[STRIP];
    double is_short[STRIP]; /* 1 or 0 */
};

HC_LOOP double authalic(const struct hc_ellipsoid *e, double s)
{
    double t = s * s;
    const double *c = e->series;
    return e->b2 * s * (1 + t * (c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * (c[5] + t * c[6])))))));
}

/* Of -pi/2 .. pi/2, by Taylor's series as far as it tells in a double: the same bits with every C library. */
HC_LOOP double sine(double x)
{
    double t = x * x, sum = 1.0 / 51090942171709440000.0;
    sum = sum * t - 1.0 / 121645100408832000.0;
    sum = sum * t + 1.0 / 355687428096000.0;
    sum = sum * t - 1.0 / 1307674368000.0;
    sum = sum * t + 1.0 / 6227020800.0;
    sum = sum * t - 1.0 / 39916800.0;
    sum = sum * t + 1.0 / 362880.0;
    sum = sum * t - 1.0 / 5040.0;
    sum = sum * t + 1.0 / 120.0;
    sum = sum * t - 1.0 / 6.0;
    return x + x * t * sum;
}

/* Modulo 2^64: an area that long edges push beyond int64 comes back into range when the ring closes. */
static uint64_t quanta(double value)
{
    if (fabs(value) < 0x1p62)
        return (uint64_t)llrint(value);
    double rounded = fmod(nearbyint(value), 0x1p64); /* exact: doubles of this size are integers */
    if (rounded < 0)
        rounded += 0x1p64;
    return rounded < 0x1p64 ? (uint64_t)rounded : 0;
}

/* From west to east, from south to north where neither is: backwards it is the same edge. */
static void measure_long(const struct hc_ellipsoid *e, const struct hc_xy *from, const struct hc_xy *to, double *area,
                         double *length)
{
    bool back = to->x < from->x || (to->x <= from->x && to->y < from->y);
    const struct hc_xy *a = back ? to : from, *b = back ? from : to;
    geod_geninverse(&e->geod, a->y, a->x, b->y, b->x, length, NULL, NULL, NULL, NULL, NULL, area);
    *area = back ? -*area : *area;
}

HC_LOOP void measure_short(const struct hc_ellipsoid *e, struct strip *t, size_t i)
{
    double dlon = t->dlon[i], dlat = t->lat[i + 1] - t->lat[i], half2 = dlat * dlat * 0.25;
    /* sin(mean latitude) = (sin from + sin to) / (2 cos(dlat/2)) */
    double s = 0.5 * (t->sin_lat[i] + t->sin_lat[i + 1]) * (1 + half2 * (0.5 + half2 * (5.0 / 24)));
    double c2 = 1 - s * s, c = sqrt(c2), w = 1 - e->e2 * s * s;
    double n_over_m = w / (1 - e->e2);
    /* Second derivative of latitude by longitude along the geodesic, times dlon². */
    double bend = -(dlon * dlon * n_over_m * s * c + dlat * dlat * s * (2 / (n_over_m * c) + 3 * e->e2 * c / w));
    double sag = -bend * 0.125;
    double root = sqrt(w), n_m = e->a_m / root, m_m = n_m / n_over_m;
    /* A at the geodesic's middle: A(mean latitude) + A'(lat) sag, with A' = M N cos(lat). */
    double middle = authalic(e, s) + m_m * n_m * c * sag;
    t->area[i] = dlon * (t->under[i] + t->under[i + 1] + 4 * middle) * (1.0 / 6);
    /* Delambre's analogies with the radii of the mean latitude give the chord; the last factor bends it to an arc. */
    double east = n_m * c * dlon * (1 - dlon * dlon * (1.0 / 24));
    double north = m_m * dlat * (1 - dlat * dlat * (1.0 / 24) - dlon * dlon * (1.0 / 8));
    double chord2 = east * east + north * north;
    t->length[i] = sqrt(chord2) * (1 + chord2 / (24 * e->a_m * e->a_m));
}

HC_LOOP double wrap_lon(double degrees)
{
    double turn = degrees > 180 ? 360 : 0;
    return degrees - (degrees < -180 ? -360 : turn);
}

/* All edges as if they were short. */
HC_LOOP void measure_strip_loop(const struct hc_ellipsoid *e, struct strip *t)
{
    double limit = HC_EDGE_SHORT_M / e->a_m, limit2 = limit * limit, polar = POLAR_DEG * RADIANS;
    for (size_t i = 0; i < STRIP; i++) {
        t->lat[i] = t->lat_deg[i] * RADIANS;
        t->sin_lat[i] = sine(t->lat[i]);
        t->under[i] = authalic(e, t->sin_lat[i]);
        t->dlon[i] = wrap_lon(t->lon_deg[i + 1] - t->lon_deg[i]) * RADIANS;
    }
    t->lat[STRIP] = t->lat[STRIP - 1];
    t->sin_lat[STRIP] = t->sin_lat[STRIP - 1];
    t->under[STRIP] = t->under[STRIP - 1];
    for (size_t i = 0; i < STRIP; i++) {
        double dlon = t->dlon[i], dlat = t->lat[i + 1] - t->lat[i], c2 = 1 - t->sin_lat[i] * t->sin_lat[i + 1];
        double near = dlat * dlat + dlon * dlon * c2 < limit2 ? 1 : 0;
        t->is_short[i] = fabs(t->lat[i] + t->lat[i + 1]) < 2 * polar ? near : 0;
        measure_short(e, t, i);
    }
}

HC_WIDE(measure_strip, (const struct hc_ellipsoid *e, struct strip *t), (e, t))

/* Vertices that are left over repeat the last. */
static void fill_strip(struct strip *t, const struct hc_xy *lonlat, size_t n)
{
    for (size_t i = 0; i <= STRIP; i++) {
        struct hc_xy p = lonlat[i < n ? i : n - 1];
        t->lon_deg[i] = p.x;
        t->lat_deg[i] = p.y;
    }
}

/* Eastward, the land between edge and equator lies to the right. */
static void add_edges(const struct hc_ellipsoid *e, const struct strip *t, const struct hc_xy *lonlat, size_t begin,
                      size_t end, uint64_t *area, uint64_t *length)
{
    for (size_t i = begin; i < end; i++) {
        double edge_area = t->area[i], edge_length = t->length[i];
        if (!(t->is_short[i] > 0))
            measure_long(e, &lonlat[i], &lonlat[i + 1], &edge_area, &edge_length);
        *area -= quanta(edge_area * AREA_QUANTA);
        *length += quanta(edge_length * LENGTH_QUANTA);
    }
}

static int64_t as_signed(uint64_t sum)
{
    int64_t value;
    memcpy(&value, &sum, sizeof value);
    return value;
}

void hc_lines_measure(const struct hc_ellipsoid *e, const struct hc_xy *lonlat, const size_t *at, size_t n_lines,
                      int64_t *area, int64_t *length)
{
    struct strip strip;
    size_t from = 0, filled = 0; /* vertices of the strip: from .. filled - 1 */
    for (size_t line = 0; line < n_lines; line++) {
        uint64_t sum_area = 0, sum_length = 0;
        for (size_t v = at[line]; v + 1 < at[line + 1];) {
            if (v + 1 >= filled) {
                from = v;
                filled = at[n_lines] - v < STRIP ? at[n_lines] : v + STRIP;
                fill_strip(&strip, lonlat + v, filled - v);
                measure_strip(e, &strip);
            }
            size_t end = filled < at[line + 1] ? filled : at[line + 1];
            add_edges(e, &strip, lonlat + from, v - from, end - 1 - from, &sum_area, &sum_length);
            v = end - 1;
        }
        area[line] = as_signed(sum_area);
        length[line] = as_signed(sum_length);
    }
}
