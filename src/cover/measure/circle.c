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

static struct hc_xy furthest_from(const struct hc_xy *p, size_t n, struct hc_xy center)
{
    size_t best = 0;
    double most = -1;
    for (size_t i = 0; i < n; i++) {
        double dx = p[i].x - center.x, dy = p[i].y - center.y, d2 = dx * dx + dy * dy;
        if (d2 > most) {
            most = d2;
            best = i;
        }
    }
    return p[best];
}

/* More points than this have to be taken only where rounding lets the search go round in circles. */
#define TAKEN 24

struct hc_circle hc_circle_surround(const struct hc_xy *p, size_t n)
{
    struct hc_xy taken[TAKEN];
    struct hc_circle c = {p[0], 0};
    for (size_t k = 0; k < TAKEN; k++) {
        taken[k] = furthest_from(p, n, c.center);
        if (holds(&c, taken[k]))
            return c;
        c = around(taken, k + 1);
    }
    struct hc_xy *copy = hc_alloc(n, sizeof *copy);
    memcpy(copy, p, n * sizeof *copy);
    c = hc_circle_enclose(copy, n);
    hc_free(copy);
    return c;
}
