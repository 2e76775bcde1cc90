/* Counting: what is measured of each state, and its statistics. */
#ifndef HC_SIMULATE_COUNT_COUNT_H
#define HC_SIMULATE_COUNT_COUNT_H

#include "simulate/state/state.h"

/* Areas, perimeters and compactness of every level of state `index`; without boundaries areas are missing. */
int hc_count_geometry(struct hc_run *run, size_t index, struct hc_err *err);

/* members and n_members of state `index`; `from_first`: for each level the crosswalk from the first state, NULL for the
 * first state itself. */
void hc_count_members(struct hc_run *run, size_t index, const struct hc_crosswalk *from_first);

/* result->summaries[index]. */
void hc_count_summary(struct hc_run *run, size_t index);

/* One measure of every unit of a level; new. name: a column, area_m2, area_km2, perimeter_m, polsby_popper, reock,
 * members, a ratio of the project, or a finer level's id (how many of its units lie in each). NULL: none of these. */
struct hc_number *hc_count_values(const struct hc_run *run, size_t index, uint32_t level, const char *name);

/* The ratio of the project that has that name, or NULL. */
const struct hc_measure_spec *hc_count_ratio(const struct hc_run *run, const char *name);

/* For each unit of `level` how many units of the finer level `below` lie in it; new. */
uint32_t *hc_count_descendants(const struct hc_state *state, uint32_t level, uint32_t below);

/* Judges the last state by the project's rules; broken ones are findings. */
void hc_count_rules(struct hc_run *run);

#endif
