/* One step: a plan resolved, and the state that it leads to.
 *
 * Everything that moves is a part: a unit of the plan's level whole, a share of it, or one of its children that the
 * plan names (which then goes another way than the rest). Parts carry people, land and columns from old to new units.
 */
#ifndef HC_SIMULATE_STEP_STEP_H
#define HC_SIMULATE_STEP_STEP_H

#include "simulate/state/state.h"

struct hc_part {
    uint32_t unit;   /* of the plan's level, before */
    uint32_t child;  /* one level finer, before; HC_NONE: what the named children leave */
    uint32_t target; /* of the plan's level, after; HC_NONE: leaves the area */
    int64_t share;   /* of what the named children leave; share / 10^scale */
    int scale;
    bool whole; /* the share is 1 */
};

/* A step being taken. */
struct hc_stepping {
    struct hc_run *run;
    const struct hc_step_input *input;
    size_t index;   /* from states[index] to states[index + 1] */
    uint32_t level; /* the plan's */
    int lost_zeros; /* that the plan's codes have lost, which is said of all at once; 0 */
    const struct hc_units *old;
    struct hc_units *fresh; /* the plan's level after */
    struct hc_part *parts;  /* sorted by unit, children first, then target */
    size_t n_parts, cap_parts;
    size_t *part_at;     /* old->count + 1 */
    char **target_codes; /* of the new units, sorted, not owned */
    size_t n_targets;
    uint32_t *largest;                /* for each old unit the target of its largest part, or HC_NONE */
    uint32_t *child_target;           /* for each unit one level finer its target if the plan names it, or HC_UNNAMED */
    uint32_t *continued;              /* for each new unit the old one that it continues, or HC_NONE */
    const struct hc_new_unit **given; /* for each new unit its row among the new units, or NULL */
    uint32_t **old_to_new; /* for each level, old units to new ones where they stay one unit; HC_NONE: gone */
};
#define HC_UNNAMED 0xfffffffeu

/* Fills parts, targets, largest, child_target from the plan's rows. Refusals among the findings. */
void hc_step_resolve(struct hc_stepping *s);

/* Makes the units of the next state at all levels: identities, attributes, parents, faces. */
void hc_step_advance(struct hc_stepping *s);

/* Carries the columns. Returns -1 with HC_FAULT if a sum is not conserved. left: see count/balance.h. */
struct hc_left;
int hc_step_carry(struct hc_stepping *s, struct hc_left *left, struct hc_err *err);

/* The crosswalk of each level. */
void hc_step_crosswalks(struct hc_stepping *s);
/* The events of each level; after the crosswalks. */
void hc_step_events(struct hc_stepping *s);

/* Warns of rows that are hardly meant as they stand; after the units of the next state are made. */
void hc_step_doubt(const struct hc_stepping *s);
const char *hc_step_plan_name(const struct hc_stepping *s); /* for messages */

void hc_stepping_release(struct hc_stepping *s);

/* Takes step `index`: resolves, advances, carries, and fills result->steps[index] and states[index + 1]. */
int hc_step_take(struct hc_run *run, size_t index, struct hc_left *left, struct hc_err *err);

/* How many people, in the weight column's mantissa, a part stands for; -1 unknown. */
int64_t hc_part_people(const struct hc_stepping *s, const struct hc_part *part);

#endif
