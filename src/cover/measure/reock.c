#include "cover/measure/reock.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/geos.h"
#include <math.h>

struct points {
    struct hc_xy *xy;
    size_t n, cap;
};

/* Units in ranges: each gathers its outer points, all are projected together, each then draws its circles. */
struct job {
    const struct hc_cover *cover;
    const uint32_t *halves;
    const size_t *half_at;
    const int64_t *area;
    double *reock;
    size_t grain;
    struct points *outer; /* one a range */
    size_t *n_outer;      /* one a unit */
};

static void gather(const struct job *job, size_t s, struct points *all)
{
    const struct hc_topology *t = &job->cover->topology;
    all->n = 0;
    for (size_t i = job->half_at[s]; i < job->half_at[s + 1]; i++) {
        const struct hc_arc *arc = &t->arcs[job->halves[i] >> 1];
        HC_GROW(all->xy, all->cap, all->n + arc->count + 1);
        for (uint32_t k = 0; k <= arc->count; k++)
            all->xy[all->n++] = t->polygons->xy[hc_arc_vertex(arc, k)];
    }
}

/* Directions in which extreme points are sought, counter-clockwise. */
static const double directions[8][2] = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};

/* Drops the points well inside the octagon of extreme ones (Akl and Toussaint, 1978): none of them is on the hull. */
static void keep_outer(struct points *all)
{
    struct hc_xy corner[8];
    double most[8];
    for (int d = 0; d < 8; d++)
        most[d] = -INFINITY;
    for (size_t i = 0; i < all->n; i++)
        for (int d = 0; d < 8; d++) {
            double reach = all->xy[i].x * directions[d][0] + all->xy[i].y * directions[d][1];
            if (reach > most[d]) {
                most[d] = reach;
                corner[d] = all->xy[i];
            }
        }
    /* A margin keeps points whose place changes from one projection to the other. */
    double margin = 1e-3 * (most[0] + most[4]) * (most[2] + most[6]);
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        bool inside = true;
        for (int d = 0; d < 8 && inside; d++) {
            struct hc_xy a = corner[d], b = corner[(d + 1) & 7], p = all->xy[i];
            bool edge = a.x != b.x || a.y != b.y;
            inside = !edge || (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > margin;
        }
        if (!inside)
            all->xy[kept++] = all->xy[i];
    }
    all->n = kept;
}

static double circle_radius(struct hc_geos *geos, const struct points *points)
{
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(geos->handle, &points->xy->x, (unsigned)points->n, 0, 0);
    GEOSGeometry *line = sequence ? GEOSGeom_createLineString_r(geos->handle, sequence) : NULL, *center = NULL;
    double radius = NAN;
    GEOSGeometry *circle = line ? GEOSMinimumBoundingCircle_r(geos->handle, line, &radius, &center) : NULL;
    GEOSGeom_destroy_r(geos->handle, circle);
    GEOSGeom_destroy_r(geos->handle, center);
    GEOSGeom_destroy_r(geos->handle, line);
    return radius;
}

static void gather_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct points points = {0}, *outer = &job->outer[begin / job->grain];
    for (size_t s = begin; s < end; s++) {
        gather(job, s, &points);
        keep_outer(&points);
        HC_GROW(outer->xy, outer->cap, outer->n + points.n);
        for (size_t i = 0; i < points.n; i++)
            outer->xy[outer->n++] = points.xy[i];
        job->n_outer[s] = points.n;
    }
    hc_free(points.xy);
}

static void circle_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct points one = {.xy = job->outer[begin / job->grain].xy};
    struct hc_geos geos;
    hc_geos_init(&geos);
    for (size_t s = begin; s < end; s++) {
        one.n = job->n_outer[s];
        double radius = one.n > 1 ? circle_radius(&geos, &one) : NAN;
        job->reock[s] = radius > 0 && job->area[s] > 0 ? (double)job->area[s] / 1e5 / (M_PI * radius * radius) : NAN;
        one.xy += one.n;
    }
    hc_geos_release(&geos);
}

static int project(const struct job *job, size_t n_ranges, struct hc_err *err)
{
    struct hc_crs *plane = hc_crs_new(job->cover->reock_crs, err);
    int status = plane ? 0 : -1;
    for (size_t i = 0; i < n_ranges && status == 0; i++)
        if (job->outer[i].n)
            status =
                hc_crs_transform(job->cover->crs, plane, job->outer[i].xy, job->outer[i].n, job->cover->threads, err);
    hc_crs_free(plane);
    return status;
}

int hc_reock(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, const int64_t *area,
             double *reock, struct hc_err *err)
{
    uint32_t *halves;
    size_t *half_at, grain = n_units / 8 + 256, n_ranges = n_units / grain + 1;
    hc_cover_boundaries(cover, face_unit, n_units, &halves, &half_at);
    struct job job = {.cover = cover,
                      .halves = halves,
                      .half_at = half_at,
                      .area = area,
                      .reock = reock,
                      .grain = grain,
                      .outer = hc_calloc(n_ranges, sizeof(struct points)),
                      .n_outer = hc_calloc(n_units, sizeof(size_t))};
    hc_parallel_for(cover->threads, n_units, grain, gather_range, &job);
    int status = project(&job, n_ranges, err);
    if (status == 0)
        hc_parallel_for(cover->threads, n_units, grain, circle_range, &job);
    for (size_t i = 0; i < n_ranges; i++)
        hc_free(job.outer[i].xy);
    hc_free(job.outer);
    hc_free(job.n_outer);
    hc_free(halves);
    hc_free(half_at);
    return status;
}
