#include "cover/inside.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/check/report.h"
#include "cover/geometry/geos.h"
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Vertices this close, in parts of the largest coordinate, differ by rounding alone. */
#define NOISE 1e-13

/* The part of a build that may run more than once, because mending changes the polygons. */
struct build {
    struct hc_cover *cover;
    const struct hc_units *units;
    struct hc_check check;
    struct hc_survey survey;
    double noise; /* in the layer's unit */
};

/* Sizes that hang on where on the earth the layer lies: the tolerance, the plane for circles. */
static int set_scale(struct hc_cover *cover, const struct hc_box *extent, double tolerance_m, struct hc_err *err)
{
    double a_m, f;
    struct hc_xy middle = {(extent->x0 + extent->x1) / 2, (extent->y0 + extent->y1) / 2};
    hc_crs_ellipsoid(cover->crs, &a_m, &f);
    hc_ellipsoid_init(&cover->ellipsoid, a_m, f);
    if (hc_crs_to_lonlat(cover->crs, &middle, 1, 1, err) < 0)
        return -1;
    cover->tolerance_m = tolerance_m > 0 ? tolerance_m : hc_metric_tolerance_m(&cover->metric, cover->polygons);
    snprintf(cover->reock_crs, sizeof cover->reock_crs,
             "+proj=laea +lat_0=%.2f +lon_0=%.2f +a=%.10g +rf=%.12g +units=m +type=crs", middle.y, middle.x, a_m,
             f > 0 ? 1 / f : 1e12);
    cover->plane = hc_plane_new(cover->crs, cover->reock_crs, err);
    if (!cover->plane)
        return -1;
    hc_lattice_init(&cover->lattice, cover->plane, extent, cover->threads);
    return 0;
}

/* Takes over `mended` as the polygons of the cover. */
static void replace_polygons(struct hc_cover *cover, struct hc_polygons *mended)
{
    hc_polygons_release(&cover->mended);
    cover->mended = *mended;
    cover->polygons = &cover->mended;
}

static void survey(struct build *b)
{
    hc_topology_release(&b->cover->topology);
    hc_survey_release(&b->survey);
    hc_topology_build(&b->cover->topology, b->cover->polygons, b->cover->threads);
    hc_survey_build(&b->survey, &b->cover->topology, &b->cover->metric, b->cover->tolerance_m, b->noise,
                    b->cover->threads);
}

/* Units that may be invalid by themselves. */
static uint8_t *suspects(const struct build *b)
{
    const struct hc_polygons *p = b->cover->polygons;
    const struct hc_topology *t = &b->cover->topology;
    uint8_t *suspect = hc_calloc(p->n_units, 1);
    for (size_t i = 0; i < b->survey.n_contacts; i++) {
        const struct hc_contact *c = &b->survey.contacts[i];
        /* Of a part within another part nothing is seen where a neighbour's border runs along it. */
        if (c->a == c->b || hc_polygons_unit_rings(p, c->a) > 1)
            suspect[c->a] = 1;
        if (hc_polygons_unit_rings(p, c->b) > 1)
            suspect[c->b] = 1;
    }
    size_t pinched = 0, collapsed = 0;
    for (uint32_t u = 0; u < p->n_units; u++)
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++) {
            bool bad = false;
            if (pinched < t->n_pinched && t->pinched[pinched] == r)
                bad = ++pinched;
            if (collapsed < t->n_collapsed && t->collapsed[collapsed] == r)
                bad = ++collapsed;
            if (bad)
                suspect[u] = 1;
        }
    return suspect;
}

static int mend_invalid(struct build *b, struct hc_err *err)
{
    uint8_t *suspect = suspects(b);
    struct hc_polygons mended;
    struct hc_invalids invalids = {0};
    int status = 0;
    if (memchr(suspect, 1, b->cover->polygons->n_units))
        status = hc_mend_invalid(b->cover->polygons, suspect, &mended, &invalids, err);
    if (status == 0 && invalids.n) {
        hc_check_invalid(&b->check, &invalids);
        replace_polygons(b->cover, &mended);
        survey(b);
    }
    hc_free(invalids.items);
    hc_free(suspect);
    return status;
}

