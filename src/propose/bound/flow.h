/* How much must be cut at least, whatever the plan: a bound by flows.
 *
 * Let every unit send flow to others along links, no link carrying more than it costs to cut it. Flow between units of
 * different groups passes a link that is cut, so what is cut costs at least the flow between groups; and a group holds
 * no more than `most` of the weight, so from every unit at least the flow that misses the `most` heaviest takers leaves
 * its group. Any flow gives a bound, and that is what is counted here, from the flow alone; how the flow is made (as
 * the dual of spreading metrics: Even, Naor, Rao and Schieber 1999; found by two players who learn, Freund and Schapire
 * 1999) decides only how good it is. */
#ifndef HC_PROPOSE_BOUND_FLOW_H
#define HC_PROPOSE_BOUND_FLOW_H

#include "base/halt.h"
#include "propose/problem/problem.h"

struct hc_flowing {
    const struct hc_problem *problem; /* its graph */
    const double *price;              /* of cutting, one an edge, the same both ways; 0: nobody passes there */
    const double *weight;             /* one a unit, none negative */
    double most;                      /* weight of a group at most */
    int threads;
    const struct hc_halt *halt; /* or NULL */
};

/* Rounds are counted, not timed: the same on any number of threads. At least 0. */
double hc_flow_bound(const struct hc_flowing *f);

#endif
