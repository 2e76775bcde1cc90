#include "cover/rounding.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/check/survey.h"
#include "cover/geometry/geos.h"
#include "cover/mend/mend.h"
#include <math.h>
#include <string.h>

struct job {
    struct hc_xy *xy;
    double scale;
};

static void round_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    for (size_t i = begin; i < end; i++)
        job->xy[i] = (struct hc_xy){round(job->xy[i].x * job->scale) / job->scale + 0.0,
                                    round(job->xy[i].y * job->scale) / job->scale + 0.0};
}

void hc_vertices_round(struct hc_xy *xy, size_t n, int decimals, int threads)
{
    struct job job = {xy, pow(10, decimals)};
    hc_parallel_for(threads, n, 1 << 14, round_range, &job);
}

/* Units that get in their own way on the grid. */
static uint8_t *broken_units(const struct hc_polygons *p, int threads)
{
    struct hc_topology t;
    const struct hc_metric plane = {.unit_m = 1, .least_x_m = 1};
    struct hc_survey survey;
    uint8_t *broken = hc_calloc(p->n_units, 1);
    uint32_t *unit_of = hc_alloc(p->n_rings, sizeof *unit_of);
    hc_topology_build(&t, p, threads);
    hc_survey_build(&survey, &t, &plane, 0, 0, threads);
    for (uint32_t u = 0; u < p->n_units; u++)
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++)
            unit_of[r] = u;
    for (size_t i = 0; i < t.n_pinched; i++)
        broken[unit_of[t.pinched[i]]] = 1;
    for (size_t i = 0; i < t.n_collapsed; i++)
        broken[unit_of[t.collapsed[i]]] = 1;
    for (size_t i = 0; i < survey.n_contacts; i++)
        if (survey.contacts[i].a == survey.contacts[i].b)
            broken[survey.contacts[i].a] = 1;
    hc_free(unit_of);
    hc_survey_release(&survey);
    hc_topology_release(&t);
    return broken;
}

/* Adds the unit, valid on the grid; as it is if nothing of it would be left. */
static void repair_unit(struct hc_geos *geos, const struct hc_polygons *p, size_t u, double scale,
                        struct hc_polygons *out, size_t *n_repaired)
{
    GEOSGeometry *unit = hc_geos_from_unit(geos, p, u), *valid = NULL, *snapped = NULL;
    if (unit && GEOSisValid_r(geos->handle, unit) != 1 && (valid = GEOSMakeValid_r(geos->handle, unit)))
        snapped = GEOSGeom_setPrecision_r(geos->handle, valid, 1 / scale, 0);
    if (snapped && GEOSisEmpty_r(geos->handle, snapped) == 0) {
        hc_geos_append_unit(geos, snapped, out);
        ++*n_repaired;
    } else {
        hc_polygons_copy_unit(out, p, u);
    }
    GEOSGeom_destroy_r(geos->handle, snapped);
    GEOSGeom_destroy_r(geos->handle, valid);
    GEOSGeom_destroy_r(geos->handle, unit);
}

static void repair(struct hc_polygons *p, const uint8_t *broken, double scale, size_t *n_repaired)
{
    struct hc_geos geos;
    struct hc_polygons out;
    hc_geos_init(&geos);
    hc_polygons_init(&out);
    for (size_t u = 0; u < p->n_units; u++) {
        if (broken[u])
            repair_unit(&geos, p, u, scale, &out, n_repaired);
        else
            hc_polygons_copy_unit(&out, p, u);
    }
    hc_geos_release(&geos);
    hc_polygons_release(p);
    *p = out;
}

int hc_polygons_round(struct hc_polygons *p, int decimals, int threads, size_t *n_repaired, struct hc_err *err)
{
    (void)err;
    struct hc_polygons tidy;
    *n_repaired = 0;
    hc_vertices_round(p->xy, p->n_xy, decimals, threads);
    if (hc_mend_repeats(p, threads, &tidy, NULL, NULL)) {
        hc_polygons_release(p);
        *p = tidy;
    }
    uint8_t *broken = broken_units(p, threads);
    if (memchr(broken, 1, p->n_units)) {
        repair(p, broken, pow(10, decimals), n_repaired);
        hc_vertices_round(p->xy, p->n_xy, decimals, threads);
    }
    hc_free(broken);
    return 0;
}
