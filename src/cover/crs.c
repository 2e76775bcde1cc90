#include "cover/crs.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/operation.h"
#include <math.h>
#include <string.h>

/* To WGS 84: a search in PROJ's database, made when it is first asked for or on a thread meanwhile, with a context and
 * a CRS of its own, as PROJ objects serve one thread at a time. */
struct way {
    char *definition;
    PJ_CONTEXT *context;
    struct hc_lock *lock;   /* of those who wait; other ways of the CRS are open meanwhile */
    struct hc_task *search; /* while it goes on */
    bool sought, same;      /* same: there is nothing to transform */
    struct hc_operation *operation;
};

struct hc_crs {
    struct hc_lock *lock; /* of its PROJ objects, which serve one thread at a time */
    PJ_CONTEXT *context;
    PJ *crs;                     /* the horizontal CRS */
    PJ *geodetic;                /* its own geodetic CRS: same datum */
    struct hc_operation *lonlat; /* leads there, longitude first; NULL if geographic */
    struct way *wgs84;
    char *name;
    char *wkt;
    bool geographic;
    double degrees; /* a geographic CRS: one unit of its axes in degrees */
    double a_m, f;
};

/* What lies below wrappings: the source of a bound CRS, the horizontal part of a compound one. Takes `pj`. */
static PJ *horizontal(PJ_CONTEXT *context, PJ *pj)
{
    while (pj) {
        PJ *inner = NULL;
        PJ_TYPE type = proj_get_type(pj);
        if (type == PJ_TYPE_BOUND_CRS)
            inner = proj_get_source_crs(context, pj);
        else if (type == PJ_TYPE_COMPOUND_CRS)
            inner = proj_crs_get_sub_crs(context, pj, 0);
        else
            return pj;
        proj_destroy(pj);
        pj = inner;
    }
    return NULL;
}

static void read_axes(struct hc_crs *crs)
{
    double factor = 0;
    PJ *cs = proj_crs_get_coordinate_system(crs->context, crs->crs);
    crs->degrees = 1;
    if (cs && proj_cs_get_axis_info(crs->context, cs, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL) && factor > 0)
        crs->degrees = factor * 180 / M_PI;
    /* A factor of pi/180 must not leave a rounding error in every longitude. */
    if (fabs(crs->degrees - 1) < 1e-9)
        crs->degrees = 1;
    proj_destroy(cs);
}

static PJ *operation_between(PJ_CONTEXT *context, const PJ *from, const PJ *to)
{
    PJ *raw = proj_create_crs_to_crs_from_pj(context, from, to, NULL, NULL);
    PJ *operation = raw ? proj_normalize_for_visualization(context, raw) : NULL;
    proj_destroy(raw);
    return operation;
}

static PJ *operation_to(const struct hc_crs *from, const PJ *target)
{
    return operation_between(from->context, from->crs, target);
}

static int describe(struct hc_crs *crs, const char *definition, struct hc_err *err)
{
    double inverse_f = 0;
    PJ *ellipsoid = NULL;
    crs->geodetic = proj_crs_get_geodetic_crs(crs->context, crs->crs);
    if (crs->geodetic)
        ellipsoid = proj_get_ellipsoid(crs->context, crs->geodetic);
    if (!ellipsoid || !proj_ellipsoid_get_parameters(crs->context, ellipsoid, &crs->a_m, NULL, NULL, &inverse_f)) {
        proj_destroy(ellipsoid);
        return hc_err_set(err, HC_REFUSED, "%.80s: this CRS has no ellipsoid; name the right one with --crs",
                          "%.80s:该坐标系没有椭球；请用 --crs 指定正确的坐标系", definition);
    }
    crs->f = inverse_f > 0 ? 1 / inverse_f : 0;
    proj_destroy(ellipsoid);
    PJ_TYPE type = proj_get_type(crs->crs);
    crs->geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    if (crs->geographic)
        read_axes(crs);
    else
        crs->lonlat = hc_operation_new(operation_to(crs, crs->geodetic), crs->lock);
    crs->name = hc_strdup(proj_get_name(crs->crs));
    crs->wkt = hc_strdup(proj_as_wkt(crs->context, crs->crs, PJ_WKT2_2019, NULL));
    return 0;
}

