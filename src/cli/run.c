#include "cli/run.h"

#include "base/buf.h"
#include "base/mem.h"
#include "cli/cleaning.h"
#include "cli/command.h"
#include "cli/output/next.h"
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

char *hc_session_from_here(struct hc_project *p, const char *path)
{
    const char *layer = strrchr(path, '#'); /* FILE#LAYER, where no file has that name as a whole */
    char *real = realpath(path, NULL);
    struct hc_buf whole = {0};
    if (!real && layer) {
        char *file = hc_strndup(path, (size_t)(layer - path));
        real = realpath(file, NULL);
        hc_free(file);
        hc_buf_addf(&whole, "%s%s", real ? real : "", real ? layer : path);
    } else {
        hc_buf_adds(&whole, real ? real : path);
    }
    char *kept = hc_arena_strdup(&p->strings, whole.data);
    hc_buf_release(&whole);
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
        inside[0] = hc_session_from_here(p, hc_arena_strndup(&p->strings, plan, (size_t)(comma - plan)));
        inside[1] = hc_session_from_here(p, comma + 1);
    }
    if (stat(plan, &st) == 0 && S_ISDIR(st.st_mode)) /* as propose writes it */
        for (int i = 0; i < 2; i++) {
            struct hc_buf path = {0};
            hc_buf_addf(&path, "%s/%s", plan, i ? "new_units.csv" : "plan.csv");
            inside[i] = i && stat(path.data, &st) != 0 ? NULL : hc_session_from_here(p, path.data);
            hc_buf_release(&path);
        }
    if (p->n_steps)
        memcpy(steps, p->steps, p->n_steps * sizeof *steps);
    steps[p->n_steps++] = (struct hc_step_spec){.date = hc_arena_strdup(&p->strings, "after"),
                                                .level = hc_arena_strdup(&p->strings, level),
                                                .plan = inside[0] ? inside[0] : hc_session_from_here(p, plan),
                                                .units = inside[1]};
    p->steps = steps;
}

/* A plan for a project without steps is its only one. */
static void take_plan(struct hc_session *s)
{
    const struct hc_options *o = s->options;
    struct hc_project *p = &s->input.project;
    uint32_t level;
    if (hc_session_refused(s) || hc_next_fitting(o, p, &s->err) < 0 || !o->plan ||
        hc_session_level(s, &level, &s->err) < 0)
        return;
    add_plan(p, o->level, o->plan);
    if (o->new_units)
        p->steps[0].units = hc_session_from_here(p, o->new_units);
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
        if (hc_next_project(o->project, &s->err) < 0)
            return;
        hc_load_project(o->project, p, &s->findings, &s->err);
        take_plan(s);
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
    s->lang = hc_options_lang(options, &s->input.project);
    s->console.lang = s->lang;
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

static bool makes_geojson(const struct hc_options *o)
{
    return o->out && strcmp(o->command, "simulate") == 0 && (!o->format || strstr(o->format, "geojson"));
}

bool hc_session_begin(struct hc_session *s, const struct hc_options *options)
{
    bool plans = strcmp(options->command, "propose") == 0 || compares(options);
    hc_session_start(s, options);
    s->input.threads = options->threads;
    if (plans)
        add_plans(s, options);
    if (hc_session_refused(s) || hc_load_input(&s->input, &s->progress, &s->findings, &s->err) < 0)
        return false;
    if (hc_session_refused(s))
        return false;
    if (s->input.base != HC_NONE) {
        struct hc_cover_options cover = {.threads = options->threads, .wgs84 = makes_geojson(options)};
        const char *tolerance = plans ? NULL : options->tolerance; /* theirs is about people */
        if (hc_option_number("--tolerance", tolerance, &cover.tolerance_m, &s->err) < 0 ||
            (s->cleans && clean_base(s, &cover) < 0))
            return false;
        s->cover = hc_cover_new(&s->input.layers[s->input.base], s->input.project.levels[s->input.base].id, &cover,
                                &s->findings, &s->err);
    }
    return !hc_session_refused(s);
}

/* Where nobody said in which language, what is written is in English, and so is what is said of it; a terminal of
 * another language gets the latter in its own where nothing is written, and else is told of --lang. */
static void choose_tongue(struct hc_session *s, bool wrote)
{
    const struct hc_options *o = s->options;
    enum hc_lang tongue = hc_options_tongue(o);
    if (o->lang || s->input.project.lang_given || tongue == s->lang)
        return;
    if (!wrote)
        s->lang = tongue;
    else if (!o->quiet && tongue == HC_ZH)
        fprintf(stderr, "加 --lang zh 则以中文写出（文件的语言不随系统语言变化）\n");
}

int hc_session_end(struct hc_session *s)
{
    const struct hc_options *o = s->options;
    bool failed = s->err.code != HC_DONE, refused = hc_findings_count(&s->findings, HC_REFUSAL) > 0;
    int code = refused ? HC_REFUSED : hc_findings_count(&s->findings, HC_ERROR) ? HC_FOUND : HC_DONE;
    hc_console_progress_end(&s->console);
    hc_findings_sort(&s->findings);
    choose_tongue(s, !failed && !refused && (o->out || o->json || strcmp(o->command, "check") != 0));
    hc_console_findings(&s->findings, s->lang, o);
    if (failed)
        code = hc_console_fail_of(&s->err, s->lang, o->command);
    else if (!o->quiet)
        hc_next_tell(&s->findings, o, s->input.layers ? s->input.layers[0].uniting : NULL, s->lang);
    if (code > HC_FOUND && code != HC_USAGE && !o->wrote)
        fprintf(stderr, "%s\n", s->lang == HC_ZH ? "未写出任何文件。" : "nothing was written");
    hc_cover_free(s->cover);
    hc_clean_log_release(&s->log);
    hc_input_release(&s->input);
    hc_findings_release(&s->findings);
    return code;
}
