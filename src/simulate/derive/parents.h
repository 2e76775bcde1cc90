/* Parents, told by where their members went. */
#ifndef HC_SIMULATE_DERIVE_PARENTS_H
#define HC_SIMULATE_DERIVE_PARENTS_H

#include "simulate/derive/derive.h"

/* The parents that a list names, each once, sorted; of[i]: unit i's, or HC_NONE. New, the caller's. */
uint32_t *hc_parents_list(const struct hc_units *units, struct hc_units *parents);

/* From each parent before where most of its members went for sure, or HC_NONE. to: parents_before->count. */
void hc_parents_vote(const struct hc_derived_level *units, const uint32_t *before, const uint32_t *after,
                     size_t n_before, uint32_t *to);

/* Rows of the parents; each member counts one. */
void hc_parents_derive(const struct hc_derived_level *units, const uint32_t *before, const uint32_t *after,
                       struct hc_derived_level *parents);

#endif
