#include "base/mem.h"
#include "base/parallel.h"
#include "cover/check/edges.h"
#include "cover/check/survey.h"
#include "cover/geometry/predicates.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many units cover a point is told by the outer borders alone: along a ray from far left each of them is entered or
 * left, while a shared border leads from one unit into the next. Edges are sorted into bands by y, so that a ray
 * meets few of them. */
struct bands {
    const struct hc_topology *t;
    struct hc_edges edges;
    double y0, height;
    size_t n, *at;
    uint32_t *entries;
};

static size_t band_of(const struct bands *b, double y)
{
    double at = (y - b->y0) / b->height;
    return at <= 0 ? 0 : at >= (double)b->n ? b->n - 1 : (size_t)at;
}

static void each_band(struct bands *b, uint32_t e, bool fill)
{
    double ya = b->t->polygons->xy[b->edges.items[e].from].y, yb = b->t->polygons->xy[b->edges.items[e].to].y;
    size_t last = band_of(b, fmax(ya, yb));
    for (size_t i = band_of(b, fmin(ya, yb)); i <= last; i++) {
        if (fill)
            b->entries[--b->at[i]] = e;
        else
            b->at[i]++;
    }
}

static void build_bands(struct bands *b, const struct hc_topology *t)
{
    *b = (struct bands){.t = t};
    hc_edges_one_sided(&b->edges, t);
    double top = -INFINITY;
    b->y0 = INFINITY;
    for (size_t e = 0; e < b->edges.n; e++) {
        double y = t->polygons->xy[b->edges.items[e].from].y;
        b->y0 = fmin(b->y0, y);
        top = fmax(top, y);
    }
    b->n = b->edges.n / 4 + 1;
    b->height = b->edges.n && top > b->y0 ? (top - b->y0) / (double)b->n : 1;
    b->at = hc_calloc(b->n + 1, sizeof *b->at);
    for (uint32_t e = 0; e < b->edges.n; e++)
        each_band(b, e, false);
    for (size_t i = 0; i < b->n; i++)
        b->at[i + 1] += b->at[i];
    b->entries = hc_alloc(b->at[b->n], sizeof *b->entries);
    for (uint32_t e = (uint32_t)b->edges.n; e-- > 0;)
        each_band(b, e, true);
}

static void release_bands(struct bands *b)
{
    hc_edges_release(&b->edges);
    hc_free(b->at);
    hc_free(b->entries);
}

/* The units that cover the points just left of p, edge `self` not counted. */
static int depth_left_of(const struct bands *b, struct hc_xy p, uint32_t self)
{
    const struct hc_xy *xy = b->t->polygons->xy;
    size_t band = band_of(b, p.y);
    int depth = 0;
    for (size_t i = b->at[band]; i < b->at[band + 1]; i++) {
        const struct hc_edge *edge = &b->edges.items[b->entries[i]];
        struct hc_xy from = xy[edge->from], to = xy[edge->to];
        bool up = to.y > from.y;
        if (b->entries[i] == self || (from.y > p.y) == (to.y > p.y) || hc_side(from, to, p) != (up ? -1 : 1))
            continue;
        /* Seen from the left, an edge is entered if its unit lies to the right: left of it when it runs down. */
        bool unit_left = b->t->face[2 * edge->arc] != HC_NONE;
        depth += unit_left == up ? -1 : 1;
    }
    return depth;
}

/* The edge of an arc that goes furthest up or down: a ray crosses it most clearly. */
static uint32_t steepest(const struct bands *b, uint32_t first, uint32_t end)
{
    const struct hc_xy *xy = b->t->polygons->xy;
    uint32_t best = first;
    double most = -1;
    for (uint32_t e = first; e < end; e++) {
        double rise = fabs(xy[b->edges.items[e].to].y - xy[b->edges.items[e].from].y);
        if (rise > most) {
            most = rise;
            best = e;
        }
    }
    return best;
}

/* Boxes of the units by their west side, so that the few around a point are found among many. */
struct unit_box {
    double x0, y0, x1, y1;
    uint32_t unit;
};
struct unit_boxes {
    struct unit_box *items;
    size_t n;
    double widest;
};

