/* The search for what cannot be listed: many short annealings, the best of them begun from again.
 *
 * Rounds are numbered, and go by generations of eight: those of one know nothing of each other, every second one begins
 * from the best plan of the generations before. The result is that of the best, the lowest number among equals, so it
 * is the same for any number of threads, unless it is halted. */
#ifndef HC_PROPOSE_SEARCH_SEARCH_H
#define HC_PROPOSE_SEARCH_SEARCH_H

#include "base/halt.h"
#include "base/progress.h"
#include "propose/exact/partition.h"

struct hc_searching {
    uint64_t seed;
    size_t rounds;   /* 0: until it is halted */
    bool brief;      /* a round is a single short annealing or two */
    int64_t stop_at; /* a cost to be content with; INT64_MIN: none */
    bool bound;      /* the number of groups is asked for, so what it costs at least is the part's bound */
    int threads;
    const int *kinds;                   /* wanted of each, -1: free; NULL: all free */
    const uint32_t *start;              /* labels to begin from as well, 0..k-1; or NULL */
    const struct hc_halt *halt;         /* or NULL */
    const struct hc_progress *progress; /* only from the main thread */
};

/* Looks for a plan of the part with k groups; a better one than out holds is put there. */
void hc_search_run(const struct hc_searching *how, const struct hc_problem *part, size_t k, struct hc_partition *out);

#endif
