#include "simulate/figures/judge.h"

#include "base/mem.h"
#include "simulate/count/count.h"
#include <string.h>

struct judging {
    const struct hc_run *run;
    const struct hc_result *result;
    struct hc_findings *findings;
    const struct hc_figure *figure;
    uint32_t level;
};

size_t hc_state_at(const struct hc_result *r, const char *date)
{
    for (size_t s = r->n_states; s-- > 0;)
        if (strcmp(r->states[s].date, date) == 0)
            return s;
    return SIZE_MAX;
}

size_t hc_state_before(const struct hc_result *r, const char *date)
{
    for (size_t s = 0; s < r->n_steps; s++)
        if (strcmp(r->steps[s].date, date) == 0)
            return s;
    return SIZE_MAX;
}

static void refuse(const struct judging *j, const char *en, const char *zh, const char *word)
{
    struct hc_finding *f = hc_findings_add(j->findings, "bad_figure", HC_REFUSAL, "figure \"%s\": %s%.0s \"%s\"",
                                           "公布数字“%s”：%.0s%s“%s”", j->figure->id, en, zh, word);
    hc_finding_remedy(f, "correct the figure, or the project", "请更正该数字的定义，或更正项目");
}

/* area_km2 is counted as area_m2. */
static struct hc_number in_own_unit(const struct hc_figure *f, struct hc_number n)
{
    bool km2 = f->measure && strcmp(f->measure, "area_km2") == 0;
    return km2 ? hc_number_div(n, hc_number_decimal(1000000, 0)) : n;
}

static struct hc_number value_of_unit(const struct judging *j, size_t state)
{
    const struct hc_units *u = &j->result->states[state].levels[j->level].units;
    uint32_t unit = hc_map_find(&u->by_code, j->figure->code);
    struct hc_number *values = hc_count_values(j->run, state, j->level, j->figure->measure);
    struct hc_number value = values && unit != HC_NONE ? values[unit] : hc_number_missing();
    if (unit == HC_NONE)
        refuse(j, "at that date no unit has the code", "该日期没有代码为下列的单元：", j->figure->code);
    if (!values)
        refuse(j, "no measure is called", "没有名为下列的指标：", j->figure->measure);
    hc_free(values);
    return value;
}

static struct hc_number pick(const struct hc_stat *stat, enum hc_figure_stat what)
{
    switch (what) {
    case HC_FIGURE_SUM:
        return stat->sum;
    case HC_FIGURE_MEAN:
        return stat->mean;
    case HC_FIGURE_MEDIAN:
        return stat->median;
    case HC_FIGURE_MIN:
        return stat->min;
    case HC_FIGURE_MAX:
        return stat->max;
    default:
        return hc_number_missing();
    }
}

static struct hc_number value_of(const struct judging *j, size_t state)
{
    const struct hc_figure *f = j->figure;
    const char *measure = f->measure && strcmp(f->measure, "area_km2") == 0 ? "area_m2" : f->measure;
    const struct hc_stats *all = hc_summary_find(j->result, state, j->level, NULL);
    const struct hc_stats *stats = hc_summary_find(j->result, state, j->level, f->kind);
    if (f->stat == HC_FIGURE_UNIT)
        return value_of_unit(j, state);
    if (f->stat == HC_FIGURE_COUNT)
        return hc_number_decimal(stats ? (int64_t)stats->count : 0, 0);
    if (!hc_stats_find(all, measure)) {
        refuse(j, "at that date and level no measure is called", "该日期和层级没有名为下列的指标：", f->measure);
        return hc_number_missing();
    }
    const struct hc_stat *stat = hc_stats_find(stats, measure);
    return stat ? in_own_unit(f, pick(stat, f->stat)) : hc_number_missing();
}

/* In the printed unit. */
static struct hc_ratio printed(const struct hc_figure *f, struct hc_number n)
{
    return hc_ratio_div(hc_ratio_of(n), f->factor);
}

/* The number as the figure asks for it, from those before and after. */
static struct hc_ratio compute(const struct hc_figure *f, struct hc_number before, struct hc_number after)
{
    if (f->is_step && f->as == HC_FIGURE_BEFORE)
        return printed(f, before);
    if (f->as == HC_FIGURE_CHANGE)
        return hc_ratio_sub(printed(f, after), printed(f, before));
    if (f->as == HC_FIGURE_RATE) {
        struct hc_ratio left = hc_ratio_div(hc_ratio_of(after), hc_ratio_of(before));
        return hc_ratio_div(hc_ratio_sub(hc_ratio_whole(1), left), f->factor);
    }
    return printed(f, after);
}

