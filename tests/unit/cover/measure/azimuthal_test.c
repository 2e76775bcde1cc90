/* Lambert's projection against PROJ's, all over the hemisphere around several centres. */
#include "cover/measure/azimuthal.h"

#include "cover/crs.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

static void agrees_with_proj(void **state)
{
    static const struct hc_xy centers[] = {{104.5, 31.25}, {0, 0}, {-70.1, -45}, {179.9, 60}, {20, 88}};
    (void)state;
    for (size_t c = 0; c < sizeof centers / sizeof *centers; c++) {
        char projection[160];
        struct hc_err err = {0};
        struct hc_azimuthal z;
        double a_m, f;
        struct hc_crs *crs = hc_crs_new("EPSG:4490", &err);
        hc_crs_ellipsoid(crs, &a_m, &f);
        snprintf(projection, sizeof projection,
                 "+proj=laea +lat_0=%.2f +lon_0=%.2f +a=%.10g +rf=%.12g +units=m +type=crs", centers[c].y, centers[c].x,
                 a_m, 1 / f);
        struct hc_plane *plane = hc_plane_new(crs, projection, &err);
        assert_non_null(plane);
        hc_azimuthal_init(&z, a_m, f * (2 - f), centers[c]);
        for (double lat = -85; lat <= 85; lat += 8.5)
            for (double lon = -178; lon <= 178; lon += 17.8) {
                struct hc_xy xy = {lon, lat};
                struct hc_xy own = hc_azimuthal_at(&z, hc_azimuthal_lon(&z, lon), hc_azimuthal_lat(&z, lat));
                assert_int_equal(hc_plane_project(plane, &xy, 1, 1, &err), 0);
                if (hypot(xy.x, xy.y) < 9e6) {
                    assert_true(fabs(own.x - xy.x) < 1e-7);
                    assert_true(fabs(own.y - xy.y) < 1e-7);
                }
            }
        hc_plane_free(plane);
        hc_crs_free(crs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_proj)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
