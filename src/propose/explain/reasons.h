/* Why a new unit has the members it has: what forced it, or what would be lost otherwise. */
#ifndef HC_PROPOSE_EXPLAIN_REASONS_H
#define HC_PROPOSE_EXPLAIN_REASONS_H

#include "propose/propose.h"

enum hc_reason_type {
    HC_REASON_FROZEN,   /* keep, freeze */
    HC_REASON_TOGETHER, /* a rule wants these members together, and there are no others */
    HC_REASON_RULES,    /* every change near it breaks a rule */
    HC_REASON_COST,     /* the nearest change costs more */
    HC_REASON_EQUAL,    /* a change near it costs the same */
    HC_REASON_LESS      /* a change near it costs less: the plan is not the best */
};

/* For one group. Changes that are looked at: a unit goes to or comes from a neighbouring group, or two are exchanged;
 * the number of new units of each kind stays. */
struct hc_reason {
    enum hc_reason_type type;
    enum hc_breach breach;        /* HC_REASON_RULES: the rule that most changes break */
    const struct hc_limit *limit; /* if that is a limit */
    bool has_alternative;
    uint32_t moved, into; /* the cheapest change that keeps the rules: unit, and a unit of the group it goes to */
    uint32_t exchanged;   /* the unit that goes the other way, or HC_NONE */
    double extra;         /* what it costs more */
    enum hc_term term;    /* the term that gains most by the plan; HC_N_TERMS: none */
    double gain;          /* by that much of the cost */
};

/* reason: one a group. */
void hc_reasons_find(const struct hc_setting *s, const struct hc_proposal *p, struct hc_reason *reason);

#endif
