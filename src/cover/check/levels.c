#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/geos.h"
#include "cover/inside.h"
#include <math.h>

/* Land that only one of two boundaries has, where it is wider than the tolerance. */
struct difference {
    struct hc_polygons land; /* one unit; without parts: none */
    double width;            /* diameter of the largest circle in it, in the cover's unit, */
    struct hc_xy place;      /* and its centre */
    bool failed;
};

struct comparison {
    const struct hc_cover *cover;
    const struct hc_polygons *own, *dissolved;
    struct difference *differences;
};

/* What is left of land when everything narrower than `width` has gone; takes over `land`. NULL if GEOS fails. */
static GEOSGeometry *open_land(struct hc_geos *geos, GEOSGeometry *land, double width)
{
    GEOSGeometry *core = land ? GEOSBuffer_r(geos->handle, land, -width / 2, 4) : NULL;
    GEOSGeometry *open = core ? GEOSBuffer_r(geos->handle, core, width / 2, 4) : NULL;
    GEOSGeom_destroy_r(geos->handle, core);
    GEOSGeom_destroy_r(geos->handle, land);
    return open;
}

static void weigh(struct hc_geos *geos, const GEOSGeometry *land, double tolerance, struct difference *d)
{
    if (GEOSisEmpty_r(geos->handle, land))
        return;
    hc_geos_append_unit(geos, land, &d->land);
    GEOSGeometry *radius = GEOSMaximumInscribedCircle_r(geos->handle, land, tolerance / 4);
    GEOSGeometry *centre = radius ? GEOSGeomGetStartPoint_r(geos->handle, radius) : NULL;
    d->failed = !centre;
    if (centre) {
        GEOSLength_r(geos->handle, radius, &d->width);
        d->width *= 2;
        GEOSGeomGetX_r(geos->handle, centre, &d->place.x);
        GEOSGeomGetY_r(geos->handle, centre, &d->place.y);
    }
    GEOSGeom_destroy_r(geos->handle, centre);
    GEOSGeom_destroy_r(geos->handle, radius);
}

static void compare_unit(struct hc_geos *geos, const struct comparison *c, size_t unit)
{
    struct difference *d = &c->differences[unit];
    GEOSGeometry *raw = hc_geos_from_unit(geos, c->own, unit), *own = raw ? GEOSMakeValid_r(geos->handle, raw) : NULL;
    GEOSGeometry *dissolved = hc_geos_from_unit(geos, c->dissolved, unit);
    double tolerance = hc_metric_units(&c->cover->metric, c->cover->tolerance_m);
    hc_polygons_init(&d->land);
    GEOSGeometry *land =
        open_land(geos, own && dissolved ? GEOSSymDifference_r(geos->handle, own, dissolved) : NULL, tolerance);
    d->failed = !land;
    if (land)
        weigh(geos, land, tolerance, d);
    GEOSGeom_destroy_r(geos->handle, land);
    GEOSGeom_destroy_r(geos->handle, dissolved);
    GEOSGeom_destroy_r(geos->handle, own);
    GEOSGeom_destroy_r(geos->handle, raw);
}

static void compare_range(void *ctx, size_t begin, size_t end)
{
    struct hc_geos geos;
    hc_geos_init(&geos);
    for (size_t i = begin; i < end; i++)
        compare_unit(&geos, ctx, i);
    hc_geos_release(&geos);
}

static void report(const struct hc_cover *cover, const struct hc_layer *layer, const char *level, size_t unit,
                   const struct difference *d, struct hc_findings *findings)
{
    double area_m2 = d->failed ? NAN : hc_cover_size(cover, &d->land, 0, (uint32_t)d->land.n_parts).area_m2;
    double width_m = d->width * sqrt(cover->metric.unit_m * hc_metric_x_m(&cover->metric, d->place.y));
    const char *code = layer->units.code[unit];
    struct hc_finding *f =
        d->failed
            ? hc_findings_add(findings, "boundary_differs", HC_ERROR,
                              "unit %s: its own boundary cannot be compared with the units that lie in it",
                              "单元 %s：自带边界无法与其下级单元比较", code)
            : hc_findings_add(findings, "boundary_differs", HC_ERROR,
                              "unit %s: its own boundary and that of the units that lie in it differ by %.0f m², up "
                              "to %.1f m wide; the units' is used",
                              "单元 %s：自带边界与其下级单元合成的边界相差 %.0f 平方米，最宽 %.1f "
                              "米；采用下级单元的边界",
                              code, area_m2, width_m);
    hc_finding_level(f, level);
    hc_finding_unit(f, code);
    if (!d->failed) {
        f->area_m2 = area_m2;
        f->size_m = width_m;
        hc_finding_place(f, d->place.x, d->place.y);
    }
    hc_finding_remedy(f, "correct the unit's boundary or the parent codes of the units that lie in it",
                      "请更正该单元的边界，或其下级单元的上级代码");
}

int hc_cover_check_level(const struct hc_cover *cover, const uint32_t *face_unit, const struct hc_layer *layer,
                         const char *level, struct hc_findings *findings, struct hc_err *err)
{
    size_t n = layer->units.count;
    struct hc_polygons own = {0}, dissolved = {0};
    struct hc_crs *crs = hc_crs_new(layer->crs, err);
    int status = crs ? hc_cover_dissolve(cover, face_unit, n, &dissolved, err) : -1;
    hc_polygons_init(&own);
    hc_polygons_join(&own, &layer->polygons, 1, 1);
    if (status == 0)
        status = hc_crs_transform(crs, cover->crs, own.xy, own.n_xy, cover->threads, err);
    if (status == 0) {
        struct comparison c = {cover, &own, &dissolved, hc_calloc(n, sizeof(struct difference))};
        hc_parallel_for(cover->threads, n, 1, compare_range, &c);
        for (size_t i = 0; i < n; i++) {
            if (c.differences[i].failed || c.differences[i].land.n_parts)
                report(cover, layer, level, i, &c.differences[i], findings);
            hc_polygons_release(&c.differences[i].land);
        }
        hc_free(c.differences);
    }
    hc_crs_free(crs);
    hc_polygons_release(&own);
    hc_polygons_release(&dissolved);
    return status;
}