struct hc_crs *hc_crs_new(const char *definition, struct hc_err *err)
{
    struct hc_crs *crs = hc_calloc(1, sizeof *crs);
    crs->wgs84 = hc_calloc(1, sizeof *crs->wgs84);
    crs->wgs84->definition = hc_strdup(definition);
    crs->wgs84->lock = hc_lock_new();
    crs->lock = hc_lock_new();
    crs->context = hc_operation_context();
    PJ *pj = proj_create(crs->context, definition);
    if (pj && !proj_is_crs(pj)) {
        proj_destroy(pj);
        pj = NULL;
    }
    crs->crs = horizontal(crs->context, pj);
    if (!crs->crs) {
        hc_err_set(err, HC_REFUSED, "\"%.80s\" is no coordinate reference system that PROJ knows; try EPSG:4490",
                   "“%.80s”不是 PROJ 认识的坐标系；可试 EPSG:4490", definition);
    } else if (describe(crs, definition, err) == 0) {
        return crs;
    }
    hc_crs_free(crs);
    return NULL;
}

static void way_free(struct way *way)
{
    hc_task_drop(way->search);
    hc_operation_free(way->operation);
    proj_context_destroy(way->context);
    hc_lock_free(way->lock);
    hc_free(way->definition);
    hc_free(way);
}

void hc_crs_free(struct hc_crs *crs)
{
    if (!crs)
        return;
    way_free(crs->wgs84);
    hc_operation_free(crs->lonlat);
    proj_destroy(crs->geodetic);
    proj_destroy(crs->crs);
    proj_context_destroy(crs->context);
    hc_lock_free(crs->lock);
    hc_free(crs->name);
    hc_free(crs->wkt);
    hc_free(crs);
}

const char *hc_crs_name(const struct hc_crs *crs)
{
    return crs->name;
}

const char *hc_crs_wkt(const struct hc_crs *crs)
{
    return crs->wkt;
}

bool hc_crs_is_geographic(const struct hc_crs *crs)
{
    return crs->geographic;
}

bool hc_crs_in_degrees(const struct hc_crs *crs)
{
    return crs->geographic && !(crs->degrees < 1 || crs->degrees > 1);
}

void hc_crs_ellipsoid(const struct hc_crs *crs, double *a_m, double *f)
{
    *a_m = crs->a_m;
    *f = crs->f;
}

/* operation: NULL where none is known. from: the CRS of the coordinates. */
static int run(struct hc_operation *operation, PJ_DIRECTION direction, struct hc_xy *xy, size_t n, int threads,
               const struct hc_crs *from, struct hc_err *err)
{
    if (!operation)
        return hc_err_set(err, HC_REFUSED, "no transformation from %s is known", "没有从 %s 出发的坐标转换",
                          from->name);
    size_t n_failed = hc_operation_run(operation, direction, xy, n, threads);
    if (n_failed)
        return hc_err_set(err, HC_REFUSED,
                          "%zu coordinates lie outside of what %s can express; is the CRS right? name it with --crs",
                          "有 %zu 个坐标超出 %s 的适用范围；坐标系是否正确？请用 --crs 指定", n_failed, from->name);
    return 0;
}

int hc_crs_transform(const struct hc_crs *from, const struct hc_crs *to, struct hc_xy *xy, size_t n, int threads,
                     struct hc_err *err)
{
    hc_lock_take(from->lock);
    bool same = proj_is_equivalent_to(from->crs, to->crs, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS);
    struct hc_operation *operation = same ? NULL : hc_operation_new(operation_to(from, to->crs), from->lock);
    hc_lock_give(from->lock);
    int status = same ? 0 : run(operation, PJ_FWD, xy, n, threads, from, err);
    hc_lock_take(from->lock);
    hc_operation_free(operation);
    hc_lock_give(from->lock);
    return status;
}

static void seek_wgs84(void *ctx)
{
    struct way *way = ctx;
    way->context = hc_operation_context();
    PJ *crs = horizontal(way->context, proj_create(way->context, way->definition));
    PJ *wgs84 = proj_create(way->context, "EPSG:4326");
    way->same = proj_is_equivalent_to(crs, wgs84, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS);
    if (crs && wgs84 && !way->same)
        way->operation = hc_operation_new(operation_between(way->context, crs, wgs84), way->lock);
    proj_destroy(crs);
    proj_destroy(wgs84);
}

