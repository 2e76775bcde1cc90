#include "report/table/prose.h"

#include "report/table/summary.h"
#include <string.h>

/* Two states, told of in one language. */
struct telling {
    const struct hc_result *result;
    size_t from, to;
    enum hc_lang lang;
    struct hc_buf *out;
};

#define MOST_KINDS 2 /* told of with their means; of more only how many there are */

static const char *say(const struct telling *t, const char *en, const char *zh)
{
    return t->lang == HC_ZH ? zh : en;
}

static void put(struct telling *t, const char *en, const char *zh)
{
    hc_buf_adds(t->out, say(t, en, zh));
}

static void put_rounded(struct telling *t, struct hc_number n, int places)
{
    char text[64];
    hc_buf_adds(t->out, hc_number_format(n, places, t->lang == HC_EN, text));
}

static struct hc_number absolute(struct hc_number n)
{
    return n.real < 0 ? hc_number_sub(hc_number_decimal(0, 0), n) : n;
}

/* How a value is shown: "2496人", "3.14万人", "31,384 people", "42.43 km²". */
struct style {
    int64_t divisor;
    int places;
    const char *en, *zh;
};

static struct style people_style(const struct telling *t, struct hc_number n)
{
    bool ten_thousands = t->lang == HC_ZH && absolute(n).real >= 10000;
    return (struct style){ten_thousands ? 10000 : 1, ten_thousands ? 2 : 0, " people", ten_thousands ? "万人" : "人"};
}

static struct style area_style(struct hc_number m2)
{
    return (struct style){1000000, absolute(m2).real < 100000 ? 4 : 2, " km²", "平方公里"};
}

static void put_value(struct telling *t, struct hc_number n, const struct style *style)
{
    put_rounded(t, hc_number_div(n, hc_number_decimal(style->divisor, 0)), style->places);
    put(t, style->en, style->zh);
}

static void put_count(struct telling *t, size_t n)
{
    put_rounded(t, hc_number_decimal((int64_t)n, 0), 0);
}

static const char *title_of(const struct telling *t, uint32_t level)
{
    const struct hc_level_spec *spec = &t->result->input->project.levels[level];
    bool nameless = !spec->title && strcmp(spec->id, "unit") == 0;
    return spec->title ? spec->title : nameless ? say(t, "units", "单元") : spec->id;
}

/* "32 towns", "乡镇32个", "towns 32个". */
static void put_named(struct telling *t, const char *name, size_t n)
{
    bool ascii = *name && (unsigned char)name[strlen(name) - 1] < 0x80;
    if (t->lang == HC_ZH)
        hc_buf_addf(t->out, "%s%s%zu个", name, ascii ? " " : "", n);
    else {
        put_count(t, n);
        hc_buf_addf(t->out, " %s", name);
    }
}

/* ", 13 fewer than before, a reduction of 40.6%" */
static void put_change(struct telling *t, size_t before, size_t after)
{
    size_t n = after < before ? before - after : after - before;
    struct hc_number rate =
        absolute(hc_reduction(hc_number_decimal((int64_t)before, 0), hc_number_decimal((int64_t)after, 0)));
    struct hc_number hundredth = hc_number_div(hc_number_decimal(1, 0), hc_number_decimal(100, 0));
    if (n == 0) {
        put(t, ", as many as before", "，与调整前持平");
        return;
    }
    if (t->lang == HC_ZH)
        hc_buf_addf(t->out, "，较调整前%s%zu个", after < before ? "减少" : "增加", n);
    else {
        hc_buf_adds(t->out, ", ");
        put_count(t, n);
        hc_buf_adds(t->out, after < before ? " fewer than before" : " more than before");
    }
    if (before == 0)
        return;
    if (after < before)
        put(t, ", a reduction of ", "，减幅");
    else
        put(t, ", an increase of ", "，增幅");
    put_rounded(t, hc_number_div(rate, hundredth), 1);
    hc_buf_addc(t->out, '%');
}

/* Whether a change is nothing at the places that it would be shown with. */
static bool rounds_to_nothing(struct hc_number n, const struct style *style)
{
    char text[64], none[64];
    hc_number_format(hc_number_div(absolute(n), hc_number_decimal(style->divisor, 0)), style->places, false, text);
    return strcmp(text, hc_number_format(hc_number_decimal(0, 0), style->places, false, none)) == 0;
}

