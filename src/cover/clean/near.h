/* Which of some vertices is nearest, within a given distance: a hashed grid. */
#ifndef HC_COVER_CLEAN_NEAR_H
#define HC_COVER_CLEAN_NEAR_H

#include "cover/metric.h"

struct hc_near {
    const struct hc_metric *metric;
    double distance_m;
    double cell_x, cell_y; /* not smaller than the distance */
    struct hc_near_slot *slots;
    size_t cap; /* a power of two */
    struct hc_xy *xy;
    uint32_t *id, *next; /* next: the one before in the same slot */
    size_t n, cap_xy, cap_id, cap_next;
};

void hc_near_init(struct hc_near *near, const struct hc_metric *metric, double distance_m, size_t expected);
void hc_near_add(struct hc_near *near, uint32_t id, struct hc_xy xy);
/* The id of the nearest one within the distance (of equally near ones the first added), or HC_NONE. */
uint32_t hc_near_find(const struct hc_near *near, struct hc_xy xy);
void hc_near_release(struct hc_near *near);

#endif
