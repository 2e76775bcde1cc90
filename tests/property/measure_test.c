/* Areas, perimeters and circles against PROJ's geodesics and GEOS, on the ellipsoids of Chinese and world data. */
#include "cover/cover.h"
#include "coverage.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#define N_MAX 400

/* A CRS, its ellipsoid as its authority publishes it, and the CRS of its longitudes and latitudes. */
struct earth {
    const char *crs, *lonlat;
    double a_m, inverse_f;
    double x, y; /* projected: where to draw; geographic: 0 */
};

static const struct earth earths[] = {
    {"EPSG:4326", NULL, 6378137, 298.257223563, 0, 0},
    {"EPSG:4490", NULL, 6378137, 298.257222101, 0, 0}, /* CGCS2000; its axes are latitude, longitude */
    {"EPSG:4214", NULL, 6378245, 298.3, 0, 0},         /* Beijing 1954, Krassovsky */
    {"EPSG:4610", NULL, 6378140, 298.257, 0, 0},       /* Xian 1980, IAG 75 */
    {"EPSG:4544", "EPSG:4490", 6378137, 298.257222101, 500000, 3400000},
    {"EPSG:4524", "EPSG:4490", 6378137, 298.257222101, 36500000, 3400000}, /* with the zone before the easting */
    {"EPSG:2431", "EPSG:4214", 6378245, 298.3, 500000, 3400000},
    {"EPSG:2379", "EPSG:4610", 6378140, 298.257, 500000, 3400000},
};

/* A star of n points around (x, y); radius in the CRS's unit. */
static size_t draw(struct rng *r, double x, double y, double rx, double ry, struct hc_xy *xy)
{
    size_t n = 3 + rng_below(r, N_MAX - 3);
    if (rng_below(r, 2))
        n = 3 + n % 5; /* long edges */
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * M_PI * ((double)i + 0.5 * rng_unit(r)) / (double)n, reach = 0.4 + 0.6 * rng_unit(r);
        xy[i] = (struct hc_xy){x + rx * reach * cos(angle), y + ry * reach * sin(angle)};
    }
    return n;
}

static void make_layer(struct hc_layer *layer, const char *crs, const struct hc_xy *xy, size_t n)
{
    *layer = (struct hc_layer){.has_polygons = true, .crs = hc_strdup(crs)};
    hc_units_init(&layer->units, 1);
    layer->units.code[0] = hc_arena_strdup(&layer->units.strings, "A");
    hc_polygons_init(&layer->polygons);
    hc_polygons_add_vertices(&layer->polygons, xy, n);
    hc_polygons_end_ring(&layer->polygons);
    hc_polygons_end_part(&layer->polygons);
    hc_polygons_end_unit(&layer->polygons);
}

struct found {
    double area_m2, perimeter_m, polsby_popper, reock;
    char reock_crs[160];
};

