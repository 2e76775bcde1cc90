#include "cli/compare/table.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ACROSS    4  /* plans beside each other */
#define FIRST     38 /* columns of what is compared */
#define WIDTH     19 /* and of each plan */
#define MOST_SIDE 12 /* plans of which all distances are shown; beyond that those to the first two */

/* Some plans of all: those from `first` to before `end`. */
struct page {
    const struct hc_comparing *c;
    const struct hc_session *s;
    enum hc_lang lang;
    size_t first, end;
};

static const char *say(const struct page *p, const char *en, const char *zh)
{
    return p->lang == HC_ZH ? zh : en;
}

/* Text that is too wide loses its end. */
static void cell(const char *text, size_t width, bool right)
{
    char kept[256];
    size_t n = strlen(text);
    if (n >= sizeof kept)
        n = sizeof kept - 1;
    memcpy(kept, text, n);
    kept[n] = 0;
    while (n && hc_utf8_width(kept) >= width) {
        while (n > 1 && ((unsigned char)kept[n - 1] & 0xc0) == 0x80)
            n--;
        kept[--n] = 0;
    }
    hc_console_cell(kept, width, right);
}

static void head(const struct page *p, const char *title)
{
    putchar('\n');
    cell(title, FIRST, false);
    for (size_t i = p->first; i < p->end; i++)
        cell(p->c->plans[i].label, WIDTH, true);
    putchar('\n');
}

/* As many decimals as a reader can use. */
static const char *number(struct hc_number n, int64_t divisor, char out[64])
{
    struct hc_number shown = divisor > 1 ? hc_number_div(n, hc_number_decimal(divisor, 0)) : n;
    int decimals = shown.exact && shown.den == 1 && shown.scale == 0 ? 0 : fabs(shown.real) < 10 ? 3 : 1;
    return hc_number_format(shown, divisor > 1 ? 2 : decimals, true, out);
}

static bool is_ratio(const struct hc_project *p, const char *measure)
{
    for (size_t i = 0; i < p->n_measures; i++)
        if (strcmp(p->measures[i].name, measure) == 0)
            return true;
    return false;
}

/* The screen has what plans are chosen by; the files have all. */
static bool is_shown(const struct page *p, const struct hc_compared_row *row)
{
    const struct hc_asking *a = &p->c->asking;
    if (row->level != a->question.level)
        return false;
    if (!row->measure)
        return true;
    if (row->kind || row->stat == HC_COMPARED_MISSING)
        return false;
    bool people = strcmp(row->measure, a->before.population) == 0;
    bool compact = strcmp(row->measure, "polsby_popper") == 0;
    if (row->stat == HC_COMPARED_SUM)
        return people || strcmp(row->measure, "area_m2") == 0;
    return people || strcmp(row->measure, "area_m2") == 0 || compact || is_ratio(&p->s->input.project, row->measure);
}

static void show_figure(const struct page *p, const struct hc_compared_row *row)
{
    static const struct hc_text stats[] = {{"", ""},        {"sum", "合计"}, {"mean", "平均"}, {"median", "中位"},
                                           {"min", "最小"}, {"max", "最大"}, {"sd", "标准差"}, {"missing", "缺"}};
    struct hc_buf title = {0};
    int64_t divisor = 1;
    char text[64];
    if (row->measure)
        hc_buf_addf(&title, "%s, %s", hc_measure_title_in(&p->c->input.project, row->measure, p->lang, &divisor),
                    hc_text_in(&stats[row->stat], p->lang));
    else
        hc_buf_addf(&title, "%s%s", row->kind ? "  " : "", row->kind ? row->kind : say(p, "units", "单元数"));
    cell(title.data, FIRST, false);
    for (size_t k = p->first; k < p->end; k++)
        cell(number(row->value[k], divisor, text), WIDTH, true);
    putchar('\n');
    hc_buf_release(&title);
}

/* How many units there are, and of which kind, first. */
static void show_figures(const struct page *p)
{
    head(p, say(p, "figures", "指标"));
    for (int measured = 0; measured < 2; measured++)
        for (size_t i = 0; i < p->c->figures.n; i++)
            if (!p->c->figures.rows[i].measure == !measured && is_shown(p, &p->c->figures.rows[i]))
                show_figure(p, &p->c->figures.rows[i]);
}

