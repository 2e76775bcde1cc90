#include "cli/compare/plans.h"

#include "base/buf.h"
#include "base/parallel.h"
#include <string.h>

/* The name of a plan's file without its end, or of its folder. */
static char *name_of(const char *path)
{
    const char *comma = strrchr(path, ','), *slash = NULL;
    size_t n = comma && strchr(comma, '.') && strchr(path, '.') < comma ? (size_t)(comma - path) : strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    for (size_t i = 0; i < n; i++)
        slash = path[i] == '/' ? path + i : slash;
    const char *name = slash ? slash + 1 : path, *dot = NULL;
    n -= (size_t)(name - path);
    for (size_t i = 1; i < n; i++)
        dot = name[i] == '.' ? name + i : dot;
    return hc_strndup(name, dot ? (size_t)(dot - name) : n);
}

/* A label that no earlier plan has: "plan", "plan-2"... Takes the name. */
static char *make_label(const struct hc_comparing *c, size_t n, char *name)
{
    char *label = hc_strdup(name);
    for (size_t number = 2, i = 0; i < n;) {
        if (strcmp(c->plans[i].label, label) != 0) {
            i++;
            continue;
        }
        struct hc_buf next = {0};
        hc_buf_addf(&next, "%s-%zu", name, number++);
        hc_free(label);
        label = hc_buf_take(&next);
        i = 0;
    }
    hc_free(name);
    return label;
}

/* How things are; the project's own step, if it follows; the plans of the command line. */
static void list_plans(struct hc_comparing *c, const struct hc_session *s)
{
    const struct hc_options *o = s->options;
    const struct hc_step_input *next = &s->input.steps[c->asking.n_steps];
    bool own = c->asking.n_steps < s->n_own_steps && next->level == c->asking.question.level;
    size_t first = o->units ? 0 : 1;
    c->plans = hc_calloc(2 + o->n_arguments, sizeof *c->plans);
    c->plans[c->n++].label = hc_strdup(s->lang == HC_ZH ? "现状" : "as it is");
    if (own) {
        char *name = o->units && o->plan ? name_of(o->plan) : hc_strdup(next->spec->date);
        c->plans[c->n] = (struct hc_candidate){.label = make_label(c, c->n, name), .step = next, .own = true};
        c->n++;
    }
    for (size_t i = first; i < o->n_arguments; i++) {
        c->plans[c->n] = (struct hc_candidate){.label = make_label(c, c->n, name_of(o->arguments[i])),
                                               .step = &s->input.steps[s->n_own_steps + i - first]};
        c->n++;
    }
}

/* What was found while a plan was simulated: broken rules are counted; what was not known before is told. What is wrong
 * with things as they are does not speak against a plan. */
static void take_findings(const struct hc_comparing *c, struct hc_candidate *plan, struct hc_findings *found,
                          struct hc_session *s)
{
    hc_findings_sort(found); /* what is not listed is known then */
    for (size_t i = 0; i < found->n_rules; i++)
        plan->broken[i] = found->unlisted_of_rule[i];
    for (size_t i = 0; i < found->count; i++) {
        const struct hc_finding *f = &found->items[i];
        size_t *count = f->rule ? &plan->broken[f->rule - 1] : NULL;
        if (count && strcmp(f->id, "rule_unjudged") == 0)
            *count = HC_UNJUDGED;
        else if (count)
            *count += *count != HC_UNJUDGED;
    }
    if (plan != c->plans)
        hc_findings_add_new(&s->findings, found, plan->label);
    for (size_t i = 0; plan->broken && i < s->input.project.n_rules; i++)
        plan->n_broken += plan->broken[i] && plan->broken[i] != HC_UNJUDGED;
}

/* A plan may leave units out: they stay. That is said, lest a plan of other units passes for one of these. */
static void note_left_out(const struct hc_comparing *c, const struct hc_candidate *plan, struct hc_session *s)
{
    const struct hc_units *units = c->asking.setting.units;
    uint8_t *named = hc_calloc(units->count, 1);
    size_t n = 0;
    for (size_t i = 0; i < plan->step->n_moves; i++) {
        uint32_t u = hc_map_find(&units->by_code, plan->step->moves[i].unit);
        n += u != HC_NONE && !named[u];
        if (u != HC_NONE)
            named[u] = 1;
    }
    if (n < units->count) {
        struct hc_finding *f =
            hc_findings_add(&s->findings, "plan_partial", n ? HC_NOTE : HC_WARNING,
                            "%s: the plan names %zu of %zu units; the others stay as they are",
                            "%s：方案列出 %zu 个单元（共 %zu 个），其余保持不变", plan->label, n, units->count);
        hc_finding_level(f, s->input.project.levels[c->asking.question.level].id);
    }
    hc_free(named);
}

