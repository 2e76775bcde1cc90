#include "simulate/simulate.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "simulate/count/measured.h"
#include "simulate/figures/judge.h"
#include "simulate/inside.h"
#include "simulate/services/services.h"
#include "simulate/step/crosswalk.h"
#include "simulate/step/step.h"
#include <string.h>

/* Columns that weigh people, where the project names none. */
static const char *find_population(const struct hc_input *input)
{
    static const char *const known[] = {"population", "人口", "总人口",      "人口数",    "常住人口",
                                        "户籍人口",   "pop",  "inhabitants", "residents", "people"};
    if (input->project.population)
        return input->project.population;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        for (size_t t = 0; t < input->n_tables; t++)
            for (size_t c = 0; c < input->tables[t].n_columns; c++)
                if (hc_utf8_same_name(input->tables[t].columns[c].name, known[k]))
                    return input->tables[t].columns[c].name;
    return known[0];
}

/* People are to be counted by a column that there is. */
static void check_population(const struct hc_run *run)
{
    const struct hc_input *input = run->input;
    struct hc_buf names = {0};
    bool found = !input->project.population;
    for (size_t t = 0; t < input->n_tables; t++)
        for (size_t c = 0; c < input->tables[t].n_columns; c++) {
            found = found || strcmp(input->tables[t].columns[c].name, run->population) == 0;
            hc_buf_addf(&names, "%s%s", names.len ? ", " : "", input->tables[t].columns[c].name);
        }
    if (!found) {
        struct hc_finding *f = hc_findings_add(run->findings, "missing_population", HC_ERROR,
                                               "\"population\": no table has a column \"%s\"; people are not counted",
                                               "population：没有任何表含有列“%s”，未统计人口", run->population);
        hc_finding_remedy(f, "name one of the columns that tables bring: %s", "请写明各表中已有的列之一：%s",
                          names.len ? names.data : "-");
    }
    hc_buf_release(&names);
}

static int measure_faces(struct hc_run *run, struct hc_err *err)
{
    size_t n = run->cover ? hc_cover_n_faces(run->cover) : 0;
    if (!run->cover)
        return 0;
    uint32_t *self = hc_alloc(n, sizeof *self);
    for (uint32_t f = 0; f < n; f++)
        self[f] = f;
    run->face_area = hc_alloc(n, sizeof *run->face_area);
    struct hc_measures m = {.area = run->face_area};
    int status = hc_cover_measure(run->cover, self, n, &m, err);
    hc_free(self);
    return status;
}

bool hc_run_refused(const struct hc_run *run)
{
    return hc_findings_count(run->findings, HC_REFUSAL) > 0;
}

/* Levels above the base that bring boundaries of their own are held against it. */
static int check_levels(struct hc_run *run, struct hc_err *err)
{
    const struct hc_input *input = run->input;
    int status = 0;
    for (uint32_t l = input->base + 1; run->cover && status == 0 && l < input->project.n_levels; l++)
        if (input->layers[l].has_polygons)
            status = hc_cover_check_level(run->cover, run->result->states[0].levels[l].face_unit, &input->layers[l],
                                          input->project.levels[l].id, run->findings, err);
    return status;
}

void hc_result_begin(struct hc_result *r, const struct hc_input *input, size_t n_steps)
{
    size_t n_levels = input->project.n_levels;
    *r = (struct hc_result){.input = input, .n_states = n_steps + 1, .n_steps = n_steps};
    r->states = hc_calloc(r->n_states, sizeof *r->states);
    r->summaries = hc_calloc(r->n_states, sizeof *r->summaries);
    r->steps = hc_calloc(n_steps, sizeof *r->steps);
    r->levels = hc_calloc(n_levels, sizeof *r->levels);
    for (size_t s = 1; s < n_steps; s++)
        r->states[s].interim = strcmp(input->steps[s].spec->date, input->steps[s - 1].spec->date) == 0;
}

static struct hc_crosswalk *identity(const struct hc_run *run)
{
    struct hc_crosswalk *c = hc_calloc(run->input->project.n_levels, sizeof *c);
    for (uint32_t l = 0; l < run->input->project.n_levels; l++)
        for (uint32_t i = 0; i < run->result->states[0].levels[l].units.count; i++)
            hc_crosswalk_add(&c[l], (struct hc_crosswalk_row){i, i, 1, 1, false});
    return c;
}