/* "2,496 people on average (1,229 people more than before)": the change of the unrounded values, shown as the value is.
 */
static void put_mean(struct telling *t, const struct hc_stat *before, const struct hc_stat *after,
                     const struct style *style, const char *zh)
{
    struct hc_number change = before ? hc_number_sub(after->mean, before->mean) : hc_number_missing();
    put(t, ", ", "，");
    put(t, "", zh);
    put_value(t, after->mean, style);
    put(t, " on average", "");
    if (change.missing || rounds_to_nothing(change, style))
        return;
    put(t, " (", change.real < 0 ? "（较调整前减少" : "（较调整前增加");
    put_value(t, absolute(change), style);
    put(t, change.real < 0 ? " less than before)" : " more than before)", "）");
}

static void put_means(struct telling *t, const struct hc_stats *before, const struct hc_stats *after)
{
    const struct hc_stat *people = hc_stats_find(after, t->result->population), *land = hc_stats_find(after, "area_m2");
    if (people && !people->mean.missing) {
        struct style style = people_style(t, people->mean);
        put_mean(t, hc_stats_find(before, t->result->population), people, &style, "平均人口");
    }
    if (land && !land->mean.missing) {
        struct style style = area_style(land->mean);
        put_mean(t, hc_stats_find(before, "area_m2"), land, &style, "平均面积");
    }
}

static size_t count_in(const struct hc_stats *stats)
{
    return stats ? stats->count : 0;
}

static const struct hc_level_summary *summary(const struct telling *t, size_t state, uint32_t level)
{
    return &t->result->summaries[state][level];
}

/* Whether a state's units have that kind. */
static bool has_kind(const struct telling *t, size_t state, uint32_t level, const char *kind)
{
    return kind && hc_summary_find(t->result, state, level, kind) != NULL;
}

static bool in_project(const struct hc_level_spec *spec, const char *kind)
{
    bool found = false;
    for (size_t k = 0; k < spec->n_kinds; k++)
        found = found || (spec->kinds[k].name && strcmp(spec->kinds[k].name, kind) == 0);
    return found;
}

/* The kinds of either state: in the project's order, then those that it does not name. NULL after the last. */
static const char *kind_at(const struct telling *t, uint32_t level, size_t i)
{
    const struct hc_level_spec *spec = &t->result->input->project.levels[level];
    const struct hc_level_summary *a = summary(t, t->from, level), *b = summary(t, t->to, level);
    for (size_t k = 0; k < spec->n_kinds; k++)
        if ((has_kind(t, t->from, level, spec->kinds[k].name) || has_kind(t, t->to, level, spec->kinds[k].name)) &&
            i-- == 0)
            return spec->kinds[k].name;
    for (size_t k = 0; k < b->n_kinds; k++)
        if (!in_project(spec, b->kinds[k].kind) && i-- == 0)
            return b->kinds[k].kind;
    for (size_t k = 0; k < a->n_kinds; k++)
        if (!in_project(spec, a->kinds[k].kind) && !has_kind(t, t->to, level, a->kinds[k].kind) && i-- == 0)
            return a->kinds[k].kind;
    return NULL;
}

static size_t n_kinds(const struct telling *t, uint32_t level)
{
    size_t n = 0;
    while (kind_at(t, level, n))
        n++;
    return n;
}

static void put_kinds_after(struct telling *t, uint32_t level)
{
    size_t n = n_kinds(t, level);
    for (size_t i = 0; n > 1 && i < n; i++) {
        const char *kind = kind_at(t, level, i);
        const struct hc_stats *a = hc_summary_find(t->result, t->from, level, kind);
        const struct hc_stats *b = hc_summary_find(t->result, t->to, level, kind);
        put(t, i ? "; " : ": ", i ? "；" : "，其中：");
        put_named(t, kind, count_in(b));
        put_change(t, count_in(a), count_in(b));
        if (n <= MOST_KINDS && b)
            put_means(t, a, b);
    }
}

/* "(351 建制村, 50 社区)" */
static void put_kinds_before(struct telling *t, uint32_t level)
{
    size_t shown = 0;
    for (size_t i = 0, n = n_kinds(t, level); i < n && summary(t, t->from, level)->n_kinds > 1; i++) {
        const struct hc_stats *stats = hc_summary_find(t->result, t->from, level, kind_at(t, level, i));
        if (!stats)
            continue;
        put(t, shown ? ", " : " (", shown ? "、" : "（");
        put_named(t, stats->kind, stats->count);
        shown++;
    }
    if (shown)
        put(t, ")", "）");
}

