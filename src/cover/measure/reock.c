#include "cover/measure/reock.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <math.h>
#include <string.h>

/* Reock is given to 1e-12, the last place that projection and circle settle whatever the machine's sine. */
#define RATIO_UNITS 1e12

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
    struct points *ranges; /* the outer points that each range found */
    struct points outer;   /* all of them */
    size_t *at;            /* n_units + 1: where those of a unit begin */
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

/* How far the middle of a chord may stray from a straight line when a unit of this size is projected anew (its square
 * by eight radii of the earth, times the tangent of the latitude), with room to spare; in the layer's unit. Points
 * nearer than that to the hull may yet come to lie on it. */
static double margin_of(const struct hc_cover *cover, double size)
{
    return size * (1e-6 + size * cover->metres / cover->ellipsoid.a_m / 4);
}

/* The extreme points to the east, north-east, north ... south-east, all turned by an angle. */
static void find_corners(const struct points *all, double turn, struct hc_xy corner[8])
{
    double most[8], cosine = cos(turn), sine = sin(turn);
    for (int d = 0; d < 8; d++)
        most[d] = -INFINITY;
    for (size_t i = 0; i < all->n; i++) {
        struct hc_xy p = all->xy[i];
        double x = p.x * cosine + p.y * sine, y = p.y * cosine - p.x * sine;
        double reach[8] = {x, x + y, y, y - x, -x, -x - y, -y, x - y};
        for (int d = 0; d < 8; d++)
            if (reach[d] > most[d]) {
                most[d] = reach[d];
                corner[d] = p;
            }
    }
}

/* Drops the points well inside the octagon of extreme ones (Akl and Toussaint, 1978): none of them is on the hull. */
static void keep_outer(const struct hc_cover *cover, struct points *all, double turn)
{
    struct hc_xy corner[8];
    double a[8], b[8], c[8]; /* a x + b y + c: how far a point lies within a side */
    find_corners(all, turn, corner);
    double size = hypot(corner[0].x - corner[4].x, corner[0].y - corner[4].y) +
                  hypot(corner[2].x - corner[6].x, corner[2].y - corner[6].y);
    double margin = margin_of(cover, size);
    for (int d = 0; d < 8; d++) {
        struct hc_xy p = corner[d], q = corner[(d + 1) & 7];
        double length = hypot(q.x - p.x, q.y - p.y);
        a[d] = length > 0 ? (p.y - q.y) / length : 0;
        b[d] = length > 0 ? (q.x - p.x) / length : 0;
        c[d] = length > 0 ? -a[d] * p.x - b[d] * p.y - margin : 1;
    }
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        struct hc_xy p = all->xy[i];
        bool inside = true;
        for (int d = 0; d < 8 && inside; d++)
            inside = a[d] * p.x + b[d] * p.y + c[d] > 0;
        if (!inside)
            all->xy[kept++] = p;
    }
    all->n = kept;
}

struct circle {
    struct hc_xy center;
    double radius2;
};

static bool holds(const struct circle *c, struct hc_xy p)
{
    double dx = p.x - c->center.x, dy = p.y - c->center.y;
    return dx * dx + dy * dy <= c->radius2 * (1 + 1e-12);
}

static struct circle circle_of_two(struct hc_xy p, struct hc_xy q)
{
    double dx = (q.x - p.x) / 2, dy = (q.y - p.y) / 2;
    return (struct circle){{p.x + dx, p.y + dy}, dx * dx + dy * dy};
}

/* Around three points; that of the two furthest apart where they are on a line. */
static struct circle circle_of_three(struct hc_xy p, struct hc_xy q, struct hc_xy r)
{
    double ax = q.x - p.x, ay = q.y - p.y, bx = r.x - p.x, by = r.y - p.y, d = 2 * (ax * by - ay * bx);
    double a2 = ax * ax + ay * ay, b2 = bx * bx + by * by, x = (by * a2 - ay * b2) / d, y = (ax * b2 - bx * a2) / d;
    if (isfinite(x) && isfinite(y))
        return (struct circle){{p.x + x, p.y + y}, x * x + y * y};
    struct circle best = circle_of_two(p, q), others[] = {circle_of_two(p, r), circle_of_two(q, r)};
    for (int i = 0; i < 2; i++)
        if (others[i].radius2 > best.radius2)
            best = others[i];
    return best;
}

