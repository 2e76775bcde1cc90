#include "cover/measure/circle.h"

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool holds(const struct hc_circle *c, struct hc_xy p)
{
    double dx = p.x - c->center.x, dy = p.y - c->center.y;
    return dx * dx + dy * dy <= c->radius2 * (1 + 1e-12);
}

static struct hc_circle circle_of_two(struct hc_xy p, struct hc_xy q)
{
    double dx = (q.x - p.x) / 2, dy = (q.y - p.y) / 2;
    return (struct hc_circle){{p.x + dx, p.y + dy}, dx * dx + dy * dy};
}

/* Around three points; that of the two furthest apart where they are on a line. */
static struct hc_circle circle_of_three(struct hc_xy p, struct hc_xy q, struct hc_xy r)
{
    double ax = q.x - p.x, ay = q.y - p.y, bx = r.x - p.x, by = r.y - p.y, d = 2 * (ax * by - ay * bx);
    double a2 = ax * ax + ay * ay, b2 = bx * bx + by * by, x = (by * a2 - ay * b2) / d, y = (ax * b2 - bx * a2) / d;
    if (isfinite(x) && isfinite(y))
        return (struct hc_circle){{p.x + x, p.y + y}, x * x + y * y};
    struct hc_circle best = circle_of_two(p, q), others[] = {circle_of_two(p, r), circle_of_two(q, r)};
    for (int i = 0; i < 2; i++)
        if (others[i].radius2 > best.radius2)
            best = others[i];
    return best;
}

/* A point outside of the circle so far lies on the border of the next (Welzl, 1991). */
static struct hc_circle around(const struct hc_xy *p, size_t n)
{
    struct hc_circle c = {p[0], 0};
    for (size_t i = 1; i < n; i++) {
        if (holds(&c, p[i]))
            continue;
        c = (struct hc_circle){p[i], 0};
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

static void shuffle(struct hc_xy *p, size_t n)
{
    uint64_t random = 1;
    for (size_t i = n; i > 1; i--) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        size_t j = (size_t)((random >> 32) * i >> 32);
        struct hc_xy swap = p[i - 1];
        p[i - 1] = p[j];
        p[j] = swap;
    }
}

struct hc_circle hc_circle_enclose(struct hc_xy *p, size_t n)
{
    shuffle(p, n);
    return around(p, n);
}

static double distance2(struct hc_xy p, struct hc_xy q)
{
    double dx = p.x - q.x, dy = p.y - q.y;
    return dx * dx + dy * dy;
}

/* The square of the distance to the point furthest from the center: four largest so far, as one would have to wait for
 * the one before. */
static double reach2(const struct hc_xy *p, size_t n, struct hc_xy center)
{
    double most[4] = {0}, d2;
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t lane = 0; lane < 4; lane++) {
            d2 = distance2(p[i + lane], center);
            most[lane] = d2 > most[lane] ? d2 : most[lane];
        }
    for (; i < n; i++) {
        d2 = distance2(p[i], center);
        most[0] = d2 > most[0] ? d2 : most[0];
    }
    return fmax(fmax(most[0], most[1]), fmax(most[2], most[3]));
}

/* The points furthest west, east, south and north: a circle around them is nearly the one sought. */
static void take_extremes(const struct hc_xy *p, size_t n, struct hc_xy taken[4])
{
    size_t west = 0, east = 0, south = 0, north = 0;
    double x0 = p[0].x, x1 = x0, y0 = p[0].y, y1 = y0;
    for (size_t i = 1; i < n; i++) {
        if (p[i].x < x0) {
            x0 = p[i].x;
            west = i;
        } else if (p[i].x > x1) {
            x1 = p[i].x;
            east = i;
        }
        if (p[i].y < y0) {
            y0 = p[i].y;
            south = i;
        } else if (p[i].y > y1) {
            y1 = p[i].y;
            north = i;
        }
    }
    taken[0] = p[west];
    taken[1] = p[east];
    taken[2] = p[south];
    taken[3] = p[north];
}

/* More points than this have to be taken only where rounding lets the search go round in circles. */
#define TAKEN 24

struct hc_circle hc_circle_surround(const struct hc_xy *p, size_t n)
{
    struct hc_xy taken[TAKEN];
    take_extremes(p, n, taken);
    for (size_t k = 4; k < TAKEN; k++) {
        struct hc_circle c = around(taken, k);
        double most = reach2(p, n, c.center);
        if (most <= c.radius2 * (1 + 1e-12))
            return c;
        size_t i = 0;
        while (distance2(p[i], c.center) < most)
            i++;
        taken[k] = p[i];
    }
    struct hc_xy *copy = hc_alloc(n, sizeof *copy);
    memcpy(copy, p, n * sizeof *copy);
    struct hc_circle c = hc_circle_enclose(copy, n);
    hc_free(copy);
    return c;
}
