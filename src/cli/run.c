#include "cli/run.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cli/cleaning.h"
#include "cli/command.h"
#include "load/load.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool hc_session_refused(const struct hc_session *s)
{
    return s->err.code != HC_DONE || hc_findings_count(&s->findings, HC_REFUSAL) > 0;
}

int hc_session_level(const struct hc_session *s, uint32_t *level, struct hc_err *err)
{
    *level = hc_project_level(&s->input.project, s->options->level);
    if (*level != HC_NONE)
        return 0;
    struct hc_buf ids = {0};
    for (size_t l = 0; l < s->input.project.n_levels; l++)
        hc_buf_addf(&ids, "%s%s", l ? ", " : "", s->input.project.levels[l].id);
    hc_err_set(err, HC_USAGE, "no level is called \"%s\"; there are %s", "没有名为“%s”的层级；有 %s", s->options->level,
               ids.data);
    hc_buf_release(&ids);
    return -1;
}

static bool compares(const struct hc_options *options)
{
    return strcmp(options->command, "compare") == 0;
}

static void read_project(struct hc_session *s)
{
    const struct hc_options *o = s->options;
    struct hc_project *p = &s->input.project;
    if (o->units && o->project && !compares(o)) { /* to compare, all arguments are plans then */
        hc_err_set(&s->err, HC_USAGE, "either a project or --units, not both", "项目与 --units 只能选其一");
    } else if (o->units) {
        hc_options_project(o, p);
    } else if (o->project) {
        hc_load_project(o->project, p, &s->findings, &s->err);
        if (o->encoding)
            p->encoding = hc_arena_strdup(&p->strings, o->encoding);
    } else if (o->figures) {
        return; /* figures against each other need no data */
    } else {
        hc_err_set(&s->err, HC_USAGE, "name a project (a folder with project.json), or a layer with --units",
                   "请给出项目（含 project.json 的文件夹），或用 --units 指定图层");
    }
}

/* The base level's polygons are cleaned in place; the coverage is then built with the same tolerance. */
static int clean_base(struct hc_session *s, struct hc_cover_options *cover)
{
    struct hc_layer *layer = &s->input.layers[s->input.base];
    struct hc_clean_options how;
    struct hc_polygons mended;
    if (hc_cleaning_options(s->options, &how, &s->err) < 0)
        return -1;
    int status =
        hc_clean(layer, s->input.project.levels[s->input.base].id, &how, &mended, &s->log, &s->findings, &s->err);
    hc_polygons_release(&layer->polygons);
    layer->polygons = mended;
    cover->tolerance_m = s->log.tolerance_m;
    return status;
}

void hc_session_start(struct hc_session *s, const struct hc_options *options)
{
    *s = (struct hc_session){.options = options, .lang = hc_options_lang(options, NULL)};
    s->progress = hc_console_progress(&s->console, s->lang, options->quiet);
    hc_load_init();
    read_project(s);
    if (options->figures && s->err.code == HC_DONE)
        hc_load_figures(options->figures, &s->input.project, &s->findings, &s->err);
    s->cleans = options->clean || strcmp(options->command, hc_command_clean.name) == 0;
    s->input.project.keep_attributes = !options->clean && s->cleans;
    if (s->input.project.keep_attributes) /* tables say nothing of borders */
        s->input.project.n_tables = 0;
    s->lang = hc_options_lang(options, &s->input.project);
    s->console.lang = s->lang;
}

/* A plan on the command line is found from where the command is run, not from the project's folder. */
static char *from_here(struct hc_project *p, const char *path)
{
    char *real = realpath(path, NULL), *kept = hc_arena_strdup(&p->strings, real ? real : path);
    free(real);
    return kept;
}

/* "PLAN,NEW_UNITS" where no file has that name as a whole: where the comma is, else NULL. */
static const char *new_units_of(const char *plan)
{
    struct stat st;
    const char *comma = strrchr(plan, ',');
    return comma && comma[1] && stat(plan, &st) != 0 && stat(comma + 1, &st) == 0 ? comma : NULL;
}

