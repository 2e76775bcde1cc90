#include "cover/geometry/predicates.h"

#include <geos_c.h>
#include <math.h>

static int side_exact(struct hc_xy a, struct hc_xy b, struct hc_xy c)
{
    GEOSContextHandle_t handle = GEOS_init_r();
    int side = GEOSOrientationIndex_r(handle, a.x, a.y, b.x, b.y, c.x, c.y);
    GEOS_finish_r(handle);
    return side;
}

int hc_side(struct hc_xy a, struct hc_xy b, struct hc_xy c)
{
    double left = (a.x - c.x) * (b.y - c.y), right = (a.y - c.y) * (b.x - c.x);
    double det = left - right, bound = 4e-16 * (fabs(left) + fabs(right)); /* above (3 + 16 eps) eps, eps = 2^-53 */
    if (det > bound)
        return 1;
    if (det < -bound)
        return -1;
    return side_exact(a, b, c);
}

/* c is known to be on the line ab. */
static bool within_span(struct hc_xy a, struct hc_xy b, struct hc_xy c)
{
    return fmin(a.x, b.x) <= c.x && c.x <= fmax(a.x, b.x) && fmin(a.y, b.y) <= c.y && c.y <= fmax(a.y, b.y);
}

bool hc_segments_meet(struct hc_xy a, struct hc_xy b, struct hc_xy c, struct hc_xy d)
{
    int sc = hc_side(a, b, c), sd = hc_side(a, b, d);
    if (sc * sd > 0)
        return false;
    int sa = hc_side(c, d, a), sb = hc_side(c, d, b);
    if (sa * sb > 0)
        return false;
    if (sc * sd < 0 && sa * sb < 0)
        return true;
    return (sc == 0 && within_span(a, b, c)) || (sd == 0 && within_span(a, b, d)) ||
           (sa == 0 && within_span(c, d, a)) || (sb == 0 && within_span(c, d, b));
}

double hc_segment_distance2(struct hc_xy a, struct hc_xy b, struct hc_xy c, double *t)
{
    double dx = b.x - a.x, dy = b.y - a.y, px = c.x - a.x, py = c.y - a.y, length2 = dx * dx + dy * dy;
    *t = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
    double along = *t < 0 ? 0 : *t > 1 ? 1 : *t;
    double ex = px - along * dx, ey = py - along * dy;
    return ex * ex + ey * ey;
}

/* 0: in the open half turn clockwise from `from`; 1: opposite to it; 2: in the second half turn; 3: equal to it. */
static int clockwise_half(struct hc_xy o, struct hc_xy from, struct hc_xy p)
{
    int side = hc_side(o, from, p);
    if (side)
        return side < 0 ? 0 : 2;
    return (from.x - o.x) * (p.x - o.x) + (from.y - o.y) * (p.y - o.y) < 0 ? 1 : 3;
}

bool hc_clockwise_before(struct hc_xy o, struct hc_xy from, struct hc_xy p, struct hc_xy q)
{
    int hp = clockwise_half(o, from, p), hq = clockwise_half(o, from, q);
    if (hp != hq)
        return hp < hq;
    return hc_side(o, p, q) < 0;
}

bool hc_ring_contains(const struct hc_xy *ring, size_t n, struct hc_xy c)
{
    bool inside = false;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        struct hc_xy a = ring[j], b = ring[i];
        if ((a.y > c.y) == (b.y > c.y))
            continue;
        if (hc_side(a, b, c) == (b.y > a.y ? 1 : -1))
            inside = !inside;
    }
    return inside;
}
