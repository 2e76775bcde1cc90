#include "cover/geometry/box.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <math.h>

#define POINTS_A_RANGE ((size_t)1 << 16)

struct job {
    const struct hc_xy *xy;
    struct hc_box *ranges;
};

static void box_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    job->ranges[begin / POINTS_A_RANGE] = hc_box_of(job->xy + begin, end - begin);
}

struct hc_box hc_box_of_all(const struct hc_xy *xy, size_t n, int threads)
{
    size_t n_ranges = (n + POINTS_A_RANGE - 1) / POINTS_A_RANGE;
    struct job job = {xy, hc_alloc(n_ranges, sizeof *job.ranges)};
    struct hc_box all = hc_box_nowhere();
    hc_parallel_for(threads, n, POINTS_A_RANGE, box_range, &job);
    for (size_t i = 0; i < n_ranges; i++)
        all = hc_box_around(&all, &job.ranges[i]);
    hc_free(job.ranges);
    return all;
}

double hc_box_reach(const struct hc_box *box)
{
    return box->x0 > box->x1 ? 0 : fmax(fmax(fabs(box->x0), fabs(box->x1)), fmax(fabs(box->y0), fabs(box->y1)));
}
