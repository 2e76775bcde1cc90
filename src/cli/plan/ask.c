#include "cli/plan/ask.h"

#include "base/buf.h"
#include "base/halt.h"
#include "simulate/simulate.h"
#include <float.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile bool interrupted; /* a signal handler knows no other place */
static double interrupted_at;

/* The second one kills; one that comes at once is the first told twice, to the process and to its group. */
static void interrupt(int number)
{
    double now = hc_clock_s();
    if (interrupted && now > interrupted_at + 0.5) {
        signal(number, SIG_DFL);
        raise(number);
    }
    if (!interrupted)
        interrupted_at = now;
    interrupted = true;
}

const volatile bool *hc_catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = interrupt};
    sigaction(SIGINT, &action, NULL);
    return &interrupted;
}

/* More than anybody has of anything, and few enough to count with. */
static const double MOST = 1e12;

/* A number from `least` to `most`; -1 with err filled if it is none. */
static int read_number(const char *option, const char *text, double least, double most, double *out, struct hc_err *err)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value) || value < least || value > most)
        return hc_err_set(err, HC_USAGE, "%s takes a number from %g to %g, not \"%s\"",
                          "%s 应为 %g 到 %g 之间的数，而不是“%s”", option, least, most, text);
    *out = value;
    return 0;
}

static int read_whole(const char *option, const char *text, double least, double most, double *out, struct hc_err *err)
{
    if (read_number(option, text, least, most, out, err) < 0)
        return -1;
    if (*out == floor(*out))
        return 0;
    return hc_err_set(err, HC_USAGE, "%s takes a whole number, not \"%s\"", "%s 应为整数，而不是“%s”", option, text);
}

/* "access=2,balance=1": those that are named get that weight, the others keep theirs. */
static int read_weights(const char *list, double *weight, struct hc_err *err)
{
    for (const char *at = list; at && *at;) {
        size_t n = strcspn(at, ","), name = strcspn(at, "=");
        enum hc_term term = hc_term_find(at, name < n ? name : n);
        if (name >= n || term == HC_N_TERMS)
            return hc_err_set(
                err, HC_USAGE,
                "--weight takes NAME=NUMBER with balance, access, border, links, stability or kinds, not \"%.*s\"",
                "--weight 应为 名称=数值（balance、access、border、links、stability、kinds），而不是“%.*s”", (int)n,
                at);
        char *value = hc_strndup(at + name + 1, n - name - 1);
        int status = read_number("--weight", value, 0, 1e6, &weight[term], err);
        hc_free(value);
        if (status < 0)
            return -1;
        at += n + (at[n] == ',');
    }
    return 0;
}

static int read_objective(const struct hc_options *o, struct hc_question *q, struct hc_err *err)
{
    static const double usual[HC_N_TERMS] = {[HC_TERM_BALANCE] = 1,
                                             [HC_TERM_ACCESS] = 0.3,
                                             [HC_TERM_BORDER] = 0.2,
                                             [HC_TERM_STABILITY] = 0.3,
                                             [HC_TERM_KINDS] = 1};
    if (o->objective && o->weight)
        return hc_err_set(err, HC_USAGE, "either --objective or --weight, not both",
                          "--objective 与 --weight 只能选其一");
    if (!o->objective) {
        memcpy(q->weight, usual, sizeof usual);
        return read_weights(o->weight, q->weight, err);
    }
    enum hc_term term = hc_term_find(o->objective, strlen(o->objective));
    if (term == HC_N_TERMS)
        return hc_err_set(
            err, HC_USAGE, "--objective is balance, access, border, links, stability or kinds, not \"%s\"",
            "--objective 应为 balance、access、border、links、stability 或 kinds，而不是“%s”", o->objective);
    q->plain = true;
    q->weight[term] = 1;
    return 0;
}

static int read_goal(const struct hc_options *o, struct hc_question *q, struct hc_propose_options *p,
                     struct hc_err *err)
{
    double number = -1;
    if (o->to && read_whole("--to", o->to, 1, 1e9, &number, err) < 0)
        return -1;
    q->total = (int)number;
    if (o->cheapest && (o->to || o->to_table))
        return hc_err_set(err, HC_USAGE, "--cheapest leaves the number open; it cannot be given",
                          "--cheapest 不限定数目，不能同时给出数目");
    p->goal = o->to || o->to_table ? HC_GOAL_COUNT : o->cheapest ? HC_GOAL_CHEAPEST : HC_GOAL_FEWEST;
    if (o->tolerance && !o->to && !o->to_table)
        return hc_err_set(err, HC_USAGE, "--tolerance is about the mean, so it needs --to or --to-table",
                          "--tolerance 以平均值为准，须同时给出 --to 或 --to-table");
    return 0;
}

