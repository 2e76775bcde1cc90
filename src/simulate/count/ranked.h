/* The units of a level in the order of one measure, and what is told of a measure from that: sums, medians... */
#ifndef HC_SIMULATE_COUNT_RANKED_H
#define HC_SIMULATE_COUNT_RANKED_H

#include "simulate/count/measured.h"

struct hc_ranked {
    struct hc_measured values;
    bool additive;    /* a total of it means something */
    size_t n;         /* units that have a value; the arrays are owned */
    uint32_t *order;  /* these units, in the order of their values, then of their indices */
    double *real;     /* the nearest doubles of their values, in that order */
    int64_t *decimal; /* the values themselves in that order; NULL where they are no decimals */
};

/* Those of one kind, in their order. */
struct hc_drawn {
    size_t n;
    uint32_t *order;
    double *real;
    int64_t *decimal; /* NULL where the measure has none */
};

/* All of them drawn apart by kind. */
struct hc_drawing {
    const uint32_t *kind_of; /* of each unit; HC_NONE: of none */
    struct hc_drawn *kinds;  /* owned, as are the arrays in which theirs lie */
    uint32_t *order;
    double *real;
    int64_t *decimal;
};

/* kind_of: of each unit, an index into the summary's kinds, whose counts are known; must outlive the drawing. */
void hc_drawing_make(struct hc_drawing *d, const struct hc_ranked *r, const uint32_t *kind_of,
                     const struct hc_level_summary *summary);
void hc_drawing_release(struct hc_drawing *d);

/* False where the level has no such measure. Arrays may lie in the state, which must outlive it. */
bool hc_ranked_get(const struct hc_run *run, size_t index, uint32_t level, const char *name, struct hc_ranked *r);
void hc_ranked_release(struct hc_ranked *r);

/* The distribution over all units (without a drawing), or those of a kind; there are `count` of them. measure: its
 * name, kept. */
struct hc_stat hc_ranked_describe(const struct hc_ranked *r, const char *measure, const struct hc_drawing *drawing,
                                  uint32_t kind, size_t count);

/* The names of the measures that statistics of a level tell, in their order; they live as long as input and state. The
 * array is new. Not every level has each. */
const char **hc_count_measures(const struct hc_run *run, size_t index, uint32_t level, size_t *n);

#endif
