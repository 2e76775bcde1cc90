#include "cover/measure/geodesic.h"

#include <math.h>
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

/* One end of an edge. */
struct end {
    double lat; /* radians */
    double sin_lat;
    double area; /* A(lat), m² a radian of longitude */
};

static double authalic(const struct hc_ellipsoid *e, double s)
{
    double t = s * s;
    const double *c = e->series;
    return e->b2 * s * (1 + t * (c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * (c[5] + t * c[6])))))));
}

static struct end end_at(const struct hc_ellipsoid *e, double lat_deg)
{
    struct end end = {.lat = lat_deg * RADIANS};
    end.sin_lat = sin(end.lat);
    end.area = authalic(e, end.sin_lat);
    return end;
}

/* Modulo 2^64: an area that long edges push beyond int64 comes back into range when the ring closes. */
static uint64_t quanta(double value)
{
    double rounded = nearbyint(value);
    if (fabs(rounded) < 0x1p62)
        return (uint64_t)(int64_t)rounded;
    rounded = fmod(rounded, 0x1p64); /* exact: doubles of this size are integers */
    if (rounded < 0)
        rounded += 0x1p64;
    return rounded < 0x1p64 ? (uint64_t)rounded : 0;
}

static void measure_long(const struct hc_ellipsoid *e, const struct hc_xy *from, const struct hc_xy *to, double *area,
                         double *length)
{
    geod_geninverse(&e->geod, from->y, from->x, to->y, to->x, length, NULL, NULL, NULL, NULL, NULL, area);
}

/* dlon: radians, its sign the direction. */
static void measure_short(const struct hc_ellipsoid *e, const struct end *from, const struct end *to, double dlon,
                          double *area, double *length)
{
    double dlat = to->lat - from->lat, half2 = dlat * dlat * 0.25;
    /* sin(mean latitude) = (sin from + sin to) / (2 cos(dlat/2)) */
    double s = 0.5 * (from->sin_lat + to->sin_lat) * (1 + half2 * (0.5 + half2 * (5.0 / 24)));
    double c2 = 1 - s * s, c = sqrt(c2), w = 1 - e->e2 * s * s;
    double n_over_m = w / (1 - e->e2);
    /* Second derivative of latitude by longitude along the geodesic, times dlon². */
    double bend = -(dlon * dlon * n_over_m * s * c + dlat * dlat * s * (2 / (n_over_m * c) + 3 * e->e2 * c / w));
    double sag = -bend * 0.125;
    double root = sqrt(w), n_m = e->a_m / root, m_m = n_m / n_over_m;
    /* A at the geodesic's middle: A(mean latitude) + A'(lat) sag, with A' = M N cos(lat). */
    double middle = authalic(e, s) + m_m * n_m * c * sag;
    *area = dlon * (from->area + 4 * middle + to->area) * (1.0 / 6);
    /* Delambre's analogies with the radii of the mean latitude give the chord; the last factor bends it to an arc. */
    double east = n_m * c * dlon * (1 - dlon * dlon * (1.0 / 24));
    double north = m_m * dlat * (1 - dlat * dlat * (1.0 / 24) - dlon * dlon * (1.0 / 8));
    double chord2 = east * east + north * north;
    *length = sqrt(chord2) * (1 + chord2 / (24 * e->a_m * e->a_m));
}

static double wrap_lon(double degrees)
{
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

static int is_short(const struct hc_ellipsoid *e, const struct end *from, double dlat, double dlon)
{
    double limit = HC_EDGE_SHORT_M / e->a_m, c2 = 1 - from->sin_lat * from->sin_lat;
    return dlat * dlat + dlon * dlon * c2 < limit * limit && fabs(from->lat) < POLAR_DEG * RADIANS;
}

void hc_line_measure(const struct hc_ellipsoid *e, const struct hc_xy *lonlat, size_t n, int64_t *area, int64_t *length)
{
    uint64_t sum_area = 0, sum_length = 0;
    struct end from = {0}, to;
    if (n)
        from = end_at(e, lonlat[0].y);
    for (size_t i = 1; i < n; i++, from = to) {
        double edge_area, edge_length, dlon = wrap_lon(lonlat[i].x - lonlat[i - 1].x) * RADIANS;
        to = end_at(e, lonlat[i].y);
        if (is_short(e, &from, to.lat - from.lat, dlon))
            measure_short(e, &from, &to, dlon, &edge_area, &edge_length);
        else
            measure_long(e, &lonlat[i - 1], &lonlat[i], &edge_area, &edge_length);
        /* Eastward, the land between edge and equator lies to the right. */
        sum_area -= quanta(edge_area * AREA_QUANTA);
        sum_length += quanta(edge_length * LENGTH_QUANTA);
    }
    if (area)
        memcpy(area, &sum_area, sizeof *area);
    if (length)
        memcpy(length, &sum_length, sizeof *length);
}
