/* Random numbers that are the same on every machine (splitmix64 by Steele, Lea and Flood, 2014). */
#ifndef HC_PROPOSE_SEARCH_RANDOM_H
#define HC_PROPOSE_SEARCH_RANDOM_H

#include <stdint.h>

struct hc_random {
    uint64_t state;
};

static inline uint64_t hc_random_bits(struct hc_random *r)
{
    uint64_t x = (r->state += 0x9e3779b97f4a7c15u);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* 0 .. below - 1; below > 0. */
static inline uint32_t hc_random_below(struct hc_random *r, uint32_t below)
{
    return (uint32_t)(((hc_random_bits(r) >> 32) * below) >> 32);
}

/* In [0, 1). */
static inline double hc_random_unit(struct hc_random *r)
{
    return (double)(hc_random_bits(r) >> 11) * 0x1p-53;
}

/* One stream for each (seed, number). */
static inline struct hc_random hc_random_stream(uint64_t seed, uint64_t number)
{
    struct hc_random r = {seed * 0x9e3779b97f4a7c15u + number};
    r.state = hc_random_bits(&r) ^ (number << 32);
    hc_random_bits(&r);
    return r;
}

#endif
