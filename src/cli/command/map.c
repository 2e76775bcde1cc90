#include "cli/command.h"
#include "cli/maps.h"
#include "report/report.h"
#include "simulate/simulate.h"
#include <stdio.h>
#include <string.h>

/* A sheet that was asked for by name and is not drawn is told: of findings without a place there is no map, and there
 * is one of all levels alone. */
static void tell_left_out(const struct hc_session *s)
{
    const struct hc_options *o = s->options;
    bool placed = false;
    for (size_t i = 0; i < s->findings.count; i++)
        placed = placed || s->findings.items[i].has_place;
    if (!o->sheets || !strstr(o->sheets, "findings") || (placed && !o->level))
        return;
    if (placed)
        fprintf(stderr, s->lang == HC_ZH ? "未绘问题图：它不分层级，请去掉 --level\n"
                                         : "no sheet of findings: it is of no level; leave --level away\n");
    else
        fprintf(stderr, s->lang == HC_ZH ? "未绘问题图：没有可在图上标出位置的问题\n"
                                         : "no sheet of findings: none has a place on the map\n");
}

static int run_map(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_result result = {0};
    bool ready = hc_session_begin(&s, options);
    struct hc_maps maps = {.session = &s, .result = &result};
    struct hc_report_options report = {.out = options->out, .add = hc_maps_add, .add_ctx = &maps};
    if (ready && !options->out)
        ready =
            hc_err_set(&s.err, HC_USAGE, "name the folder for the maps with --out", "请用 --out 指定图件文件夹") == 0;
    if (ready)
        ready = hc_maps_options(&maps, options->format, &s.err) == 0;
    if (ready && hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 &&
        !hc_session_refused(&s)) {
        hc_findings_sort(&s.findings);
        tell_left_out(&s);
        if (hc_report_folder(&report, &s.err) == 0 && !options->quiet) {
            hc_console_progress_end(&s.console);
            fprintf(stderr, s.lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", options->out);
        }
    }
    hc_result_release(&result);
    return hc_session_end(&s);
}

const struct hc_command hc_command_map = {
    .name = "map",
    .bit = HC_COMMAND_MAP,
    .most_arguments = 1,
    .summary = {"maps to print: before, after, what changed, measures, findings",
                "打印图件：调整前后、变动、指标、问题"},
    .usage = {"hecun map [options] PROJECT --out DIR\n"
              "       hecun map --units F [--plan F] [--table F]... --out DIR\n",
              "hecun map [选项] 项目 --out 文件夹\n"
              "      hecun map --units F [--plan F] [--table F]... --out 文件夹\n"},
    .examples =
        {"  hecun map sample_data/saaremaa --out maps\n"
         "  hecun map sample_data/saaremaa --sheets compare,changed --paper a4 --format pdf,png --dpi 300 --out maps\n"
         "  hecun map sample_data/saaremaa --sheets measures --measures area_m2 --classes quantile:7 --out maps\n",
         "  hecun map sample_data/saaremaa --out 图件\n"
         "  hecun map sample_data/saaremaa --sheets compare,changed --paper a4 --format pdf,png --dpi 300 --out 图件\n"
         "  hecun map sample_data/saaremaa --sheets measures --measures area_m2 --classes quantile:7 --out 图件\n"},
    .run = run_map,
};
