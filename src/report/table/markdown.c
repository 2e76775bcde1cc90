#include "report/table/summary.h"

#include "base/mem.h"
#include "report/table/figures.h"
#include "report/table/prose.h"
#include "report/table/services.h"
#include <math.h>
#include <string.h>

struct page {
    const struct hc_result *result;
    struct hc_buf *out;
    enum hc_lang lang;
};

static const char *say(const struct page *p, const char *en, const char *zh)
{
    return p->lang == HC_ZH ? zh : en;
}

static const char *title_of(const struct page *p, uint32_t level)
{
    const struct hc_level_spec *spec = &p->result->input->project.levels[level];
    return spec->title ? spec->title : spec->id;
}

/* How many places a measure is shown with: counts whole, lengths and areas with two, ratios with four. */
struct style {
    const char *title;
    struct hc_number divisor;
    int sum_places, mean_places;
};

static struct style style_of(const struct page *p, const struct hc_stat *stat)
{
    int64_t divisor;
    struct style s = {.title = hc_measure_title_in(&p->result->input->project, stat->measure, p->lang, &divisor),
                      .mean_places = 1};
    s.divisor = hc_number_decimal(divisor, 0);
    if (divisor > 1)
        s.sum_places = s.mean_places = 2;
    else if (stat->ratio || strcmp(stat->measure, "polsby_popper") == 0 || strcmp(stat->measure, "reock") == 0)
        s.sum_places = s.mean_places = 4;
    return s;
}

static void put_cells(struct page *p, struct hc_number a, struct hc_number b, int places)
{
    char text[64];
    struct hc_number change = hc_number_sub(b, a);
    struct hc_number percent = hc_number_div(change, hc_number_div(a, hc_number_decimal(100, 0)));
    hc_buf_addf(p->out, " %s |", hc_number_format(a, places, true, text));
    if (p->result->n_states == 1) { /* no plan: one column */
        hc_buf_addc(p->out, '\n');
        return;
    }
    hc_buf_addf(p->out, " %s |", hc_number_format(b, places, true, text));
    hc_buf_addf(p->out, " %s%s |", hc_number_format_sign(change, places), hc_number_format(change, places, true, text));
    hc_number_format(percent, 1, true, text);
    hc_buf_addf(p->out, " %s%s%s |\n", hc_number_format_sign(percent, 1), text, percent.missing ? "" : "%");
}

static void put_measure(struct page *p, const struct hc_stat *a, const struct hc_stat *b)
{
    struct style s = style_of(p, b);
    struct hc_number none = hc_number_missing();
    bool additive = !b->sum.missing && strcmp(b->measure, "polsby_popper") != 0 && strcmp(b->measure, "reock") != 0;
    if (additive) {
        hc_buf_adds(p->out, "| ");
        hc_buf_add_markdown(p->out, s.title);
        hc_buf_addf(p->out, "%s |", say(p, ", total", "，合计"));
        put_cells(p, a ? hc_number_div(a->sum, s.divisor) : none, hc_number_div(b->sum, s.divisor), s.sum_places);
    }
    hc_buf_adds(p->out, "| ");
    hc_buf_add_markdown(p->out, s.title);
    hc_buf_addf(p->out, "%s |", b->ratio ? "" : say(p, ", mean", "，平均"));
    put_cells(p, a ? hc_number_div(a->mean, s.divisor) : none, hc_number_div(b->mean, s.divisor), s.mean_places);
}

static struct hc_number count_of(const struct hc_stats *s)
{
    return hc_number_decimal(s ? (int64_t)s->count : 0, 0);
}

static void put_level(struct page *p, uint32_t level)
{
    const struct hc_result *r = p->result;
    size_t last = r->n_states - 1;
    const struct hc_level_summary *a = &r->summaries[0][level], *b = &r->summaries[last][level];
    hc_buf_adds(p->out, "\n## ");
    hc_buf_add_markdown(p->out, title_of(p, level));
    const char *first = hc_state_title(r->states[0].date, p->lang);
    if (last)
        hc_buf_addf(p->out, "\n\n| | %s | %s | %s | %s |\n|---|--:|--:|--:|--:|\n", first,
                    hc_state_title(r->states[last].date, p->lang), say(p, "change", "增减"),
                    say(p, "change, %", "增减率"));
    else
        hc_buf_addf(p->out, "\n\n| | %s |\n|---|--:|\n",
                    strcmp(r->states[0].date, "before") == 0 ? say(p, "as it is", "现状") : first);
    hc_buf_addf(p->out, "| %s |", say(p, "units", "单元数"));
    put_cells(p, count_of(&a->all), count_of(&b->all), 0);
    for (size_t k = 0; k < b->n_kinds; k++) {
        hc_buf_adds(p->out, "| ");
        hc_buf_add_markdown(p->out, b->kinds[k].kind);
        hc_buf_adds(p->out, " |");
        put_cells(p, count_of(hc_summary_find(r, 0, level, b->kinds[k].kind)), count_of(&b->kinds[k]), 0);
    }
    for (size_t i = 0; i < b->all.n; i++)
        put_measure(p, hc_stats_find(&a->all, b->all.items[i].measure), &b->all.items[i]);
}

