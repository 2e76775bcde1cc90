#include "cli/command.h"
#include "cli/run.h"
#include "report/report.h"
#include "simulate/simulate.h"
#include <stdio.h>

static int run_check(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_result result = {0};
    unsigned formats = HC_FORMAT_CSV;
    bool ready = hc_session_begin(&s, options);
    if (ready && options->format)
        ready = hc_formats_parse(options->format, &formats, &s.err) == 0;
    if (ready && hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 &&
        !hc_session_refused(&s)) {
        struct hc_report_options report = {.out = options->out,
                                           .formats = formats,
                                           .no_index = options->no_index,
                                           .lang = s.lang,
                                           .threads = options->threads};
        hc_findings_sort(&s.findings);
        if (options->out)
            hc_report_check(&s.input, s.cover, &s.findings, &report, &s.err);
    }
    if (options->json) {
        hc_findings_sort(&s.findings);
        hc_console_findings_json(&s.findings, s.lang);
    }
    hc_result_release(&result);
    return hc_session_end(&s);
}

const struct hc_command hc_command_check = {
    .name = "check",
    .bit = HC_COMMAND_CHECK,
    .most_arguments = 1,
    .summary = {"load and check only; exit 1 if an error is found", "只读取并检查；发现错误时退出码为 1"},
    .usage = {"hecun check [options] PROJECT\n"
              "       hecun check --units F [--plan F] [--table F]...\n",
              "hecun check [选项] 项目\n"
              "      hecun check --units F [--plan F] [--table F]...\n"},
    .examples = {"  hecun check sample_data/saaremaa -v\n"
                 "  hecun check --units villages.gpkg --out findings --format csv,gpkg\n",
                 "  hecun check sample_data/saaremaa -v\n"
                 "  hecun check --units 村界.gpkg --out 检查 --format csv,gpkg\n"},
    .run = run_check,
};
