/* Which unit of one date becomes which of another, and in what proportion what it has is divided. */
#ifndef HC_SIMULATE_CONVERT_FLOWS_H
#define HC_SIMULATE_CONVERT_FLOWS_H

#include "model/state.h"
#include <stdbool.h>

struct hc_flow {
    uint32_t from, to; /* to: HC_NONE, it left the area */
    int64_t weight;    /* among the flows of `from`; at least one of them is above 0 */
    bool estimated;    /* the crosswalk itself is an estimate */
};

struct hc_flows {
    struct hc_flow *items; /* sorted by from, then to; owned */
    size_t n;
    size_t *at; /* for each unit of the state that is left: its flows; n_units + 1; owned */
};

/* Between any two states of a result at one level, in either direction. */
void hc_flows_build(const struct hc_result *r, uint32_t level, size_t from, size_t to, struct hc_flows *out);
void hc_flows_release(struct hc_flows *f);

/* Divides `total` by weights, by largest remainder (ties: the earlier): the parts add up to it exactly. */
void hc_flows_divide(const struct hc_flow *flows, size_t n, int64_t total, int64_t *part);

#endif
