/* The smallest sets of figures that cannot all be true. */
#ifndef HC_SIMULATE_CONSISTENCY_CLASH_H
#define HC_SIMULATE_CONSISTENCY_CLASH_H

#include "simulate/consistency/consistency.h"

/* Appends the clashes among the figures of `group`, which hang together, to c->clashes.
 *
 * First the fewest figures are found that must be wrong for the others to be true. For each of them the smallest set
 * is sought that it clashes in with figures that are not among these: as many contradictions as there are faults at
 * least, not one for every way in which a fault shows.
 *
 * Both by implicit hitting sets: what is wanted must meet each of a list of sets; the smallest that does so either is
 * the answer or yields one more set to meet. Nothing smaller can be the answer. */
void hc_clash_find(struct hc_consistency *c, const struct hc_figure_set *group);

#endif
