#include "map/label/inscribed.h"

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The search goes on in a space in which the shape measures one: a circle of radius 1, or a box of half sides 1, whose
 * distance is the larger of |dx| and |dy|. */
struct edge {
    double x0, y0, x1, y1;
};
struct shape {
    struct edge *edges;
    size_t n;
    bool box;
    double hw, hh; /* of the box in the unit's own coordinates; 1 for a circle */
    double x0, y0, x1, y1;
    size_t near; /* the edge that was nearest to the place asked about last */
};

static void shape_init(struct shape *s, const struct hc_polygons *p, size_t unit, bool box, double hw, double hh)
{
    *s = (struct shape){
        .box = box, .hw = hw, .hh = hh, .x0 = INFINITY, .y0 = INFINITY, .x1 = -INFINITY, .y1 = -INFINITY};
    if (p->unit_part[unit] == p->unit_part[unit + 1])
        return;
    uint32_t part = p->unit_part[unit], first = p->part_ring[part], end = p->part_ring[part + 1];
    s->edges = hc_alloc(p->ring_xy[end] - p->ring_xy[first], sizeof *s->edges);
    for (uint32_t r = first; r < end; r++)
        for (size_t i = p->ring_xy[r], last = p->ring_xy[r + 1] - 1; i < p->ring_xy[r + 1]; last = i++) {
            struct edge e = {p->xy[last].x / hw, p->xy[last].y / hh, p->xy[i].x / hw, p->xy[i].y / hh};
            s->edges[s->n++] = e;
            s->x0 = fmin(s->x0, e.x1);
            s->y0 = fmin(s->y0, e.y1);
            s->x1 = fmax(s->x1, e.x1);
            s->y1 = fmax(s->y1, e.y1);
        }
}

static double box_distance_at(double x, double y, double dx, double dy, double t)
{
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return fmax(fabs(x + t * dx), fabs(y + t * dy));
}

/* The larger of |x| and |y| along a segment is least at an end or where one of them is 0 or both are equal. */
static double box_distance(double x, double y, double dx, double dy)
{
    double best = fmin(box_distance_at(x, y, dx, dy, 0), box_distance_at(x, y, dx, dy, 1));
    if (dx != 0)
        best = fmin(best, box_distance_at(x, y, dx, dy, -x / dx));
    if (dy != 0)
        best = fmin(best, box_distance_at(x, y, dx, dy, -y / dy));
    if (dx != dy)
        best = fmin(best, box_distance_at(x, y, dx, dy, -(x - y) / (dx - dy)));
    if (dx != -dy)
        best = fmin(best, box_distance_at(x, y, dx, dy, -(x + y) / (dx + dy)));
    return best;
}

static double circle_distance(double x, double y, double dx, double dy)
{
    double length2 = dx * dx + dy * dy, t = length2 > 0 ? -(x * dx + y * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(x + t * dx, y + t * dy);
}

static double edge_distance(const struct shape *s, size_t i, double x, double y)
{
    const struct edge *e = &s->edges[i];
    double ax = e->x0 - x, ay = e->y0 - y, dx = e->x1 - x - ax, dy = e->y1 - y - ay;
    return s->box ? box_distance(ax, ay, dx, dy) : circle_distance(ax, ay, dx, dy);
}

/* Distance to the boundary, negative outside. Begins with the edge that was nearest last, and so with a distance that
 * most others cannot be within. */
static double room_at(struct shape *s, double x, double y)
{
    double best = s->n ? edge_distance(s, s->near, x, y) : INFINITY;
    bool inside = false;
    for (size_t i = 0; i < s->n; i++) {
        const struct edge *e = &s->edges[i];
        double ax = e->x0 - x, ay = e->y0 - y, bx = e->x1 - x, by = e->y1 - y;
        if ((ay > 0) != (by > 0) && (ax + (bx - ax) * (-ay) / (by - ay)) > 0)
            inside = !inside;
        /* A segment wholly beyond the best so far on one side cannot be nearer. */
        if ((ax > best && bx > best) || (ax < -best && bx < -best) || (ay > best && by > best) ||
            (ay < -best && by < -best))
            continue;
        double d = edge_distance(s, i, x, y);
        if (d < best) {
            best = d;
            s->near = i;
        }
    }
    return inside ? best : -best;
}

/* Squares that are still to be looked into: a heap by what they may hold at most, then in the order they came. */
struct square {
    double x, y, half, room, most;
    size_t order;
};
struct heap {
    struct square *items;
    size_t n, cap, n_made;
};

static bool before(const struct square *a, const struct square *b)
{
    return a->most != b->most ? a->most > b->most : a->order < b->order;
}

static void push(struct heap *h, struct shape *s, double x, double y, double half)
{
    struct square q = {x, y, half, room_at(s, x, y), 0, h->n_made++};
    q.most = q.room + half * (s->box ? 1 : M_SQRT2);
    HC_GROW(h->items, h->cap, h->n + 1);
    size_t i = h->n++;
    for (; i > 0 && before(&q, &h->items[(i - 1) / 2]); i = (i - 1) / 2)
        h->items[i] = h->items[(i - 1) / 2];
    h->items[i] = q;
}

static struct square pop(struct heap *h)
{
    struct square top = h->items[0], last = h->items[--h->n];
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= h->n)
            break;
        if (child + 1 < h->n && before(&h->items[child + 1], &h->items[child]))
            child++;
        if (!before(&h->items[child], &last))
            break;
        h->items[i] = h->items[child];
        i = child;
    }
    h->items[i] = last;
    return top;
}

