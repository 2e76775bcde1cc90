/* One unit's candidates, weighed. */
#ifndef HC_SIMULATE_DERIVE_MATCH_H
#define HC_SIMULATE_DERIVE_MATCH_H

#include "cover/overlay/overlay.h"
#include "simulate/derive/derive.h"
#include <stdbool.h>

struct hc_candidate {
    uint32_t after;
    double land, of_after; /* shares of the unit's and of the other's land; 0 where there is none */
    unsigned reasons;      /* code, name, stem, likeness, parent */
    double score;          /* by the lists alone */
};

/* What the lists say, prepared once. */
struct hc_matching {
    const struct hc_units *before, *after;
    struct hc_overlaps overlaps; /* empty without polygons */
    size_t *overlap_at;          /* before->count + 1 */
    bool has_land;
    bool has_parents;
    char **folded_before, **folded_after, **stem_before, **stem_after;
    uint32_t *n_folded_before, *n_stem_before; /* how many before have the name that unit i has */
    uint32_t *by_folded, *by_stem;             /* units after, sorted by folded name and by stem, then index */
    /* The parent after of each unit's parent, as far as is known: an index into parents_after; HC_NONE: not known. */
    uint32_t *parent_to;                          /* for each parent before */
    const uint32_t *parent_before, *parent_after; /* of units, index or HC_NONE */
    struct hc_arena strings;
};

void hc_matching_init(struct hc_matching *m, const struct hc_units *before, const struct hc_units *after);
void hc_matching_release(struct hc_matching *m);

/* Adds the rows of unit u to the level. */
void hc_match_unit(const struct hc_matching *m, uint32_t u, struct hc_derived_level *out);

/* Where several units claim one by lists alone, the weaker claims lose confidence. */
void hc_match_settle(const struct hc_matching *m, struct hc_derived_level *out);

/* Turns n weights into ten-thousandths that add up to 10000, by largest remainder. */
void hc_match_shares(const double *weight, size_t n, int *share);

#endif