static struct found measure(const struct hc_layer *layer)
{
    struct hc_err err = {0};
    struct hc_findings findings = {0};
    struct hc_cover_options options = {.threads = 1};
    struct hc_cover *cover = hc_cover_new(layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    const uint32_t self[1] = {0};
    int64_t area, perimeter;
    struct found f;
    struct hc_measures m = {
        .area = &area, .perimeter = &perimeter, .polsby_popper = &f.polsby_popper, .reock = &f.reock};
    assert_int_equal(hc_cover_measure(cover, self, 1, &m, &err), 0);
    f.area_m2 = (double)area / 1e5;
    f.perimeter_m = (double)perimeter / 1e6;
    snprintf(f.reock_crs, sizeof f.reock_crs, "%s", hc_cover_reock_crs(cover));
    hc_cover_free(cover);
    hc_findings_release(&findings);
    return f;
}

/* PROJ's polygon area, vertices brought to longitude and latitude by PROJ where they are projected. */
static double truth(const struct earth *e, const struct hc_xy *xy, size_t n, double *perimeter_m)
{
    PJ *direct = e->lonlat ? proj_create_crs_to_crs(NULL, e->crs, e->lonlat, NULL) : NULL;
    PJ *pj = direct ? proj_normalize_for_visualization(NULL, direct) : NULL;
    struct geod_geodesic g;
    struct geod_polygon p;
    double area;
    geod_init(&g, e->a_m, 1 / e->inverse_f);
    geod_polygon_init(&p, 0);
    for (size_t i = 0; i < n; i++) {
        PJ_COORD c = proj_coord(xy[i].x, xy[i].y, 0, 0);
        if (pj)
            c = proj_trans(pj, PJ_FWD, c);
        geod_polygon_addpoint(&g, &p, c.xy.y, c.xy.x);
    }
    geod_polygon_compute(&g, &p, 0, 1, &area, perimeter_m);
    proj_destroy(pj);
    proj_destroy(direct);
    return area;
}

/* 0.01 to 10,000 km², 0 to 70 degrees, edges of any length: within 1e-8, or 1e-3 m² if that is more. */
static void areas(void **state)
{
    (void)state;
    struct hc_xy xy[N_MAX];
    for (uint64_t seed = 1; seed <= seeds_or(1000); seed++) {
        struct rng r = {seed * 7919};
        const struct earth *e = &earths[seed % (sizeof earths / sizeof *earths)];
        struct hc_layer layer;
        double radius_m = sqrt(pow(10, 4 + 6 * rng_unit(&r)) / M_PI) * 1.2, perimeter_m;
        double lat = 70 * rng_unit(&r), degree = 111300;
        size_t n = e->lonlat ? draw(&r, e->x + 60000 * (rng_unit(&r) - 0.5), e->y, radius_m, radius_m, xy)
                             : draw(&r, 105 + rng_unit(&r), lat, radius_m / degree / cos(lat * M_PI / 180),
                                    radius_m / degree, xy);
        double area_m2 = truth(e, xy, n, &perimeter_m);
        make_layer(&layer, e->crs, xy, n);
        struct found f = measure(&layer);
        if (!(fabs(f.area_m2 - area_m2) <= fmax(1e-8 * area_m2, 1e-3)))
            fail_msg("seed %llu, %s: area %.6f, PROJ %.6f", (unsigned long long)seed, e->crs, f.area_m2, area_m2);
        if (!(fabs(f.perimeter_m - perimeter_m) <= 1e-8 * perimeter_m + 1e-5 * (double)n))
            fail_msg("seed %llu, %s: perimeter %.6f, PROJ %.6f", (unsigned long long)seed, e->crs, f.perimeter_m,
                     perimeter_m);
        assert_true(fabs(f.polsby_popper - 4 * M_PI * area_m2 / (perimeter_m * perimeter_m)) < 1e-6);
        hc_layer_release(&layer);
    }
}

/* GEOS's minimum bounding circle of the vertices, projected by PROJ to the CRS that hecun names. */
static double circle_m2(struct hc_polygons *p, const char *crs, const char *plane)
{
    GEOSContextHandle_t g = GEOS_init_r();
    GEOSGeometry *centre = NULL;
    double radius;
    PJ *direct = proj_create_crs_to_crs(NULL, crs, plane, NULL), *pj = proj_normalize_for_visualization(NULL, direct);
    for (size_t i = 0; i < p->n_xy; i++) {
        PJ_COORD c = proj_trans(pj, PJ_FWD, proj_coord(p->xy[i].x, p->xy[i].y, 0, 0));
        p->xy[i] = (struct hc_xy){c.xy.x, c.xy.y};
    }
    GEOSGeometry *unit = geos_unit(g, p, 0), *circle = GEOSMinimumBoundingCircle_r(g, unit, &radius, &centre);
    GEOSGeom_destroy_r(g, circle);
    GEOSGeom_destroy_r(g, centre);
    GEOSGeom_destroy_r(g, unit);
    GEOS_finish_r(g);
    proj_destroy(pj);
    proj_destroy(direct);
    return M_PI * radius * radius;
}

static void circles(void **state)
{
    (void)state;
    struct hc_xy xy[N_MAX];
    for (uint64_t seed = 1; seed <= seeds_or(200); seed++) {
        struct rng r = {seed * 104729};
        struct hc_layer layer;
        const char *crs = seed % 2 ? "EPSG:4544" : "EPSG:4490";
        double size = pow(10, 2 + 2.5 * rng_unit(&r)), flat = 0.05 + rng_unit(&r);
        size_t n = seed % 2 ? draw(&r, 500000, 3400000, size, size * flat, xy)
                            : draw(&r, 105, 31, size / 95000, size / 111000 * flat, xy);
        make_layer(&layer, crs, xy, n);
        struct found f = measure(&layer);
        double expected = f.area_m2 / circle_m2(&layer.polygons, crs, f.reock_crs);
        if (!(fabs(f.reock - expected) < 1e-10))
            fail_msg("seed %llu: reock %.12f, GEOS %.12f", (unsigned long long)seed, f.reock, expected);
        hc_layer_release(&layer);
    }
}

/* A CRS whose authority says latitude first is still given, and taken, with the longitude first. */
static void axes(void **state)
{
    (void)state;
    static const char *const codes[] = {"EPSG:4490", "EPSG:4513", "EPSG:4524", "EPSG:4534", "EPSG:4544", "EPSG:4554"};
    static const double middle[] = {105, 75, 108, 75, 105, 135}; /* central meridians, as EPSG publishes them */
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct hc_err err = {0};
        struct hc_crs *crs = hc_crs_new(codes[i], &err);
        assert_non_null(crs);
        struct hc_xy p = {middle[i], 30};
        if (i) {
            double zone = i == 1 ? 25e6 : i == 2 ? 36e6 : 0; /* the zone's number stands before the easting */
            p = (struct hc_xy){zone + 500000, 3320113.398};  /* the meridian's arc to 30 degrees, CGCS2000 */
        }
        assert_int_equal(hc_crs_to_lonlat(crs, &p, 1, 1, &err), 0);
        assert_true(fabs(p.x - middle[i]) < 1e-9);
        assert_true(fabs(p.y - 30) < 1e-8);
        hc_crs_free(crs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas),
        cmocka_unit_test(circles),
        cmocka_unit_test(axes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
