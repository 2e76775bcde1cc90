#include "cover/measure/circle.h"

#include "base/mem.h"
#include "base/wide.h"
#include <math.h>
#include <stdbool.h>

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

HC_LOOP void squares_loop(const double *x, const double *y, size_t n, struct hc_xy center, double *restrict d2)
{
    for (size_t i = 0; i < n; i++) {
        double dx = x[i] - center.x, dy = y[i] - center.y;
        d2[i] = dx * dx + dy * dy;
    }
}

HC_WIDE(squares, (const double *x, const double *y, size_t n, struct hc_xy center, double *d2), (x, y, n, center, d2))

/* Four largest so far, as one would have to wait for the one before. */
static double largest(const double *d2, size_t n)
{
    double most[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t lane = 0; lane < 4; lane++)
            most[lane] = d2[i + lane] > most[lane] ? d2[i + lane] : most[lane];
    for (; i < n; i++)
        most[0] = d2[i] > most[0] ? d2[i] : most[0];
    return fmax(fmax(most[0], most[1]), fmax(most[2], most[3]));
}

/* More points than this have to be taken only where rounding lets the search go round in circles. */
#define TAKEN 24

struct hc_circle hc_circle_surround(const double *x, const double *y, size_t n, double *d2)
{
    struct hc_xy taken[TAKEN];
    struct hc_circle c = {{x[0], y[0]}, 0};
    for (size_t k = 0; k < TAKEN; k++) {
        squares(x, y, n, c.center, d2);
        double most2 = largest(d2, n);
        if (most2 <= c.radius2 * (1 + 1e-12))
            return c;
        size_t i = 0;
        while (i + 1 < n && d2[i] < most2)
            i++;
        taken[k] = (struct hc_xy){x[i], y[i]};
        c = around(taken, k + 1);
    }
    struct hc_xy *copy = hc_alloc(n, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = (struct hc_xy){x[i], y[i]};
    c = hc_circle_enclose(copy, n);
    squares(x, y, n, c.center, d2);
    hc_free(copy);
    return c;
}
