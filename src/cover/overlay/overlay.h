/* Two coverages laid over each other: which part of each unit lies in which unit of the other.
 *
 * Shares are of planar areas in the first layer's CRS: within one unit the scale of a CRS hardly changes, and shares
 * are all that is asked for. */
#ifndef HC_COVER_OVERLAY_OVERLAY_H
#define HC_COVER_OVERLAY_OVERLAY_H

#include "base/err.h"
#include "model/input.h"

struct hc_overlap {
    uint32_t before, after; /* units of the two layers */
    double of_before;       /* the common area, as a share of the one unit's, */
    double of_after;        /* and of the other's */
};

struct hc_overlaps {
    struct hc_overlap *items; /* sorted by before, then after; owned */
    size_t n, cap;
};

/* Both layers have polygons; `after` is transformed to the CRS of `before` if need be. Units whose boundary is the very
 * same, vertex by vertex, are not intersected. Candidates come from an index: n log n, and linear in what overlaps. */
int hc_overlay(const struct hc_layer *before, const struct hc_layer *after, int threads, struct hc_overlaps *out,
               struct hc_err *err);
void hc_overlaps_release(struct hc_overlaps *o);

#endif