static int compare_boxes(const void *p, const void *q)
{
    const struct unit_box *a = p, *b = q;
    if (a->x0 < b->x0 || a->x0 > b->x0)
        return a->x0 < b->x0 ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static void build_boxes(struct unit_boxes *b, const struct hc_polygons *p)
{
    *b = (struct unit_boxes){.items = hc_alloc(p->n_units, sizeof *b->items), .n = p->n_units};
    for (uint32_t u = 0; u < p->n_units; u++) {
        struct unit_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY, u};
        size_t end = p->ring_xy[p->part_ring[p->unit_part[u + 1]]];
        for (size_t i = p->ring_xy[p->part_ring[p->unit_part[u]]]; i < end; i++) {
            box.x0 = fmin(box.x0, p->xy[i].x);
            box.x1 = fmax(box.x1, p->xy[i].x);
            box.y0 = fmin(box.y0, p->xy[i].y);
            box.y1 = fmax(box.y1, p->xy[i].y);
        }
        b->items[u] = box;
        b->widest = fmax(b->widest, box.x1 - box.x0);
    }
    if (b->n)
        qsort(b->items, b->n, sizeof *b->items, compare_boxes);
}

static bool unit_contains(const struct hc_polygons *p, uint32_t unit, struct hc_xy point)
{
    bool inside = false;
    for (uint32_t r = p->part_ring[p->unit_part[unit]]; r < p->part_ring[p->unit_part[unit + 1]]; r++)
        inside ^= hc_ring_contains(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r], point);
    return inside;
}

/* Names who covers the land across an outer border of `unit`: the unit itself if nobody else does. */
static void add_covering(struct hc_survey *s, const struct hc_topology *t, const struct unit_boxes *boxes,
                         uint32_t unit, struct hc_xy place)
{
    size_t before = s->n_contacts, low = 0, high = boxes->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (boxes->items[mid].x0 < place.x - boxes->widest)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < boxes->n && boxes->items[low].x0 <= place.x; low++) {
        const struct unit_box *b = &boxes->items[low];
        if (b->unit != unit && place.x <= b->x1 && b->y0 <= place.y && place.y <= b->y1 &&
            unit_contains(t->polygons, b->unit, place))
            hc_survey_add(s, unit, b->unit, HC_CONTACT_COVERED, place);
    }
    if (s->n_contacts == before)
        hc_survey_add(s, unit, unit, HC_CONTACT_COVERED, place);
}

struct depth_job {
    struct bands *bands;
    const uint32_t *first; /* first edge of each one-sided arc, and the end of the last */
    uint32_t *probe;       /* the edge at which the depth is wrong, or HC_NONE */
};

static struct hc_xy middle_of(const struct bands *b, uint32_t e)
{
    const struct hc_xy *xy = b->t->polygons->xy;
    struct hc_xy from = xy[b->edges.items[e].from], to = xy[b->edges.items[e].to];
    return (struct hc_xy){from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2};
}

static void probe_arcs(void *ctx, size_t begin, size_t end)
{
    struct depth_job *job = ctx;
    const struct bands *b = job->bands;
    for (size_t i = begin; i < end; i++) {
        uint32_t e = steepest(b, job->first[i], job->first[i + 1]);
        const struct hc_edge *edge = &b->edges.items[e];
        bool up = b->t->polygons->xy[edge->to].y > b->t->polygons->xy[edge->from].y;
        bool unit_left = b->t->face[2 * edge->arc] != HC_NONE;
        int expected = unit_left == up ? 1 : 0;
        job->probe[i] = depth_left_of(b, middle_of(b, e), e) == expected ? HC_NONE : e;
    }
}

void hc_survey_depth(struct hc_survey *s, const struct hc_topology *t, int threads)
{
    struct bands b;
    build_bands(&b, t);
    uint32_t *first = hc_alloc(b.edges.n + 1, sizeof *first);
    size_t n = 0;
    for (uint32_t e = 0; e < b.edges.n; e++)
        if (!e || b.edges.items[e].arc != b.edges.items[e - 1].arc)
            first[n++] = e;
    first[n] = (uint32_t)b.edges.n;
    struct depth_job job = {&b, first, hc_alloc(n, sizeof(uint32_t))};
    hc_parallel_for(threads, n, 64, probe_arcs, &job);
    struct unit_boxes boxes = {0};
    for (size_t i = 0; i < n; i++) {
        if (job.probe[i] == HC_NONE)
            continue;
        uint32_t arc = b.edges.items[job.probe[i]].arc;
        uint32_t unit = t->face[2 * arc] != HC_NONE ? t->face[2 * arc] : t->face[2 * arc + 1];
        if (!boxes.items)
            build_boxes(&boxes, t->polygons);
        add_covering(s, t, &boxes, unit, middle_of(&b, job.probe[i]));
    }
    hc_free(boxes.items);
    hc_free(job.probe);
    hc_free(first);
    release_bands(&b);
}
