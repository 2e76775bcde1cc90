/* Arcs: every border once.
 *
 * A vertex is named by its first occurrence among the ring vertices of the polygons: `first[i]` is the smallest index
 * with the coordinates of vertex i, so equal coordinates mean equal names, and xy[name] needs no table. A vertex is a
 * node where rings disagree about its two neighbours; arcs run from node to node, or all around a ring without any.
 *
 * Half-arc h = 2 * arc + reversed has its twin at h ^ 1. face[h] is the unit to the left of h, HC_NONE for none. Where
 * more than one unit claims the same side (overlapping units), face[h] is the first to come and the others stand in
 * `extra`. An arc is stored as a stretch of the ring that it was first seen in. */
#ifndef HC_COVER_BUILD_TOPOLOGY_H
#define HC_COVER_BUILD_TOPOLOGY_H

#include "cover/geometry/box.h"
#include <string.h>

struct hc_arc {
    uint32_t start;      /* ring vertex at which it begins */
    uint32_t count;      /* edges; it has count + 1 vertices, the last one the first of the next arc */
    uint32_t ring_begin; /* the stretch wraps around from ring_end - 1 to ring_begin */
    uint32_t ring_end;
};

struct hc_claim {
    uint32_t half; /* the half-arc ... */
    uint32_t unit; /* ... to whose left this unit lies as well */
};

struct hc_topology {
    const struct hc_polygons *polygons; /* not owned */
    uint32_t *first;                    /* n_xy; NULL once they are forgotten */
    struct hc_arc *arcs;
    size_t n_arcs, cap_arcs;
    struct hc_box *boxes; /* n_arcs: around the vertices of each */
    uint32_t *from;       /* 2 * n_arcs: the name of the vertex at which each half-arc begins */
    uint32_t *face;       /* 2 * n_arcs */
    size_t cap_face;
    struct hc_claim *extra;
    size_t n_extra, cap_extra;
    uint32_t *pinched; /* rings that pass a vertex twice, sorted */
    size_t n_pinched, cap_pinched;
    uint32_t
        *collapsed; /* rings without area or with fewer than three different vertices, sorted; left out of the arcs */
    size_t n_collapsed, cap_collapsed;
};

/* Builds the arcs of p, which must outlive t. Expected linear time; the same arcs for any number of threads. At most
 * 2^32 - 2 vertices. */
void hc_topology_build(struct hc_topology *t, const struct hc_polygons *p, int threads);
/* For who needs no names but those of the arcs' ends: they take a quarter of what the vertices do. */
void hc_topology_forget_names(struct hc_topology *t);
void hc_topology_release(struct hc_topology *t);

/* The ring vertex k steps along an arc, 0 <= k <= count. */
static inline uint32_t hc_arc_vertex(const struct hc_arc *arc, uint32_t k)
{
    uint64_t i = (uint64_t)arc->start + k;
    return (uint32_t)(i < arc->ring_end ? i : i - (arc->ring_end - arc->ring_begin));
}

/* n vertices along an arc, from the one `step` steps along it. */
static inline void hc_arc_copy(const struct hc_arc *arc, const struct hc_xy *xy, uint32_t step, size_t n,
                               struct hc_xy *out)
{
    uint32_t begin = hc_arc_vertex(arc, step);
    size_t ahead = arc->ring_end - begin, straight = n < ahead ? n : ahead;
    memcpy(out, xy + begin, straight * sizeof *out);
    memcpy(out + straight, xy + arc->ring_begin, (n - straight) * sizeof *out);
}

/* The same where they lie, if they lie together; else copied to `scratch`. */
static inline const struct hc_xy *hc_arc_view(const struct hc_arc *arc, const struct hc_xy *xy, uint32_t step, size_t n,
                                              struct hc_xy *scratch)
{
    uint32_t begin = hc_arc_vertex(arc, step);
    if (n <= arc->ring_end - begin)
        return xy + begin;
    hc_arc_copy(arc, xy, step, n, scratch);
    return scratch;
}

/* Names of the vertices at which a half-arc begins and ends. */
static inline uint32_t hc_half_from(const struct hc_topology *t, uint32_t half)
{
    return t->from[half];
}
static inline uint32_t hc_half_to(const struct hc_topology *t, uint32_t half)
{
    return hc_half_from(t, half ^ 1);
}

/* The vertex (an index into polygons->xy) k steps along a half-arc. */
static inline uint32_t hc_half_vertex(const struct hc_topology *t, uint32_t half, uint32_t k)
{
    const struct hc_arc *arc = &t->arcs[half >> 1];
    return hc_arc_vertex(arc, half & 1 ? arc->count - k : k);
}

#endif
