/* propose: a plan that keeps the rules, its cost, and how good a plan could be at best. */
#ifndef HC_PROPOSE_PROPOSE_H
#define HC_PROPOSE_PROPOSE_H

#include "propose/problem/question.h"

enum hc_goal {
    HC_GOAL_COUNT,   /* as many new units as are wanted, at the least cost */
    HC_GOAL_FEWEST,  /* as few mergers as the rules allow; of these the cheapest */
    HC_GOAL_CHEAPEST /* however many, at the least cost */
};

struct hc_propose_options {
    enum hc_goal goal;
    int threads;
    uint64_t seed;
    size_t rounds;  /* of the search, where it is needed; 0: as the time allows */
    double time_s;  /* for everything; 0: a minute, or without end where rounds are given */
    double stop_at; /* a cost to be content with; NaN: none */
    const struct hc_progress *progress;
    const volatile bool *stop; /* set by Ctrl-C: the best so far is wanted */
};

struct hc_proposal {
    struct hc_plan plan;
    size_t *at;               /* n_groups + 1: the members of group g are member[at[g]] .. */
    uint32_t *member;         /* ascending */
    struct hc_choice *choice; /* of each group */
    double term[HC_N_TERMS];  /* sums, unweighted */
    double cost, bound;       /* in units of cost; bound NaN: none is known */
    size_t most_count;        /* HC_GOAL_FEWEST: how many new units there can be at most, if proved; else 0 */
};

/* -1 if the solver failed. Without a plan plan.all.feasible is false; plan.all.infeasible says that there is none. */
int hc_propose(const struct hc_question *q, struct hc_setting *s, const struct hc_propose_options *options,
               struct hc_proposal *out);
void hc_proposal_release(struct hc_proposal *p);

/* When work that begins now is to end: after `share` of the time, or when it is stopped. */
struct hc_halt hc_propose_halt(const struct hc_propose_options *options, double share);

/* The cost of a plan given by the group of each unit (any numbers below n), rules or not: fills choice, terms, cost. */
void hc_proposal_judge(const struct hc_setting *s, const uint32_t *label, const uint32_t *kind, size_t n_groups,
                       struct hc_proposal *out);

#endif
