/* A curved patch laid on the earth under a unit: where the unit's points lie when they are projected, roughly, at the
 * price of a few multiplications a point. */
#ifndef HC_COVER_MEASURE_PATCH_H
#define HC_COVER_MEASURE_PATCH_H

#include "cover/measure/lattice.h"

/* From the middle of a box a point lies at u * pu + v * pv + u * u * puu + u * v * puv + v * v * pvv, in metres, to
 * within error_m; u and v go from -1 to 1 over the box. */
struct hc_patch {
    struct hc_xy middle, scale; /* u = (x - middle.x) * scale.x */
    struct hc_xy pu, pv, puu, puv, pvv;
    double error_m;
};

/* Of a box within the lattice's extent; error_m falls with the cube of the box's size. It is infinite where the lattice
 * knows nothing. */
struct hc_patch hc_patch_of_box(const struct hc_lattice *lattice, const struct hc_box *box);

static inline struct hc_xy hc_patch_within(const struct hc_patch *p, double u, double v)
{
    return (struct hc_xy){u * (p->pu.x + u * p->puu.x + v * p->puv.x) + v * (p->pv.x + v * p->pvv.x),
                          u * (p->pu.y + u * p->puu.y + v * p->puv.y) + v * (p->pv.y + v * p->pvv.y)};
}

static inline struct hc_xy hc_patch_at(const struct hc_patch *p, struct hc_xy xy)
{
    return hc_patch_within(p, (xy.x - p->middle.x) * p->scale.x, (xy.y - p->middle.y) * p->scale.y);
}

#endif
