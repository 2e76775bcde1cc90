#include "cover/measure/azimuthal.h"

#include <math.h>

#define RADIANS (M_PI / 180)

/* Snyder, Map Projections: A Working Manual (1987), equations 3-12, 3-11 and 24-17 to 24-20. */
static double authalic_q(double e, double e2, double s)
{
    if (e < 1e-9)
        return 2 * s;
    return (1 - e2) * (s / (1 - e2 * s * s) + atanh(e * s) / e);
}

struct hc_azimuthal_lat hc_azimuthal_lat(const struct hc_azimuthal *z, double lat_deg)
{
    double s = authalic_q(z->e, z->e2, sin(lat_deg * RADIANS)) / z->pole_q;
    return (struct hc_azimuthal_lat){s, sqrt(fmax(0, 1 - s * s))};
}

struct hc_azimuthal_lon hc_azimuthal_lon(const struct hc_azimuthal *z, double lon_deg)
{
    double lon = (lon_deg - z->lon_deg) * RADIANS;
    return (struct hc_azimuthal_lon){sin(lon), cos(lon)};
}

void hc_azimuthal_init(struct hc_azimuthal *z, double a_m, double e2, struct hc_xy center)
{
    *z = (struct hc_azimuthal){.lon_deg = center.x, .e = sqrt(e2), .e2 = e2};
    z->pole_q = authalic_q(z->e, e2, 1);
    struct hc_azimuthal_lat middle = hc_azimuthal_lat(z, center.y);
    double s = sin(center.y * RADIANS), radius_m = a_m * sqrt(z->pole_q / 2);
    double stretch = a_m * cos(center.y * RADIANS) / (sqrt(1 - e2 * s * s) * radius_m * middle.cos_beta);
    z->sin_middle = middle.sin_beta;
    z->cos_middle = middle.cos_beta;
    z->east_m = radius_m * stretch;
    z->north_m = radius_m / stretch;
}

struct hc_xy hc_azimuthal_at(const struct hc_azimuthal *z, struct hc_azimuthal_lon lon, struct hc_azimuthal_lat lat)
{
    double across = lat.cos_beta * lon.cos_lon;
    double b = sqrt(2 / (1 + z->sin_middle * lat.sin_beta + z->cos_middle * across));
    return (struct hc_xy){z->east_m * b * lat.cos_beta * lon.sin_lon,
                          z->north_m * b * (z->cos_middle * lat.sin_beta - z->sin_middle * across)};
}
