#include "cli/cleaning.h"
#include "cli/command.h"
#include "cli/compare/files.h"
#include "cli/compare/table.h"
#include "report/plan/files.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CSV = 1, JSON = 2 };

static int read_formats(const struct hc_options *o, unsigned *formats, struct hc_err *err)
{
    *formats = o->format ? 0 : CSV | JSON;
    for (const char *at = o->format; at && *at;) {
        size_t n = strcspn(at, ",");
        if (n == 3 && strncmp(at, "csv", n) == 0)
            *formats |= CSV;
        else if (n == 4 && strncmp(at, "json", n) == 0)
            *formats |= JSON;
        else
            return hc_err_set(err, HC_USAGE, "compare writes csv and json, not \"%.*s\"",
                              "compare 只输出 csv 与 json，而不是“%.*s”", (int)n, at);
        at += n + (at[n] == ',');
    }
    return 0;
}

static int write_files(const struct hc_comparing *c, struct hc_session *s, unsigned formats)
{
    struct hc_file_text files[6] = {0};
    size_t n = 0;
    if (!s->options->out)
        return 0;
    if (formats & JSON) {
        files[n].name = "compare.json";
        hc_comparing_json(c, s, &files[n++].text);
    }
    if (formats & CSV) {
        files[n].name = "compare.csv";
        hc_comparing_csv(c, s, &files[n++].text);
        files[n].name = "compare_units.csv";
        hc_comparing_units_csv(c, s, &files[n++].text);
        files[n].name = "compare_distance.csv";
        hc_comparing_distance_csv(c, &files[n++].text);
    }
    if ((formats & CSV) && c->samples) {
        files[n].name = "compare_standing.csv";
        hc_comparing_standing_csv(c, &files[n++].text);
        files[n].name = "compare_sample.csv";
        hc_comparing_sample_csv(c, &files[n++].text);
    }
    int status = hc_report_files(s->options->out, files, n, &s->err);
    for (size_t i = 0; i < n; i++)
        hc_buf_release(&files[i].text);
    return status;
}

static void show(const struct hc_comparing *c, const struct hc_session *s)
{
    const struct hc_options *o = s->options;
    if (o->json) {
        struct hc_buf text = {0};
        hc_comparing_json(c, s, &text);
        fwrite(text.data, 1, text.len, stdout);
        hc_buf_release(&text);
    } else if (!o->quiet) {
        hc_comparing_show(c, s);
    }
    if (o->out && !o->quiet)
        fprintf(stderr, s->lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", o->out);
}

static void compare(struct hc_comparing *c, struct hc_session *s, size_t draws, unsigned formats)
{
    if (!hc_comparing_begin(c, s))
        return;
    c->asking.options.stop = hc_catch_interrupt();
    if (draws)
        hc_comparing_sample(c, s, draws);
    hc_console_progress_end(&s->console);
    if (write_files(c, s, formats) == 0)
        show(c, s);
}

static int run_compare(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_comparing c = {0};
    struct hc_options own = *options;
    double draws = 0;
    unsigned formats = 0;
    if (own.units)
        own.project = NULL; /* all arguments are plans then */
    bool begun = hc_session_begin(&s, &own);
    if (begun && read_formats(&own, &formats, &s.err) == 0 &&
        hc_option_number("--sample", own.sample, &draws, &s.err) == 0) {
        if (own.sample && (draws != floor(draws) || draws > 1e6))
            hc_err_set(&s.err, HC_USAGE, "--sample takes a whole number up to 1000000, not \"%s\"",
                       "--sample 应为不超过 1000000 的整数，而不是“%s”", own.sample);
        else
            compare(&c, &s, (size_t)draws, formats);
    }
    hc_comparing_release(&c);
    return hc_session_end(&s);
}

const struct hc_command hc_command_compare = {
    .name = "compare",
    .bit = HC_COMMAND_COMPARE,
    .most_arguments = HC_MAX_ARGUMENTS - 1,
    .summary = {"plans of one project side by side, and where each stands among random legal ones",
                "并列比较同一项目的多个方案，并给出各方案在随机合规方案中的位置"},
    .usage = {"hecun compare [options] PROJECT --level L PLAN...\n"
              "       hecun compare [options] --units F [--table F] PLAN...\n\n"
              "  PLAN: a folder as propose writes it, a plan's file, or PLAN,NEW_UNITS. Things as they are and the\n"
              "  project's own step at the level, if that is the next, are compared as well.\n",
              "hecun compare [选项] 项目 --level L 方案...\n"
              "      hecun compare [选项] --units F [--table F] 方案...\n\n"
              "  方案：propose 写出的文件夹、方案文件，或 方案,新单元。现状以及项目在该层级的下一步骤一并比较。\n"},
    .examples =
        {"  hecun compare sample_data/gaoping --level village --at 2019-10-31 plan --sample 200 --out compared\n"
         "  hecun compare --units villages.gpkg --table people.csv a.csv b.csv c.csv,c_units.csv\n",
         "  hecun compare sample_data/gaoping --level village --at 2019-10-31 方案 --sample 200 --out 比较\n"
         "  hecun compare --units 村界.gpkg --table 人口.csv 甲.csv 乙.csv 丙.csv,丙_单元.csv\n"},
    .run = run_compare,
};
