/* Patches against the projection that they stand for: nowhere off by more than they say, and by little. */
#include "cover/measure/patch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

#define STEPS 8

static struct hc_xy projected(const struct hc_azimuthal *z, double lon, double lat)
{
    return hc_azimuthal_at(z, hc_azimuthal_lon(z, lon), hc_azimuthal_lat(z, lat));
}

/* The most by which the patch misses the projection over its box. */
static double miss_of(const struct hc_azimuthal *z, const struct hc_box *box, const struct hc_patch *p)
{
    struct hc_xy o = projected(z, p->middle.x, p->middle.y);
    double most = 0;
    for (int i = 0; i <= STEPS; i++)
        for (int j = 0; j <= STEPS; j++) {
            struct hc_xy xy = {box->x0 + (box->x1 - box->x0) * i / STEPS, box->y0 + (box->y1 - box->y0) * j / STEPS};
            struct hc_xy is = projected(z, xy.x, xy.y), on = hc_patch_at(p, xy);
            most = fmax(most, hypot(is.x - o.x - on.x, is.y - o.y - on.y));
        }
    return most;
}

static void holds_what_it_says(void **state)
{
    static const struct hc_xy centers[] = {{104.5, 31.25}, {0, 0}, {-70.1, -45}, {20, 88}};
    static const double sizes[] = {1e-6, 1e-3, 0.02, 0.3, 2, 9};
    static const struct hc_xy shapes[] = {{1, 0.7}, {1, 0}, {0, 1}, {0.03, 1}, {1, 0.03}};
    size_t n_boxes = 0;
    (void)state;
    for (size_t c = 0; c < sizeof centers / sizeof *centers; c++) {
        struct hc_azimuthal z;
        hc_azimuthal_init(&z, 6378137, 0.0066943800229, centers[c]);
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            for (double lat = -83; lat < 80; lat += 7.7)
                for (double lon = -178; lon < 170; lon += 17.3) {
                    const struct hc_xy *shape = &shapes[n_boxes++ % 5];
                    struct hc_box box = {lon, lat, lon + sizes[s] * shape->x, lat + sizes[s] * shape->y};
                    struct hc_xy far = projected(&z, lon, lat);
                    struct hc_patch p = hc_patch_of_degrees(&z, &box);
                    if (hypot(far.x, far.y) < 1.1e7)
                        assert_true(miss_of(&z, &box, &p) <= p.error_m);
                }
    }
}

/* A village of two kilometres in the middle of its country, and one 1,500 km from there. */
static void is_close_under_a_village(void **state)
{
    static const struct hc_xy corners[] = {{104.5, 31.25}, {118, 38}};
    struct hc_azimuthal z;
    (void)state;
    hc_azimuthal_init(&z, 6378137, 0.0066943800229, (struct hc_xy){104.5, 31.25});
    for (int i = 0; i < 2; i++) {
        struct hc_box box = {corners[i].x, corners[i].y, corners[i].x + 0.02, corners[i].y + 0.02};
        assert_true(hc_patch_of_degrees(&z, &box).error_m < 0.002);
    }
}

/* Land without width or height lies on a patch too. */
static void lies_under_a_line(void **state)
{
    struct hc_azimuthal z;
    struct hc_box box = {104.5, 31, 104.5, 31.02};
    (void)state;
    hc_azimuthal_init(&z, 6378137, 0.0066943800229, (struct hc_xy){104.5, 31.25});
    struct hc_patch p = hc_patch_of_degrees(&z, &box);
    assert_true(miss_of(&z, &box, &p) <= p.error_m);
    assert_true(p.error_m < 0.002);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(holds_what_it_says), cmocka_unit_test(is_close_under_a_village),
                                       cmocka_unit_test(lies_under_a_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
