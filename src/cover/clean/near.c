#include "cover/clean/near.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

struct hc_near_slot {
    uint32_t last; /* index into xy, HC_NONE: empty */
};

void hc_near_init(struct hc_near *near, const struct hc_metric *metric, double distance_m, size_t expected)
{
    *near = (struct hc_near){.metric = metric, .distance_m = distance_m, .cap = 64};
    near->cell_x = distance_m / metric->least_x_m * 1.001;
    near->cell_y = distance_m / metric->unit_m * 1.001;
    while (near->cap < 2 * expected)
        near->cap *= 2;
    near->slots = hc_alloc(near->cap, sizeof *near->slots);
    memset(near->slots, 0xff, near->cap * sizeof *near->slots);
}

static size_t slot_of(const struct hc_near *near, double column, double row)
{
    uint64_t h = (uint64_t)(int64_t)column * 0x9e3779b97f4a7c15u ^ (uint64_t)(int64_t)row * 0xc2b2ae3d27d4eb4fu;
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return (h ^ h >> 32) & (near->cap - 1);
}

void hc_near_add(struct hc_near *near, uint32_t id, struct hc_xy xy)
{
    size_t slot = slot_of(near, floor(xy.x / near->cell_x), floor(xy.y / near->cell_y));
    HC_GROW(near->xy, near->cap_xy, near->n + 1);
    HC_GROW(near->id, near->cap_id, near->n + 1);
    HC_GROW(near->next, near->cap_next, near->n + 1);
    near->xy[near->n] = xy;
    near->id[near->n] = id;
    near->next[near->n] = near->slots[slot].last;
    near->slots[slot].last = (uint32_t)near->n++;
}

uint32_t hc_near_find(const struct hc_near *near, struct hc_xy xy)
{
    double column = floor(xy.x / near->cell_x), row = floor(xy.y / near->cell_y), least = near->distance_m;
    uint32_t best = HC_NONE;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            for (uint32_t i = near->slots[slot_of(near, column + dx, row + dy)].last; i != HC_NONE; i = near->next[i]) {
                double distance = hc_metric_distance_m(near->metric, near->xy[i], xy);
                if (distance < least || (distance <= least && (best == HC_NONE || i < best))) {
                    least = distance;
                    best = i;
                }
            }
    return best == HC_NONE ? HC_NONE : near->id[best];
}

void hc_near_release(struct hc_near *near)
{
    hc_free(near->slots);
    hc_free(near->xy);
    hc_free(near->id);
    hc_free(near->next);
}