static void put_cell(struct page *p, const char *text)
{
    hc_buf_addc(p->out, ' ');
    hc_buf_add_markdown(p->out, text);
    hc_buf_adds(p->out, " |");
}

static void put_figures(struct page *p)
{
    const struct hc_result *r = p->result;
    if (!r->n_figures)
        return;
    hc_buf_addf(p->out, "\n## %s\n\n", say(p, "Published figures", "公布数字复核"));
    hc_buf_addf(p->out, say(p, "%zu published, %zu agree.\n\n", "公布 %zu 个，相符 %zu 个。\n\n"), r->n_figures,
                hc_figures_agreeing(r));
    hc_buf_adds(p->out, say(p, "| figure | of | published | computed | agrees |\n|---|---|--:|--:|---|\n",
                            "| 公布数字 | 含义 | 公布 | 计算 | 相符 |\n|---|---|--:|--:|---|\n"));
    for (size_t i = 0; i < r->n_figures; i++) {
        struct hc_figure_words w;
        hc_figure_words(&r->figures[i], p->lang, &w);
        hc_buf_addc(p->out, '|');
        put_cell(p, r->figures[i].figure->id);
        put_cell(p, w.what.data);
        put_cell(p, w.published.data);
        put_cell(p, w.computed.data);
        hc_buf_addf(p->out, " %s%s%s |\n", w.agrees, *w.note ? "; " : "", w.note);
        hc_figure_words_release(&w);
    }
}

static void put_findings(struct page *p, const struct hc_findings *findings)
{
    hc_buf_addf(p->out, "\n## %s\n\n", say(p, "Findings", "检查结果"));
    hc_buf_addf(p->out, say(p, "%zu errors, %zu warnings, %zu notes.\n", "错误 %zu 项，警告 %zu 项，提示 %zu 项。\n"),
                hc_findings_count(findings, HC_ERROR), hc_findings_count(findings, HC_WARNING),
                hc_findings_count(findings, HC_NOTE));
    for (size_t i = 0, shown = 0; i < findings->count && shown < 50; i++) {
        const struct hc_finding *f = &findings->items[i];
        if (f->severity == HC_NOTE)
            continue;
        hc_buf_addf(p->out, "%s- **%s** ", shown++ ? "" : "\n", hc_severity_name(f->severity, p->lang));
        hc_buf_add_markdown(p->out, hc_text_in(&f->what, p->lang));
        hc_buf_addc(p->out, '\n');
    }
}

static void put_sources(struct page *p)
{
    hc_buf_addf(p->out, "\n## %s\n\n", say(p, "Sources", "数据来源"));
    for (size_t i = 0; i < p->result->input->n_sources; i++) {
        const struct hc_source_info *s = &p->result->input->sources[i];
        struct hc_source_sum sum;
        hc_source_sum(s, &sum);
        hc_buf_adds(p->out, "- ");
        hc_buf_add_markdown(p->out, s->name);
        if (*sum.sha256)
            hc_buf_addf(p->out, say(p, ", %llu bytes, SHA-256 %s", "，%llu 字节，SHA-256 %s"),
                        (unsigned long long)sum.bytes, sum.sha256);
        hc_buf_addc(p->out, '\n');
    }
}

void hc_summary_markdown(const struct hc_result *result, const struct hc_findings *findings, enum hc_lang lang,
                         struct hc_buf *out)
{
    struct page p = {result, out, lang};
    const struct hc_project *project = &result->input->project;
    hc_buf_adds(out, "# ");
    hc_buf_add_markdown(out, project->title ? project->title : say(&p, "Summary", "调整情况汇总"));
    hc_buf_adds(out, "\n\n");
    if (project->notice) {
        hc_buf_adds(out, "> **");
        hc_buf_add_markdown(out, project->notice);
        hc_buf_adds(out, "**\n\n");
    }
    for (size_t i = 0; i < hc_prose_count(result); i++) {
        struct hc_buf text = {0};
        hc_prose_write(result, i, lang, &text);
        hc_buf_adds(out, i ? "\n" : "");
        hc_buf_add_markdown(out, text.data);
        hc_buf_addc(out, '\n');
        hc_buf_release(&text);
    }
    for (uint32_t l = (uint32_t)project->n_levels; l-- > 0;)
        put_level(&p, l);
    put_figures(&p);
    if (result->services)
        hc_services_markdown(result, lang, out);
    put_findings(&p, findings);
    put_sources(&p);
}