static void add_plan(struct hc_project *p, const char *level, const char *plan)
{
    struct hc_step_spec *steps = hc_arena_alloc(&p->strings, (p->n_steps + 1) * sizeof *steps);
    char *inside[2] = {NULL, NULL};
    struct stat st;
    const char *comma = new_units_of(plan);
    if (comma) {
        inside[0] = from_here(p, hc_arena_strndup(&p->strings, plan, (size_t)(comma - plan)));
        inside[1] = from_here(p, comma + 1);
    }
    if (stat(plan, &st) == 0 && S_ISDIR(st.st_mode)) /* as propose writes it */
        for (int i = 0; i < 2; i++) {
            struct hc_buf path = {0};
            hc_buf_addf(&path, "%s/%s", plan, i ? "new_units.csv" : "plan.csv");
            inside[i] = i && stat(path.data, &st) != 0 ? NULL : from_here(p, path.data);
            hc_buf_release(&path);
        }
    if (p->n_steps)
        memcpy(steps, p->steps, p->n_steps * sizeof *steps);
    steps[p->n_steps++] = (struct hc_step_spec){.date = hc_arena_strdup(&p->strings, "after"),
                                                .level = hc_arena_strdup(&p->strings, level),
                                                .plan = inside[0] ? inside[0] : from_here(p, plan),
                                                .units = inside[1]};
    p->steps = steps;
}

/* Steps after the project's own: the plan to start from, the plans to compare. */
static void add_plans(struct hc_session *s, const struct hc_options *options)
{
    struct hc_project *p = &s->input.project;
    s->n_own_steps = p->n_steps;
    if (options->start)
        add_plan(p, options->level, options->start);
    for (size_t i = options->units ? 0 : 1; compares(options) && i < options->n_arguments; i++)
        add_plan(p, options->level, options->arguments[i]);
}

/* The coverage, built while what else there is to read is being read. Nothing of it is kept if that is refused. */
struct building {
    const struct hc_session *session;
    struct hc_cover_options options;
    struct hc_cover *cover;
    struct hc_findings findings;
    struct hc_err err;
};

static void build_cover(void *ctx)
{
    struct building *b = ctx;
    const struct hc_input *input = &b->session->input;
    b->cover = hc_cover_new(&input->layers[input->base], input->project.levels[input->base].id, &b->options,
                            &b->findings, &b->err);
}

static void keep_cover(struct hc_session *s, struct building *b)
{
    if (!hc_session_refused(s)) {
        s->cover = b->cover;
        b->cover = NULL;
        hc_findings_join(&s->findings, &b->findings);
        if (b->err.code != HC_DONE)
            hc_err_set(&s->err, b->err.code, "%s%.0s", "%.0s%s", b->err.text.en, b->err.text.zh);
    }
    hc_cover_free(b->cover);
    hc_findings_release(&b->findings);
    hc_err_release(&b->err);
}

bool hc_session_begin(struct hc_session *s, const struct hc_options *options)
{
    bool plans = strcmp(options->command, "propose") == 0 || compares(options);
    struct building b = {.session = s, .options = {.threads = options->threads}};
    struct hc_aside *aside = NULL;
    const char *tolerance = plans ? NULL : options->tolerance; /* theirs is about people */
    hc_session_start(s, options);
    s->input.threads = options->threads;
    if (plans)
        add_plans(s, options);
    if (hc_session_refused(s))
        return false;
    hc_load_layers(&s->input, &s->progress, &s->findings);
    bool land = !hc_session_refused(s) && s->input.base != HC_NONE;
    if (land && !s->cleans && hc_option_number("--tolerance", tolerance, &b.options.tolerance_m, &s->err) == 0)
        aside = hc_aside_begin(options->threads, build_cover, &b);
    hc_load_rest(&s->input, &s->findings);
    hc_aside_end(aside);
    if (land && s->cleans && !hc_session_refused(s) &&
        hc_option_number("--tolerance", tolerance, &b.options.tolerance_m, &s->err) == 0 &&
        clean_base(s, &b.options) == 0)
        build_cover(&b);
    keep_cover(s, &b);
    return !hc_session_refused(s);
}

int hc_session_end(struct hc_session *s)
{
    int code = HC_DONE;
    hc_console_progress_end(&s->console);
    hc_findings_sort(&s->findings);
    hc_console_findings(&s->findings, s->lang, s->options);
    if (s->err.code != HC_DONE)
        code = hc_console_fail(&s->err, s->lang);
    else if (hc_findings_count(&s->findings, HC_REFUSAL))
        code = HC_REFUSED;
    else if (hc_findings_count(&s->findings, HC_ERROR))
        code = HC_FOUND;
    if (code > HC_FOUND && code != HC_USAGE && !s->options->wrote)
        fprintf(stderr, "%s\n", s->lang == HC_ZH ? "未写出任何文件。" : "nothing was written");
    hc_cover_free(s->cover);
    hc_clean_log_release(&s->log);
    hc_input_release(&s->input);
    hc_findings_release(&s->findings);
    return code;
}