static int read_options(const struct hc_options *o, struct hc_asking *a, struct hc_err *err)
{
    struct hc_question *q = &a->question;
    struct hc_propose_options *p = &a->options;
    double rounds = 0, seed = 1;
    *p = (struct hc_propose_options){.threads = o->threads, .stop_at = (double)NAN};
    q->across = o->across;
    q->scattered = o->scattered;
    q->freeze = o->freeze;
    q->convert = o->convert;
    if (read_objective(o, q, err) < 0 || read_goal(o, q, p, err) < 0)
        return -1;
    if ((o->tolerance && read_number("--tolerance", o->tolerance, 0, 100, &q->tolerance, err) < 0) ||
        (o->target && read_number("--target", o->target, 1, 2e9, &q->target, err) < 0) ||
        (o->time && read_number("--time", o->time, 0, MOST, &p->time_s, err) < 0) ||
        (o->seed && read_whole("--seed", o->seed, 0, 9007199254740992, &seed, err) < 0) ||
        (o->rounds && read_whole("--rounds", o->rounds, 1, MOST, &rounds, err) < 0) ||
        (o->stop_at && read_number("--stop-at", o->stop_at, 0, DBL_MAX, &p->stop_at, err) < 0))
        return -1;
    if (o->at && !hc_is_date(o->at))
        return hc_err_set(err, HC_USAGE, "--at is a date, YYYY, YYYY-MM or YYYY-MM-DD, not \"%s\"",
                          "--at 应为日期 YYYY、YYYY-MM 或 YYYY-MM-DD，而不是“%s”", o->at);
    p->seed = (uint64_t)seed;
    p->rounds = (size_t)rounds;
    return 0;
}

/* How many of the project's steps lead to the state: those up to --at; else those before the first at the level. */
static size_t steps_before(const struct hc_session *s, uint32_t level)
{
    size_t n = 0;
    const char *at = s->options->at;
    while (n < s->n_own_steps && (at ? s->input.steps[n].spec->date && strcmp(s->input.steps[n].spec->date, at) <= 0
                                     : s->input.steps[n].level != level))
        n++;
    return n;
}

static void read_table(struct hc_asking *a, struct hc_session *s)
{
    struct hc_question *q = &a->question;
    if (!s->options->to_table)
        return;
    const char *file = hc_session_from_here(&s->input.project, s->options->to_table);
    hc_wanted_read(&a->table, file, &s->input, &s->findings);
    a->rows = hc_calloc(a->table.n, sizeof *a->rows);
    for (size_t i = 0; i < a->table.n; i++)
        a->rows[i] = (struct hc_wanted_row){a->table.items[i].parent, a->table.items[i].kind, a->table.items[i].count,
                                            a->table.items[i].row};
    q->row = a->rows;
    q->n_rows = a->table.n;
    q->table = hc_source_label(s->options->to_table);
}

/* The project as planning sees it: figures and offices belong to the project's own steps. */
static struct hc_input planning_input(const struct hc_session *s)
{
    struct hc_input input = s->input;
    input.project.figures = (struct hc_figures){0};
    input.project.services = (struct hc_services_spec){0};
    return input;
}

bool hc_asking_begin(struct hc_asking *a, struct hc_session *s)
{
    struct hc_question *q = &a->question;
    *a = (struct hc_asking){0};
    if (read_options(s->options, a, &s->err) < 0 || hc_session_level(s, &q->level, &s->err) < 0)
        return false;
    read_table(a, s);
    a->n_steps = steps_before(s, q->level);
    struct hc_input input = planning_input(s);
    input.n_steps = a->n_steps;
    input.project.n_rules = 0;
    if (hc_session_refused(s) ||
        hc_simulate(&input, s->cover, s->options->threads, &s->findings, &a->before, &s->err) < 0 ||
        hc_session_refused(s))
        return false;
    a->before.input = &s->input;
    q->input = &s->input;
    q->cover = s->cover;
    q->result = &a->before;
    q->state = a->n_steps;
    q->start = s->options->start ? &s->input.steps[s->n_own_steps] : NULL;
    hc_setting_build(q, &a->setting, &s->findings);
    return !hc_session_refused(s);
}

void hc_asking_release(struct hc_asking *a)
{
    hc_setting_release(&a->setting);
    hc_result_release(&a->before);
    hc_wanted_release(&a->table);
    hc_free(a->rows);
}

struct hc_input hc_asking_input(const struct hc_asking *a, const struct hc_session *s)
{
    struct hc_input input = planning_input(s);
    input.n_steps = a->n_steps;
    return input;
}

int hc_asking_simulate(const struct hc_asking *a, const struct hc_session *s, const struct hc_step_input *step,
                       struct hc_result *result, struct hc_findings *findings, struct hc_err *err)
{
    struct hc_input input = planning_input(s);
    input.steps = hc_alloc(a->n_steps + 1, sizeof *input.steps);
    if (a->n_steps)
        memcpy(input.steps, s->input.steps, a->n_steps * sizeof *input.steps);
    if (step)
        input.steps[a->n_steps] = *step;
    input.n_steps = a->n_steps + (step ? 1 : 0);
    int status = hc_simulate(&input, s->cover, s->options->threads, findings, result, err);
    result->input = &s->input;
    hc_free(input.steps);
    return status;
}
