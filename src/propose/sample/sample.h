/* A sample of random legal plans, and where a plan stands in it.
 *
 * Legal: every group keeps all that the problem asks, is in one piece, and each parent has as many groups as in the
 * plan that is held against them. Independent walks (recombine.h) begin at plans of their own where chance finds legal
 * ones, else at the plan given or, where that breaks rules, at what the search finds; each walks some way before its
 * first draw. What is drawn depends on the seed alone, not on threads. */
#ifndef HC_PROPOSE_SAMPLE_SAMPLE_H
#define HC_PROPOSE_SAMPLE_SAMPLE_H

#include "base/progress.h"
#include "propose/sample/yardstick.h"

#define HC_SAMPLE_WALKS 16

struct hc_sampling {
    uint64_t seed;
    size_t draws;   /* wanted, above 0 */
    size_t spacing; /* steps between two draws of a walk; 0: five a group; ten times that before the first */
    int threads;
    const volatile bool *stop;
    const struct hc_progress *progress;
};

enum hc_sample_state {
    HC_SAMPLE_DRAWN,
    HC_SAMPLE_NO_START, /* no legal plan with these counts was found */
    HC_SAMPLE_STILL,    /* no step led to another plan: there is none, or none in reach */
    HC_SAMPLE_STOPPED   /* by hc_sampling.stop */
};

struct hc_sample {
    enum hc_sample_state state;
    size_t n_draws, n_values;
    double *value; /* [draw][yardstick]; only if drawn */
    size_t spacing;
    uint64_t steps, moves;
    size_t n_still; /* parents with fewer groups than units of which no step changed anything */
    double mixing;  /* Gelman and Rubin's ratio of cost between and within walks: near 1 where the walks agree; NaN
                       where there are fewer than two draws a walk */
};

/* label: groups 0..n_groups-1 of the plan that is held against the sample, each of one parent. */
void hc_sample_draw(const struct hc_yardsticks *y, const uint32_t *label, size_t n_groups,
                    const struct hc_sampling *how, struct hc_sample *out);
void hc_sample_release(struct hc_sample *s);

/* The percentage of draws whose yardstick is below the value, half of those that equal it (mid-rank), 0..100. */
double hc_sample_percentile(const struct hc_sample *s, size_t yardstick, double value);
/* The value below which that share of the draws lies, between draws in proportion (0: the least, 1: the greatest). */
double hc_sample_quantile(const struct hc_sample *s, size_t yardstick, double share);

/* For sample.c: a plan for each walk to begin at (start: HC_SAMPLE_WALKS times n); false if there is none. */
bool hc_sample_starts(const struct hc_problem *p, const uint32_t *label, const struct hc_sampling *how,
                      uint32_t *start);

#endif
