/* What published figures say of each other: quantities, and the rows that must hold between them.
 *
 *   mean × count = total                 before + change = after
 *   1 - after / before = rate            sum / sum = ratio
 *   parts add up to the whole            totals stated as conserved are one
 *   min <= median, mean <= max           counts, and totals of people, are whole numbers
 *
 * and every figure is within the interval that its printed number stands for. Nothing is below zero, unless a figure
 * of its measure was printed so. A product of two unknowns is linear once the count is known; where it is not, the
 * rows that hold for every count within its bounds take its place. */
#ifndef HC_SIMULATE_CONSISTENCY_RELATIONS_H
#define HC_SIMULATE_CONSISTENCY_RELATIONS_H

#include "model/finding.h"
#include "model/project.h"
#include "simulate/consistency/linear.h"

enum hc_quantity_type {
    HC_NUMBER_OF_UNITS,
    HC_TOTAL,
    HC_QUOTIENT,  /* a mean or a ratio, where its divisor is not known */
    HC_STATISTIC, /* median, min, max */
    HC_VALUE      /* of one unit */
};

/* A variable. Keys of conserved totals have level and state NULL. */
struct hc_quantity {
    enum hc_quantity_type type;
    const char *measure, *level, *kind, *code;
    const char *state; /* a date, or "before DATE"; see hc_relations_init */
    enum hc_figure_stat stat;
    size_t conserved; /* index of what makes it one, or SIZE_MAX */
};

/* What a figure is of: scale × var, or scale × var / divisor, which is also scale × quotient. */
struct hc_subject {
    struct hc_ratio scale;
    uint32_t var, divisor, quotient; /* HC_NONE where it has none */
};

struct hc_relations {
    const struct hc_project *project;
    struct hc_quantity *quantities;
    bool *whole, *below_zero;
    size_t n, cap;
    struct hc_subject (*subjects)[2]; /* for each figure: before, after; [1] alone without a step */
    struct hc_subject *means;         /* for each figure of a min or max, the mean that it bounds */
    struct hc_arena strings;
};

#define HC_MOST_FIGURES 256
struct hc_figure_set {
    uint64_t word[HC_MOST_FIGURES / 64];
};

/* From project->figures, at most HC_MOST_FIGURES. The state before a step is that of the date before it in
 * figures.dates or, where that is empty, one of its own. */
void hc_relations_init(struct hc_relations *r, const struct hc_project *project);
void hc_relations_release(struct hc_relations *r);

/* The rows of the figures in `set`, and those that hold without any. Release them. */
void hc_relations_rows(const struct hc_relations *r, const struct hc_figure_set *set, struct hc_linear *rows);

/* For each figure the lowest index of a figure that it can clash with, through whatever chain; new. quantity_of: for
 * each quantity the same, or HC_NONE; new. */
uint32_t *hc_relations_groups(const struct hc_relations *r, uint32_t **quantity_group);

/* Adds rows that make a spare variable what a figure is of, before, after or the change, and returns it. Not for rates,
 * which are not linear. */
uint32_t hc_relations_subject(const struct hc_relations *r, size_t figure, enum hc_figure_as as,
                              const struct hc_figure_set *set, struct hc_linear *rows);

/* The quantity like q, of another kind; HC_NONE if nobody speaks of it. A total of all may be one that is conserved. */
uint32_t hc_relations_find(const struct hc_relations *r, const struct hc_quantity *q, const char *kind);
/* Whether two are of one measure, level, kind and state. */
bool hc_relations_same_place(const struct hc_quantity *a, const struct hc_quantity *b);

void hc_figure_set_add(struct hc_figure_set *set, size_t i);
void hc_figure_set_remove(struct hc_figure_set *set, size_t i);
bool hc_figure_set_has(const struct hc_figure_set *set, size_t i);
size_t hc_figure_set_count(const struct hc_figure_set *set);

#endif
