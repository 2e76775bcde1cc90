/* The measures of a whole state in order, kept so that statistics of states one step on need not begin anew.
 *
 * Where a step leaves the units of a level what they are, and a measure its values, their distribution is the same over
 * all of them, and over every kind that still has the same units; others are counted along the order that is known. */
#ifndef HC_SIMULATE_COUNT_RANKINGS_H
#define HC_SIMULATE_COUNT_RANKINGS_H

#include "simulate/count/ranked.h"

struct hc_rankings {
    size_t index; /* of the state */
    struct hc_ranked_level {
        const char **names;
        struct hc_ranked *measures; /* zeroed where the level has none of that name */
        size_t n;
    } * levels;
};

struct hc_rankings *hc_rankings_new(const struct hc_run *run, size_t index);
void hc_rankings_free(struct hc_rankings *r, size_t n_levels);

/* How the units of a level of state `index` were the same ones in the state before. */
struct hc_kinship {
    uint32_t *now_of;  /* for each unit before the one now; NULL: they are not the same */
    uint32_t *kind_of; /* for each unit before its kind now, an index into the summary's; HC_NONE: none */
    uint32_t
        *was_kind; /* for each kind now, the same one in the summary before if it has the very same units, or HC_NONE */
};
/* summary: of state `index`, its kinds listed; kind_of: of each unit. Compares with result->summaries[index - 1]. */
void hc_kinship_find(const struct hc_run *run, size_t index, uint32_t level, const struct hc_level_summary *summary,
                     const uint32_t *kind_of, struct hc_kinship *k);
void hc_kinship_release(struct hc_kinship *k);

/* Fills place m of the summary's statistics from what was known of the state before. False, with nothing done, where
 * the measure has other values now. */
bool hc_rankings_describe(const struct hc_run *run, size_t index, uint32_t level, const char *name,
                          const struct hc_kinship *k, struct hc_level_summary *summary, size_t m);

#endif