/* A state's land being measured while the next step is taken: steps know nothing of it. */
struct hc_measuring {
    struct hc_run *run;
    size_t index;
    int status;
    struct hc_err err;
    struct hc_task *task;
};

static void measure_state(void *ctx)
{
    struct hc_measuring *m = ctx;
    m->status = hc_count_geometry(m->run, m->index, &m->err);
}

static void measuring_begin(struct hc_run *run, size_t index)
{
    struct hc_measuring *m = hc_calloc(1, sizeof *m);
    m->run = run;
    m->index = index;
    m->task = hc_task_begin(run->threads, measure_state, m);
    run->measuring = m;
}

int hc_run_wait(struct hc_run *run, struct hc_err *err)
{
    struct hc_measuring *m = run->measuring;
    if (!m)
        return 0;
    hc_task_end(m->task);
    int status = m->status;
    if (status < 0) {
        hc_err_release(err);
        hc_err_set(err, m->err.code, "%s%.0s", "%.0s%s", m->err.text.en, m->err.text.zh);
    }
    hc_err_release(&m->err);
    hc_free(m);
    run->measuring = NULL;
    return status;
}

int hc_run_begin(struct hc_run *run, struct hc_carried *carried, struct hc_err *err)
{
    struct hc_result *r = run->result;
    size_t n_levels = run->input->project.n_levels;
    *carried = (struct hc_carried){0};
    hc_result_begin(r, run->input, run->input->n_steps);
    for (size_t s = 0; s < r->n_states; s++)
        r->states[s].levels = hc_calloc(n_levels, sizeof *r->states[s].levels);
    r->population = run->population = find_population(run->input);
    check_population(run);
    if (measure_faces(run, err) < 0)
        return -1;
    hc_state_first(run);
    if (hc_run_refused(run))
        return 0;
    if (check_levels(run, err) < 0)
        return -1;
    measuring_begin(run, 0);
    carried->from_first = identity(run);
    hc_count_members(run, 0, NULL);
    return 0;
}

/* The crosswalks from the first state to state `index`, made from those to the one before. */
static struct hc_crosswalk *compose(const struct hc_run *run, size_t index, const struct hc_crosswalk *from_first)
{
    struct hc_crosswalk *c = hc_calloc(run->input->project.n_levels, sizeof *c);
    for (uint32_t l = 0; l < run->input->project.n_levels; l++)
        hc_crosswalk_compose(&from_first[l], &run->result->steps[index - 1].levels[l].crosswalk, &c[l]);
    return c;
}

void hc_carried_release(struct hc_carried *carried, size_t n_levels)
{
    for (size_t l = 0; carried->from_first && l < n_levels; l++)
        hc_free(carried->from_first[l].rows);
    hc_free(carried->from_first);
    hc_left_release(&carried->left);
    *carried = (struct hc_carried){0};
}

int hc_run_step(struct hc_run *run, size_t index, const struct hc_carried *before, struct hc_carried *after,
                struct hc_err *err)
{
    struct hc_carried next = {0};
    hc_left_copy(&next.left, &before->left);
    int status = hc_step_take(run, index, &next.left, err);
    if (status == 0 && !hc_run_refused(run)) {
        hc_state_join(run, index + 1);
        hc_state_aggregate(run, index + 1);
    }
    if (hc_run_wait(run, err) < 0)
        status = -1;
    if (status == 0 && !hc_run_refused(run)) {
        measuring_begin(run, index + 1);
        next.from_first = compose(run, index + 1, before->from_first);
        hc_count_members(run, index + 1, next.from_first);
    }
    if (after == before)
        hc_carried_release(after, run->input->project.n_levels);
    *after = next;
    return status;
}