static struct hc_spot search(struct shape *s, double precision)
{
    enum { MOST_SQUARES = 4000 };
    struct heap heap = {0};
    double w = s->x1 - s->x0, h = s->y1 - s->y0, side = fmax(fmin(w, h), fmax(w, h) / 24);
    struct square best = {NAN, NAN, 0, 0, 0, 0};
    if (s->n < 3 || !(w > 0) || !(h > 0))
        return (struct hc_spot){{NAN, NAN}, 0};
    best.room = -INFINITY;
    size_t columns = (size_t)ceil(w / side), rows = (size_t)ceil(h / side);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            push(&heap, s, s->x0 + side * ((double)column + 0.5), s->y0 + side * ((double)row + 0.5), side / 2);
    while (heap.n && heap.n_made < MOST_SQUARES) {
        struct square q = pop(&heap);
        if (q.room > best.room)
            best = q;
        if (q.most <= best.room + precision * fabs(best.room))
            break; /* no other holds more either */
        double half = q.half / 2;
        for (int i = 0; i < 4; i++)
            push(&heap, s, q.x + (i & 1 ? half : -half), q.y + (i & 2 ? half : -half), half);
    }
    hc_free(heap.items);
    return (struct hc_spot){{best.x * s->hw, best.y * s->hh}, best.room};
}

struct hc_spot hc_inscribed_circle(const struct hc_polygons *p, size_t unit)
{
    struct shape s;
    shape_init(&s, p, unit, false, 1, 1);
    struct hc_spot spot = search(&s, 0.01);
    hc_free(s.edges);
    return spot;
}

struct hc_spot hc_inscribed_box(const struct hc_polygons *p, size_t unit, double w, double h)
{
    struct shape s;
    shape_init(&s, p, unit, true, w / 2, h / 2);
    struct hc_spot spot = search(&s, 0.04);
    hc_free(s.edges);
    return spot;
}

static int compare_spots(const void *p, const void *q)
{
    const struct hc_spot *a = p, *b = q;
    if (a->room != b->room)
        return a->room > b->room ? -1 : 1;
    if (a->at.y != b->at.y)
        return a->at.y > b->at.y ? -1 : 1;
    return (a->at.x > b->at.x) - (a->at.x < b->at.x);
}

/* How many spots along one side: a third of the box apart. */
static size_t spots_along(double length, size_t most)
{
    double n = ceil(length * 1.5);
    return n < 3 ? 3 : n < (double)most ? (size_t)n : most;
}

size_t hc_inscribed_spots(const struct hc_polygons *p, size_t unit, double w, double h, size_t most,
                          bool (*is_wanted)(void *ctx, struct hc_xy at), void *ctx, struct hc_spot *spots)
{
    struct shape s;
    size_t found = 0;
    shape_init(&s, p, unit, true, w / 2, h / 2);
    size_t columns = s.n ? spots_along(s.x1 - s.x0, most) : 0, rows = s.n ? spots_along(s.y1 - s.y0, most) : 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            double x = s.x0 + (s.x1 - s.x0) * ((double)column + 0.5) / (double)columns;
            double y = s.y0 + (s.y1 - s.y0) * ((double)row + 0.5) / (double)rows;
            struct hc_xy at = {x * s.hw, y * s.hh};
            double room = is_wanted && !is_wanted(ctx, at) ? 0 : room_at(&s, x, y);
            if (room >= 1)
                spots[found++] = (struct hc_spot){at, room};
        }
    hc_free(s.edges);
    if (found)
        qsort(spots, found, sizeof *spots, compare_spots);
    return found;
}
