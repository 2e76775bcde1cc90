/* Lambert's azimuthal equal-area projection of an ellipsoid, oblique, from degrees: for what needs no more than its
 * shape, at a fraction of the price of asking PROJ. It agrees with PROJ to the nanometre, not to the bit. */
#ifndef HC_COVER_MEASURE_AZIMUTHAL_H
#define HC_COVER_MEASURE_AZIMUTHAL_H

#include "model/polygons.h"

struct hc_azimuthal {
    double lon_deg, e, e2, pole_q; /* pole_q: the authalic function at the pole */
    double sin_middle, cos_middle; /* of the authalic latitude of the centre */
    double east_m, north_m;        /* radius of the authalic sphere, stretched along either axis */
};

void hc_azimuthal_init(struct hc_azimuthal *z, double a_m, double e2, struct hc_xy center);

/* The part that depends on latitude alone, and that of longitude alone; a place needs one of each. */
struct hc_azimuthal_lat {
    double sin_beta, cos_beta;
};
struct hc_azimuthal_lon {
    double sin_lon, cos_lon;
};
struct hc_azimuthal_lat hc_azimuthal_lat(const struct hc_azimuthal *z, double lat_deg);
struct hc_azimuthal_lon hc_azimuthal_lon(const struct hc_azimuthal *z, double lon_deg);
/* Metres from the centre; not finite at the point opposite of it. */
struct hc_xy hc_azimuthal_at(const struct hc_azimuthal *z, struct hc_azimuthal_lon lon, struct hc_azimuthal_lat lat);

#endif
