#include "cover/measure/patch.h"

#include <math.h>

#define NOISE_M 1e-7 /* of rounding */

static struct hc_xy sum(double a, struct hc_xy p, double b, struct hc_xy q)
{
    return (struct hc_xy){a * p.x + b * q.x, a * p.y + b * q.y};
}

static double inverse_of_half(double from, double to)
{
    return to > from ? 2 / (to - from) : 0;
}

static void lay_over(struct hc_patch *p, const struct hc_box *box)
{
    p->middle = (struct hc_xy){(box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2};
    p->scale = (struct hc_xy){inverse_of_half(box->x0, box->x1), inverse_of_half(box->y0, box->y1)};
}

static double square(double x, double y)
{
    return x * x + y * y;
}

/* The square of how far the patch is from the projection at a corner of the box, as seen from the middle. */
static double miss2_at(const struct hc_patch *p, double u, double v, struct hc_xy corner)
{
    struct hc_xy at = hc_patch_within(p, u, v);
    return square(at.x - corner.x, at.y - corner.y);
}

/* Squares are fitted on the axes of the box, the mixed term to its corners. What is left at the corners tells of u * u
 * * v and u * v * v; of u and v alone the cubes show nowhere: of a third derivative d at most 0.385 d / 6 is left
 * between the points that they were fitted to. */
#define CUBES (0.385 / 6)

struct hc_patch hc_patch_of_box(const struct hc_lattice *lattice, const struct hc_box *box)
{
    struct hc_patch p = {.error_m = INFINITY};
    struct hc_xy at[3][3];
    lay_over(&p, box);
    if (!lattice->at)
        return p;
    hc_lattice_place(lattice, (double[3]){box->x0, p.middle.x, box->x1}, (double[3]){box->y0, p.middle.y, box->y1}, at);
    struct hc_xy o = at[1][1];
    for (int i = 0; i < 9; i++)
        at[i / 3][i % 3] = sum(1, at[i / 3][i % 3], -1, o);
    p.pu = sum(0.5, at[1][2], -0.5, at[1][0]);
    p.pv = sum(0.5, at[2][1], -0.5, at[0][1]);
    p.puu = sum(0.5, at[1][2], 0.5, at[1][0]);
    p.pvv = sum(0.5, at[2][1], 0.5, at[0][1]);
    p.puv = sum(0.25, sum(1, at[2][2], 1, at[0][0]), -0.25, sum(1, at[0][2], 1, at[2][0]));
    double miss2 = 0, size2 = 0;
    for (int i = 0; i < 4; i++) {
        struct hc_xy corner = at[i & 2][(i & 1) * 2];
        double corner2 = square(corner.x, corner.y), off2 = miss2_at(&p, i & 1 ? 1 : -1, i & 2 ? 1 : -1, corner);
        miss2 = off2 > miss2 ? off2 : miss2;
        size2 = corner2 > size2 ? corner2 : size2;
    }
    double u = (box->x1 - box->x0) / 2 / lattice->step.x, v = (box->y1 - box->y0) / 2 / lattice->step.y;
    double cubes = CUBES * (u * u * u * lattice->third_m.x + v * v * v * lattice->third_m.y);
    p.error_m = 2 * sqrt(miss2) + cubes + 2 * lattice->error_m + 1e-9 * sqrt(size2) + NOISE_M;
    return p;
}