static void insert_missing(struct build *b)
{
    struct hc_polygons mended;
    if (!b->survey.n_missing)
        return;
    hc_check_missing(&b->check, b->survey.missing, b->survey.n_missing);
    hc_mend_missing(b->cover->polygons, b->survey.missing, b->survey.n_missing, &mended);
    replace_polygons(b->cover, &mended);
    survey(b);
}

/* Contacts are sorted by units, so conflicts are too. */
static void list_conflicts(struct build *b)
{
    struct hc_cover *cover = b->cover;
    for (size_t i = 0; i < b->survey.n_contacts; i++) {
        struct hc_conflict pair = {b->survey.contacts[i].a, b->survey.contacts[i].b};
        const struct hc_conflict *last = cover->n_conflicts ? &cover->conflicts[cover->n_conflicts - 1] : NULL;
        if (last && last->a == pair.a && last->b == pair.b)
            continue;
        HC_GROW(cover->conflicts, cover->cap_conflicts, cover->n_conflicts + 1);
        cover->conflicts[cover->n_conflicts++] = pair;
    }
    /* Where a claim was lost the arcs of the loser do not close: it goes to GEOS whatever it is merged with. */
    for (size_t i = 0; i < cover->topology.n_extra; i++) {
        uint32_t unit = cover->topology.extra[i].unit;
        HC_GROW(cover->conflicts, cover->cap_conflicts, cover->n_conflicts + 1);
        cover->conflicts[cover->n_conflicts++] = (struct hc_conflict){unit, unit};
    }
}

/* Arcs are measured some at a time: their vertices laid out one arc after the other, brought to degrees, and summed up.
 */
#define ARCS_A_RANGE ((size_t)2048)

struct measuring {
    struct hc_cover *cover;
    struct hc_err *errs; /* of each range */
    atomic_bool failed;
};

static void measure_range(void *ctx, size_t begin, size_t end)
{
    struct measuring *m = ctx;
    struct hc_cover *cover = m->cover;
    const struct hc_topology *t = &cover->topology;
    size_t at[ARCS_A_RANGE + 1] = {0};
    for (size_t a = begin; a < end; a++)
        at[a - begin + 1] = at[a - begin] + t->arcs[a].count + 1;
    size_t n = at[end - begin];
    struct hc_xy *lonlat = hc_alloc(n, sizeof *lonlat);
    for (size_t a = begin; a < end; a++)
        hc_arc_copy(&t->arcs[a], t->polygons->xy, 0, (size_t)t->arcs[a].count + 1, lonlat + at[a - begin]);
    if (hc_crs_to_lonlat(cover->crs, lonlat, n, 1, &m->errs[begin / ARCS_A_RANGE]) < 0)
        atomic_store(&m->failed, true);
    else
        hc_lines_measure(&cover->ellipsoid, lonlat, at, end - begin, cover->arc_area + begin,
                         cover->arc_length + begin);
    hc_free(lonlat);
}

static int measure(struct hc_cover *cover, struct hc_err *err)
{
    size_t n = cover->topology.n_arcs, n_ranges = n / ARCS_A_RANGE + 1;
    struct measuring m = {.cover = cover, .errs = hc_calloc(n_ranges, sizeof *m.errs)};
    cover->arc_area = hc_calloc(n, sizeof *cover->arc_area);
    cover->arc_length = hc_calloc(n, sizeof *cover->arc_length);
    hc_parallel_for(cover->threads, n, ARCS_A_RANGE, measure_range, &m);
    for (size_t i = 0; i < n_ranges; i++)
        hc_err_take(err, &m.errs[i]);
    hc_free(m.errs);
    return m.failed ? -1 : 0;
}

/* *extent becomes that of the layer. */
static void drop_repeats(struct hc_cover *cover, const struct hc_check *check, struct hc_box *extent)
{
    struct hc_polygons mended;
    struct hc_xy first;
    size_t n = hc_mend_repeats(cover->polygons, cover->threads, &mended, &first, extent);
    if (!n)
        return;
    replace_polygons(cover, &mended);
    struct hc_finding *f =
        hc_findings_add(check->findings, "repeated_vertex", HC_NOTE, "%zu vertices repeat the one before them; dropped",
                        "有 %zu 个顶点与前一个重复，已去除", n);
    hc_finding_level(f, check->level);
    hc_finding_place(f, first.x, first.y);
    f->size_m = 0;
    hc_finding_remedy(f, "nothing needs to be done; hecun clean writes the layer without them",
                      "无需处理；hecun clean 可写出去除重复顶点的图层");
}