static bool same_counts(const struct telling *t, uint32_t level)
{
    bool same = summary(t, t->from, level)->all.count == summary(t, t->to, level)->all.count;
    for (size_t i = 0, n = n_kinds(t, level); same && i < n; i++)
        same = count_in(hc_summary_find(t->result, t->from, level, kind_at(t, level, i))) ==
               count_in(hc_summary_find(t->result, t->to, level, kind_at(t, level, i)));
    return same;
}

/* All people and all land after, as the coarsest level has them. */
static void put_totals(struct telling *t)
{
    const struct hc_stats *all = &summary(t, t->to, (uint32_t)t->result->input->project.n_levels - 1)->all;
    const struct hc_stat *people = hc_stats_find(all, t->result->population), *land = hc_stats_find(all, "area_m2");
    bool has_people = people && !people->sum.missing, has_land = land && !land->sum.missing;
    if (!has_people && !has_land)
        return;
    put(t, "In all: ", "调整后总计");
    if (has_people) {
        struct style style = people_style(t, people->sum);
        put(t, "", "人口");
        put_value(t, people->sum, &style);
    }
    if (has_people && has_land)
        put(t, ", ", "、");
    if (has_land) {
        struct style style = area_style(land->sum);
        put(t, "", "面积");
        put_value(t, land->sum, &style);
    }
    put(t, ".", "。");
}

static void put_when(struct telling *t, size_t state, const char *en, const char *zh)
{
    const char *date = t->result->states[state].date;
    put(t, en, zh);
    if (strcmp(date, "before") != 0 && strcmp(date, "after") != 0)
        hc_buf_addf(t->out, say(t, " (%s)", "（%s）"), date);
}

/* only_changed: levels with as many units of each kind as before are passed over. */
static void put_paragraph(struct telling *t, bool only_changed)
{
    uint32_t n = (uint32_t)t->result->input->project.n_levels;
    bool first = true;
    put_when(t, t->from, "Before the change", "调整前");
    for (uint32_t l = n; l-- > 0;) {
        if (only_changed && same_counts(t, l))
            continue;
        put(t, first ? " there were " : ", ", first ? "，有" : "、");
        put_named(t, title_of(t, l), summary(t, t->from, l)->all.count);
        put_kinds_before(t, l);
        first = false;
    }
    put(t, ". ", "。");
    put_when(t, t->to, "After it", "调整后");
    first = true;
    for (uint32_t l = n; l-- > 0;) {
        const struct hc_stats *a = &summary(t, t->from, l)->all, *b = &summary(t, t->to, l)->all;
        if (only_changed && same_counts(t, l))
            continue;
        if (first)
            put(t, " there are ", "，有");
        put_named(t, title_of(t, l), b->count);
        put_change(t, a->count, b->count);
        put_means(t, a, b);
        put_kinds_after(t, l);
        put(t, ". ", "。");
        first = false;
    }
}

size_t hc_prose_count(const struct hc_result *r)
{
    size_t n = 0;
    for (size_t s = 0; (s = hc_result_next(r, s)) < r->n_states;)
        n++;
    return n > 1 ? n + 1 : 1;
}

static void put_alone(struct telling *t)
{
    const char *date = t->result->states[t->to].date;
    bool changed = false;
    for (uint32_t l = 0; l < t->result->input->project.n_levels; l++)
        changed = changed || !same_counts(t, l);
    if (!changed) {
        hc_buf_addf(t->out,
                    say(t, "The change of %s left the numbers of units as they were.", "其中%s的调整未改变单元数。"),
                    date);
        return;
    }
    hc_buf_addf(t->out, say(t, "The change of %s alone. ", "其中%s的调整："), date);
    put_paragraph(t, true);
}

void hc_prose_write(const struct hc_result *r, size_t i, enum hc_lang lang, struct hc_buf *out)
{
    struct telling t = {.result = r, .to = r->n_states - 1, .lang = lang, .out = out};
    for (size_t k = 0; k < i; k++) {
        t.from = k ? t.to : 0;
        t.to = hc_result_next(r, t.from);
    }
    if (i == 0) {
        put_paragraph(&t, false);
        put_totals(&t);
    } else {
        put_alone(&t);
    }
    while (out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}
