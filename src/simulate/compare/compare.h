/* Plans of one project side by side: where people come to live under each, and how far two plans are apart.
 *
 * People are counted by atoms: the units of the finest level, at or below the plans', that has the population column,
 * as they are when planned from (without the column: the finest level, each atom counting as one). The companions of an
 * atom are the other atoms of its new unit. The distance of two plans is the share of people whose companions are not
 * the same in both: 0 for equal plans, 1 where nobody has the same; the same from a to b as from b to a. What new units
 * are called does not matter. Who leaves the area has no companions, and differs from who stays. */
#ifndef HC_SIMULATE_COMPARE_COMPARE_H
#define HC_SIMULATE_COMPARE_COMPARE_H

#include "base/mem.h"
#include "model/finding.h"
#include "model/state.h"

struct hc_atoms {
    uint32_t level;
    size_t n;
    bool counted;    /* people are known */
    int scale;       /* of people */
    int64_t *people; /* of each; 0 where missing */
    int64_t total;
};
/* Of state `state`, for plans at `level`. */
void hc_atoms_build(const struct hc_result *r, size_t state, uint32_t level, struct hc_atoms *atoms);
void hc_atoms_release(struct hc_atoms *atoms);

/* What a plan makes of a state. Strings live in the arena. */
struct hc_outcome {
    size_t n_new; /* units of the plan's level after it */
    char **code, **name, **kind;
    size_t n_units;     /* and before */
    uint32_t *unit_new; /* for each unit before the new one that most of its people go to; HC_NONE: leaves the area */
    uint32_t *atom_new; /* for each atom likewise */
    uint32_t *size;     /* atoms of each new unit */
    struct hc_arena strings;
};
/* From state `from` of a result to its last one, one step later or the same. */
void hc_outcome_build(const struct hc_result *r, size_t from, uint32_t level, const struct hc_atoms *atoms,
                      struct hc_outcome *o);
void hc_outcome_release(struct hc_outcome *o);

struct hc_distance {
    int64_t people; /* that have other companions, in the atoms' scale */
    size_t atoms;
    double share; /* of people; of atoms where people are not counted */
};
/* same: one flag an atom, set to whether its companions are the same in both; may be NULL. Linear. */
struct hc_distance hc_distance(const struct hc_atoms *atoms, const struct hc_outcome *a, const struct hc_outcome *b,
                               uint8_t *same);

enum hc_compared_stat {
    HC_COMPARED_COUNT,
    HC_COMPARED_SUM,
    HC_COMPARED_MEAN, /* of a ratio: sum / sum */
    HC_COMPARED_MEDIAN,
    HC_COMPARED_MIN,
    HC_COMPARED_MAX,
    HC_COMPARED_SD,
    HC_COMPARED_MISSING
};
const char *hc_compared_stat_name(enum hc_compared_stat stat);

/* One figure of each plan. */
struct hc_compared_row {
    uint32_t level;
    const char *kind;    /* NULL: all */
    const char *measure; /* NULL: the number of units */
    uint32_t rank;       /* of the measure, in the order that they came in */
    enum hc_compared_stat stat;
    struct hc_number *value; /* one a plan; missing where it has none */
};
/* Totals and distributions of n plans; a zeroed struct with n_plans set is empty. */
struct hc_compared {
    size_t n_plans;
    struct hc_compared_row *rows; /* once sorted: by level, kind (all first), measure, statistic */
    size_t n, cap;
    uint32_t n_ranks;
    struct hc_map by_key, measures;
    struct hc_arena strings;
};
/* The statistics of the last state of a result, as those of plan `plan`. */
void hc_compared_add(struct hc_compared *c, size_t plan, const struct hc_result *r);
void hc_compared_sort(struct hc_compared *c);
void hc_compared_release(struct hc_compared *c);

#endif
