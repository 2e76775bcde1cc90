#include "cli/command.h"
#include "cli/run.h"
#include "report/report.h"
#include <stdio.h>

static int run_clean(const struct hc_options *options)
{
    struct hc_session s;
    unsigned formats = HC_FORMAT_GEOJSON | HC_FORMAT_GPKG | HC_FORMAT_CSV;
    bool ready = hc_session_begin(&s, options);
    if (ready && options->format)
        ready = hc_formats_parse(options->format, &formats, &s.err) == 0;
    if (ready && !s.cover)
        ready = hc_err_set(&s.err, HC_REFUSED, "no level has boundaries: there is nothing to clean",
                           "没有任何层级带边界，无可清理") == 0;
    if (ready) {
        struct hc_report_options report = {.out = options->out,
                                           .formats = formats,
                                           .no_index = options->no_index,
                                           .lang = s.lang,
                                           .threads = options->threads,
                                           .progress = &s.progress};
        hc_findings_sort(&s.findings);
        if (options->out && hc_report_clean(&s.input, s.cover, &s.log, &s.findings, &report, &s.err) == 0)
            hc_console_progress_end(&s.console);
        if (options->out && s.err.code == HC_DONE && !options->quiet)
            fprintf(stderr, s.lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", options->out);
        if (options->json)
            hc_console_findings_json(&s.findings, s.lang);
        else if (!options->quiet)
            hc_console_clean(&s.input, &s.log, s.lang);
        if (!options->out && !options->quiet)
            fprintf(stderr, "%s\n",
                    s.lang == HC_ZH ? "未写文件：请加 --out 文件夹" : "no files are written: add --out DIR");
    }
    return hc_session_end(&s);
}

const struct hc_command hc_command_clean = {
    .name = "clean",
    .bit = HC_COMMAND_CLEAN,
    .most_arguments = 1,
    .summary = {"mend a layer: snap borders, close gaps, settle overlaps; write it with a log of each change",
                "清理图层：对齐边界、闭合缝隙、划定重叠，写出图层及各处改动"},
    .usage = {"hecun clean [options] PROJECT\n"
              "       hecun clean --units F --out DIR\n",
              "hecun clean [选项] 项目\n"
              "      hecun clean --units F --out DIR\n"},
    .examples = {"  hecun clean --units villages.shp --out cleaned\n"
                 "  hecun clean --units villages.gpkg --tolerance 0.5 --gap-width 3 --overlaps smaller --out cleaned\n",
                 "  hecun clean --units 村界.shp --out 清理后\n"
                 "  hecun clean --units 村界.gpkg --tolerance 0.5 --gap-width 3 --overlaps smaller --out 清理后\n"},
    .run = run_clean,
};
