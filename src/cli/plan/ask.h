/* From the command line to a planning question: what propose and compare have in common. */
#ifndef HC_CLI_PLAN_ASK_H
#define HC_CLI_PLAN_ASK_H

#include "cli/run.h"
#include "load/wanted.h"
#include "propose/propose.h"

/* The question, and all that it points into. */
struct hc_asking {
    struct hc_question question;
    struct hc_result before; /* the project simulated up to the state that is planned from; no rules judged */
    struct hc_wanted_table table;
    struct hc_wanted_row *rows;
    struct hc_setting setting;
    struct hc_propose_options options;
    size_t n_steps; /* of the project's own, that come before */
};

/* True if planning can go on; else s->err or s->findings say why. Release it in any case. */
bool hc_asking_begin(struct hc_asking *a, struct hc_session *s);
void hc_asking_release(struct hc_asking *a);

/* The project with a further step: the proposed plan (NULL: none, things as they are). Fills result and findings as
 * simulate does, rules and all. */
int hc_asking_simulate(const struct hc_asking *a, const struct hc_session *s, const struct hc_step_input *step,
                       struct hc_result *result, struct hc_findings *findings, struct hc_err *err);

/* The same for many plans: the project up to the state planned from, with all of its rules, as a scenario takes it. Its
 * steps lie in the session. */
struct hc_input hc_asking_input(const struct hc_asking *a, const struct hc_session *s);

/* Ctrl-C from here on asks for the best so far; returns the flag it sets. */
const volatile bool *hc_catch_interrupt(void);

#endif
