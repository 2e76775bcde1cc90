/* Faces: the pieces that all borders together cut the land into, and who claims each.
 *
 * Where the topology's edges have common points at common ends alone, its arcs bound faces; face 0 is the outside. Half
 * h has face of[h] to its left. A unit claims a face if its borders wind around it more often to the left than to the
 * right, so that a ring that turned over when its vertices were moved claims nothing it should not. */
#ifndef HC_COVER_CLEAN_FACES_H
#define HC_COVER_CLEAN_FACES_H

#include "cover/build/topology.h"

struct hc_winding {
    uint32_t unit;
    int32_t times;
};

struct hc_faces {
    const struct hc_topology *t;
    size_t n;
    uint32_t *of;     /* by half */
    uint32_t *halves; /* by face: halves[at[f]] .. halves[at[f + 1] - 1], ascending */
    size_t *at;
    size_t *winding_at; /* by face: where its windings begin; they are sorted by unit, none is zero */
    uint32_t *n_windings;
    struct hc_winding *windings;
    size_t n_all, cap_all;
    uint8_t *inner; /* by half: 1 if it belongs to the outer contour of islands in its face */
};

/* False if the windings do not come out the same from all sides: then some edges still cross. */
bool hc_faces_build(struct hc_faces *f, const struct hc_topology *t);
void hc_faces_release(struct hc_faces *f);

/* The units that claim a face: fills units (as many as fit in max), returns how many there are. */
size_t hc_face_units(const struct hc_faces *f, uint32_t face, uint32_t *units, size_t max);

/* The rest is for faces.c alone: the windings of faces that are traced; and which half-arc each point finds first when
 * it looks west, with the point to its left, HC_NONE if none. */
struct hc_lookup {
    struct hc_xy xy;
    uint32_t half; /* found */
};
bool hc_faces_wind(struct hc_faces *f);
void hc_faces_look_west(const struct hc_topology *t, struct hc_lookup *queries, size_t n);

#endif
