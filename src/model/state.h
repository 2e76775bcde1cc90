/* States, steps, and what came of them: the result that simulate computes and every report prints. */
#ifndef HC_MODEL_STATE_H
#define HC_MODEL_STATE_H

#include "model/input.h"

/* Fixed-point quanta in which areas and lengths are summed, exactly and in any order. */
#define HC_AREA_SCALE   5 /* 1e-5 m² */
#define HC_LENGTH_SCALE 6 /* 1e-6 m */

/* One level at one date. */
struct hc_level_state {
    /* sorted by code after a step, in source order before; parent set; columns complete. Strings of units that a step
     * keeps lie in an earlier state's arena, or in another level's of this one */
    struct hc_units units;
    uint32_t *face_unit;   /* for each unit of the first state's base level, the unit that holds its land, or HC_NONE
                              if it left; NULL if there are no boundaries or the level is finer than the base */
    int64_t *area;         /* area[i] / 10^HC_AREA_SCALE m²; HC_MISSING where no boundaries; NULL likewise for all */
    int64_t *perimeter;    /* perimeter[i] / 10^HC_LENGTH_SCALE m */
    int64_t *settled;      /* land that members have in common, counted once: their areas' sum is area + settled */
    double *polsby_popper; /* 4 pi area / perimeter², 0..1; NaN unknown */
    double *reock;         /* area / area of the smallest enclosing circle; NaN unknown */
    uint32_t *n_members;   /* how many units of the first state (same level) have land or people in it */
    char **members;        /* their codes, joined by ';'; the strings lie in units.strings, or the first state's */
};

struct hc_state {
    char *date;   /* owned */
    bool interim; /* another step of the same date follows: computed, never shown */
    struct hc_level_state *levels;
};

/* From one state's units to another's, at one level. Sorted by (source, target). */
struct hc_crosswalk_row {
    uint32_t source;
    uint32_t target;         /* HC_NONE: left the area */
    double share_area;       /* of the source, in 0..1; NaN unknown */
    double share_population; /* likewise */
    bool estimated;
};
struct hc_crosswalk {
    size_t n, cap;
    struct hc_crosswalk_row *rows;
};

enum hc_event_type {
    HC_EVENT_ESTABLISHED,
    HC_EVENT_ABOLISHED,
    HC_EVENT_MERGED,
    HC_EVENT_SPLIT,
    HC_EVENT_BOUNDARY_CHANGED,
    HC_EVENT_REPARENTED,
    HC_EVENT_RENAMED,
    HC_EVENT_RECODED,
    HC_EVENT_KIND_CHANGED,
    HC_EVENT_SEAT_MOVED,
    HC_EVENT_UNCHANGED
};

/* What happened to a unit in a step. One unit can have several. */
struct hc_event {
    enum hc_event_type type;
    uint32_t source;       /* index in the earlier state, or HC_NONE */
    uint32_t target;       /* index in the later state, or HC_NONE */
    struct hc_text detail; /* "name inherited from ..."; may be empty */
};

/* One level through one step. */
struct hc_level_step {
    struct hc_crosswalk crosswalk;
    struct hc_event *events; /* by target's code, then source's, then type */
    size_t n_events, cap_events;
};

struct hc_step {
    char *date; /* owned */
    uint32_t level;
    struct hc_level_step *levels; /* one a level */
};

/* The distribution of one measure over the units of a level (or of one kind of it). */
struct hc_stat {
    const char *measure; /* column name, area_m2, perimeter_m, polsby_popper, reock, members, or a ratio's name */
    bool ratio;          /* a ratio of sums: `sum` is missing, `mean` is sum/sum */
    struct hc_number sum, mean, median, min, max, sd;
    size_t missing; /* units without a value, left out of all the others */
};

struct hc_stats {
    char *kind; /* owned; NULL: all kinds */
    size_t count;
    struct hc_stat *items;
    size_t n;
};

struct hc_level_summary {
    struct hc_stats all;
    struct hc_stats *kinds; /* sorted by name */
    size_t n_kinds;
};

/* Land and counts that a step took away or that were settled: before = after + these, exactly. */
struct hc_balance {
    const char *measure; /* area_m2 or a summed column */
    struct hc_number before, after, left, settled;
};

struct hc_level_result {
    struct hc_crosswalk crosswalk; /* first to last state */
    struct hc_balance *balance;    /* first to last state */
    size_t n_balance;
};

struct hc_result {
    const struct hc_input *input;
    size_t n_states; /* n_steps + 1; every array below is owned */
    struct hc_state *states;
    size_t n_steps;
    struct hc_step *steps;               /* steps[i] leads from states[i] to states[i + 1] */
    struct hc_level_summary **summaries; /* [state][level] */
    struct hc_level_result *levels;
    const char *population;           /* name of the column that weighs people; lives as long as the input */
    struct hc_services *services;     /* NULL where the project has none */
    char *reock_crs;                  /* the CRS that reock was measured in; NULL if it was not */
    struct hc_figure_result *figures; /* one a figure of the project, in its order */
    size_t n_figures;
};

/* The state that people see after `state`: interim ones are passed over; n_states after the last. Steps of one date
 * form one transition. */
size_t hc_result_next(const struct hc_result *r, size_t state);

/* The statistics of a kind (NULL: all) of a level in a state; NULL if it has none. */
const struct hc_stats *hc_summary_find(const struct hc_result *result, size_t state, uint32_t level, const char *kind);
/* The measure of that name, or NULL; stats may be NULL. */
const struct hc_stat *hc_stats_find(const struct hc_stats *stats, const char *measure);

/* A state's date for people: one-level use calls its two states "before" and "after". */
const char *hc_state_title(const char *date, enum hc_lang lang);
/* What a measure is called for people, or its own name. *divisor: by what it is divided on display ("area, km²" is held
 * in m²). */
const char *hc_measure_title(const char *measure, enum hc_lang lang, int64_t *divisor);
/* The same for a measure of a project, which may have titles of its own for ratios and levels. */
struct hc_project;
const char *hc_measure_title_in(const struct hc_project *project, const char *measure, enum hc_lang lang,
                                int64_t *divisor);

const char *hc_event_name(enum hc_event_type type, enum hc_lang lang);

void hc_level_state_release(struct hc_level_state *s);
void hc_stats_release(struct hc_stats *s);
void hc_result_release(struct hc_result *r); /* not the input */

#endif
