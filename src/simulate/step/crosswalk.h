/* Crosswalks: which share of each unit went where. */
#ifndef HC_SIMULATE_STEP_CROSSWALK_H
#define HC_SIMULATE_STEP_CROSSWALK_H

#include "model/state.h"

void hc_crosswalk_add(struct hc_crosswalk *c, struct hc_crosswalk_row row);
void hc_crosswalk_copy(struct hc_crosswalk *to, const struct hc_crosswalk *from);
/* Sorts by source and target and adds up equal pairs. */
void hc_crosswalk_settle(struct hc_crosswalk *c);
/* The product of two: a leads into the units that b starts from. */
void hc_crosswalk_compose(const struct hc_crosswalk *a, const struct hc_crosswalk *b, struct hc_crosswalk *out);

/* From state `from` to a later state `to` at one level: the product of the steps between them. */
void hc_crosswalk_between(const struct hc_result *r, uint32_t level, size_t from, size_t to, struct hc_crosswalk *out);

#endif
