/* Small planning problems, made at random, and the best of every partition there is. The oracle knows nothing of
 * src/propose but the struct that is filled: it judges sets of units as bit masks, by the rules as they are written in
 * design.md. */
#ifndef HC_TESTS_PROPERTY_PUZZLES_H
#define HC_TESTS_PROPERTY_PUZZLES_H

#include "propose/counts/counts.h"
#include <stdint.h>

#define PUZZLE_UNITS 12
#define PUZZLE_KINDS 2

/* A problem and what is asked of it. */
struct puzzle {
    struct hc_problem p;
    struct hc_wanted wanted;
    int block[PUZZLE_UNITS], block_kind[PUZZLE_UNITS * PUZZLE_KINDS], least[PUZZLE_UNITS], most[PUZZLE_UNITS];
    int all_kind[PUZZLE_KINDS];
    uint32_t near[PUZZLE_UNITS]; /* bit masks of neighbours */
};

/* The same for the same seed; its problem is released with hc_problem_release. */
void puzzle_make(struct puzzle *t, uint32_t seed);

struct partitions {
    const struct puzzle *t;
    double cost[1 << PUZZLE_UNITS][PUZZLE_KINDS]; /* of a set of units as one new unit of that kind; NaN: not allowed */
    double best;
    int count[PUZZLE_UNITS][PUZZLE_KINDS];
};

/* The least cost of all partitions that keep what is asked; infinite where there is none. */
double partitions_solve(struct partitions *o, const struct puzzle *t);

#endif
