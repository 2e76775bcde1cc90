#include "simulate/derive/parents.h"

#include "simulate/derive/match.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_codes(const void *p, const void *q)
{
    return strcmp(*(char *const *)p, *(char *const *)q);
}

uint32_t *hc_parents_list(const struct hc_units *units, struct hc_units *parents)
{
    char **codes = hc_alloc(units->count, sizeof *codes);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < units->count; i++)
        if (units->parent_code[i])
            codes[n++] = units->parent_code[i];
    if (n)
        qsort(codes, n, sizeof *codes, compare_codes);
    for (size_t i = 0; i < n; i++)
        if (!kept || strcmp(codes[kept - 1], codes[i]) != 0)
            codes[kept++] = codes[i];
    hc_units_init(parents, kept);
    for (size_t i = 0; i < kept; i++)
        parents->code[i] = hc_arena_strdup(&parents->strings, codes[i]);
    hc_units_index(parents);
    uint32_t *of = hc_alloc(units->count, sizeof *of);
    for (size_t i = 0; i < units->count; i++)
        of[i] = hc_map_find(&parents->by_code, units->parent_code[i]);
    hc_free(codes);
    return of;
}

/* One member's vote: so much of a parent before went to a parent after. */
struct vote {
    uint32_t from, to; /* to: HC_NONE, the member is unresolved */
    double weight, confidence;
    uint32_t members;
};

static int compare_votes(const void *p, const void *q)
{
    const struct vote *a = p, *b = q;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static int by_weight(const void *p, const void *q)
{
    const struct vote *a = p, *b = q;
    if (a->weight > b->weight || a->weight < b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* The votes of the rows of at least `least` confidence, added up by pair; *n of them, new. Members count alike: the
 * lists say nothing of their people, and the land of a large one would outvote many. */
static struct vote *count_votes(const struct hc_derived_level *units, const uint32_t *before, const uint32_t *after,
                                double least, size_t *n)
{
    struct vote *votes = hc_alloc(units->n, sizeof *votes);
    size_t all = 0, kept = 0;
    for (size_t i = 0; i < units->n; i++) {
        const struct hc_derived_row *row = &units->rows[i];
        uint32_t to = row->to == HC_NONE ? HC_NONE : after[row->to];
        if (row->unit == HC_NONE || before[row->unit] == HC_NONE || row->confidence < least)
            continue;
        votes[all++] = (struct vote){before[row->unit], to, row->share / 10000.0, row->confidence, 1};
    }
    if (all)
        qsort(votes, all, sizeof *votes, compare_votes);
    for (size_t i = 0; i < all; i++) {
        if (kept && compare_votes(&votes[kept - 1], &votes[i]) == 0) {
            votes[kept - 1].weight += votes[i].weight;
            votes[kept - 1].confidence += votes[i].confidence;
            votes[kept - 1].members++;
        } else {
            votes[kept++] = votes[i];
        }
    }
    *n = kept;
    return votes;
}

void hc_parents_vote(const struct hc_derived_level *units, const uint32_t *before, const uint32_t *after,
                     size_t n_before, uint32_t *to)
{
    size_t n;
    struct vote *votes = count_votes(units, before, after, 0.84, &n);
    memset(to, 0xff, n_before * sizeof *to);
    for (size_t i = 0, end; i < n; i = end) {
        double sum = 0, most = 0;
        uint32_t best = HC_NONE;
        for (end = i; end < n && votes[end].from == votes[i].from; end++) {
            sum += votes[end].weight;
            if (votes[end].weight > most && votes[end].to != HC_NONE) {
                most = votes[end].weight;
                best = votes[end].to;
            }
        }
        if (most >= 0.7 * sum && most >= 1.5)
            to[votes[i].from] = best;
    }
    hc_free(votes);
}

#define PART 0.1 /* of a parent's members: less than that is no split of it */

/* votes: those of one parent, resolved ones first by weight. */
static void add_parent(struct hc_derived_level *parents, struct vote *votes, size_t n, double unresolved)
{
    double sum = 0, weight[64], certain = 0, members = 0, taken = 0;
    int share[64];
    size_t k = 0;
    if (n)
        qsort(votes, n, sizeof *votes, by_weight);
    for (size_t i = 0; i < n; i++) {
        sum += votes[i].weight;
        certain += votes[i].confidence;
        members += votes[i].members;
    }
    for (; k < n && k < 64 && votes[k].weight >= PART * sum; k++) {
        weight[k] = votes[k].weight;
        taken += weight[k];
    }
    double confidence = members > 0 ? certain / members : 0;
    if (sum < 1.5) /* a single member proves little */
        confidence = fmin(confidence, 0.85);
    if (unresolved > 0.3 * (sum + unresolved) || taken < 0.93 * sum)
        confidence = fmin(confidence, 0.8);
    if (k > 1)
        confidence = fmin(confidence, unresolved > 0 ? 0.75 : 0.92);
    hc_match_shares(weight, k, share);
    for (size_t i = 0; i < k || i == 0; i++) {
        struct hc_derived_row row = {.unit = votes[0].from, .to = HC_NONE, .share = 10000, .land = NAN};
        if (k) {
            bool same = strcmp(parents->before->code[votes[i].from], parents->after->code[votes[i].to]) == 0;
            row.to = votes[i].to;
            row.share = share[i];
            row.confidence = confidence;
            row.reasons = HC_BY_MEMBERS | (same ? HC_BY_CODE : 0u) | (confidence <= HC_CONFIDENT ? HC_BUT_UNSURE : 0u);
        }
        for (size_t a = k; a < n && row.n_alternatives < HC_MOST_ALTERNATIVES; a++) {
            row.alternatives[row.n_alternatives] = votes[a].to;
            row.alternative_score[row.n_alternatives++] = votes[a].weight / sum;
        }
        HC_GROW(parents->rows, parents->cap, parents->n + 1);
        parents->rows[parents->n++] = row;
    }
}

void hc_parents_derive(const struct hc_derived_level *units, const uint32_t *before, const uint32_t *after,
                       struct hc_derived_level *parents)
{
    size_t n;
    struct vote *votes = count_votes(units, before, after, 0, &n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && votes[end].from == votes[i].from;)
            end++;
        bool unresolved = votes[end - 1].to == HC_NONE; /* sorts last */
        add_parent(parents, votes + i, end - i - unresolved, unresolved ? votes[end - 1].weight : 0);
    }
    hc_free(votes);
}