static void show_ladder(const struct page *p)
{
    const struct hc_ladder *l = &p->c->ladder;
    char text[64];
    if (!l->n)
        return;
    head(p, say(p, "units with fewer people than", "人口少于下列数目的单元数"));
    for (size_t i = 0; i < l->n; i++) {
        cell(hc_number_format(hc_number_decimal(l->people[i], 0), 0, true, text), FIRST, false);
        for (size_t k = p->first; k < p->end; k++) {
            snprintf(text, sizeof text, "%zu", l->below[i * l->n_plans + k]);
            cell(text, WIDTH, true);
        }
        putchar('\n');
    }
}

static void show_rules(const struct page *p)
{
    if (!p->s->input.project.n_rules)
        return;
    head(p, say(p, "rules: how often broken", "规则：违反次数"));
    for (size_t r = 0; r < p->s->input.project.n_rules; r++) {
        struct hc_buf title = {0};
        hc_rule_describe(&p->s->input.project, r, p->lang, &title);
        cell(title.data, FIRST, false);
        for (size_t k = p->first; k < p->end; k++) {
            size_t n = p->c->plans[k].broken[r];
            char text[32];
            snprintf(text, sizeof text, "%zu", n);
            cell(n == HC_UNJUDGED ? "?" : n ? text : say(p, "kept", "满足"), WIDTH, true);
        }
        putchar('\n');
        hc_buf_release(&title);
    }
}

/* Value and, after it, its part of the cost. */
static void show_term(const struct page *p, enum hc_term t)
{
    struct hc_buf title = {0};
    hc_buf_addf(&title, "%s, %s", hc_term_title(t, p->lang), hc_term_unit(t, p->lang));
    cell(title.data, FIRST, false);
    hc_buf_release(&title);
    for (size_t k = p->first; k < p->end; k++) {
        const struct hc_candidate *plan = &p->c->plans[k];
        char text[64] = "-";
        if (plan->value)
            snprintf(text, sizeof text, "%.*f %9.6f",
                     t == HC_TERM_LINKS || t >= HC_TERM_STABILITY ? 0
                     : fabs(plan->value[t]) < 1000                ? 3
                                                                  : 1,
                     plan->value[t], plan->weight[t] * plan->value[t]);
        cell(text, WIDTH, true);
    }
    putchar('\n');
}

static void show_terms(const struct page *p)
{
    head(p, say(p, "terms as in propose; part of the cost", "propose 的各项；所占代价"));
    for (int t = 0; t < HC_N_TERMS; t++)
        if (p->c->asking.question.weight[t] > 0)
            show_term(p, (enum hc_term)t);
    cell(say(p, "cost", "代价"), FIRST, false);
    for (size_t k = p->first; k < p->end; k++) {
        char text[64] = "-";
        if (p->c->plans[k].value)
            snprintf(text, sizeof text, "%.6f", p->c->plans[k].value[HC_N_TERMS]);
        cell(text, WIDTH, true);
    }
    putchar('\n');
}

static void show_distances(const struct page *p)
{
    head(p, p->c->atoms.counted ? say(p, "people with other companions than in", "共处单元与下列方案不同的人口")
                                : say(p, "units with other companions than in", "共处单元与下列方案不同的单元"));
    for (size_t i = 0; i < p->c->n && (p->c->n <= MOST_SIDE || i < 2); i++) {
        cell(p->c->plans[i].label, FIRST, false);
        for (size_t k = p->first; k < p->end; k++) {
            char text[64];
            snprintf(text, sizeof text, "%.1f%%", 100 * p->c->distance[i * p->c->n + k].share);
            cell(i == k ? "-" : text, WIDTH, true);
        }
        putchar('\n');
    }
}

static bool drawn(const struct hc_comparing *c, size_t plan)
{
    return c->plans[plan].standing == HC_STANDING_DRAWN && c->samples[c->plans[plan].sample].state == HC_SAMPLE_DRAWN &&
           c->plans[plan].value;
}

static bool is_standing_shown(const struct hc_comparing *c, const struct hc_yardstick *y)
{
    if (y->measure != HC_NONE)
        return strcmp(y->name, c->asking.before.population) == 0 ||
               (strcmp(y->name, "polsby_popper") == 0 && y->stat == HC_YARD_MEAN);
    enum hc_term t = hc_term_find(y->name, strlen(y->name));
    return t == HC_N_TERMS || c->asking.question.weight[t] > 0;
}

