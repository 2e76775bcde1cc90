/* What propose writes, as text. */
#ifndef HC_CLI_PLAN_WRITE_H
#define HC_CLI_PLAN_WRITE_H

#include "base/buf.h"
#include "cli/plan/ask.h"

/* The new units of a proposal, as a plan has them; strings live in the arena or the state. */
struct hc_new_units {
    struct hc_new_unit *items; /* one a group */
    size_t n;
    struct hc_arena strings;
};
void hc_new_units_build(struct hc_new_units *u, const struct hc_asking *a, const struct hc_proposal *proposal);
void hc_new_units_release(struct hc_new_units *u);

/* plan.csv, new_units.csv. */
void hc_plan_text(const struct hc_asking *a, const struct hc_proposal *proposal, const struct hc_new_units *u,
                  struct hc_buf *out);
void hc_new_units_text(const struct hc_new_units *u, struct hc_buf *out);

/* The same as a step to simulate; it points into u and the state. Release with hc_free(step->moves). */
void hc_plan_step(const struct hc_asking *a, const struct hc_proposal *proposal, const struct hc_new_units *u,
                  const struct hc_step_spec *spec, struct hc_step_input *step);

#endif