void hc_crs_seek_wgs84(struct hc_crs *crs, int threads)
{
    if (!crs->wgs84->sought)
        crs->wgs84->search = hc_task_begin(threads, seek_wgs84, crs->wgs84);
    crs->wgs84->sought = true;
}

int hc_crs_to_wgs84(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err)
{
    struct way *way = crs->wgs84;
    hc_lock_take(way->lock);
    if (way->sought)
        hc_task_end(way->search);
    else
        seek_wgs84(way);
    way->search = NULL;
    way->sought = true;
    hc_lock_give(way->lock);
    return way->same ? 0 : run(way->operation, PJ_FWD, xy, n, threads, crs, err);
}

static int check_degrees(const struct hc_crs *crs, const struct hc_xy *xy, size_t n, struct hc_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(xy[i].x) <= 540 && fabs(xy[i].y) <= 90))
            return hc_err_set(err, HC_REFUSED,
                              "coordinates such as (%.6g, %.6g) are no longitude and latitude, but the CRS is %s; name "
                              "the right one with --crs",
                              "坐标 (%.6g, %.6g) 不是经纬度，而坐标系是 %s；请用 --crs 指定正确的坐标系", xy[i].x,
                              xy[i].y, crs->name);
    return 0;
}

int hc_crs_to_lonlat(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err)
{
    if (!crs->geographic)
        return run(crs->lonlat, PJ_FWD, xy, n, threads, crs, err);
    if (crs->degrees != 1)
        for (size_t i = 0; i < n; i++)
            xy[i] = (struct hc_xy){xy[i].x * crs->degrees, xy[i].y * crs->degrees};
    return check_degrees(crs, xy, n, err);
}

int hc_crs_from_lonlat(const struct hc_crs *crs, struct hc_xy *xy, size_t n, int threads, struct hc_err *err)
{
    if (!crs->geographic)
        return run(crs->lonlat, PJ_INV, xy, n, threads, crs, err);
    for (size_t i = 0; crs->degrees != 1 && i < n; i++)
        xy[i] = (struct hc_xy){xy[i].x / crs->degrees, xy[i].y / crs->degrees};
    return 0;
}

struct hc_plane {
    const struct hc_crs *from;
    PJ_CONTEXT *context;
    struct hc_operation *operation;
    bool radians; /* that it takes, where `from` is in degrees */
};

/* Of a CRS, the projection alone, which takes radians: no need to search PROJ's database for a way. */
static PJ *projection_of(PJ_CONTEXT *context, const char *crs)
{
    const char *type = strstr(crs, " +type=crs");
    char *projection = hc_strndup(crs, type ? (size_t)(type - crs) : strlen(crs));
    PJ *operation = proj_create(context, projection);
    hc_free(projection);
    return operation;
}

static PJ *way_to(PJ_CONTEXT *context, const struct hc_crs *from, const char *crs)
{
    PJ *to = proj_create(context, crs), *operation = to ? operation_to(from, to) : NULL;
    proj_destroy(to);
    return operation;
}

struct hc_plane *hc_plane_new(const struct hc_crs *from, const char *crs, struct hc_err *err)
{
    struct hc_plane *plane = hc_calloc(1, sizeof *plane);
    plane->from = from;
    plane->context = hc_operation_context();
    plane->radians = hc_crs_in_degrees(from);
    plane->operation = hc_operation_new(
        plane->radians ? projection_of(plane->context, crs) : way_to(plane->context, from, crs), from->lock);
    if (plane->operation)
        return plane;
    hc_err_set(err, HC_REFUSED, "no transformation from %s is known", "没有从 %s 出发的坐标转换", from->name);
    hc_plane_free(plane);
    return NULL;
}

void hc_plane_free(struct hc_plane *plane)
{
    if (!plane)
        return;
    hc_operation_free(plane->operation);
    proj_context_destroy(plane->context);
    hc_free(plane);
}

static void to_radians(void *ctx, size_t begin, size_t end)
{
    struct hc_xy *xy = ctx;
    for (size_t i = begin; i < end; i++)
        xy[i] = (struct hc_xy){xy[i].x * (M_PI / 180), xy[i].y * (M_PI / 180)};
}

int hc_plane_project(const struct hc_plane *plane, struct hc_xy *xy, size_t n, int threads, struct hc_err *err)
{
    if (plane->radians)
        hc_parallel_for(threads, n, 4096, to_radians, xy);
    return run(plane->operation, PJ_FWD, xy, n, threads, plane->from, err);
}
