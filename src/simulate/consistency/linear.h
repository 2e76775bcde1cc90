/* Systems of linear inequalities over exact fractions: can they all hold, and what do they leave to one variable?
 *
 * By Fourier–Motzkin elimination: equations are substituted, then variables leave one by one, the cheapest first, each
 * lower bound paired with each upper one. Strict and weak inequalities keep apart, so that half-open intervals stay
 * exact. A row whose variables are all whole numbers is tightened to whole coefficients and a whole right side, which
 * never cuts off a solution; what is found is therefore necessary always, and exact for fractions. Meant for tens of
 * variables that hang together loosely, not for large programs: rows beyond HC_LINEAR_MOST, or numbers beyond 128 bits,
 * end the work undecided. */
#ifndef HC_SIMULATE_CONSISTENCY_LINEAR_H
#define HC_SIMULATE_CONSISTENCY_LINEAR_H

#include "base/exact/ratio.h"
#include "base/mem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HC_LINEAR_MOST 4000

struct hc_term {
    uint32_t var;
    hc_wide coef;
};

enum hc_relation { HC_AT_MOST, HC_BELOW, HC_EQUAL };

/* Sum of the terms, relation, right side. Terms are sorted by variable, their coefficients whole, without a common
 * divisor and not zero. */
struct hc_row {
    struct hc_term *terms; /* in the system's arena */
    size_t n;
    enum hc_relation relation;
    struct hc_ratio right;
};

struct hc_linear {
    size_t n_vars;
    const bool *whole; /* for each variable whether it is a whole number; the caller's */
    struct hc_row *rows;
    size_t n, cap;
    bool clash;     /* a row cannot hold */
    bool undecided; /* too large to tell */
    struct hc_arena arena;
};

/* A term as it is written down. */
struct hc_share {
    uint32_t var;
    struct hc_ratio coef;
};

void hc_linear_init(struct hc_linear *l, size_t n_vars, const bool *whole);
/* Adds a row; a variable may come more than once. A lost number makes the system undecided. */
void hc_linear_add(struct hc_linear *l, const struct hc_share *shares, size_t n, enum hc_relation relation,
                   struct hc_ratio right);
void hc_linear_release(struct hc_linear *l);

enum hc_verdict { HC_CAN_HOLD, HC_CANNOT_HOLD, HC_UNDECIDED };
/* Whether all rows can hold together. The system is left as it is. */
enum hc_verdict hc_linear_check(const struct hc_linear *l);

/* What a variable can be. */
struct hc_bounds {
    bool low_known, high_known; /* else it has no end on that side */
    bool low_in, high_in;       /* whether the end belongs to it */
    struct hc_ratio low, high;
};
/* What the rows leave to `var`, if they can hold together. */
enum hc_verdict hc_linear_bounds(const struct hc_linear *l, uint32_t var, struct hc_bounds *bounds);

#endif