/* Whether the change is that of the two values as they would be printed. */
static bool printed_difference(const struct hc_figure *f, struct hc_number before, struct hc_number after)
{
    int64_t a, b;
    return f->as == HC_FIGURE_CHANGE && hc_ratio_round(printed(f, before), f->decimals, &a) &&
           hc_ratio_round(printed(f, after), f->decimals, &b) && b - a == f->mantissa;
}

static bool find_states(const struct judging *j, size_t *before, size_t *after)
{
    const struct hc_figure *f = j->figure;
    *after = hc_state_at(j->result, f->date);
    *before = f->is_step ? hc_state_before(j->result, f->date) : *after;
    if (*after != SIZE_MAX && *before != SIZE_MAX)
        return true;
    if (f->is_step)
        refuse(j, "no step has the date", "没有日期为下列的步骤：", f->date);
    else
        refuse(j, "no state has the date", "没有日期为下列的状态：", f->date);
    return false;
}

static struct hc_figure_result judge(const struct judging *j)
{
    const struct hc_figure *f = j->figure;
    struct hc_figure_result r = {.figure = f, .computed = hc_number_missing()};
    struct hc_number none = hc_number_missing();
    size_t before, after;
    if (!find_states(j, &before, &after))
        return r;
    struct hc_number a = f->is_step && f->as != HC_FIGURE_AFTER ? value_of(j, before) : none;
    struct hc_number b = f->as != HC_FIGURE_BEFORE ? value_of(j, after) : none;
    struct hc_ratio value = compute(f, a, b);
    r.computed = hc_ratio_number(value);
    if (!hc_ratio_round(value, f->decimals, &r.rounded))
        return r;
    r.off = r.rounded - f->mantissa;
    r.agrees = r.off == 0;
    r.printed_difference = !r.agrees && printed_difference(f, a, b);
    return r;
}

static void report(const struct judging *j, const struct hc_figure_result *r)
{
    const struct hc_figure *f = r->figure;
    struct hc_buf published = {0}, computed = {0}, en = {0}, zh = {0};
    struct hc_finding *finding;
    hc_figure_print_published(f, &published);
    hc_figure_describe(f, HC_EN, &en);
    hc_figure_describe(f, HC_ZH, &zh);
    if (r->computed.missing) {
        finding = hc_findings_add(
            j->findings, "figure_unknown", HC_ERROR, "figure \"%s\" (%s%.0s): published %s, and the data has no value",
            "公布数字“%s”（%.0s%s）：公布 %s，数据中没有可比的值", f->id, en.data, zh.data, published.data);
    } else {
        hc_figure_print(f, r->computed, f->decimals, &computed);
        finding = hc_findings_add(
            j->findings, "figure_disagrees", HC_ERROR,
            "figure \"%s\" (%s%.0s): published %s, computed %s: off by %lld in the last printed digit%s%.0s",
            "公布数字“%s”（%.0s%s）：公布 %s，计算得 %s：末位相差 %lld%.0s%s", f->id, en.data, zh.data, published.data,
            computed.data, (long long)r->off,
            r->printed_difference ? "; it is the difference of the two values as printed" : "",
            r->printed_difference ? "；与两个已舍入值之差一致" : "");
    }
    hc_finding_level(finding, j->run->input->project.levels[j->level].id);
    if (f->code)
        hc_finding_unit(finding, f->code);
    hc_buf_release(&published);
    hc_buf_release(&computed);
    hc_buf_release(&en);
    hc_buf_release(&zh);
}

void hc_figures_judge(const struct hc_input *input, struct hc_result *result, struct hc_findings *findings)
{
    const struct hc_figures *figures = &input->project.figures;
    struct hc_run run = {.input = input, .result = result, .findings = findings};
    struct judging j = {.run = &run, .result = result, .findings = findings};
    hc_free(result->figures);
    result->n_figures = figures->n;
    result->figures = hc_calloc(figures->n, sizeof *result->figures);
    for (size_t i = 0; i < figures->n; i++) {
        size_t refused = hc_findings_count(findings, HC_REFUSAL);
        j.figure = &figures->items[i];
        j.level = hc_project_level(&input->project, j.figure->level);
        if (j.level == HC_NONE) {
            j.level = 0;
            refuse(&j, "no level has the id", "没有 id 为下列的层级：", j.figure->level);
            continue;
        }
        result->figures[i] = judge(&j);
        if (!result->figures[i].agrees && refused == hc_findings_count(findings, HC_REFUSAL))
            report(&j, &result->figures[i]);
    }
}
