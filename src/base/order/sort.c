#include "base/order/sort.h"

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

void hc_sort(void *items, size_t n, size_t size, int (*compare)(const void *a, const void *b))
{
    const char *at = items;
    size_t i = 1;
    while (i < n && compare(at + (i - 1) * size, at + i * size) <= 0)
        i++;
    if (i < n)
        qsort(items, n, size, compare);
}

#define DIGIT  8
#define DIGITS (64 / DIGIT)
#define VALUES (1 << DIGIT)

static unsigned digit_of(uint64_t key, int d)
{
    return (unsigned)(key >> d * DIGIT) & (VALUES - 1);
}

static void count_digits(const struct hc_keyed *items, size_t n, size_t counts[DIGITS][VALUES])
{
    memset(counts, 0, sizeof(size_t[DIGITS][VALUES]));
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < DIGITS; d++)
            counts[d][digit_of(items[i].key, d)]++;
}

#define FEW 32 /* for which counting digits is not worth while */

static void insert_in_order(struct hc_keyed *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct hc_keyed item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Digit by digit from the last; digits in which all keys agree are passed over. */
void hc_sort_keyed(struct hc_keyed *items, size_t n)
{
    if (n <= FEW) {
        insert_in_order(items, n);
        return;
    }
    size_t counts[DIGITS][VALUES];
    struct hc_keyed *scratch = hc_alloc(n, sizeof *scratch), *from = items, *to = scratch;
    count_digits(items, n, counts);
    for (int d = 0; d < DIGITS; d++) {
        size_t at = 0;
        if (counts[d][digit_of(items[0].key, d)] == n)
            continue;
        for (int v = 0; v < VALUES; v++) {
            size_t count = counts[d][v];
            counts[d][v] = at;
            at += count;
        }
        for (size_t i = 0; i < n; i++)
            to[counts[d][digit_of(from[i].key, d)]++] = from[i];
        struct hc_keyed *other = from;
        from = to;
        to = other;
    }
    if (from != items)
        memcpy(items, from, n * sizeof *items);
    hc_free(scratch);
}

size_t hc_rank_doubles(const double *value, size_t n, uint32_t *order)
{
    struct hc_keyed *keyed = hc_alloc(n, sizeof *keyed);
    size_t known = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!isnan(value[i]))
            keyed[known++] = (struct hc_keyed){hc_key_of_double(value[i]), i};
    hc_sort_keyed(keyed, known);
    for (size_t i = 0; i < known; i++)
        order[i] = keyed[i].index;
    hc_free(keyed);
    return known;
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Hoare's: what is less than the pivot comes to stand before what is greater, until nothing but equals is left at k. */
double hc_select_double(double *values, size_t n, size_t k)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, place = (ptrdiff_t)k;
    while (low < high) {
        double pivot = values[low + (high - low) / 2];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (pivot < values[j])
                j--;
            if (i <= j)
                swap(&values[i++], &values[j--]);
        }
        if (j < place)
            low = i;
        if (place < i)
            high = j;
    }
    return values[k];
}
