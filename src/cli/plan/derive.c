#include "cli/command.h"
#include "cli/run.h"
#include "load/load.h"
#include "report/lists/lists.h"
#include <stdio.h>

/* Reads one state as a level of its own. */
static int read_state(struct hc_input *input, const struct hc_options *options, const char *source,
                      struct hc_session *s)
{
    struct hc_options one = *options;
    *input = (struct hc_input){0};
    one.units = source;
    hc_options_project(&one, &input->project);
    return hc_load_input(input, &s->progress, &s->findings, &s->err);
}

static void count(const struct hc_derived_level *l, size_t *moved, size_t *sure, size_t *resolved, size_t *open)
{
    *moved = *sure = *resolved = *open = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct hc_derived_row *row = &l->rows[i];
        if (row->unit == HC_NONE)
            continue;
        *open += row->to == HC_NONE;
        *resolved += row->to != HC_NONE;
        *sure += row->to != HC_NONE && row->confidence > HC_CONFIDENT;
        *moved += row->to != HC_NONE && !hc_derived_stays(l, row);
    }
}

static void show_level(const struct hc_derived_level *l, bool parents, enum hc_lang lang)
{
    size_t moved, sure, resolved, open;
    count(l, &moved, &sure, &resolved, &open);
    printf(lang == HC_ZH
               ? "%s：%zu → %zu；可判定 %zu 行（其中置信度高于 0.9 的 %zu 行，有变动的 %zu 行），待人工确定 %zu\n"
               : "%s: %zu before, %zu after; %zu rows resolved (%zu above 0.9, %zu of them moves), %zu left "
                 "to you\n",
           parents ? (lang == HC_ZH ? "上级" : "parents") : (lang == HC_ZH ? "单元" : "units"), l->before->count,
           l->after->count, resolved, sure, moved, open);
}

static void derive(struct hc_session *s, const struct hc_input *before, const struct hc_input *after)
{
    const struct hc_options *o = s->options;
    struct hc_derived derived = {0};
    struct hc_report_options report = {.out = o->out, .lang = s->lang, .threads = o->threads};
    if (hc_derive(&before->layers[0], &after->layers[0], o->threads, &s->findings, &derived, &s->err) == 0) {
        hc_findings_sort(&s->findings);
        if (!o->out || hc_report_derived(&derived, &s->findings, &report, &s->err) == 0) {
            hc_console_progress_end(&s->console);
            if (!o->quiet) {
                show_level(&derived.units, false, s->lang);
                if (derived.has_parents)
                    show_level(&derived.parents, true, s->lang);
            }
        }
    }
    hc_derived_release(&derived);
}

static int run_derive(const struct hc_options *options)
{
    struct hc_session s = {.options = options, .lang = hc_options_lang(options, NULL)};
    struct hc_input before = {0}, after = {0};
    s.progress = hc_console_progress(&s.console, s.lang, options->quiet);
    s.console.lang = s.lang;
    hc_load_init();
    if (!options->state_before || !options->state_after)
        hc_err_set(&s.err, HC_USAGE, "derive takes two states: --before F --after F",
                   "derive 需要两个状态：--before F --after F");
    else if (read_state(&before, options, options->state_before, &s) == 0 &&
             read_state(&after, options, options->state_after, &s) == 0 && !hc_session_refused(&s))
        derive(&s, &before, &after);
    hc_input_release(&before);
    hc_input_release(&after);
    return hc_session_end(&s);
}

const struct hc_command hc_command_derive = {
    .name = "derive",
    .bit = HC_COMMAND_DERIVE,
    .most_arguments = 0,
    .summary = {"make a plan from two states: by land, code, name and parent",
                "由调整前后两份图层或名录推出方案：按土地、代码、名称、上级"},
    .usage = {"hecun derive --before F --after F [options] --out DIR\n",
              "hecun derive --before F --after F [选项] --out DIR\n"},
    .examples =
        {"  hecun derive --before villages_2019.csv --after villages_2020.csv --out derived\n"
         "  hecun simulate --units villages_2019.csv --plan derived/plan.csv --new-units "
         "derived/new_units.csv --out out\n",
         "  hecun derive --before 村_2019.csv --after 村_2020.csv --out 推出\n"
         "  hecun simulate --units 村_2019.csv --plan 推出/plan.csv --new-units 推出/new_units.csv --out out\n"},
    .run = run_derive,
};
