#include "cli/command.h"
#include "cli/consistency.h"
#include "cli/run.h"
#include "report/report.h"
#include "report/table/figures.h"
#include "simulate/simulate.h"
#include <stdio.h>

static void print_table(const struct hc_result *r, enum hc_lang lang)
{
    bool zh = lang == HC_ZH;
    hc_console_cell(zh ? "公布数字" : "figure", 36, false);
    hc_console_cell(zh ? "公布" : "published", 16, true);
    hc_console_cell(zh ? "计算" : "computed", 20, true);
    hc_console_cell(zh ? "相符" : "agrees", 9, true);
    hc_console_cell(zh ? "末位差" : "off", 8, true);
    printf("\n");
    for (size_t i = 0; i < r->n_figures; i++) {
        struct hc_figure_words w;
        char off[32] = "";
        hc_figure_words(&r->figures[i], lang, &w);
        if (!r->figures[i].agrees && !r->figures[i].computed.missing)
            snprintf(off, sizeof off, "%+lld", (long long)r->figures[i].off);
        hc_console_cell(r->figures[i].figure->id, 36, false);
        hc_console_cell(w.published.data, 16, true);
        hc_console_cell(*w.computed.data ? w.computed.data : "—", 20, true);
        hc_console_cell(w.agrees, 9, true);
        hc_console_cell(off, 8, true);
        printf("%s%s\n", *w.note ? "  " : "", w.note);
        hc_figure_words_release(&w);
    }
    printf(zh ? "\n公布数字 %zu 个，相符 %zu 个\n" : "\n%zu published figures, %zu agree\n", r->n_figures,
           hc_figures_agreeing(r));
}

static void show(const struct hc_session *s, const struct hc_result *result)
{
    const struct hc_project *p = &s->input.project;
    if (s->options->json) {
        struct hc_buf json = {0};
        hc_figures_json(result, s->lang, 0, &json);
        printf("%s\n", json.data);
        hc_buf_release(&json);
        return;
    }
    if (p->title)
        printf("%s\n", p->title);
    if (p->notice)
        printf("** %s **\n", p->notice);
    printf("%s", p->title || p->notice ? "\n" : "");
    print_table(result, s->lang);
}

static int write_files(struct hc_session *s, const struct hc_result *result)
{
    struct hc_report_options report = {.out = s->options->out, .formats = HC_FORMAT_CSV, .lang = s->lang};
    if (!s->options->out)
        return 0;
    if (s->options->format && hc_formats_parse(s->options->format, &report.formats, &s->err) < 0)
        return -1;
    return hc_report_figures(result, &s->findings, &report, &s->err);
}

static int against_data(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_result result = {0};
    bool ready = hc_session_begin(&s, options);
    if (ready && !s.input.project.figures.n)
        ready = hc_err_set(&s.err, HC_REFUSED,
                           "the project has no published figures; name them in \"figures\", or with --figures F",
                           "项目中没有公布数字；请在 figures 中给出，或用 --figures F 指定") == 0;
    if (ready && hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 &&
        !hc_session_refused(&s) && write_files(&s, &result) == 0) {
        hc_console_progress_end(&s.console);
        show(&s, &result);
    }
    hc_result_release(&result);
    return hc_session_end(&s);
}

static int against_each_other(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_consistency c = {0};
    hc_session_start(&s, options);
    if (!hc_session_refused(&s) && options->out)
        hc_err_set(&s.err, HC_USAGE, "without a project nothing is written; leave --out away",
                   "没有项目时不写文件；请去掉 --out");
    if (!hc_session_refused(&s))
        hc_consistency_check(&s.input.project, &s.findings, &c);
    if (!hc_session_refused(&s)) {
        hc_consistency_findings(&c, &s.findings);
        if (options->json)
            hc_console_consistency_json(&c);
        else
            hc_console_consistency(&c, s.lang);
    }
    hc_consistency_release(&c);
    return hc_session_end(&s);
}

static int run_reproduce(const struct hc_options *options)
{
    bool alone = options->figures && !options->project && !options->units;
    return alone ? against_each_other(options) : against_data(options);
}

const struct hc_command hc_command_reproduce = {
    .name = "reproduce",
    .bit = HC_COMMAND_REPRODUCE,
    .most_arguments = 1,
    .summary = {"published figures against the data, or against each other",
                "以数据复核公布数字，或核对公布数字之间是否一致"},
    .usage = {"hecun reproduce [options] PROJECT      every figure: published, computed, agrees or not\n"
              "       hecun reproduce --figures F            no data: can the figures all be true?\n",
              "hecun reproduce [选项] 项目      逐个数字：公布、计算、是否相符\n"
              "      hecun reproduce --figures F      没有数据时：这些数字能否同时成立？\n"},
    .examples = {"  hecun reproduce sample_data/gaoping\n"
                 "  hecun reproduce sample_data/gaoping --figures my_figures.json --json\n"
                 "  hecun reproduce --figures sample_data/gaoping/figures.json\n",
                 "  hecun reproduce sample_data/gaoping\n"
                 "  hecun reproduce sample_data/gaoping --figures 我的数字.json --json\n"
                 "  hecun reproduce --figures sample_data/gaoping/figures.json\n"},
    .run = run_reproduce,
};
