/* How many new units have fewer people than this and that: round numbers between the smallest unit of all plans and the
 * largest. People are those of atoms, each counted where most of it goes. */
#ifndef HC_CLI_COMPARE_LADDER_H
#define HC_CLI_COMPARE_LADDER_H

#include "simulate/compare/compare.h"

struct hc_ladder {
    size_t n, n_plans;
    int64_t *people; /* ascending */
    size_t *below;   /* [threshold][plan]: units with fewer */
};

/* Empty where people are not counted. */
void hc_ladder_build(struct hc_ladder *l, const struct hc_atoms *atoms, const struct hc_outcome *const *outcomes,
                     size_t n);
void hc_ladder_release(struct hc_ladder *l);

#endif
