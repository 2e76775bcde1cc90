/* derive: the plan between two dated lists or layers of the same level, found by land, code, name and parent.
 *
 * Confidence is a grade, not a guess at a frequency: above HC_CONFIDENT stands only what two kinds of evidence agree
 * on, or land that leaves no doubt; below HC_RESOLVED nothing is decided, and the plan leaves it to a human. */
#ifndef HC_SIMULATE_DERIVE_DERIVE_H
#define HC_SIMULATE_DERIVE_DERIVE_H

#include "base/err.h"
#include "model/finding.h"
#include "model/input.h"
#include <stdbool.h>

#define HC_CONFIDENT         0.9
#define HC_RESOLVED          0.5
#define HC_MOST_ALTERNATIVES 3

/* Why a unit is thought to have become another. */
enum hc_reason {
    HC_BY_LAND = 1,         /* its land lies there */
    HC_BY_CODE = 2,         /* same code */
    HC_BY_NAME = 4,         /* same name */
    HC_BY_STEM = 8,         /* same name but for what says its kind */
    HC_BY_LIKENESS = 16,    /* a name that is nearly the same */
    HC_BY_PARENT = 32,      /* its parent became that unit's parent */
    HC_BY_MEMBERS = 64,     /* a parent: its members went there */
    HC_BUT_OTHER = 128,     /* code or name point to another unit */
    HC_BUT_CLAIMED = 256,   /* another unit has a better claim */
    HC_BUT_AMBIGUOUS = 512, /* others are as likely */
    HC_BUT_UNSURE = 1024    /* land between "all of it" and "a part of it", or not all found again */
};

struct hc_derived_row {
    uint32_t unit; /* before; HC_NONE: a unit after that has no predecessor */
    uint32_t to;   /* after; HC_NONE: unresolved */
    int share;     /* in ten-thousandths: 10000 unless the unit is split */
    double confidence;
    unsigned reasons;                            /* of enum hc_reason */
    double land;                                 /* the share of the unit's land that lies in `to`; NaN unknown */
    uint32_t alternatives[HC_MOST_ALTERNATIVES]; /* after, likeliest first */
    double alternative_score[HC_MOST_ALTERNATIVES];
    size_t n_alternatives;
};

/* One level: two lists, and the rows between them, sorted by unit in the order of the source, then by share. */
struct hc_derived_level {
    const struct hc_units *before, *after;
    struct hc_derived_row *rows;
    size_t n, cap;
    uint32_t *continues; /* for each unit after the one that it continues, or HC_NONE */
};

struct hc_derived {
    struct hc_derived_level units;
    bool has_parents; /* both lists name parents, and not all of them stayed the same */
    struct hc_derived_level parents;
    struct hc_units parents_before, parents_after; /* codes alone, sorted */
};

/* Layers with or without polygons; they must outlive the result. Unresolved units are findings of severity error,
 * units without predecessor warnings. */
int hc_derive(const struct hc_layer *before, const struct hc_layer *after, int threads, struct hc_findings *findings,
              struct hc_derived *out, struct hc_err *err);
void hc_derived_release(struct hc_derived *d);

/* Whether a row leads to a unit of the same code, whole: nothing that a plan must say. */
bool hc_derived_stays(const struct hc_derived_level *l, const struct hc_derived_row *row);

#endif
