/* From loose half-arcs to polygons. */
#ifndef HC_COVER_DISSOLVE_CHAIN_H
#define HC_COVER_DISSOLVE_CHAIN_H

#include "cover/build/topology.h"

/* Scratch that can serve many units, one after the other. */
struct hc_chain;
struct hc_chain *hc_chain_new(void);
void hc_chain_free(struct hc_chain *chain);

/* Chains the boundary half-arcs of one unit (sorted, the unit to their left) into rings and adds them to out as its
 * next unit: outer rings counter-clockwise, holes clockwise behind the outer ring that holds them, no ring touching
 * itself, parts by size, rings starting at their smallest vertex (x, then y). Returns false, with nothing added, if the
 * half-arcs do not close: the unit is then not settled by arcs.
 * O(n log n) in the half-arcs; holes are looked up among the outer rings one by one. */
bool hc_chain_unit(struct hc_chain *chain, const struct hc_topology *t, const uint32_t *halves, size_t n,
                   struct hc_polygons *out);

/* The same for the land around: half-arcs with nobody's land to their left. Adds each enclosed piece of it (a gap, a
 * lake) as a part of out's next unit, islands in it as holes; the outer borders of the whole are dropped. */
bool hc_chain_outside(struct hc_chain *chain, const struct hc_topology *t, const uint32_t *halves, size_t n,
                      struct hc_polygons *out);

#endif
