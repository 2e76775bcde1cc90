/* Putting doubles in order, in time linear in their number. */
#ifndef HC_BASE_ORDER_RANK_H
#define HC_BASE_ORDER_RANK_H

#include <stddef.h>
#include <stdint.h>

/* The indices of n doubles by value, equal ones (0 and -0 are) by index; NaN is left out. order: room for n. Returns
 * how many there are. */
size_t hc_rank_doubles(const double *value, size_t n, uint32_t *order);

#endif
