/* Conservation: before = after + what left + what was settled, exactly. */
#ifndef HC_SIMULATE_COUNT_BALANCE_H
#define HC_SIMULATE_COUNT_BALANCE_H

#include "simulate/state/state.h"

/* What left the area in the steps so far, by column, as carried out at the plans' levels. */
struct hc_left_item {
    const char *column; /* lives in the input's or a state's columns */
    struct hc_number sum;
};
struct hc_left {
    struct hc_left_item *items;
    size_t n, cap;
};

void hc_left_add(struct hc_left *left, const char *column, struct hc_number value);
void hc_left_copy(struct hc_left *to, const struct hc_left *from);
void hc_left_release(struct hc_left *left);

/* Fills result->levels[].balance. -1 with HC_FAULT where the area does not add up. */
int hc_balance_build(struct hc_run *run, const struct hc_left *left, struct hc_err *err);

#endif
