// Times random plans of one project: time_plans PROJECT LEVEL DATE [PLANS].
//
// One: the project loaded, its coverage built, a plan simulated in full, without files. Many: PLANS random plans (made
// up: neighbours merged under their parent until half are left) of the state at DATE, evaluated in full by scenarios in
// the same process, on one thread and on all. Prints seconds of each, and of hc_simulate alone for a few of the same.
#include "base/mem.h"
#include "base/parallel.h"
#include "load/load.h"
#include "plans.h"
#include "simulate/scenario/scenario.h"
#include "simulate/simulate.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bench {
    struct hc_input input;
    struct hc_cover *cover;
    struct hc_findings findings;
    struct hc_scenario *scenario;
    struct hc_step_input *plans;
    size_t n;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(getenv("HC_CPU") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const struct hc_err *err)
{
    fprintf(stderr, "time_plans: %s\n", err->text.en ? err->text.en : "refused");
    exit(1);
}

static void load(struct bench *b, const char *project, const char *date)
{
    struct hc_err err = {0};
    struct hc_progress quiet = {0};
    struct hc_cover_options options = {0};
    if (hc_load_project(project, &b->input.project, &b->findings, &err) < 0 ||
        hc_load_input(&b->input, &quiet, &b->findings, &err) < 0)
        die(&err);
    b->input.project.figures = (struct hc_figures){0};
    b->input.project.services = (struct hc_services_spec){0};
    const char *level = b->input.project.levels[b->input.base].id;
    b->cover = hc_cover_new(&b->input.layers[b->input.base], level, &options, &b->findings, &err);
    if (!b->cover)
        die(&err);
    size_t n = 0;
    while (n < b->input.n_steps && strcmp(b->input.steps[n].spec->date, date) <= 0)
        n++;
    b->input.n_steps = n;
}

static void draw(struct bench *b, uint32_t level, size_t n)
{
    struct hc_err err = {0};
    struct hc_result r;
    struct hc_pairs pairs;
    struct rng rng = {1};
    if (hc_simulate(&b->input, b->cover, 0, &b->findings, &r, &err) < 0)
        die(&err);
    const struct hc_level_state *l = &r.states[r.n_states - 1].levels[level];
    hc_cover_neighbours(b->cover, l->face_unit, l->units.count, &pairs);
    b->plans = hc_calloc(n, sizeof *b->plans);
    b->n = n;
    for (size_t i = 0; i < n; i++)
        plan_merge(&rng, &r, r.n_states - 1, level, &pairs, 0.5, &b->plans[i]);
    hc_pairs_release(&pairs);
    hc_result_release(&r);
}

// hc_simulate of the project with plan i.
static void simulate(const struct bench *b, size_t i)
{
    struct hc_err err = {0};
    struct hc_result r;
    struct hc_findings findings = {0};
    struct hc_input all = b->input;
    all.steps = hc_alloc(all.n_steps + 1, sizeof *all.steps);
    memcpy(all.steps, b->input.steps, all.n_steps * sizeof *all.steps);
    all.steps[all.n_steps++] = b->plans[i];
    if (hc_simulate(&all, b->cover, 0, &findings, &r, &err) < 0)
        die(&err);
    hc_result_release(&r);
    hc_findings_release(&findings);
    hc_free(all.steps);
}

static void take(void *ctx, size_t begin, size_t end)
{
    const struct bench *b = ctx;
    for (size_t i = begin; i < end; i++) {
        struct hc_err err = {0};
        struct hc_findings findings = {0};
        struct hc_result r;
        if (hc_scenario_take(b->scenario, &b->plans[i], &findings, &r, &err) < 0)
            die(&err);
        hc_scenario_release(b->scenario, &r);
        hc_findings_release(&findings);
    }
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    struct hc_err err = {0};
    size_t n = argc > 4 ? strtoul(argv[4], NULL, 10) : 1000, few = n < 20 ? n : 20;
    if (argc < 4)
        return 2;
    hc_load_init();
    double start = now();
    load(&b, argv[1], argv[3]);
    double loaded = now() - start;
    draw(&b, hc_project_level(&b.input.project, argv[2]), n);
    start = now();
    for (size_t i = 0; i < few; i++)
        simulate(&b, i);
    double one = (now() - start) / (double)few;
    start = now();
    b.scenario = hc_scenario_new(&b.input, b.cover, 0, &b.findings, &err);
    if (!b.scenario)
        die(&err);
    double prepared = now() - start;
    start = now();
    take(&b, 0, n);
    double single = now() - start;
    start = now();
    hc_parallel_for(0, n, 1, take, &b);
    double many = now() - start;
    printf("{\"plans\": %zu, \"load\": %.6f, \"simulate\": %.6f, \"prepare\": %.6f, \"one_thread\": %.6f, "
           "\"all_threads\": %.6f, \"ratio\": %.3f}\n",
           n, loaded, one, prepared, single, many, (prepared + many) / (loaded + one));
    hc_scenario_free(b.scenario);
    for (size_t i = 0; i < n; i++)
        plan_release(&b.plans[i]);
    hc_free(b.plans);
    hc_cover_free(b.cover);
    hc_findings_release(&b.findings);
    hc_input_release(&b.input);
    return 0;
}