static void show_standing(const struct page *p)
{
    static const struct hc_text stats[HC_N_YARD_STATS] = {{"total", "合计"}, {"mean", "平均"}, {"median", "中位"},
                                                          {"min", "最小"},   {"max", "最大"},  {"sd", "标准差"}};
    const struct hc_comparing *c = p->c;
    if (!c->samples)
        return;
    head(p, say(p, "percentile among random legal plans", "在随机合规方案中的百分位"));
    for (size_t y = 0; y < c->yardsticks.n; y++) {
        const struct hc_yardstick *stick = &c->yardsticks.items[y];
        struct hc_buf title = {0};
        int64_t divisor;
        if (!is_standing_shown(c, stick))
            continue;
        if (stick->measure == HC_NONE)
            hc_buf_adds(&title, y < HC_N_TERMS ? hc_term_title((enum hc_term)y, p->lang) : say(p, "cost", "代价"));
        else
            hc_buf_addf(&title, "%s, %s", hc_measure_title_in(&p->c->input.project, stick->name, p->lang, &divisor),
                        hc_text_in(&stats[stick->stat], p->lang));
        cell(title.data, FIRST, false);
        for (size_t k = p->first; k < p->end; k++) {
            char text[64] = "-";
            if (drawn(c, k))
                snprintf(text, sizeof text, "%.1f",
                         hc_sample_percentile(&c->samples[c->plans[k].sample], y, c->plans[k].value[y]));
            cell(text, WIDTH, true);
        }
        putchar('\n');
        hc_buf_release(&title);
    }
}

/* How a plan's sample came about, or why there is none. */
static void tell_sample(const struct page *p, const struct hc_candidate *plan)
{
    const struct hc_sample *sample = plan->standing == HC_STANDING_DRAWN ? &p->c->samples[plan->sample] : NULL;
    printf(say(p, "%s: ", "%s："), plan->label);
    if (plan->standing == HC_STANDING_LEFT) {
        puts(say(p, "no sample, units leave the area", "无抽样：有单元离开本区域"));
    } else if (plan->standing == HC_STANDING_ACROSS) {
        puts(say(p, "no sample, a new unit has units of two parents (--across allows that)",
                 "无抽样：有新单元跨上级（可用 --across）"));
    } else if (!sample || sample->state == HC_SAMPLE_NO_START) {
        puts(say(p, "no sample, no legal plan with these numbers was found", "无抽样：未找到数目相同的合规方案"));
    } else if (sample->state == HC_SAMPLE_STILL) {
        puts(say(p, "no sample, the walk cannot move: no step leads to another legal plan",
                 "无抽样：无法移动，任何一步都得不到其他合规方案"));
    } else if (sample->state == HC_SAMPLE_STOPPED) {
        puts(say(p, "no sample, interrupted", "无抽样：已中断"));
    } else {
        printf(say(p, "%zu random legal plans with as many new units under each parent; %.1f%% of %llu steps moved",
                   "%zu 个随机合规方案，各上级新单元数目相同；%.1f%%（共 %llu 步）有变动"),
               sample->n_draws, 100 * (double)sample->moves / (double)sample->steps, (unsigned long long)sample->steps);
        if (sample->n_still)
            printf(say(p, "; in %zu parents nothing could", "；%zu 个上级内无法变动"), sample->n_still);
        if (!isnan(sample->mixing))
            printf(say(p, "; walks agree to %.3f (1 is best; above 1.1 draw more)",
                       "；各链一致程度 %.3f（1 为最佳，高于 1.1 应增加抽样）"),
                   sample->mixing);
        putchar('\n');
    }
}

void hc_comparing_show(const struct hc_comparing *c, const struct hc_session *s)
{
    struct page p = {.c = c, .s = s, .lang = s->lang};
    const struct hc_project *project = &s->input.project;
    if (project->notice)
        printf("%s\n", project->notice);
    printf(say(&p, c->n == 2 ? "%s: %zu plan for %zu units\n" : "%s: %zu plans for %zu units\n",
               "%s：%zu 个方案，%zu 个单元\n"),
           project->levels[c->asking.question.level].id, c->n - 1, c->asking.setting.problem.n);
    for (p.first = 0; p.first < c->n; p.first = p.end) {
        p.end = p.first + ACROSS < c->n ? p.first + ACROSS : c->n;
        show_figures(&p);
        show_ladder(&p);
        show_rules(&p);
        show_terms(&p);
        show_distances(&p);
        show_standing(&p);
    }
    bool any = false;
    for (size_t i = 1; i < c->n; i++)
        any = any || drawn(c, i);
    if (c->samples)
        putchar('\n');
    if (any)
        puts(say(&p, "A percentile is how many of a hundred random plans have a lower value.",
                 "百分位：每一百个随机方案中，数值更低的有多少。"));
    for (size_t i = 1; c->samples && i < c->n; i++)
        tell_sample(&p, &c->plans[i]);
}
