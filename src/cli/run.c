#include "cli/run.h"

#include "cli/cleaning.h"
#include "cli/command.h"
#include "load/load.h"
#include <stdio.h>
#include <string.h>

bool hc_session_refused(const struct hc_session *s)
{
    return s->err.code != HC_DONE || hc_findings_count(&s->findings, HC_REFUSAL) > 0;
}

static void read_project(struct hc_session *s)
{
    const struct hc_options *o = s->options;
    struct hc_project *p = &s->input.project;
    if (o->units && o->project) {
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

bool hc_session_begin(struct hc_session *s, const struct hc_options *options)
{
    hc_session_start(s, options);
    s->input.threads = options->threads;
    if (hc_session_refused(s) || hc_load_input(&s->input, &s->progress, &s->findings, &s->err) < 0)
        return false;
    if (hc_session_refused(s))
        return false;
    if (s->input.base != HC_NONE) {
        struct hc_cover_options cover = {.threads = options->threads};
        if (hc_option_number("--tolerance", options->tolerance, &cover.tolerance_m, &s->err) < 0 ||
            (s->cleans && clean_base(s, &cover) < 0))
            return false;
        s->cover = hc_cover_new(&s->input.layers[s->input.base], s->input.project.levels[s->input.base].id, &cover,
                                &s->findings, &s->err);
    }
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
    if (code > HC_FOUND && code != HC_USAGE)
        fprintf(stderr, "%s\n", s->lang == HC_ZH ? "未写出任何文件。" : "nothing was written");
    hc_cover_free(s->cover);
    hc_clean_log_release(&s->log);
    hc_input_release(&s->input);
    hc_findings_release(&s->findings);
    return code;
}
