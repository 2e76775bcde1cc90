/* States: the first one from what was read, and what holds for all of them. */
#ifndef HC_SIMULATE_STATE_STATE_H
#define HC_SIMULATE_STATE_STATE_H

#include "base/err.h"
#include "cover/cover.h"
#include "model/finding.h"
#include "model/state.h"

/* What every part of a simulation works with. */
struct hc_run {
    const struct hc_input *input;
    const struct hc_cover *cover; /* NULL: no boundaries */
    int threads;
    struct hc_findings *findings;
    struct hc_result *result;
    const char *population;             /* name of the weight column */
    bool without_events;                /* nobody asks for them */
    int64_t *face_area;                 /* HC_AREA_SCALE; NULL without cover */
    struct hc_land *land;               /* what other plans measured; or NULL */
    struct hc_measuring *measuring;     /* of the state reached, while it goes on; or NULL */
    const struct hc_rankings *rankings; /* of a state whose successors are counted; or NULL */
    const struct hc_blocks *blocks;     /* of each level of that state; or NULL */
};

/* Builds result->states[0]: units, parents, joined and aggregated columns, faces. */
void hc_state_first(struct hc_run *run);

/* Joins the tables measured in state `index` to its units, none in an interim one; columns that are there already are
 * replaced where the table has a value, and a difference is a finding. Reports both sides. */
void hc_state_join(struct hc_run *run, size_t index);

/* Sets units.parent of every level from parent_code. Unknown parents are error findings. */
void hc_state_parents(struct hc_run *run, size_t index);

/* Gives each level the columns that its finer neighbour has and it has not. */
void hc_state_aggregate(struct hc_run *run, size_t index);

/* One value a parent, out of the children's. weights: the weight column of the children, or NULL (each counts one). */
void hc_column_aggregate(const struct hc_column *from, const struct hc_column *weights, const uint32_t *parent,
                         const struct hc_units *children, struct hc_column *to, struct hc_arena *strings);

/* Sets face_unit of the levels above `level` from that of `level` and the parents. */
void hc_state_faces_up(const struct hc_run *run, struct hc_state *state, uint32_t level);

/* Gives a unit code, name, kind, parent_code and seat of one of an earlier state, which keeps the strings. */
void hc_unit_share(struct hc_units *to, uint32_t i, const struct hc_units *from, uint32_t j);

/* The level's title for people: the project's, or its id. */
const char *hc_level_title(const struct hc_input *input, uint32_t level);

#endif
