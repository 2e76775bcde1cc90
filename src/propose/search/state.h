/* A plan that is being searched: groups of units, and what one unit's move would change.
 *
 * Rules on sums may be broken on the way, at a penalty; connectedness, frozen groups and pairs that stay apart never
 * are. Costs are kept up to date move by move: seats and kinds as they were at the last refresh, the rest exactly. */
#ifndef HC_PROPOSE_SEARCH_STATE_H
#define HC_PROPOSE_SEARCH_STATE_H

#include "propose/problem/problem.h"

#include "propose/search/random.h"

struct hc_search {
    const struct hc_problem *p;
    size_t k;        /* groups */
    const int *want; /* of each kind, -1: free; NULL: all free. Set after init; kept by hc_search_take alone */
    uint32_t *label; /* of each unit */
    uint32_t *size;  /* of each group, likewise below */
    int64_t *people;
    int64_t *sum;  /* [limit][group] */
    uint32_t *top; /* the most populous member */
    uint32_t *seat, *kind;
    bool *frozen;
    uint32_t *from, *twin;  /* of each edge: its unit, and the edge back */
    uint32_t *cut, *cut_at; /* edges between groups, and where each stands among them; HC_NONE: not */
    size_t n_cut;
    uint32_t *mark, *queue, stamp; /* for the walk that finds whether a group stays in one piece */
};

void hc_search_init(struct hc_search *s, const struct hc_problem *p, size_t k);
void hc_search_release(struct hc_search *s);
/* Takes over the groups of labels, 0..k-1 each used. */
void hc_search_load(struct hc_search *s, const uint32_t *label);
/* k groups in one piece each: units joined to their neighbours, the least populous first, chance settling ties. False
 * if there are too few links for that. */
bool hc_search_grow(struct hc_search *s, struct hc_random *random);
void hc_search_refresh(struct hc_search *s); /* seats and kinds */

/* What moving unit u into group `to` would change. *penalty: of the rules, unscaled. */
double hc_search_delta(const struct hc_search *s, uint32_t u, uint32_t to, double *penalty);
/* Whether the move is possible at all: no frozen group, none emptied, none split, no pair brought together. */
bool hc_search_may(struct hc_search *s, uint32_t u, uint32_t to);
void hc_search_move(struct hc_search *s, uint32_t u, uint32_t to);

/* By how much a group of that sum and kind breaks a limit, as a share of it. */
double hc_search_broken(const struct hc_search *s, size_t limit, int64_t sum, uint32_t kind);
double hc_search_penalty(const struct hc_search *s); /* of the whole plan; 0: sums keep all rules */

/* The plan as it is: false if a rule is broken, or kinds cannot be dealt out as wanted; else its exact cost, labels
 * numbered by the lowest unit, and kinds. */
bool hc_search_take(const struct hc_search *s, struct hc_scratch *scratch, int64_t *cost, uint32_t *label,
                    uint32_t *kind);

#endif
