#include "simulate/simulate.h"
#include "cli/command.h"
#include "cli/maps.h"
#include "cli/run.h"
#include "page/page.h"
#include "report/report.h"
#include "report/table/figures.h"
#include "report/table/summary.h"
#include <stdio.h>

static void show(const struct hc_session *s, const struct hc_result *result)
{
    if (s->options->json) {
        struct hc_buf json = {0};
        hc_summary_json(result, &s->findings, s->lang, &json);
        fwrite(json.data, 1, json.len, stdout);
        hc_buf_release(&json);
        return;
    }
    if (!s->options->quiet)
        hc_console_result(result, s->lang);
    if (!s->options->quiet && result->n_figures)
        printf(s->lang == HC_ZH ? "\n公布数字 %zu 个，相符 %zu 个\n" : "\n%zu published figures, %zu agree\n",
               result->n_figures, hc_figures_agreeing(result));
}

/* What report does not make itself. */
struct added {
    struct hc_session *session;
    const struct hc_result *result;
    struct hc_maps maps;
};

static int write_page(const struct added *a, const struct hc_outdir *out, struct hc_err *err)
{
    const struct hc_session *s = a->session;
    uint32_t base = s->input.base == HC_NONE ? 0 : s->input.base;
    size_t n_units = a->result->states[0].levels[base].units.count;
    if (s->options->no_page || (n_units > HC_PAGE_MOST_UNITS && !s->options->page))
        return 0;
    struct hc_page_options page = {.lang = s->lang, .version = HC_VERSION};
    struct hc_buf html = {0};
    int status = hc_page_write(a->result, s->cover, &s->findings, &page, &html, err);
    if (status == 0)
        status = hc_outdir_write(out, "report.html", html.data, html.len, err);
    hc_buf_release(&html);
    return status;
}

static int write_added(void *ctx, const struct hc_outdir *out, struct hc_err *err)
{
    struct added *a = ctx;
    if (write_page(a, out, err) < 0)
        return -1;
    return a->session->options->maps ? hc_maps_add(&a->maps, out, err) : 0;
}

static int write_files(struct hc_session *s, const struct hc_result *result, unsigned formats)
{
    const struct hc_options *o = s->options;
    struct added added = {s, result, {.session = s, .result = result, .below = true}};
    struct hc_report_options report = {.out = o->out,
                                       .formats = formats,
                                       .before = o->before,
                                       .no_index = o->no_index,
                                       .crs = o->project ? o->crs : NULL,
                                       .lang = s->lang,
                                       .threads = o->threads,
                                       .progress = &s->progress,
                                       .add = write_added,
                                       .add_ctx = &added};
    if (o->maps && hc_maps_options(&added.maps, NULL, &s->err) < 0)
        return -1;
    if (!o->out) {
        if (!o->quiet)
            fprintf(stderr, "%s\n",
                    s->lang == HC_ZH ? "未指定 --out，不写文件。" : "no --out DIR: no files are written");
        return 0;
    }
    return hc_report_simulation(result, s->cover, &s->findings, &report, &s->err);
}

static int run_simulate(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_result result = {0};
    unsigned formats = HC_FORMATS_DEFAULT;
    bool ready = hc_session_begin(&s, options);
    if (ready && options->format)
        ready = hc_formats_parse(options->format, &formats, &s.err) == 0;
    if (ready && hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 &&
        !hc_session_refused(&s)) {
        hc_findings_sort(&s.findings);
        if (write_files(&s, &result, formats) == 0) {
            hc_console_progress_end(&s.console);
            show(&s, &result);
            if (options->out && !options->quiet)
                fprintf(stderr, s.lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", options->out);
        }
    }
    hc_result_release(&result);
    return hc_session_end(&s);
}

const struct hc_command hc_command_simulate = {
    .name = "simulate",
    .bit = HC_COMMAND_SIMULATE,
    .most_arguments = 1,
    .summary = {"apply the steps of a project, or a plan, and write the results", "执行项目中的步骤或方案，写出结果"},
    .usage = {"hecun simulate [options] PROJECT\n"
              "       hecun simulate --units F --plan F [--table F]... --out DIR\n",
              "hecun simulate [选项] 项目\n"
              "      hecun simulate --units F --plan F [--table F]... --out DIR\n"},
    .examples =
        {"  hecun simulate sample_data/saaremaa --out out\n"
         "  hecun simulate --units villages.shp --table people.xlsx --plan plan.csv --out out --format gpkg,csv\n",
         "  hecun simulate sample_data/saaremaa --out out\n"
         "  hecun simulate --units 村界.shp --table 人口.xlsx --plan 方案.csv --out out --format gpkg,csv\n"},
    .run = run_simulate,
};
