#include "map/label/place.h"

#include "base/mem.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Between two labels, in mm. */
#define MARGIN 0.6

void hc_occupied_init(struct hc_occupied *o, struct hc_box frame)
{
    *o = (struct hc_occupied){
        .frame = frame, .columns = (size_t)(frame.w / HC_LAND_CELL) + 1, .rows = (size_t)(frame.h / HC_LAND_CELL) + 1};
    o->land = hc_calloc(o->columns, o->rows);
}

static int compare_doubles(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

struct crossings {
    double *x;
    size_t n, cap;
};

/* Where the rings of a unit cross the middle of a row of cells. */
static void add_crossings(struct crossings *rows, const struct hc_occupied *o, struct hc_xy a, struct hc_xy b)
{
    if (a.y > b.y) {
        struct hc_xy swap = a;
        a = b;
        b = swap;
    }
    double first = ceil((a.y - o->frame.y) / HC_LAND_CELL - 0.5), end = ceil((b.y - o->frame.y) / HC_LAND_CELL - 0.5);
    first = fmax(first, 0);
    end = fmin(end, (double)o->rows);
    for (size_t r = (size_t)first; (double)r < end; r++) {
        double y = o->frame.y + ((double)r + 0.5) * HC_LAND_CELL;
        struct crossings *row = &rows[r];
        HC_GROW(row->x, row->cap, row->n + 1);
        row->x[row->n++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
    }
}

static void fill_row(struct hc_occupied *o, size_t r, struct crossings *row)
{
    if (row->n)
        qsort(row->x, row->n, sizeof *row->x, compare_doubles);
    for (size_t i = 0; i + 1 < row->n; i += 2) {
        double first = floor((row->x[i] - o->frame.x) / HC_LAND_CELL),
               last = (row->x[i + 1] - o->frame.x) / HC_LAND_CELL;
        for (double c = fmax(first, 0); c <= last && c < (double)o->columns; c++)
            o->land[r * o->columns + (size_t)c] = 1;
    }
    row->n = 0;
}

void hc_occupied_add_land(struct hc_occupied *o, const struct hc_view *view, const struct hc_polygons *p)
{
    struct crossings *rows = hc_calloc(o->rows, sizeof *rows);
    for (size_t u = 0; u < p->n_units; u++) {
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++)
            for (size_t i = p->ring_xy[r], last = p->ring_xy[r + 1] - 1; i < p->ring_xy[r + 1]; last = i++)
                add_crossings(rows, o, hc_view_point(view, p->xy[last]), hc_view_point(view, p->xy[i]));
        for (size_t r = 0; r < o->rows; r++)
            if (rows[r].n)
                fill_row(o, r, &rows[r]);
    }
    for (size_t r = 0; r < o->rows; r++)
        hc_free(rows[r].x);
    hc_free(rows);
}

void hc_occupied_add(struct hc_occupied *o, struct hc_box box)
{
    HC_GROW(o->boxes, o->cap, o->n + 1);
    o->boxes[o->n++] = box;
}

bool hc_occupied_is_free(const struct hc_occupied *o, struct hc_box b)
{
    if (b.x < o->frame.x || b.y < o->frame.y || b.x + b.w > o->frame.x + o->frame.w ||
        b.y + b.h > o->frame.y + o->frame.h)
        return false;
    for (size_t i = 0; i < o->n; i++) {
        const struct hc_box *a = &o->boxes[i];
        if (b.x < a->x + a->w + MARGIN && a->x < b.x + b.w + MARGIN && b.y < a->y + a->h + MARGIN &&
            a->y < b.y + b.h + MARGIN)
            return false;
    }
    return true;
}

void hc_occupied_release(struct hc_occupied *o)
{
    hc_free(o->boxes);
    hc_free(o->land);
    *o = (struct hc_occupied){0};
}
