/* A simulation in parts: hc_simulate takes them in order, scenarios take the last ones many times. */
#ifndef HC_SIMULATE_INSIDE_H
#define HC_SIMULATE_INSIDE_H

#include "simulate/count/balance.h"

/* What goes along from state to state. */
struct hc_carried {
    struct hc_crosswalk *from_first; /* of each level, from the first state to the one reached; owned */
    struct hc_left left;
};

/* The first state. The run's result is built for all of the input's steps. */
int hc_run_begin(struct hc_run *run, struct hc_carried *carried, struct hc_err *err);
/* One step. The land of the state it leads to is being measured until hc_run_wait or the next step. *after: what is
 * carried then; may be `before`. */
int hc_run_step(struct hc_run *run, size_t index, const struct hc_carried *before, struct hc_carried *after,
                struct hc_err *err);
/* Waits until the state reached is measured; a failure of that takes the place of one that err tells. */
int hc_run_wait(struct hc_run *run, struct hc_err *err);
/* Statistics of the states from `first` on, and what is judged of the last one. */
int hc_run_finish(struct hc_run *run, size_t first, const struct hc_left *left, struct hc_err *err);
bool hc_run_refused(const struct hc_run *run);

/* Makes the empty arrays of a result for n_steps steps. */
void hc_result_begin(struct hc_result *r, const struct hc_input *input, size_t n_steps);
void hc_carried_release(struct hc_carried *carried, size_t n_levels);

#endif
