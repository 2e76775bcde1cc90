/* compare: the plans of one project, each simulated, judged and held against the others. */
#ifndef HC_CLI_COMPARE_PLANS_H
#define HC_CLI_COMPARE_PLANS_H

#include "cli/compare/ladder.h"
#include "cli/plan/ask.h"
#include "propose/sample/sample.h"
#include "simulate/compare/compare.h"
#include "simulate/scenario/scenario.h"

#define HC_UNJUDGED SIZE_MAX

enum hc_standing_state {
    HC_STANDING_NONE,   /* no sample is asked for, or this is how things are */
    HC_STANDING_DRAWN,  /* samples[sample] tells more */
    HC_STANDING_ACROSS, /* a new unit has units of two parents: no parent has a number of its own */
    HC_STANDING_LEFT    /* units leave the area */
};

struct hc_candidate {
    char *label;                      /* one in all; owned */
    const struct hc_step_input *step; /* NULL: things as they are */
    bool own;                         /* the project's own step */
    struct hc_outcome outcome;
    size_t *broken;               /* of each rule how often it is broken, or HC_UNJUDGED */
    size_t n_broken;              /* rules */
    uint32_t *label_of, *kind_of; /* the groups as propose has them; NULL where units leave the area */
    size_t n_groups;
    double weight[HC_N_TERMS];
    double *value; /* of each yardstick, or NULL */
    enum hc_standing_state standing;
    size_t sample;
};

struct hc_comparing {
    struct hc_asking asking;
    struct hc_input input; /* as the scenario knows it; lent by the session */
    struct hc_scenario *scenario;
    struct hc_candidate *plans;
    size_t n;
    struct hc_atoms atoms;
    struct hc_compared figures;
    struct hc_ladder ladder;
    struct hc_yardsticks yardsticks;
    struct hc_distance *distance; /* [plan][plan] */
    uint32_t *fates;              /* of each atom: in how many ways the plans but the first treat it */
    struct hc_sample *samples;    /* one for plans with the same numbers */
    size_t n_samples;
};

/* True if all is compared; else s->err or s->findings say why. Release it in any case. */
bool hc_comparing_begin(struct hc_comparing *c, struct hc_session *s);
void hc_comparing_release(struct hc_comparing *c);

/* Fills standing, sample and samples: n draws each. */
void hc_comparing_sample(struct hc_comparing *c, const struct hc_session *s, size_t n);

/* A rule in words; appended. */
void hc_rule_describe(const struct hc_project *p, size_t rule, enum hc_lang lang, struct hc_buf *out);

#endif