static int build(struct build *b, const struct hc_cover_options *options, struct hc_err *err)
{
    struct hc_cover *cover = b->cover;
    struct hc_box extent;
    drop_repeats(cover, &b->check, &extent);
    if (hc_metric_init(&cover->metric, cover->crs, &extent, err) < 0 ||
        set_scale(cover, &extent, options->tolerance_m, err) < 0)
        return -1;
    b->noise = NOISE * hc_box_reach(&extent);
    survey(b);
    if (mend_invalid(b, err) < 0)
        return -1;
    insert_missing(b);
    list_conflicts(b);
    hc_check_contacts(&b->check, &b->survey);
    int status = measure(cover, err);
    if (status == 0)
        hc_check_land(&b->check);
    if (!options->wgs84) /* else hc_placed will ask for them */
        hc_topology_forget_names(&cover->topology);
    return status;
}

struct hc_cover *hc_cover_new(const struct hc_layer *layer, const char *level, const struct hc_cover_options *options,
                              struct hc_findings *findings, struct hc_err *err)
{
    struct hc_cover *cover = hc_calloc(1, sizeof *cover);
    struct build b = {.cover = cover, .units = &layer->units, .check = {cover, &layer->units, level, findings}};
    cover->threads = options->threads;
    cover->polygons = &layer->polygons;
    cover->crs = hc_crs_new(layer->crs, err);
    int status = cover->crs ? 0 : -1;
    if (status == 0 && layer->polygons.n_xy >= HC_NONE)
        status = hc_err_set(err, HC_REFUSED, "more than 4 billion vertices", "顶点超过 40 亿个");
    if (status == 0 && options->wgs84)
        hc_crs_seek_wgs84(cover->crs, options->threads);
    if (status == 0)
        status = build(&b, options, err);
    hc_survey_release(&b.survey);
    if (status == 0)
        return cover;
    hc_cover_free(cover);
    return NULL;
}

void hc_cover_free(struct hc_cover *cover)
{
    if (!cover)
        return;
    hc_lattice_release(&cover->lattice);
    hc_plane_free(cover->plane);
    hc_crs_free(cover->crs);
    hc_polygons_release(&cover->mended);
    hc_topology_release(&cover->topology);
    hc_free(cover->arc_area);
    hc_free(cover->arc_length);
    hc_free(cover->conflicts);
    hc_free(cover);
}

size_t hc_cover_n_faces(const struct hc_cover *cover)
{
    return cover->polygons->n_units;
}

size_t hc_cover_n_vertices(const struct hc_cover *cover)
{
    return cover->polygons->n_xy;
}

const struct hc_crs *hc_cover_crs(const struct hc_cover *cover)
{
    return cover->crs;
}

double hc_cover_tolerance_m(const struct hc_cover *cover)
{
    return cover->tolerance_m;
}

const char *hc_cover_reock_crs(const struct hc_cover *cover)
{
    return cover->reock_crs;
}

struct inner {
    const struct hc_polygons *polygons;
    struct hc_xy *xy;
};

static void find_inner_points(void *ctx, size_t begin, size_t end)
{
    const struct inner *inner = ctx;
    struct hc_geos geos;
    hc_geos_init(&geos);
    for (size_t u = begin; u < end; u++) {
        GEOSGeometry *unit = hc_geos_from_unit(&geos, inner->polygons, u);
        GEOSGeometry *point = unit ? GEOSPointOnSurface_r(geos.handle, unit) : NULL;
        struct hc_xy *xy = &inner->xy[u];
        *xy = (struct hc_xy){NAN, NAN};
        if (point && GEOSisEmpty_r(geos.handle, point) == 0) {
            GEOSGeomGetX_r(geos.handle, point, &xy->x);
            GEOSGeomGetY_r(geos.handle, point, &xy->y);
        }
        GEOSGeom_destroy_r(geos.handle, point);
        GEOSGeom_destroy_r(geos.handle, unit);
    }
    hc_geos_release(&geos);
}

void hc_cover_inner_points(const struct hc_cover *cover, struct hc_xy *xy)
{
    struct inner inner = {cover->polygons, xy};
    hc_parallel_for(cover->threads, cover->polygons->n_units, 256, find_inner_points, &inner);
}
