/* Annealing: one unit at a time goes to a neighbouring group, now and then two groups are divided anew; what makes the
 * plan worse is done with a chance that sinks. */
#ifndef HC_PROPOSE_SEARCH_ANNEAL_H
#define HC_PROPOSE_SEARCH_ANNEAL_H

#include "base/halt.h"
#include "propose/search/state.h"

struct hc_annealing {
    size_t moves;               /* tried */
    double hot;                 /* temperature at the start, as a share of what a move changes on average; 0: 1 */
    const struct hc_halt *halt; /* or NULL */
    /* out: the best plan that keeps all rules */
    bool found;
    int64_t cost;
    uint32_t *label, *kind; /* room for n each */
};

void hc_anneal(struct hc_search *s, struct hc_random *random, struct hc_annealing *a);

#endif
