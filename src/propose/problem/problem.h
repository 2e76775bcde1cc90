/* A planning problem: units as a graph, what new units must keep, and what they cost.
 *
 * A group is a set of units that is to become one new unit. Whatever is asked of a plan is asked of its groups one by
 * one: each either keeps the rules or not, and the cost of a plan is the sum of its groups' costs. Costs are integers,
 * `quanta` of them to one unit of cost, so that sums are exact and equal plans cost the same. Everything is indexed by
 * unit, 0..n-1; the problem is built once and then only read. */
#ifndef HC_PROPOSE_PROBLEM_PROBLEM_H
#define HC_PROPOSE_PROBLEM_PROBLEM_H

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a plan is judged by; each adds up over new units. */
enum hc_term {
    HC_TERM_BALANCE,   /* (people / target - 1)² */
    HC_TERM_ACCESS,    /* people times km, in a straight line, to the seat: the member that is nearest to all */
    HC_TERM_BORDER,    /* km of border with other new units; each side counts half */
    HC_TERM_LINKS,     /* the number of pairs of neighbours that different new units hold; each side counts half */
    HC_TERM_STABILITY, /* people who do not live in the unit that is continued */
    HC_TERM_KINDS,     /* people whose unit was of another kind than the new one */
    HC_N_TERMS
};

struct hc_edge {
    uint32_t to;
    int64_t length; /* HC_LENGTH_SCALE; 0 for a link without length */
};

enum hc_limit_type {
    HC_LIMIT_SUM,    /* of `of` over the members */
    HC_LIMIT_RATIO,  /* sum of `of` over sum of `per` */
    HC_LIMIT_COMPACT /* Polsby-Popper: of is the area, per the perimeter */
};

/* Bounds on a measure of a group. */
struct hc_limit {
    enum hc_limit_type type;
    uint32_t rule; /* index in the project's rules; HC_NONE: the tolerance */
    uint32_t kind; /* of the new units it holds for; HC_NONE: all */
    bool has_min, has_max;
    int64_t min, max;    /* HC_LIMIT_SUM, in the scale of `of` */
    double low, high;    /* the other two */
    const char *measure; /* lives in the project, or is static */
    int scale;           /* of `of` */
    double factor;       /* ratios: sum(of) / sum(per) times this is in the measure's unit */
    int64_t *of, *per;   /* a value a unit, none negative; owned; per may be NULL */
};

struct hc_problem {
    size_t n;
    uint32_t *unit;  /* where the unit stands in the level; identity in a whole problem */
    uint32_t *block; /* the parent of each unit, 0..n_blocks-1: no group holds units of two; all 0 where that is free */
    size_t n_blocks;
    size_t *edge_at; /* n + 1 */
    struct hc_edge *edge;
    bool contiguous; /* groups must be connected */

    int64_t *people;
    int64_t total_people; /* of the whole level, also in a part */
    double *x_m, *y_m;    /* NULL: places are not known */
    double *km;           /* [unit][unit]: between them, of a part that is not too large; NULL: from x_m and y_m */
    uint32_t *kind;       /* of each unit, 0..n_kinds-1 */
    size_t n_kinds;
    bool choose_kind; /* the kind of a group is free among its members'; else it is its most populous member's */
    bool *convert;    /* the unit may change its kind */

    uint32_t *fixed;    /* units of one number >= 0 are exactly one group; HC_NONE: free */
    uint32_t *together; /* units of one number are in the same group; HC_NONE: free */
    uint32_t *fixed_size, *together_size;
    size_t n_fixed, n_together;
    size_t n_apart; /* pairs that must not be in one group */
    uint32_t (*apart)[2];
    struct hc_limit *limits;
    size_t n_limits;

    double weight[HC_N_TERMS]; /* cost of one unit of the term */
    double per_group;          /* cost of a group by itself; below 0 the most groups are the cheapest */
    double target;             /* people of an ideal group; 0: none */
    double quanta;             /* of one unit of cost */
    int64_t grain;             /* every plan's cost is a multiple of this */
};

/* In a straight line; where places are known. */
static inline double hc_problem_km(const struct hc_problem *p, uint32_t a, uint32_t b)
{
    if (p->km)
        return p->km[a * p->n + b];
    double dx = p->x_m[a] - p->x_m[b], dy = p->y_m[a] - p->y_m[b];
    return sqrt(dx * dx + dy * dy) / 1000;
}

/* What a group would be. */
struct hc_choice {
    uint32_t kind;
    uint32_t seat;      /* a member */
    uint32_t continues; /* a member */
    int64_t cost;
    double term[HC_N_TERMS]; /* unweighted */
};

/* Scratch for judging groups; one a thread. */
struct hc_scratch {
    uint32_t *mark, stamp;
    uint32_t *queue;
    uint32_t *fixed_seen;
};
void hc_scratch_init(struct hc_scratch *s, const struct hc_problem *p);
void hc_scratch_release(struct hc_scratch *s);

/* Why a group is no new unit. */
enum hc_breach {
    HC_BREACH_NONE,
    HC_BREACH_FIXED,
    HC_BREACH_TOGETHER,
    HC_BREACH_APART,
    HC_BREACH_CONTIGUOUS,
    HC_BREACH_BLOCK,
    HC_BREACH_KIND, /* no kind is allowed */
    HC_BREACH_LIMIT
};

/* The kinds that a group may take, cheapest cost of each, in the order of kinds; returns how many (0: it keeps not all
 * rules, *why says which if not NULL). out: room for n_kinds; NULL: only how many is asked. Cost: members times
 * neighbours, and members squared where access counts. */
size_t hc_group_judge(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s,
                      struct hc_choice *out, enum hc_breach *why, const struct hc_limit **limit);

/* The costs of a group, rules or not. */
void hc_group_cost(const struct hc_problem *p, const uint32_t *unit, size_t n, uint32_t kind, struct hc_scratch *s,
                   struct hc_choice *out);
/* What a limit is about, of a group: in the measure's own unit; NaN: divided by nothing. */
double hc_group_measure(const struct hc_problem *p, const struct hc_limit *l, const uint32_t *unit, size_t n,
                        struct hc_scratch *s);
bool hc_group_connected(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s);

/* Whether every larger group would be refused as well: a maximum is passed, or units are together that must not be. */
bool hc_group_hopeless(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s);

/* Units that are not given the same value are no longer of one problem: the part of block b, or all units for HC_NONE.
 * The part's `unit` says where its units stand in p's level. */
void hc_problem_part(const struct hc_problem *p, uint32_t block, struct hc_problem *part);
void hc_problem_release(struct hc_problem *p);

#endif
