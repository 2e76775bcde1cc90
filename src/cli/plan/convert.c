#include "cli/command.h"
#include "cli/run.h"
#include "load/sheet/grid.h"
#include "report/lists/lists.h"
#include "simulate/simulate.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Whether an argument is a project: a folder, or a JSON file. */
static bool is_project(const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    return (n > 5 && strcmp(path + n - 5, ".json") == 0) || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* Table and project come in either order; without a project, and without --units, it is that of the working folder. */
static int sort_arguments(const struct hc_options *o, struct hc_options *of_project, const char **table,
                          struct hc_err *err)
{
    struct stat st;
    size_t second = o->n_arguments == 2 && is_project(o->arguments[0]) && !is_project(o->arguments[1]) ? 1 : 0;
    *of_project = *o;
    *table = o->n_arguments ? o->arguments[second] : NULL;
    of_project->project = o->n_arguments == 2 ? o->arguments[1 - second] : NULL;
    if (!of_project->project && !o->units && stat("project.json", &st) == 0)
        of_project->project = ".";
    if (!*table || !o->from_date || !o->to_date)
        return hc_err_set(err, HC_USAGE,
                          "convert takes a table and two dates: convert TABLE --from DATE --to DATE PROJECT",
                          "convert 需要一张表和两个日期：convert 表 --from 日期 --to 日期 项目");
    return 0;
}

static void write_converted(struct hc_session *s, const struct hc_converted *converted)
{
    const struct hc_options *o = s->options;
    struct hc_report_options report = {.out = o->out, .lang = s->lang, .threads = o->threads};
    hc_findings_sort(&s->findings);
    if (o->out && hc_report_converted(converted, &s->findings, &report, &s->err) < 0)
        return;
    hc_console_progress_end(&s->console);
    if (!o->quiet)
        printf(s->lang == HC_ZH ? "%zu 行，其中估算 %zu 行；未匹配 %zu 行，划出或无对应单元 %zu 行\n"
                                : "%zu rows, %zu of them estimated; %zu rows matched no unit, %zu left the area\n",
               converted->n_rows, converted->n_estimated, converted->n_unmatched, converted->n_left);
}

static void convert(struct hc_session *s, const struct hc_result *result, const char *table)
{
    struct hc_grid grid = {0};
    struct hc_converted converted = {0};
    const struct hc_options *o = s->options;
    struct hc_converting job = {result, o->from_date, o->to_date, HC_NONE, o->columns, hc_source_label(table)};
    if ((!o->level || hc_session_level(s, &job.level, &s->err) == 0) &&
        hc_load_grid(&grid, table, o->key, o->encoding, &s->findings) == 0 &&
        hc_convert(&job, &grid, &s->findings, &converted, &s->err) == 0)
        write_converted(s, &converted);
    hc_converted_release(&converted);
    hc_grid_release(&grid);
}

static int run_convert(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_options of_project;
    struct hc_result result = {0};
    struct hc_err err = {0};
    const char *table;
    if (sort_arguments(options, &of_project, &table, &err) < 0)
        return hc_console_fail(&err, hc_options_tongue(options));
    if (hc_session_begin(&s, &of_project) &&
        hc_simulate(&s.input, s.cover, options->threads, &s.findings, &result, &s.err) == 0 && !hc_session_refused(&s))
        convert(&s, &result, table);
    hc_result_release(&result);
    return hc_session_end(&s);
}

const struct hc_command hc_command_convert = {
    .name = "convert",
    .bit = HC_COMMAND_CONVERT,
    .most_arguments = 2,
    .summary = {"carry a table from one date's units to another's", "将一张表从某日期的单元换算到另一日期的单元"},
    .usage = {"hecun convert TABLE --from DATE --to DATE [--columns a=sum,...] [options] PROJECT --out DIR\n",
              "hecun convert 表 --from 日期 --to 日期 [--columns a=sum,...] [选项] 项目 --out DIR\n"},
    .examples =
        {"  hecun convert census.csv --from 2018-12-31 --to 2020-12-31 --columns pupils=sum my_project --out new\n",
         "  hecun convert 普查.csv --from 2018-12-31 --to 2020-12-31 --columns 学生=sum 我的项目 --out 新\n"},
    .run = run_convert,
};
