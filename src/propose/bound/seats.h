/* The way to the seat, at least: of all choices of k seats, everybody to the nearest (the k-median problem), relaxed.
 */
#ifndef HC_PROPOSE_BOUND_SEATS_H
#define HC_PROPOSE_BOUND_SEATS_H

#include "propose/problem/problem.h"

/* In people times km. Lagrangean relaxation of "every unit goes to one seat", by subgradients (Cornuejols, Fisher and
 * Nemhauser 1977); any multipliers give a bound. Cost: 100 times the square of the units. */
double hc_seats_bound(const struct hc_problem *p, size_t k);

/* The same for each number of seats, least[k - first] for k from first to last: multipliers found for some of them
 * bound all. Cost: that of some twenty bounds at most. */
void hc_seats_bounds(const struct hc_problem *p, size_t first, size_t last, double *least);

#endif
