/* Land measured once: what was measured of a set of faces, for plans that make the same unit again. */
#ifndef HC_SIMULATE_COUNT_LAND_H
#define HC_SIMULATE_COUNT_LAND_H

#include "simulate/state/state.h"

/* Any number of threads may ask and tell at a time. What it answers does not depend on their order: the same faces
 * measure the same. It grows to some 100 MB and takes no more then. */
struct hc_land;
struct hc_land *hc_land_new(void);
void hc_land_free(struct hc_land *land);

/* Fills in what is known of the units whose flag is set, and clears the flag. */
void hc_land_recall(struct hc_land *land, struct hc_level_state *l, size_t n_faces, uint8_t *wanted);
/* Keeps what was measured of the units whose flag is set. */
void hc_land_keep(struct hc_land *land, const struct hc_level_state *l, size_t n_faces, const uint8_t *wanted);

#endif