/* The plans being evaluated, some at a time. */
struct evaluation {
    struct hc_comparing *comparing;
    struct hc_session *session;
    struct slot {
        struct hc_result result;
        struct hc_findings found;
        struct hc_err err;
        int status;
    } * slots;
    size_t n_slots;
    int status;
};

/* The plan alone: nothing here is anyone else's. */
static void evaluate(void *ctx, size_t begin, size_t end)
{
    const struct evaluation *e = ctx;
    for (size_t i = begin; i < end; i++) {
        const struct hc_candidate *plan = &e->comparing->plans[i];
        struct slot *slot = &e->slots[i % e->n_slots];
        struct hc_step_input step = plan->step ? *plan->step : (struct hc_step_input){0};
        struct hc_step_spec spec = plan->step ? *plan->step->spec : (struct hc_step_spec){0};
        char after[] = "after";
        spec.date = after; /* tables of the own step's date would say more of it than of the others */
        step.spec = &spec;
        *slot = (struct slot){0};
        slot->status = hc_scenario_take(e->comparing->scenario, plan->step ? &step : NULL, &slot->found, &slot->result,
                                        &slot->err);
    }
}

/* What came of it, in the order of the plans. */
static void take_outcome(void *ctx, size_t begin, size_t end)
{
    struct evaluation *e = ctx;
    struct hc_comparing *c = e->comparing;
    struct hc_session *s = e->session;
    for (size_t i = begin; i < end; i++) {
        struct slot *slot = &e->slots[i % e->n_slots];
        struct hc_candidate *plan = &c->plans[i];
        plan->broken = hc_calloc(s->input.project.n_rules, sizeof *plan->broken);
        if (e->status == 0)
            take_findings(c, plan, &slot->found, s);
        if (e->status == 0 && slot->status < 0)
            e->status = hc_err_set(&s->err, slot->err.code, "%s%.0s", "%.0s%s", hc_text_in(&slot->err.text, HC_EN),
                                   hc_text_in(&slot->err.text, HC_ZH));
        if (e->status == 0 && !hc_findings_count(&slot->found, HC_REFUSAL)) {
            hc_outcome_build(&slot->result, c->asking.n_steps, c->asking.question.level, &c->atoms, &plan->outcome);
            hc_compared_add(&c->figures, i, &slot->result);
            if (plan->step)
                note_left_out(c, plan, s);
        }
        hc_scenario_release(c->scenario, &slot->result);
        hc_findings_release(&slot->found);
        hc_err_release(&slot->err);
    }
}

static int evaluate_all(struct hc_comparing *c, struct hc_session *s)
{
    struct hc_findings known = {0}; /* planning found them already */
    int threads = s->options->threads;
    c->input = hc_asking_input(&c->asking, s);
    c->scenario = hc_scenario_new(&c->input, s->cover, threads, &known, &s->err);
    hc_findings_release(&known);
    if (!c->scenario)
        return -1;
    struct evaluation e = {.comparing = c, .session = s, .n_slots = 2 * (size_t)hc_parallel_threads(threads)};
    e.slots = hc_calloc(e.n_slots, sizeof *e.slots);
    hc_parallel_ordered(threads, c->n, 1, e.n_slots, evaluate, take_outcome, &e);
    hc_free(e.slots);
    return e.status;
}

/* The plan as propose has it: units in groups, each with its kind. */
static void set_groups(struct hc_comparing *c, struct hc_candidate *plan)
{
    const struct hc_outcome *o = &plan->outcome;
    for (size_t u = 0; u < o->n_units; u++)
        if (o->unit_new[u] == HC_NONE)
            return;
    size_t n = o->n_units > o->n_new ? o->n_units : o->n_new;
    uint32_t *number = hc_alloc(o->n_new, sizeof *number);
    plan->label_of = hc_alloc(n, sizeof *plan->label_of);
    plan->kind_of = hc_calloc(n, sizeof *plan->kind_of);
    memset(number, 0xff, o->n_new * sizeof *number);
    for (size_t u = 0; u < o->n_units; u++) {
        uint32_t new = o->unit_new[u];
        if (number[new] == HC_NONE) {
            number[new] = (uint32_t)plan->n_groups++;
            plan->kind_of[number[new]] = hc_setting_kind(&c->asking.setting, o->kind[new]);
        }
        plan->label_of[u] = number[new];
    }
    hc_free(number);
}

