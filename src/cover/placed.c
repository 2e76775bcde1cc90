#include "cover/placed.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/build/names.h"
#include "cover/check/survey.h"
#include "cover/inside.h"
#include "cover/rounding.h"
#include <string.h>

struct hc_placed {
    struct hc_task *task; /* until it is waited for */
    struct hc_err err;    /* why the vertices could not be transformed */
    const struct hc_cover *cover;
    int decimals;
    const uint32_t *first;    /* the names of the cover's vertices */
    uint32_t *found;          /* the same, if the cover has forgotten them */
    struct hc_polygons there; /* the cover's polygons in WGS 84; its indices are borrowed */
    uint32_t *slots;          /* a hash table of the names of vertices; HC_NONE: empty */
    size_t cap;
    bool sound; /* rounding breaks nothing: what is dissolved from the arcs is valid on the grid as it is */
};

#define VERTICES_A_RANGE ((size_t)1 << 14)

static size_t slot_of(const struct hc_placed *placed, struct hc_xy p)
{
    return (size_t)((hc_xy_hash(p) >> 32) * placed->cap >> 32);
}

static bool same(struct hc_xy a, struct hc_xy b)
{
    return a.x == b.x && a.y == b.y;
}

static void fill_table(struct hc_placed *placed, size_t n_names)
{
    const struct hc_topology *t = &placed->cover->topology;
    placed->cap = n_names + n_names / 2 + 16;
    placed->slots = hc_alloc(placed->cap, sizeof *placed->slots);
    memset(placed->slots, 0xff, placed->cap * sizeof *placed->slots);
    for (size_t i = 0; i < t->polygons->n_xy; i++) {
        if (placed->first[i] != i)
            continue;
        size_t at = slot_of(placed, t->polygons->xy[i]);
        while (placed->slots[at] != HC_NONE)
            at = at + 1 < placed->cap ? at + 1 : 0;
        placed->slots[at] = (uint32_t)i;
    }
}

/* A ring vertex of the cover at p, or HC_NONE. */
static uint32_t find_vertex(const struct hc_placed *placed, struct hc_xy p)
{
    const struct hc_xy *xy = placed->cover->polygons->xy;
    size_t at = slot_of(placed, p);
    while (placed->slots[at] != HC_NONE && !same(xy[placed->slots[at]], p))
        at = at + 1 < placed->cap ? at + 1 : 0;
    return placed->slots[at];
}

/* Each vertex once, however many rings pass it. Returns the number of different ones, 0 on failure. */
static size_t transform(struct hc_placed *placed)
{
    const struct hc_cover *cover = placed->cover;
    const struct hc_polygons *p = cover->polygons;
    size_t n = 0;
    struct hc_xy *xy = placed->there.xy;
    for (size_t i = 0; i < p->n_xy; i++)
        if (placed->first[i] == i)
            xy[n++] = p->xy[i];
    if (hc_crs_to_wgs84(cover->crs, xy, n, cover->threads, &placed->err) < 0)
        return 0;
    hc_vertices_round(xy, n, placed->decimals, cover->threads);
    for (size_t i = p->n_xy, left = n; i-- > 0;) /* names go up, and none beyond its vertex: nothing is lost */
        if (placed->first[i] == i)
            xy[i] = xy[--left];
    for (size_t i = 0; i < p->n_xy; i++)
        xy[i] = xy[placed->first[i]];
    return n;
}

/* Whether the whole coverage, rounded, still has edges that meet at common ends alone, no two vertices at one place, no
 * ring that is none, and no land claimed twice. Then any rings made of its arcs are as valid as before. */
static bool is_sound(const struct hc_placed *placed)
{
    const struct hc_metric plane = {.unit_m = 1, .least_x_m = 1};
    const struct hc_topology *before = &placed->cover->topology;
    const struct hc_polygons *p = &placed->there;
    struct hc_topology t;
    struct hc_survey survey;
    if (placed->cover->n_conflicts || before->n_collapsed)
        return false;
    hc_topology_build(&t, p, placed->cover->threads);
    bool sound = !t.n_pinched && !t.n_collapsed && memcmp(t.first, placed->first, p->n_xy * sizeof *t.first) == 0;
    if (sound) {
        hc_survey_build(&survey, &t, &plane, 0, 0, placed->cover->threads);
        sound = !survey.n_contacts && !survey.n_missing;
        hc_survey_release(&survey);
    }
    hc_topology_release(&t);
    return sound;
}