static void note_estimates(struct hc_run *run)
{
    const struct hc_state *last = &run->result->states[run->result->n_states - 1];
    for (uint32_t l = 0; l < run->input->project.n_levels; l++) {
        const struct hc_units *u = &last->levels[l].units;
        size_t n = 0;
        for (size_t i = 0; u->estimated && i < u->count; i++)
            n += u->estimated[i];
        if (!n)
            continue;
        struct hc_finding *f = hc_findings_add(run->findings, "estimated", HC_NOTE,
                                               "%zu units have values that were divided by shares: estimates",
                                               "有 %zu 个单元的数值按份额拆分，为估计值", n);
        hc_finding_level(f, run->input->project.levels[l].id);
    }
}

/* A unit that has one side of a ratio and not the other bends the ratio of every unit that it becomes part of. */
static void warn_one_sided(struct hc_run *run, uint32_t level, const struct hc_measure_spec *ratio)
{
    const struct hc_units *u = &run->result->states[0].levels[level].units;
    const struct hc_column *of = hc_units_column(u, ratio->of), *per = hc_units_column(u, ratio->per);
    if ((!of || of->derived) && (!per || per->derived))
        return;
    struct hc_measured a = {0}, b = {0};
    struct hc_finding *f = NULL;
    size_t n = 0;
    const char *first = NULL;
    bool known = hc_measured_get(run, 0, level, ratio->of, &a) && hc_measured_get(run, 0, level, ratio->per, &b);
    for (size_t i = 0; known && i < u->count; i++)
        if (hc_measured_missing(&a, i) != hc_measured_missing(&b, i)) {
            first = first ? first : u->name[i] ? u->name[i] : u->code[i];
            n++;
        }
    if (n) {
        f = hc_findings_add(
            run->findings, "one_sided_ratio", HC_WARNING,
            "%s: %zu of %zu units have only one of %s and %s; where they are merged with others the ratio "
            "is bent",
            "%s：%zu 个单元（共 %zu 个）只有 %s 与 %s 之一；与其他单元合并后，该比率有偏差", ratio->name, n, u->count,
            ratio->of, ratio->per);
        hc_finding_level(f, run->input->project.levels[level].id);
        hc_finding_remedy(f, n == 1 ? "fill in the missing value of %s" : "fill in the missing values of %s and others",
                          n == 1 ? "请补齐 %s 的缺失值" : "请补齐 %s 等单元的缺失值", first);
    }
    for (size_t i = 0; f && i < u->count; i++)
        if (hc_measured_missing(&a, i) != hc_measured_missing(&b, i))
            hc_finding_unit(f, u->code[i]);
    hc_measured_release(&a);
    hc_measured_release(&b);
}

int hc_run_finish(struct hc_run *run, size_t first, const struct hc_left *left, struct hc_err *err)
{
    for (size_t s = 0; s < run->result->n_states; s = hc_result_next(run->result, s))
        if (s >= first)
            hc_count_summary(run, s);
    hc_count_rules(run);
    hc_figures_judge(run->input, run->result, run->findings);
    note_estimates(run);
    if (hc_services_build(run, err) < 0)
        return -1;
    for (size_t m = 0; m < run->input->project.n_measures; m++)
        for (uint32_t l = 0; l < run->input->project.n_levels; l++)
            warn_one_sided(run, l, &run->input->project.measures[m]);
    return hc_run_refused(run) ? 0 : hc_balance_build(run, left, err);
}

int hc_simulate(const struct hc_input *input, const struct hc_cover *cover, int threads, struct hc_findings *findings,
                struct hc_result *result, struct hc_err *err)
{
    struct hc_run run = {.input = input, .cover = cover, .threads = threads, .findings = findings, .result = result};
    struct hc_carried carried;
    int status = hc_run_begin(&run, &carried, err);
    for (size_t s = 0; s < result->n_steps && status == 0 && !hc_run_refused(&run); s++)
        status = hc_run_step(&run, s, &carried, &carried, err);
    if (hc_run_wait(&run, err) < 0)
        status = -1;
    for (uint32_t l = 0; carried.from_first && l < input->project.n_levels; l++) {
        result->levels[l].crosswalk = carried.from_first[l];
        carried.from_first[l] = (struct hc_crosswalk){0};
    }
    if (status == 0 && !hc_run_refused(&run))
        status = hc_run_finish(&run, 0, &carried.left, err);
    hc_carried_release(&carried, input->project.n_levels);
    hc_free(run.face_area);
    return status;
}
