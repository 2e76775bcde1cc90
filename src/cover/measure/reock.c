#include "cover/measure/reock.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "base/wide.h"
#include "cover/measure/circle.h"
#include "cover/measure/patch.h"
#include <math.h>
#include <string.h>

/* Reock is given to 1e-12, the last place that projection and circle settle whatever the machine's sine. */
#define RATIO_UNITS 1e12

struct points {
    struct hc_xy *xy;
    size_t n, cap;
};

/* Every unit is drawn roughly first, on a patch laid on the earth under it; the few points that may lie on its circle
 * are then projected exactly, those of all units together. */
struct job {
    const struct hc_cover *cover;
    const uint32_t *halves;
    const size_t *half_at;
    const uint32_t *unit; /* of each that is measured */
    const int64_t *area;  /* of all units; likewise reock */
    double *reock;
    size_t grain;
    int threads;
    struct points *ranges; /* the outer points that each range found */
    struct points outer;   /* all of them */
    size_t *at;            /* n_units + 1: where those of a unit begin */
};

/* A unit's points drawn roughly: where each run of vertices ends, and whence it comes. */
struct drawing {
    double *x, *y, *d2; /* d2: scratch */
    size_t n, cap_x, cap_y, cap_d2;
    struct run {
        const struct hc_xy *xy;
        size_t begin;
    } * runs;
    size_t n_runs, cap_runs;
};

HC_LOOP void lay_loop(const struct hc_patch *patch, const struct hc_xy *xy, size_t n, double *restrict x,
                      double *restrict y)
{
    for (size_t i = 0; i < n; i++) {
        struct hc_xy p = hc_patch_at(patch, xy[i]);
        x[i] = p.x;
        y[i] = p.y;
    }
}

HC_WIDE(lay, (const struct hc_patch *patch, const struct hc_xy *xy, size_t n, double *x, double *y),
        (patch, xy, n, x, y))

static void draw_run(struct drawing *d, const struct hc_patch *patch, const struct hc_xy *xy, size_t n)
{
    if (!n)
        return;
    HC_GROW(d->x, d->cap_x, d->n + n);
    HC_GROW(d->y, d->cap_y, d->n + n);
    HC_GROW(d->d2, d->cap_d2, d->n + n);
    HC_GROW(d->runs, d->cap_runs, d->n_runs + 1);
    lay(patch, xy, n, d->x + d->n, d->y + d->n);
    d->runs[d->n_runs++] = (struct run){xy, d->n};
    d->n += n;
}

/* Borders lie all over the memory: what will be drawn next but one is asked for now. */
#define AHEAD 2

static void fetch(const struct hc_topology *t, const struct hc_arc *arc)
{
    const struct hc_xy *xy = t->polygons->xy + arc->start;
    for (size_t i = 0; i <= arc->count && i < 16; i += 4) /* four a cache line */
        __builtin_prefetch(xy + i);
}

static void draw_unit(struct drawing *d, const struct job *job, size_t s, const struct hc_patch *patch)
{
    const struct hc_topology *t = &job->cover->topology;
    uint32_t unit = job->unit[s];
    d->n = d->n_runs = 0;
    for (size_t i = job->half_at[unit]; i < job->half_at[unit + 1]; i++) {
        const struct hc_arc *arc = &t->arcs[job->halves[i] >> 1];
        if (i + AHEAD < job->half_at[unit + 1])
            fetch(t, &t->arcs[job->halves[i + AHEAD] >> 1]);
        size_t n = (size_t)arc->count + 1, ahead = arc->ring_end - arc->start, straight = n < ahead ? n : ahead;
        draw_run(d, patch, t->polygons->xy + arc->start, straight);
        draw_run(d, patch, t->polygons->xy + arc->ring_begin, n - straight);
    }
}

static void release_drawing(struct drawing *d)
{
    hc_free(d->x);
    hc_free(d->y);
    hc_free(d->d2);
    hc_free(d->runs);
}

/* Around the border of a unit; around any vertex if it has none. */
static struct hc_box box_of(const struct job *job, size_t s)
{
    const struct hc_topology *t = &job->cover->topology;
    size_t begin = job->half_at[job->unit[s]], end = job->half_at[job->unit[s] + 1];
    struct hc_box box = begin < end ? t->boxes[job->halves[begin] >> 1] : hc_box_of(t->polygons->xy, 1);
    for (size_t i = begin; i < end; i++)
        box = hc_box_around(&box, &t->boxes[job->halves[i] >> 1]);
    return box;
}

