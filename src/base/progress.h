/* How far a long job is: told to whoever wants to show it. */
#ifndef HC_BASE_PROGRESS_H
#define HC_BASE_PROGRESS_H

#include <stddef.h>

/* `what` is a short English verb phrase known to cli ("reading", "building", "writing"); total 0 if not known. Called
 * from the main thread only. A NULL tell means nobody wants to know. */
struct hc_progress {
    void (*tell)(void *ctx, const char *what, size_t done, size_t total);
    void *ctx;
    /* Of a search: the cost of the best so far, and what none goes below; NaN: not known. May be NULL. */
    void (*gap)(void *ctx, const char *what, double best, double bound);
};

#endif
