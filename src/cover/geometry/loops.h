/* Closed loops of vertices, put in order as polygons. */
#ifndef HC_COVER_GEOMETRY_LOOPS_H
#define HC_COVER_GEOMETRY_LOOPS_H

#include "model/polygons.h"
#include <stdbool.h>

/* Vertices begin .. end-1 of an array of the caller's. */
struct hc_loop {
    size_t begin, end;
    double area2; /* twice the signed area: above 0 for an outer loop, below for a hole */
    size_t owner; /* a hole: the index of the outer loop that holds it */
};

/* Makes an open ring start at its smallest vertex (x, then y). */
void hc_ring_rotate(struct hc_xy *xy, size_t n);
void hc_ring_reverse(struct hc_xy *xy, size_t n);

/* Adds the loops to out as its next unit: parts by size, then by first vertex, each outer loop before its holes. */
void hc_loops_write(const struct hc_xy *xy, const struct hc_loop *loops, size_t n, struct hc_polygons *out);

#endif
