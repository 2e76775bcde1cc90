/* Patches against the projection that they stand for: nowhere off by more than they say, and by little. */
#include "cover/measure/patch.h"

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

#define STEPS 8

/* Land in a CRS, its lattice on Lambert's azimuthal plane around it. */
struct land {
    struct hc_crs *crs;
    struct hc_plane *plane;
    struct hc_box extent;
    struct hc_lattice lattice;
};

static void begin(struct land *land, const char *crs, struct hc_box extent)
{
    struct hc_err err = {0};
    char plane[160];
    struct hc_xy middle = {(extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2};
    land->crs = hc_crs_new(crs, &err);
    land->extent = extent;
    assert_int_equal(hc_crs_to_lonlat(land->crs, &middle, 1, 1, &err), 0);
    snprintf(plane, sizeof plane, "+proj=laea +lat_0=%.2f +lon_0=%.2f +a=6378137 +rf=298.257222101 +units=m +type=crs",
             middle.y, middle.x);
    land->plane = hc_plane_new(land->crs, plane, &err);
    assert_non_null(land->plane);
    hc_lattice_init(&land->lattice, land->plane, &extent, 1);
}

static void end(struct land *land)
{
    hc_lattice_release(&land->lattice);
    hc_plane_free(land->plane);
    hc_crs_free(land->crs);
}

/* The most by which the patch misses the projection over its box. */
static double miss_of(const struct land *land, const struct hc_box *box, const struct hc_patch *p)
{
    struct hc_err err = {0};
    struct hc_xy is[(STEPS + 1) * (STEPS + 1) + 1], on[(STEPS + 1) * (STEPS + 1)];
    size_t n = 0;
    for (int i = 0; i <= STEPS; i++)
        for (int j = 0; j <= STEPS; j++) {
            is[n] =
                (struct hc_xy){box->x0 + (box->x1 - box->x0) * i / STEPS, box->y0 + (box->y1 - box->y0) * j / STEPS};
            on[n] = hc_patch_at(p, is[n]);
            n++;
        }
    is[n] = p->middle;
    assert_int_equal(hc_plane_project(land->plane, is, n + 1, 1, &err), 0);
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, hypot(is[i].x - is[n].x - on[i].x, is[i].y - is[n].y - on[i].y));
    return most;
}

/* Of boxes all over the extent, as wide as `size` parts of it, and of lines. */
static void check_boxes(const struct land *land, double size)
{
    static const struct hc_xy shapes[] = {{1, 0.7}, {1, 0}, {0, 1}, {0.03, 1}, {1, 0.03}};
    const struct hc_box *e = &land->extent;
    double width = e->x1 - e->x0, height = e->y1 - e->y0;
    size_t n = 0;
    for (double v = 0; v <= 1 - size; v += 0.13)
        for (double u = 0; u <= 1 - size; u += 0.11) {
            const struct hc_xy *shape = &shapes[n++ % 5];
            struct hc_box box = {e->x0 + u * width, e->y0 + v * height, e->x0 + (u + size * shape->x) * width,
                                 e->y0 + (v + size * shape->y) * height};
            struct hc_patch p = hc_patch_of_box(&land->lattice, &box);
            assert_true(p.error_m < INFINITY);
            assert_true(miss_of(land, &box, &p) <= p.error_m);
        }
}

static void holds_what_it_says(void **state)
{
    static const struct {
        const char *crs;
        struct hc_box extent;
    } lands[] = {
        {"EPSG:4490", {73.5, 18, 135, 53.6}},               /* China */
        {"EPSG:4490", {105.8, 30.5, 106.4, 31}},            /* a district */
        {"EPSG:4490", {-70, -55, -20, 10}},                 /* across the equator */
        {"EPSG:4326", {-10, 70, 60, 84}},                   /* near the pole */
        {"EPSG:4545", {340000, 3390000, 420000, 3460000}},  /* Gauss-Krüger, 108° */
        {"EPSG:3301", {370000, 6380000, 740000, 6620000}},  /* Lambert's cone */
        {"EPSG:3857", {-2000000, 5000000, 4000000, 1.1e7}}, /* Mercator */
        {"EPSG:2249", {100000, 2500000, 1100000, 3200000}}, /* feet */
    };
    (void)state;
    for (size_t i = 0; i < sizeof lands / sizeof *lands; i++) {
        struct land land;
        begin(&land, lands[i].crs, lands[i].extent);
        for (double size = 1; size > 1e-6; size /= 7)
            check_boxes(&land, size);
        end(&land);
    }
}

/* A village of two kilometres in the middle of its country, and one 1,500 km from there. */
static void is_close_under_a_village(void **state)
{
    static const struct hc_xy corners[] = {{104.5, 31.25}, {118, 38}};
    struct land land;
    (void)state;
    begin(&land, "EPSG:4490", (struct hc_box){73.5, 18, 135, 53.6});
    for (int i = 0; i < 2; i++) {
        struct hc_box box = {corners[i].x, corners[i].y, corners[i].x + 0.02, corners[i].y + 0.02};
        assert_true(hc_patch_of_box(&land.lattice, &box).error_m < 0.005);
    }
    end(&land);
}

/* Land without width or height lies on a patch too. */
static void lies_under_a_line(void **state)
{
    static const struct hc_box lines[] = {{104.5, 31, 104.5, 31.02}, {104.5, 31, 104.7, 31}, {104.5, 31, 104.5, 31}};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct land land;
        begin(&land, "EPSG:4490", lines[i]);
        struct hc_patch p = hc_patch_of_box(&land.lattice, &lines[i]);
        assert_true(miss_of(&land, &lines[i], &p) <= p.error_m);
        assert_true(p.error_m < 0.002);
        end(&land);
    }
}

/* Where PROJ has no place for a corner of the extent, nothing is known rather than something wrong. */
static void knows_its_limits(void **state)
{
    struct land land;
    struct hc_box box = {10, 10, 11, 11};
    (void)state;
    begin(&land, "EPSG:3857", (struct hc_box){-1e7, -1e7, 1e300, 1e7});
    assert_false(hc_patch_of_box(&land.lattice, &box).error_m < INFINITY);
    end(&land);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(holds_what_it_says), cmocka_unit_test(is_close_under_a_village),
                                       cmocka_unit_test(lies_under_a_line), cmocka_unit_test(knows_its_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
