#include "cover/measure/patch.h"

#include <math.h>

/* Where the projection itself is ours and not PROJ's it is off by less. */
#define NOISE_M 1e-7

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

/* How far the patch is from the projection at a corner of the box, as seen from the middle. */
static double miss_at(const struct hc_patch *p, double u, double v, struct hc_xy corner)
{
    struct hc_xy at = hc_patch_within(p, u, v);
    return hypot(at.x - corner.x, at.y - corner.y);
}

/* The projection over the box at u, v = -1, 0, 1 and, for each, where it is less its value in the middle. */
static void sample(const struct hc_azimuthal *z, const struct hc_box *box, struct hc_xy middle, struct hc_xy at[3][3])
{
    const struct hc_azimuthal_lon lon[3] = {hc_azimuthal_lon(z, box->x0), hc_azimuthal_lon(z, middle.x),
                                            hc_azimuthal_lon(z, box->x1)};
    const struct hc_azimuthal_lat lat[3] = {hc_azimuthal_lat(z, box->y0), hc_azimuthal_lat(z, middle.y),
                                            hc_azimuthal_lat(z, box->y1)};
    for (int v = 0; v < 3; v++)
        for (int u = 0; u < 3; u++)
            at[v][u] = hc_azimuthal_at(z, lon[u], lat[v]);
}

/* Squares are fitted on the axes of the box, the mixed term to its corners. What is left at the corners tells of u * u
 * * v and u * v * v; of u and v alone the cubes show nowhere: of a third derivative d at most 0.385 d (angle / 2)^3 / 6
 * is left between the points that they were fitted to, some 0.02 size * angle^2, by the angle that the box spans, more
 * where the projection stretches. There is room for several times both. */
struct hc_patch hc_patch_of_degrees(const struct hc_azimuthal *z, const struct hc_box *box)
{
    struct hc_patch p;
    struct hc_xy at[3][3];
    lay_over(&p, box);
    sample(z, box, p.middle, at);
    struct hc_xy o = at[1][1];
    for (int i = 0; i < 9; i++)
        at[i / 3][i % 3] = sum(1, at[i / 3][i % 3], -1, o);
    p.pu = sum(0.5, at[1][2], -0.5, at[1][0]);
    p.pv = sum(0.5, at[2][1], -0.5, at[0][1]);
    p.puu = sum(0.5, at[1][2], 0.5, at[1][0]);
    p.pvv = sum(0.5, at[2][1], 0.5, at[0][1]);
    p.puv = sum(0.25, sum(1, at[2][2], 1, at[0][0]), -0.25, sum(1, at[0][2], 1, at[2][0]));
    double miss = 0, size = 0;
    for (int i = 0; i < 4; i++) {
        struct hc_xy corner = at[i & 2][(i & 1) * 2];
        miss = fmax(miss, miss_at(&p, i & 1 ? 1 : -1, i & 2 ? 1 : -1, corner));
        size = fmax(size, hypot(corner.x, corner.y));
    }
    double east = o.x / z->east_m, north = o.y / z->north_m, stretch = 1 / (1 - (east * east + north * north) / 4);
    double angle = fmax(box->x1 - box->x0, box->y1 - box->y0) * (M_PI / 180);
    p.error_m = 2 * miss + size * angle * angle * stretch * stretch / 8 + 1e-9 * size + NOISE_M;
    return p;
}

/* What the corners of the box fail a plane by is the curvature of the projection over the unit; no point of it fails by
 * more. Four times that leaves room for curvature of higher order. */
struct hc_patch hc_patch_of_frame(const struct hc_xy box[HC_PATCH_FRAME], const struct hc_xy frame[HC_PATCH_FRAME])
{
    struct hc_patch p = {.error_m = 0};
    const struct hc_xy *c = frame + 1;
    lay_over(&p, &(struct hc_box){box[1].x, box[1].y, box[4].x, box[4].y});
    p.pu = sum(0.25, sum(1, c[1], 1, c[3]), -0.25, sum(1, c[0], 1, c[2]));
    p.pv = sum(0.25, sum(1, c[2], 1, c[3]), -0.25, sum(1, c[0], 1, c[1]));
    double twist = hypot(c[0].x + c[3].x - c[1].x - c[2].x, c[0].y + c[3].y - c[1].y - c[2].y) / 4;
    double bulge = hypot((c[0].x + c[1].x + c[2].x + c[3].x) / 4 - frame[0].x,
                         (c[0].y + c[1].y + c[2].y + c[3].y) / 4 - frame[0].y);
    p.error_m = 4 * (twist + bulge) + 1e-7 * hypot(c[3].x - c[0].x, c[3].y - c[0].y) + NOISE_M;
    return p;
}
