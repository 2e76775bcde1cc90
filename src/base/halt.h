/* When long work is to come to an end: when somebody asks for it, or at a time. */
#ifndef HC_BASE_HALT_H
#define HC_BASE_HALT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct hc_halt {
    const volatile bool *stop; /* set by Ctrl-C; NULL: never */
    double until_s;            /* on hc_clock_s; 0: no end */
};

/* Seconds of a clock that only goes forward. */
static inline double hc_clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* halt may be NULL: never. */
static inline bool hc_halted(const struct hc_halt *halt)
{
    return halt && ((halt->stop && *halt->stop) || (halt->until_s > 0 && hc_clock_s() >= halt->until_s));
}

#endif
