/* Sorting what is large, or mostly in order already. */
#ifndef HC_BASE_ORDER_SORT_H
#define HC_BASE_ORDER_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* As qsort; what is in order already costs one comparison an item. n may be 0. */
void hc_sort(void *items, size_t n, size_t size, int (*compare)(const void *a, const void *b));

struct hc_keyed {
    uint64_t key;
    uint32_t index;
};

/* By key; items of one key stay in the order they are in. Linear time. */
void hc_sort_keyed(struct hc_keyed *items, size_t n);

/* Keys in the order of the doubles they are of, -0.0 equal to 0.0; no NaN. */
static inline uint64_t hc_key_of_double(double value)
{
    uint64_t bits;
    value += 0.0;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

/* order[0 .. result - 1] becomes the indices of the values that are not NaN, by value, equal ones as they come. */
size_t hc_rank_doubles(const double *value, size_t n, uint32_t *order);

/* The value that would stand at place k < n if they were sorted; puts them in another order. No NaN. Expected linear
 * time. */
double hc_select_double(double *values, size_t n, size_t k);

#endif
