#include "simulate/simulate.h"
#include "cli/command.h"
#include "cli/maps.h"
#include "cli/output/page.h"
#include "cli/run.h"
#include "report/report.h"
#include "report/table/figures.h"
#include "report/table/summary.h"
#include <stdio.h>
#include <string.h>

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

/* What other rooms than report make. */
struct additions {
    struct hc_maps maps;
    bool draws, page;
};

static int add_all(void *ctx, const char *folder, struct hc_err *err)
{
    struct additions *a = ctx;
    if (a->draws && hc_maps_add(&a->maps, folder, err) < 0)
        return -1;
    return a->page ? hc_page_add(a->maps.session, a->maps.result, folder, err) : 0;
}

/* More than one layer of GeoJSON will be made: their vertices can be brought to WGS 84 while the steps are taken. */
static struct hc_placed *begin_placing(const struct hc_session *s, unsigned formats)
{
    const struct hc_project *p = &s->input.project;
    bool levels = s->input.base != HC_NONE && p->n_levels > s->input.base + 1;
    bool dates = p->n_steps > 1 && strcmp(p->steps[0].date, p->steps[p->n_steps - 1].date) != 0;
    if (!s->options->out || !s->cover || !(formats & HC_FORMAT_GEOJSON) || !(levels || dates))
        return NULL;
    return hc_placed_new(s->cover, HC_GEOJSON_DECIMALS);
}

static int write_files(struct hc_session *s, const struct hc_result *result, unsigned formats, struct hc_placed *placed)
{
    const struct hc_options *o = s->options;
    struct hc_report_options report = {.out = o->out,
                                       .formats = formats,
                                       .before = o->before,
                                       .no_index = o->no_index,
                                       .crs = o->project ? o->crs : NULL,
                                       .lang = s->lang,
                                       .threads = o->threads,
                                       .progress = &s->progress,
                                       .placed = placed};
    struct additions additions = {{.session = s, .result = result, .below = true}, o->maps, hc_page_wanted(s, result)};
    report.add = add_all;
    report.add_ctx = &additions;
    if (o->maps && hc_maps_options(&additions.maps, NULL, &s->err) < 0)
        return -1;
    if (!o->out) {
        if (!o->quiet)
            fprintf(stderr, "%s\n",
                    s->lang == HC_ZH ? "未写文件：请加 --out 文件夹" : "no files are written: add --out DIR");
        return 0;
    }
    return hc_report_simulation(result, s->cover, &s->findings, &report, &s->err);
}

static int run_simulate(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_result result = {0};
    struct hc_placed *placed = NULL;
    unsigned formats = HC_FORMATS_DEFAULT;
    bool ready = hc_session_begin(&s, options);
    if (ready && options->format)
        ready = hc_formats_parse(options->format, &formats, &s.err) == 0;
    if (ready)
        placed = begin_placing(&s, formats);
    if (ready && hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 &&
        !hc_session_refused(&s)) {
        hc_findings_sort(&s.findings);
        if (write_files(&s, &result, formats, placed) == 0) {
            hc_console_progress_end(&s.console);
            show(&s, &result);
            if (options->out && !options->quiet)
                fprintf(stderr, s.lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", options->out);
        }
    }
    hc_placed_free(placed);
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
