#include "base/order/rank.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

struct key {
    uint64_t bits; /* in the order of the values */
    uint32_t index;
};

static uint64_t bits_of(double value)
{
    uint64_t bits;
    value += 0.0; /* no -0 */
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | 1ull << 63;
}

static void insert_in_order(struct key *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct key key = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1].bits > key.bits; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* By the digit of eight bits at `shift`; false, with nothing moved, where all have the same. */
static int sort_by_digit(const struct key *from, struct key *to, size_t n, int shift)
{
    size_t at[257] = {0};
    for (size_t i = 0; i < n; i++)
        at[(from[i].bits >> shift & 0xff) + 1]++;
    if (at[(from[0].bits >> shift & 0xff) + 1] == n)
        return 0;
    for (size_t d = 0; d < 256; d++)
        at[d + 1] += at[d];
    for (size_t i = 0; i < n; i++)
        to[at[from[i].bits >> shift & 0xff]++] = from[i];
    return 1;
}

size_t hc_rank_doubles(const double *value, size_t n, uint32_t *order)
{
    struct key *keys = hc_alloc(2 * n, sizeof *keys), *from = keys, *to = keys + n;
    size_t known = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!isnan(value[i]))
            keys[known++] = (struct key){bits_of(value[i]), i};
    if (known <= 32)
        insert_in_order(keys, known);
    for (int shift = 0; known > 32 && shift < 64; shift += 8)
        if (sort_by_digit(from, to, known, shift)) {
            struct key *swap = from;
            from = to;
            to = swap;
        }
    for (size_t i = 0; i < known; i++)
        order[i] = from[i].index;
    hc_free(keys);
    return known;
}