static void make(void *ctx)
{
    struct hc_placed *placed = ctx;
    const struct hc_polygons *p = placed->cover->polygons;
    placed->there = *p;
    placed->there.xy = hc_alloc(p->n_xy, sizeof *placed->there.xy);
    placed->first = placed->cover->topology.first;
    if (!placed->first) {
        placed->found = hc_alloc(p->n_xy, sizeof *placed->found);
        hc_vertex_names(p->xy, p->n_xy, placed->cover->threads, placed->found);
        placed->first = placed->found;
    }
    size_t n_names = transform(placed);
    if (placed->err.code != HC_DONE)
        return;
    placed->sound = is_sound(placed);
    fill_table(placed, n_names);
}

struct hc_placed *hc_placed_new(const struct hc_cover *cover, int decimals)
{
    struct hc_placed *placed = hc_calloc(1, sizeof *placed);
    placed->cover = cover;
    placed->decimals = decimals;
    placed->task = hc_task_begin(cover->threads, make, placed);
    return placed;
}

int hc_placed_wait(struct hc_placed *placed, struct hc_err *err)
{
    hc_task_end(placed->task);
    placed->task = NULL;
    if (placed->err.code == HC_DONE)
        return 0;
    return hc_err_set(err, placed->err.code, "%s%.0s", "%.0s%s", placed->err.text.en, placed->err.text.zh);
}

void hc_placed_free(struct hc_placed *placed)
{
    if (!placed)
        return;
    hc_task_drop(placed->task);
    hc_free(placed->there.xy);
    hc_free(placed->slots);
    hc_free(placed->found);
    hc_err_release(&placed->err);
    hc_free(placed);
}

struct job {
    const struct hc_placed *placed;
    struct hc_xy *xy;
    size_t *n_unknown; /* of each range; their indices stand from the beginning of the range on in `unknown` */
    uint32_t *unknown;
};

/* Rings follow borders of the cover: the table has to be asked only where one begins. */
static void bring_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    const struct hc_polygons *from = job->placed->cover->polygons;
    const struct hc_xy *there = job->placed->there.xy;
    size_t met = SIZE_MAX, n_unknown = 0;
    for (size_t i = begin; i < end; i++) {
        struct hc_xy p = job->xy[i];
        if (met < SIZE_MAX && met + 1 < from->n_xy && same(from->xy[met + 1], p)) {
            met++;
        } else if (met < SIZE_MAX && met > 0 && same(from->xy[met - 1], p)) {
            met--;
        } else {
            uint32_t vertex = find_vertex(job->placed, p);
            met = vertex == HC_NONE ? SIZE_MAX : vertex;
        }
        if (met < SIZE_MAX)
            job->xy[i] = there[met];
        else
            job->unknown[begin + n_unknown++] = (uint32_t)(i - begin);
    }
    job->n_unknown[begin / VERTICES_A_RANGE] = n_unknown;
}

/* What GEOS made of overlapping units, and no vertex of the cover. */
static int transform_unknown(struct job *job, size_t n_ranges, int threads, struct hc_err *err)
{
    const struct hc_placed *placed = job->placed;
    size_t n = 0, k = 0;
    for (size_t r = 0; r < n_ranges; r++)
        n += job->n_unknown[r];
    if (!n)
        return 0;
    struct hc_xy *xy = hc_alloc(n, sizeof *xy);
    for (size_t r = 0; r < n_ranges; r++)
        for (size_t i = 0, begin = r * VERTICES_A_RANGE; i < job->n_unknown[r]; i++)
            xy[k++] = job->xy[begin + job->unknown[begin + i]];
    int status = hc_crs_to_wgs84(placed->cover->crs, xy, n, threads, err);
    hc_vertices_round(xy, n, placed->decimals, threads);
    k = 0;
    for (size_t r = 0; r < n_ranges; r++)
        for (size_t i = 0, begin = r * VERTICES_A_RANGE; i < job->n_unknown[r]; i++)
            job->xy[begin + job->unknown[begin + i]] = xy[k++];
    hc_free(xy);
    return status;
}

int hc_placed_bring(const struct hc_placed *placed, struct hc_polygons *p, int threads, struct hc_err *err)
{
    size_t n_ranges = p->n_xy / VERTICES_A_RANGE + 1, n_repaired;
    struct job job = {placed, p->xy, hc_calloc(n_ranges, sizeof *job.n_unknown),
                      hc_alloc(p->n_xy, sizeof *job.unknown)};
    hc_parallel_for(threads, p->n_xy, VERTICES_A_RANGE, bring_range, &job);
    int status = transform_unknown(&job, n_ranges, threads, err);
    if (status == 0 && !placed->sound)
        status = hc_polygons_round(p, placed->decimals, threads, &n_repaired, err);
    hc_free(job.n_unknown);
    hc_free(job.unknown);
    return status;
}