/* The smallest circle around points in random order: a point outside of the one so far lies on the border of the next.
 * Expected linear time (Welzl, 1991). */
static struct circle enclose(const struct hc_xy *p, size_t n)
{
    struct circle c = {p[0], 0};
    for (size_t i = 1; i < n; i++) {
        if (holds(&c, p[i]))
            continue;
        c = (struct circle){p[i], 0};
        for (size_t j = 0; j < i; j++) {
            if (holds(&c, p[j]))
                continue;
            c = circle_of_two(p[i], p[j]);
            for (size_t k = 0; k < j; k++)
                if (!holds(&c, p[k]))
                    c = circle_of_three(p[i], p[j], p[k]);
        }
    }
    return c;
}

/* Moves the points to the origin, where they keep the most digits, and puts them into the same random order every time.
 */
static void prepare(struct hc_xy *p, size_t n)
{
    uint64_t random = 1;
    for (size_t i = n; i-- > 0;)
        p[i] = (struct hc_xy){p[i].x - p[0].x, p[i].y - p[0].y};
    for (size_t i = n; i > 1; i--) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        size_t j = (size_t)((random >> 32) * i >> 32);
        struct hc_xy swap = p[i - 1];
        p[i - 1] = p[j];
        p[j] = swap;
    }
}

static void gather_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct points points = {0}, *outer = &job->ranges[begin / job->grain];
    for (size_t s = begin; s < end; s++) {
        gather(job, s, &points);
        for (int turn = 0; turn < 2 && points.n; turn++)
            keep_outer(job->cover, &points, turn * M_PI / 16);
        HC_GROW(outer->xy, outer->cap, outer->n + points.n);
        for (size_t i = 0; i < points.n; i++)
            outer->xy[outer->n++] = points.xy[i];
        job->at[s + 1] = points.n;
    }
    hc_free(points.xy);
}

static void circle_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    for (size_t s = begin; s < end; s++) {
        struct hc_xy *xy = job->outer.xy + job->at[s];
        size_t n = job->at[s + 1] - job->at[s];
        prepare(xy, n);
        double circle_m2 = n ? M_PI * enclose(xy, n).radius2 : 0;
        double ratio = circle_m2 > 0 && job->area[s] > 0 ? (double)job->area[s] / 1e5 / circle_m2 : NAN;
        job->reock[s] = rint(ratio * RATIO_UNITS) / RATIO_UNITS;
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

int hc_reock(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, const int64_t *area,
             double *reock, struct hc_err *err)
{
    uint32_t *halves;
    size_t *half_at, grain = 256, n_ranges = n_units / grain + 1;
    hc_cover_boundaries(cover, face_unit, n_units, &halves, &half_at);
    struct job job = {.cover = cover,
                      .halves = halves,
                      .half_at = half_at,
                      .area = area,
                      .reock = reock,
                      .grain = grain,
                      .ranges = hc_calloc(n_ranges, sizeof(struct points)),
                      .at = hc_calloc(n_units + 1, sizeof(size_t))};
    hc_parallel_for(cover->threads, n_units, grain, gather_range, &job);
    join_ranges(&job, n_units, n_ranges);
    struct hc_crs *plane = hc_crs_new(cover->reock_crs, err);
    int status = plane ? hc_crs_transform(cover->crs, plane, job.outer.xy, job.outer.n, cover->threads, err) : -1;
    if (status == 0)
        hc_parallel_for(cover->threads, n_units, grain, circle_range, &job);
    hc_crs_free(plane);
    hc_free(job.outer.xy);
    hc_free(job.ranges);
    hc_free(job.at);
    hc_free(halves);
    hc_free(half_at);
    return status;
}