/* Adds the points of a drawing that may lie on the circle to `outer`. Be c, r centre and radius of the rough one, e the
 * error of a point: the exact radius is within e of r, and all points are within r + e of c, so that the exact centre
 * is no further from c than sqrt((r + e)^2 - (r - e)^2) = 2 sqrt(r e). */
static void keep_outer(const struct drawing *d, double error_m, struct points *outer)
{
    struct hc_circle c = hc_circle_surround(d->x, d->y, d->n, d->d2);
    double radius = sqrt(c.radius2), least = radius - 2 * error_m - 2 * sqrt(radius * error_m);
    double least2 = least > 0 ? least * least : 0;
    const struct run *run = d->runs;
    for (size_t i = 0; i < d->n; i++) {
        if (d->d2[i] < least2)
            continue;
        while (run + 1 < d->runs + d->n_runs && run[1].begin <= i)
            run++;
        HC_GROW(outer->xy, outer->cap, outer->n + 1);
        outer->xy[outer->n++] = run->xy[i - run->begin];
    }
}

static void outer_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct drawing drawing = {0};
    struct points *outer = &job->ranges[begin / job->grain];
    for (size_t s = begin; s < end; s++) {
        struct hc_box box = box_of(job, s);
        struct hc_patch patch = hc_patch_of_box(&job->cover->lattice, &box);
        size_t before = outer->n;
        draw_unit(&drawing, job, s, &patch);
        if (drawing.n)
            keep_outer(&drawing, patch.error_m, outer);
        job->at[s + 1] = outer->n - before;
    }
    release_drawing(&drawing);
}

static void circle_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    for (size_t s = begin; s < end; s++) {
        struct hc_xy *xy = job->outer.xy + job->at[s];
        size_t n = job->at[s + 1] - job->at[s];
        int64_t area = job->area[job->unit[s]];
        for (size_t i = n; i-- > 0;) /* at the origin, where they keep the most digits */
            xy[i] = (struct hc_xy){xy[i].x - xy[0].x, xy[i].y - xy[0].y};
        double circle_m2 = n ? M_PI * hc_circle_enclose(xy, n).radius2 : 0;
        double ratio = circle_m2 > 0 && area > 0 ? (double)area / 1e5 / circle_m2 : NAN;
        job->reock[job->unit[s]] = rint(ratio * RATIO_UNITS) / RATIO_UNITS;
    }
}

/* Puts the points of all ranges one behind the other. */
static void join_ranges(struct job *job, size_t n_units, size_t n_ranges)
{
    for (size_t s = 0; s < n_units; s++)
        job->at[s + 1] += job->at[s];
    job->outer.xy = hc_alloc(job->at[n_units], sizeof *job->outer.xy);
    for (size_t i = 0; i < n_ranges; i++) {
        struct points *part = &job->ranges[i];
        if (part->n)
            memcpy(job->outer.xy + job->outer.n, part->xy, part->n * sizeof *part->xy);
        job->outer.n += part->n;
        hc_free(part->xy);
    }
}

static int draw(struct job *job, size_t n_units, size_t n_ranges, struct hc_err *err)
{
    int threads = job->threads;
    hc_parallel_for(threads, n_units, job->grain, outer_range, job);
    join_ranges(job, n_units, n_ranges);
    if (hc_plane_project(job->cover->plane, job->outer.xy, job->outer.n, threads, err) < 0)
        return -1;
    hc_parallel_for(threads, n_units, job->grain, circle_range, job);
    return 0;
}

/* The wanted units; new. */
static uint32_t *list_wanted(const uint8_t *wanted, size_t n_units, size_t *n)
{
    uint32_t *unit = hc_alloc(n_units, sizeof *unit);
    *n = 0;
    for (uint32_t s = 0; s < n_units; s++)
        if (!wanted || wanted[s])
            unit[(*n)++] = s;
    return unit;
}

int hc_reock(const struct hc_cover *cover, const uint32_t *halves, const size_t *half_at, size_t n_units,
             const uint8_t *wanted, int threads, const int64_t *area, double *reock, struct hc_err *err)
{
    size_t n, grain = 256;
    uint32_t *unit = list_wanted(wanted, n_units, &n);
    struct job job = {.cover = cover,
                      .halves = halves,
                      .half_at = half_at,
                      .unit = unit,
                      .area = area,
                      .reock = reock,
                      .grain = grain,
                      .threads = threads,
                      .ranges = hc_calloc(n / grain + 1, sizeof(struct points)),
                      .at = hc_calloc(n + 1, sizeof(size_t))};
    int status = n ? draw(&job, n, n / grain + 1, err) : 0;
    hc_free(job.outer.xy);
    hc_free(job.ranges);
    hc_free(job.at);
    hc_free(unit);
    return status;
}
