#include "simulate/scenario/scenario.h"

#include "base/mem.h"
#include "simulate/count/land.h"
#include "simulate/count/rankings.h"
#include "simulate/inside.h"
#include "simulate/simulate.h"
#include "simulate/step/crosswalk.h"
#include <string.h>

struct hc_scenario {
    const struct hc_input *input;
    const struct hc_cover *cover;
    struct hc_run run; /* through the project's own steps */
    struct hc_result before;
    struct hc_carried carried;
    struct hc_rankings *rankings; /* of the state reached */
    struct hc_land *land;         /* that plans made, measured */
    struct hc_blocks *blocks;     /* of each level of the state reached; NULL without boundaries */
};

static struct hc_blocks *make_blocks(const struct hc_scenario *s)
{
    if (!s->cover)
        return NULL;
    struct hc_blocks *blocks = hc_calloc(s->input->project.n_levels, sizeof *blocks);
    for (size_t l = s->input->base; l < s->input->project.n_levels; l++)
        hc_cover_blocks(s->cover, s->before.states[s->before.n_states - 1].levels[l].face_unit, &blocks[l]);
    return blocks;
}

static int prepare(struct hc_scenario *s, struct hc_err *err)
{
    int status = hc_run_begin(&s->run, &s->carried, err);
    for (size_t i = 0; i < s->input->n_steps && status == 0 && !hc_run_refused(&s->run); i++)
        status = hc_run_step(&s->run, i, &s->carried, &s->carried, err);
    if (hc_run_wait(&s->run, err) < 0)
        status = -1;
    if (status < 0 || hc_run_refused(&s->run))
        return -1;
    for (size_t i = 0; i < s->before.n_states; i = hc_result_next(&s->before, i))
        hc_count_summary(&s->run, i);
    s->rankings = hc_rankings_new(&s->run, s->before.n_states - 1);
    s->run.rankings = s->rankings;
    s->land = hc_land_new();
    s->run.land = s->land;
    s->run.blocks = s->blocks = make_blocks(s);
    s->run.without_events = true;
    for (size_t i = 0; i < s->input->project.n_rules; i++)
        s->run.without_events = s->run.without_events && s->input->project.rules[i].type != HC_RULE_CONVERT;
    return 0;
}

struct hc_scenario *hc_scenario_new(const struct hc_input *input, const struct hc_cover *cover, int threads,
                                    struct hc_findings *findings, struct hc_err *err)
{
    struct hc_scenario *s = hc_calloc(1, sizeof *s);
    s->input = input;
    s->cover = cover;
    s->run =
        (struct hc_run){.input = input, .cover = cover, .threads = threads, .findings = findings, .result = &s->before};
    int status = prepare(s, err);
    s->run.findings = NULL;
    if (status == 0)
        return s;
    hc_scenario_free(s);
    return NULL;
}

void hc_scenario_free(struct hc_scenario *s)
{
    if (!s)
        return;
    hc_carried_release(&s->carried, s->input->project.n_levels);
    hc_land_free(s->land);
    hc_rankings_free(s->rankings, s->input->project.n_levels);
    for (size_t l = 0; s->blocks && l < s->input->project.n_levels; l++)
        hc_blocks_release(&s->blocks[l]);
    hc_free(s->blocks);
    hc_result_release(&s->before);
    hc_free(s->run.face_area);
    hc_free(s);
}

/* The input with one step more; its steps are new. */
static struct hc_input extend(const struct hc_input *input, const struct hc_step_input *step)
{
    struct hc_input all = *input;
    all.steps = hc_alloc(input->n_steps + 1, sizeof *all.steps);
    if (input->n_steps)
        memcpy(all.steps, input->steps, input->n_steps * sizeof *all.steps);
    if (step)
        all.steps[all.n_steps++] = *step;
    return all;
}

/* A step of the same date as the one before makes that one's state an interim one, which is another state. */
static bool follows_on(const struct hc_scenario *s, const struct hc_step_input *step)
{
    size_t n = s->input->n_steps;
    return step && n && strcmp(s->input->steps[n - 1].spec->date, step->spec->date) == 0;
}

static void borrow_states(const struct hc_scenario *s, struct hc_result *r)
{
    const struct hc_result *before = &s->before;
    size_t n_levels = s->input->project.n_levels;
    memcpy(r->states, before->states, before->n_states * sizeof *r->states);
    memcpy(r->summaries, before->summaries, before->n_states * sizeof *r->summaries);
    if (before->n_steps)
        memcpy(r->steps, before->steps, before->n_steps * sizeof *r->steps);
    for (size_t i = before->n_states; i < r->n_states; i++)
        r->states[i].levels = hc_calloc(n_levels, sizeof *r->states[i].levels);
    r->population = before->population;
    r->reock_crs = hc_strdup(before->reock_crs);
}

static int take(const struct hc_scenario *s, const struct hc_input *input, struct hc_findings *findings,
                struct hc_result *result, struct hc_err *err)
{
    struct hc_run run = s->run;
    struct hc_carried carried = {0};
    size_t n_levels = s->input->project.n_levels;
    const struct hc_carried *reached = &s->carried;
    int status = 0;
    run.input = input;
    run.threads = 1;
    run.findings = findings;
    run.result = result;
    hc_result_begin(result, input, input->n_steps);
    borrow_states(s, result);
    if (input->n_steps > s->input->n_steps) {
        status = hc_run_step(&run, s->input->n_steps, reached, &carried, err);
        if (hc_run_wait(&run, err) < 0)
            status = -1;
        reached = &carried;
    }
    if (status == 0 && !hc_run_refused(&run)) {
        for (size_t l = 0; l < n_levels; l++) {
            if (reached == &s->carried) {
                hc_crosswalk_copy(&result->levels[l].crosswalk, &reached->from_first[l]);
                continue;
            }
            result->levels[l].crosswalk = carried.from_first[l];
            carried.from_first[l] = (struct hc_crosswalk){0};
        }
        status = hc_run_finish(&run, s->before.n_states, &reached->left, err);
    }
    hc_carried_release(&carried, n_levels);
    return status;
}

int hc_scenario_take(const struct hc_scenario *s, const struct hc_step_input *step, struct hc_findings *findings,
                     struct hc_result *result, struct hc_err *err)
{
    struct hc_input input = extend(s->input, step);
    int status = follows_on(s, step) ? hc_simulate(&input, s->cover, 1, findings, result, err)
                                     : take(s, &input, findings, result, err);
    hc_free(input.steps);
    result->input = s->input;
    return status;
}

void hc_scenario_release(const struct hc_scenario *s, struct hc_result *r)
{
    bool borrowed = r->states && r->states[0].levels == s->before.states[0].levels;
    for (size_t i = 0; borrowed && i < s->before.n_states; i++) {
        r->states[i] = (struct hc_state){0};
        r->summaries[i] = NULL;
    }
    for (size_t i = 0; borrowed && i < s->before.n_steps; i++)
        r->steps[i] = (struct hc_step){0};
    hc_result_release(r);
}
