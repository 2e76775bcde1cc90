/* Boxes along the axes of the layer's CRS. */
#ifndef HC_COVER_GEOMETRY_BOX_H
#define HC_COVER_GEOMETRY_BOX_H

#include "model/polygons.h"
#include <math.h>
#include <stdbool.h>

struct hc_box {
    double x0, y0, x1, y1;
};

/* Around nothing: inside out, from infinity to -infinity. */
static inline struct hc_box hc_box_nowhere(void)
{
    return (struct hc_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

static inline struct hc_box hc_box_around(const struct hc_box *a, const struct hc_box *b)
{
    return (struct hc_box){a->x0 < b->x0 ? a->x0 : b->x0, a->y0 < b->y0 ? a->y0 : b->y0, a->x1 > b->x1 ? a->x1 : b->x1,
                           a->y1 > b->y1 ? a->y1 : b->y1};
}

static inline struct hc_box hc_box_with(struct hc_box box, struct hc_xy p)
{
    return (struct hc_box){p.x < box.x0 ? p.x : box.x0, p.y < box.y0 ? p.y : box.y0, p.x > box.x1 ? p.x : box.x1,
                           p.y > box.y1 ? p.y : box.y1};
}

/* Around n >= 1 points. */
static inline struct hc_box hc_box_of(const struct hc_xy *xy, size_t n)
{
    struct hc_box box = {xy[0].x, xy[0].y, xy[0].x, xy[0].y};
    for (size_t i = 1; i < n; i++)
        box = hc_box_with(box, xy[i]);
    return box;
}

/* Around any number of points. */
struct hc_box hc_box_of_all(const struct hc_xy *xy, size_t n, int threads);
/* The largest absolute coordinate; 0 if there is none. */
double hc_box_reach(const struct hc_box *box);

static inline struct hc_box hc_box_widened(struct hc_box box, double margin)
{
    return (struct hc_box){box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin};
}

static inline bool hc_box_holds(const struct hc_box *box, struct hc_xy p)
{
    return box->x0 <= p.x && p.x <= box->x1 && box->y0 <= p.y && p.y <= box->y1;
}

static inline bool hc_boxes_meet(const struct hc_box *a, const struct hc_box *b)
{
    return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

#endif
