#include "cover/build/rings.h"

#include "base/parallel.h"

double hc_ring_area2(const struct hc_xy *xy, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        double ax = xy[i].x - xy[0].x, ay = xy[i].y - xy[0].y;
        double bx = xy[i + 1].x - xy[0].x, by = xy[i + 1].y - xy[0].y;
        sum += ax * by - ay * bx;
    }
    return sum;
}

struct job {
    const struct hc_polygons *p;
    struct hc_ring_info *info;
};

static void inspect_units(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    const struct hc_polygons *p = job->p;
    for (size_t u = begin; u < end; u++)
        for (uint32_t part = p->unit_part[u]; part < p->unit_part[u + 1]; part++)
            for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
                double area2 = hc_ring_area2(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
                bool hole = r > p->part_ring[part];
                /* `!(area2 < 0 || area2 > 0)` holds for NaN too: nothing that could not be summed bounds anything. */
                job->info[r] = (struct hc_ring_info){(uint32_t)u, hole, (area2 > 0) != hole, !(area2 < 0 || area2 > 0)};
            }
}

void hc_rings_inspect(const struct hc_polygons *p, int threads, struct hc_ring_info *info)
{
    struct job job = {p, info};
    hc_parallel_for(threads, p->n_units, 256, inspect_units, &job);
}
