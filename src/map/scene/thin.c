#include "map/scene/thin.h"

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

struct thinning {
    struct hc_xy unit;
    double tolerance2;
    uint8_t *keep; /* one a vertex of the stretch at hand */
    size_t cap_keep;
    size_t (*stack)[2];
    size_t n_stack, cap_stack;
};

/* Squared distance in m² of p from the segment a b. */
static double distance2(const struct thinning *t, struct hc_xy p, struct hc_xy a, struct hc_xy b)
{
    double dx = (b.x - a.x) * t->unit.x, dy = (b.y - a.y) * t->unit.y;
    double px = (p.x - a.x) * t->unit.x, py = (p.y - a.y) * t->unit.y;
    double length2 = dx * dx + dy * dy, along = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    px -= along * dx;
    py -= along * dy;
    return px * px + py * py;
}

static void push(struct thinning *t, size_t first, size_t last)
{
    if (last < first + 2)
        return;
    HC_GROW(t->stack, t->cap_stack, t->n_stack + 1);
    t->stack[t->n_stack][0] = first;
    t->stack[t->n_stack++][1] = last;
}

/* Marks what stays between two vertices that stay. */
static void mark(struct thinning *t, const struct hc_xy *xy, size_t first, size_t last)
{
    push(t, first, last);
    while (t->n_stack) {
        size_t a = t->stack[--t->n_stack][0], b = t->stack[t->n_stack][1], farthest = a;
        double most = t->tolerance2;
        for (size_t i = a + 1; i < b; i++) {
            double d = distance2(t, xy[i], xy[a], xy[b]);
            if (d > most) {
                most = d;
                farthest = i;
            }
        }
        if (farthest == a)
            continue;
        t->keep[farthest] = 1;
        push(t, a, farthest);
        push(t, farthest, b);
    }
}

static size_t farthest_from(const struct thinning *t, const struct hc_xy *xy, size_t n, size_t from)
{
    size_t best = from;
    double most = -1;
    for (size_t i = 0; i < n; i++) {
        double d = distance2(t, xy[i], xy[from], xy[from]);
        if (d > most) {
            most = d;
            best = i;
        }
    }
    return best;
}

static void begin(struct thinning *t, size_t n)
{
    HC_GROW(t->keep, t->cap_keep, n);
    memset(t->keep, 0, n);
}

/* Moves what was marked to `to`; returns where it ends. */
static size_t compact(const struct thinning *t, struct hc_xy *xy, size_t begin, size_t end, size_t to)
{
    for (size_t i = begin; i < end; i++)
        if (t->keep[i - begin])
            xy[to++] = xy[i];
    return to;
}

/* A ring is two lines between its first vertex and the one farthest from it; the last one stays. */
static void mark_ring(struct thinning *t, const struct hc_xy *xy, size_t n)
{
    begin(t, n);
    if (n < 4) {
        memset(t->keep, 1, n);
        return;
    }
    size_t far = farthest_from(t, xy, n, 0), n_kept = 0;
    t->keep[0] = t->keep[far] = t->keep[n - 1] = 1;
    mark(t, xy, 0, far);
    mark(t, xy, far, n - 1);
    for (size_t i = 0; i < n; i++)
        n_kept += t->keep[i];
    for (size_t i = 1; i < n && n_kept < 3; i++) {
        n_kept += !t->keep[i];
        t->keep[i] = 1;
    }
}

static void release(struct thinning *t)
{
    hc_free(t->keep);
    hc_free(t->stack);
}

void hc_thin_polygons(struct hc_polygons *p, struct hc_xy unit, double tolerance)
{
    struct thinning t = {.unit = unit, .tolerance2 = tolerance * tolerance};
    size_t to = 0, start = 0;
    for (size_t r = 0; r < p->n_rings; r++) {
        size_t end = p->ring_xy[r + 1];
        mark_ring(&t, p->xy + start, end - start);
        to = compact(&t, p->xy, start, end, to);
        start = end;
        p->ring_xy[r + 1] = to;
    }
    p->n_xy = to;
    release(&t);
}

void hc_thin_lines(struct hc_lines *l, struct hc_xy unit, double tolerance)
{
    struct thinning t = {.unit = unit, .tolerance2 = tolerance * tolerance};
    size_t to = 0, start = 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t end = l->at[i + 1], n = end - start;
        const struct hc_xy *xy = l->xy + start;
        begin(&t, n);
        t.keep[0] = t.keep[n - 1] = 1;
        /* One that runs round begins and ends in the same place. */
        size_t far = n > 3 ? farthest_from(&t, xy, n, 0) : 0;
        t.keep[far] = 1;
        mark(&t, xy, 0, far);
        mark(&t, xy, far, n - 1);
        to = compact(&t, l->xy, start, end, to);
        start = end;
        l->at[i + 1] = to;
    }
    l->n_xy = to;
    release(&t);
}
