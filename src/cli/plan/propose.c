#include "cli/command.h"
#include "cli/output/next.h"
#include "cli/plan/reasons.h"
#include "cli/plan/show.h"
#include "cli/plan/write.h"
#include "report/plan/files.h"
#include <stdio.h>
#include <string.h>

/* Every plan goes through simulate before it is shown: whatever that finds is found now, but for what is known of the
 * state before. */
static int verify(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *proposal,
                  const struct hc_new_units *units)
{
    struct hc_step_spec spec = {.date = "after", .level = s->input.project.levels[a->question.level].id};
    struct hc_step_input step;
    struct hc_result result = {0};
    struct hc_findings found = {0};
    hc_plan_step(a, proposal, units, &spec, &step);
    int status = hc_asking_simulate(a, s, &step, &result, &found, &s->err);
    hc_findings_sort(&found);
    hc_findings_add_new(&s->findings, &found, NULL);
    hc_findings_release(&found);
    hc_result_release(&result);
    hc_free(step.moves);
    return status;
}

static int write_plan(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *proposal,
                      const struct hc_new_units *units)
{
    struct hc_file_text files[] = {
        {"plan.csv", {0}}, {"new_units.csv", {0}}, {"reasons.csv", {0}}, {"reasons.md", {0}}};
    size_t n = sizeof files / sizeof *files;
    if (!s->options->out) {
        if (!s->options->quiet)
            fprintf(stderr, "%s\n",
                    s->lang == HC_ZH ? "未写文件：请加 --out 文件夹" : "no files are written: add --out DIR");
        return 0;
    }
    hc_plan_text(a, proposal, units, &files[0].text);
    hc_new_units_text(units, &files[1].text);
    struct hc_reason *reason = hc_alloc(units->n, sizeof *reason);
    hc_reasons_find(&a->setting, proposal, reason);
    hc_reasons_csv(a, proposal, units, reason, s->lang, &files[2].text);
    hc_reasons_markdown(a, proposal, units, reason, s->lang, &files[3].text);
    hc_free(reason);
    int status = hc_report_files(s->options->out, files, n, &s->err);
    for (size_t i = 0; i < n; i++)
        hc_buf_release(&files[i].text);
    return status;
}

static void answer(struct hc_asking *a, struct hc_session *s)
{
    struct hc_proposal proposal = {0};
    a->options.progress = &s->progress;
    a->options.stop = hc_catch_interrupt();
    if (hc_propose(&a->question, &a->setting, &a->options, &proposal) < 0)
        hc_err_set(&s->err, HC_FAULT, "the solver failed", "求解器出错");
    hc_console_progress_end(&s->console);
    if (s->err.code == HC_DONE && proposal.plan.all.feasible) {
        struct hc_new_units units;
        hc_new_units_build(&units, a, &proposal);
        if (verify(a, s, &proposal, &units) == 0 && !hc_session_refused(s) &&
            write_plan(a, s, &proposal, &units) == 0) {
            hc_show_proposal(a, s, &proposal);
            if (s->options->out && !s->options->quiet) {
                fprintf(stderr, s->lang == HC_ZH ? "已写入 %s\n" : "written to %s\n", s->options->out);
                hc_next_proposed(s->options, &s->input.project, s->input.project.levels[a->question.level].id, s->lang);
            }
        }
        hc_new_units_release(&units);
    } else if (s->err.code == HC_DONE) {
        hc_show_none(a, s, &proposal);
    }
    hc_proposal_release(&proposal);
}

static int run_propose(const struct hc_options *options)
{
    struct hc_session s;
    struct hc_asking a = {0};
    if (hc_session_begin(&s, options) && hc_asking_begin(&a, &s))
        answer(&a, &s);
    hc_asking_release(&a);
    return hc_session_end(&s);
}

const struct hc_command hc_command_propose = {
    .name = "propose",
    .bit = HC_COMMAND_PROPOSE,
    .most_arguments = 1,
    .summary = {"make a plan that keeps the rules, with its cost and a proof of how good it is",
                "制定满足规则的方案，给出代价，并证明其优劣"},
    .usage = {"hecun propose [options] PROJECT --level L [--to K | --to-table F]\n"
              "       hecun propose [options] --units F [--links F] --to K --out DIR\n",
              "hecun propose [选项] 项目 --level L [--to K | --to-table F]\n"
              "      hecun propose [选项] --units F [--links F] --to K --out DIR\n"},
    .examples =
        {"  hecun propose sample_data/gaoping --level village --at 2019-10-31 --to 224 --out plan\n"
         "  hecun propose --units villages.gpkg --table people.csv --to 40 --weight access=2 --out plan\n"
         "  hecun simulate --units villages.gpkg --plan plan/plan.csv --new-units plan/new_units.csv --out out\n",
         "  hecun propose sample_data/gaoping --level village --at 2019-10-31 --to 224 --out 方案\n"
         "  hecun propose --units 村界.gpkg --table 人口.csv --to 40 --weight access=2 --out 方案\n"
         "  hecun simulate --units 村界.gpkg --plan 方案/plan.csv --new-units 方案/new_units.csv --out out\n"},
    .run = run_propose,
};
