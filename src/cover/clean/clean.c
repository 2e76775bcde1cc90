#include "cover/clean/clean.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include "cover/check/edges.h"
#include "cover/clean/inside.h"
#include "cover/geometry/predicates.h"
#include "cover/mend/mend.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Vertices this close, in parts of the largest coordinate, differ by rounding alone. */
#define NOISE     1e-13
/* Gaps this narrow, in side lengths of a middling unit, are closed where no width is given: what check calls a gap. */
#define GAP_WIDTH 0.005

void hc_cleaning_rebuild(struct hc_cleaning *c)
{
    hc_topology_release(&c->topology);
    hc_topology_build(&c->topology, &c->polygons, c->options->threads);
}

void hc_cleaning_replace(struct hc_cleaning *c, struct hc_polygons *polygons)
{
    hc_polygons_release(&c->polygons);
    c->polygons = *polygons;
    hc_cleaning_rebuild(c);
}

void hc_cleaning_log(struct hc_cleaning *c, struct hc_change change)
{
    HC_GROW(c->log->changes, c->log->cap, c->log->n + 1);
    c->log->changes[c->log->n++] = change;
}

/* Side of a square of a middling unit's area. */
static double middling_side_m(const struct hc_cleaning *c)
{
    const struct hc_polygons *p = &c->polygons;
    double *area = hc_alloc(p->n_units, sizeof *area), side;
    for (size_t u = 0; u < p->n_units; u++)
        area[u] = hc_metric_unit_m2(&c->metric, p, (uint32_t)u);
    side = p->n_units ? sqrt(fmax(hc_select_double(area, p->n_units, p->n_units / 2), 0)) : 0;
    hc_free(area);
    return side;
}

/* "code,code,..." as ranks of the units, HC_NONE for those not named; the caller's. NULL, with err filled, if a code is
 * no unit's. */
static uint32_t *rank_named(const struct hc_units *units, const char *named, struct hc_err *err)
{
    uint32_t *ranks = hc_alloc(units->count, sizeof *ranks), rank = 0;
    memset(ranks, 0xff, units->count * sizeof *ranks);
    for (const char *p = named; p && *p; rank++) {
        size_t length = strcspn(p, ",");
        char *code = hc_strndup(p, length);
        uint32_t unit = hc_map_find(&units->by_code, code);
        if (unit == HC_NONE)
            hc_err_set(err, HC_REFUSED, "no unit has the code \"%s\" that gaps or overlaps should go to",
                       "缝隙或重叠应划归的代码“%s”不属于任何单元", code);
        hc_free(code);
        if (unit == HC_NONE) {
            hc_free(ranks);
            return NULL;
        }
        if (ranks[unit] == HC_NONE)
            ranks[unit] = rank;
        p += length + (p[length] == ',');
    }
    return ranks;
}

static void drop_repeats(struct hc_cleaning *c)
{
    struct hc_polygons out;
    c->log->n_repeats = hc_mend_repeats(&c->polygons, c->options->threads, &out, NULL, NULL);
    if (c->log->n_repeats) {
        hc_polygons_release(&c->polygons);
        c->polygons = out;
    }
}

/* Limits that are not given come from the polygons as they stand, so that what is cleaned has its own in the end; true
 * if they are others than before. */
static bool set_limits(struct hc_cleaning *c)
{
    const struct hc_clean_options *o = c->options;
    double tolerance_m = o->tolerance_m > 0 ? o->tolerance_m : hc_metric_tolerance_m(&c->metric, &c->polygons);
    double derived = hc_metric_rounded_up(fmax(GAP_WIDTH * middling_side_m(c), 1e-9));
    double gap_width_m = o->gap_width_m > 0 ? o->gap_width_m : fmax(derived, tolerance_m);
    bool others = tolerance_m < c->tolerance_m || tolerance_m > c->tolerance_m || gap_width_m < c->gap_width_m ||
                  gap_width_m > c->gap_width_m;
    c->log->tolerance_m = c->tolerance_m = tolerance_m;
    c->log->gap_width_m = c->gap_width_m = gap_width_m;
    return others;
}

static int set_up(struct hc_cleaning *c, const struct hc_layer *layer, struct hc_err *err)
{
    struct hc_crs *crs = hc_crs_new(layer->crs, err);
    hc_polygons_init(&c->polygons);
    for (size_t u = 0; u < layer->polygons.n_units; u++)
        hc_polygons_copy_unit(&c->polygons, &layer->polygons, u);
    c->rank = rank_named(c->units, c->options->named, err);
    c->gap_rank = rank_named(c->units, c->options->gaps_named, err);
    int status = crs && c->rank && c->gap_rank ? 0 : -1;
    if (status == 0 && layer->polygons.n_xy >= HC_NONE)
        status = hc_err_set(err, HC_REFUSED, "more than 4 billion vertices", "顶点超过 40 亿个");
    struct hc_box extent = hc_box_of_all(c->polygons.xy, c->polygons.n_xy, c->options->threads);
    if (status == 0)
        status = hc_metric_init(&c->metric, crs, &extent, err);
    hc_crs_free(crs);
    if (status < 0)
        return -1;
    drop_repeats(c);
    c->noise = NOISE * hc_box_reach(&extent);
    set_limits(c);
    hc_cleaning_rebuild(c);
    return 0;
}

