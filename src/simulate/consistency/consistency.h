/* Published figures held against each other, without any data. */
#ifndef HC_SIMULATE_CONSISTENCY_CONSISTENCY_H
#define HC_SIMULATE_CONSISTENCY_CONSISTENCY_H

#include "simulate/consistency/relations.h"

/* What the figures leave to a total, or to a number of units that none of them prints. */
struct hc_implied {
    uint32_t quantity; /* of relations */
    struct hc_bounds bounds;
};

/* One of the figures of a clash. Suspect: if it alone were wrong, this contradiction would be gone, all others set
 * aside.
 */
struct hc_clashing {
    size_t figure; /* its index */
    bool suspect;
    struct hc_bounds others; /* of a suspect, what the other figures leave to it, in its printed unit */
};

/* Figures that cannot all be true; with any one of them taken out, the others can. */
struct hc_clash {
    struct hc_clashing *figures; /* in the order of the file */
    size_t n;
};

struct hc_consistency {
    struct hc_relations relations;
    bool undecided;           /* too many figures, or too large numbers, in one group to be sure */
    struct hc_clash *clashes; /* the smallest first */
    size_t n_clashes, cap_clashes;
    struct hc_implied *implied; /* of quantities that no clash concerns */
    size_t n_implied;
};
/* See clash.h for what a contradiction is: there are as many as figures must be wrong at least, each the smallest set
 * that shows it. A date that figures.dates does not list is refused. */
void hc_consistency_check(const struct hc_project *project, struct hc_findings *findings, struct hc_consistency *c);
void hc_consistency_release(struct hc_consistency *c);

#endif
