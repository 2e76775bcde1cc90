/* Edits of the vertices of a coverage, by name, so that whoever shares a border shares what is done to it. */
#ifndef HC_COVER_CLEAN_EDITS_H
#define HC_COVER_CLEAN_EDITS_H

#include "cover/build/topology.h"

/* A vertex put between two that follow each other in some ring: in every ring in which they do. */
struct hc_insertion {
    uint32_t low, high; /* names of the two; low < high */
    double t;           /* how far along from low to high: orders insertions in the same edge */
    struct hc_xy xy;
};

struct hc_edits {
    struct hc_insertion *insertions;
    size_t n, cap;
};

/* from and to: names in either order; t from `from` to `to`. */
void hc_edits_insert(struct hc_edits *e, uint32_t from, uint32_t to, double t, struct hc_xy xy);

/* *out is a copy of the polygons of t with all insertions, and without vertices that would repeat the one before. */
void hc_edits_apply(struct hc_edits *e, const struct hc_topology *t, struct hc_polygons *out);
void hc_edits_release(struct hc_edits *e);

#endif