static bool own_edges_meet(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct hc_topology *t = ctx;
    const uint32_t *f = t->face;
    uint32_t a = f[2 * p->arc], b = f[2 * p->arc + 1], c = f[2 * q->arc], d = f[2 * q->arc + 1];
    bool common = (a != HC_NONE && (a == c || a == d)) || (b != HC_NONE && (b == c || b == d));
    return (common || t->n_extra) && hc_clean_edges_cross(t, p, q);
}

/* Units that may be invalid by themselves. */
static uint8_t *find_suspects(const struct hc_cleaning *c)
{
    const struct hc_topology *t = &c->topology;
    const struct hc_polygons *p = &c->polygons;
    uint8_t *suspect = hc_calloc(p->n_units, 1);
    struct hc_edge_pairs pairs;
    hc_edges_find(t, false, 0, c->options->threads, own_edges_meet, t, &pairs);
    for (size_t i = 0; i < pairs.n; i++)
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t unit = t->face[2 * pairs.items[i].a.arc + k];
            if (unit != HC_NONE)
                suspect[unit] = 1;
        }
    hc_free(pairs.items);
    for (size_t i = 0; i < t->n_extra; i++)
        suspect[t->extra[i].unit] = suspect[t->face[t->extra[i].half]] = 1;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        if (t->face[2 * a] != HC_NONE && t->face[2 * a] == t->face[2 * a + 1])
            suspect[t->face[2 * a]] = 1;
    size_t pinched = 0, collapsed = 0;
    for (uint32_t u = 0; u < p->n_units; u++) {
        if (hc_polygons_unit_rings(p, u) > 1) /* a part in another part, a hole outside */
            suspect[u] = 1;
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++) {
            if (pinched < t->n_pinched && t->pinched[pinched] == r) {
                pinched++;
                suspect[u] = 1;
            }
            if (collapsed < t->n_collapsed && t->collapsed[collapsed] == r) {
                collapsed++;
                suspect[u] = 1;
            }
        }
    }
    return suspect;
}

static int mend_invalid(struct hc_cleaning *c, struct hc_err *err)
{
    uint8_t *suspect = find_suspects(c);
    struct hc_polygons mended;
    struct hc_invalids invalids = {0};
    int status = 0;
    if (c->polygons.n_units && memchr(suspect, 1, c->polygons.n_units))
        status = hc_mend_invalid(&c->polygons, suspect, &mended, &invalids, err);
    for (size_t i = 0; status == 0 && i < invalids.n; i++) {
        const struct hc_invalid *v = &invalids.items[i];
        double m2 = c->metric.unit_m * hc_metric_x_m(&c->metric, v->place.y);
        hc_cleaning_log(c, (struct hc_change){HC_CHANGE_MENDED, v->unit, v->unit, v->place, NAN,
                                              fabs(v->planar_after - v->planar_before) * m2});
    }
    if (status == 0 && invalids.n)
        hc_cleaning_replace(c, &mended);
    hc_free(invalids.items);
    hc_free(suspect);
    return status;
}

static int clean(struct hc_cleaning *c, struct hc_err *err)
{
    enum { ROUNDS = 12 };
    if (mend_invalid(c, err) < 0)
        return -1;
    for (int round = 0; round < ROUNDS; round++) {
        bool snapped = hc_clean_snap(c), cut = hc_clean_cut(c), settled;
        if (hc_clean_settle(c, &settled, err) < 0)
            return -1;
        if (!snapped && !cut && !settled && !set_limits(c))
            return 0;
    }
    return 0;
}

int hc_clean(const struct hc_layer *layer, const char *level, const struct hc_clean_options *options,
             struct hc_polygons *out, struct hc_clean_log *log, struct hc_findings *findings, struct hc_err *err)
{
    struct hc_cleaning c = {.options = options, .units = &layer->units, .log = log};
    *log = (struct hc_clean_log){0};
    int status = set_up(&c, layer, err);
    if (status == 0)
        status = clean(&c, err);
    if (status == 0)
        hc_clean_log_finish(log, level, layer, &c.polygons, findings);
    hc_topology_release(&c.topology);
    hc_free(c.rank);
    hc_free(c.gap_rank);
    *out = c.polygons;
    return status;
}