/* Cost is told as propose tells it: balance against the mean of as many new units as the plan has. */
static void judge(struct hc_comparing *c, struct hc_candidate *plan)
{
    if (!plan->label_of)
        return;
    hc_setting_count(&c->asking.question, &c->asking.setting, plan->n_groups);
    memcpy(plan->weight, c->asking.setting.problem.weight, sizeof plan->weight);
    plan->value = hc_alloc(c->yardsticks.n, sizeof *plan->value);
    hc_yardsticks_measure(&c->yardsticks, plan->label_of, plan->kind_of, plan->n_groups, plan->value);
}

/* Each plan with each, and for each atom how many fates there are among the plans that change anything. */
static void measure_distances(struct hc_comparing *c)
{
    uint8_t *same = hc_alloc(c->atoms.n, sizeof *same), *known = hc_alloc(c->atoms.n, sizeof *known);
    c->distance = hc_calloc(c->n * c->n, sizeof *c->distance);
    c->fates = hc_calloc(c->atoms.n, sizeof *c->fates);
    for (size_t i = 0; i < c->n; i++) {
        memset(known, 0, c->atoms.n * sizeof *known);
        for (size_t j = 0; j < i; j++) {
            c->distance[i * c->n + j] = hc_distance(&c->atoms, &c->plans[i].outcome, &c->plans[j].outcome, same);
            c->distance[j * c->n + i] = c->distance[i * c->n + j];
            for (size_t a = 0; j && a < c->atoms.n; a++)
                known[a] |= same[a];
        }
        for (size_t a = 0; i && a < c->atoms.n; a++)
            c->fates[a] += !known[a];
    }
    hc_free(same);
    hc_free(known);
}

static void build_ladder(struct hc_comparing *c)
{
    const struct hc_outcome **outcomes = hc_alloc(c->n, sizeof *outcomes);
    for (size_t i = 0; i < c->n; i++)
        outcomes[i] = &c->plans[i].outcome;
    hc_ladder_build(&c->ladder, &c->atoms, outcomes, c->n);
    hc_free(outcomes);
}

bool hc_comparing_begin(struct hc_comparing *c, struct hc_session *s)
{
    *c = (struct hc_comparing){0};
    if (!hc_asking_begin(&c->asking, s))
        return false;
    list_plans(c, s);
    if (c->n < 2) {
        hc_err_set(&s->err, HC_USAGE, "name a plan: a folder as propose writes it, a file, or PLAN,NEW_UNITS",
                   "请给出方案：propose 写出的文件夹、方案文件，或 方案,新单元");
        return false;
    }
    c->figures.n_plans = c->n;
    hc_atoms_build(&c->asking.before, c->asking.n_steps, c->asking.question.level, &c->atoms);
    if (evaluate_all(c, s) < 0 || hc_session_refused(s))
        return false;
    hc_compared_sort(&c->figures);
    for (size_t i = 0; i < c->n; i++)
        set_groups(c, &c->plans[i]);
    hc_yardsticks_build(&c->asking.question, &c->asking.setting, &c->yardsticks);
    for (size_t i = 0; i < c->n; i++)
        judge(c, &c->plans[i]);
    measure_distances(c);
    build_ladder(c);
    return true;
}

void hc_comparing_release(struct hc_comparing *c)
{
    for (size_t i = 0; i < c->n; i++) {
        hc_free(c->plans[i].label);
        hc_outcome_release(&c->plans[i].outcome);
        hc_free(c->plans[i].broken);
        hc_free(c->plans[i].label_of);
        hc_free(c->plans[i].kind_of);
        hc_free(c->plans[i].value);
    }
    for (size_t i = 0; i < c->n_samples; i++)
        hc_sample_release(&c->samples[i]);
    hc_free(c->samples);
    hc_free(c->plans);
    hc_free(c->distance);
    hc_free(c->fates);
    hc_atoms_release(&c->atoms);
    hc_compared_release(&c->figures);
    hc_ladder_release(&c->ladder);
    hc_yardsticks_release(&c->yardsticks);
    hc_scenario_free(c->scenario);
    hc_asking_release(&c->asking);
}
