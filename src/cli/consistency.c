#include "cli/consistency.h"

#include "cli/console.h"
#include "report/table/rows.h"
#include <stdio.h>

static const char *say(enum hc_lang lang, const char *en, const char *zh)
{
    return lang == HC_ZH ? zh : en;
}

/* As many places as the number has, six at most. */
static void put_end(struct hc_ratio end, struct hc_buf *out)
{
    char text[64];
    int places = 0;
    int64_t mantissa;
    while (places < 6 && hc_ratio_round(end, places, &mantissa) &&
           hc_ratio_compare(hc_ratio_decimal(mantissa, places), end) != 0)
        places++;
    hc_buf_adds(out, hc_number_format(hc_ratio_number(end), places, true, text));
}

/* "[595,650, 596,408]", "[806.075, 806.265)"; a single number by itself. */
static void put_bounds(const struct hc_bounds *b, struct hc_buf *out)
{
    if (b->low_known && b->high_known && hc_ratio_compare(b->low, b->high) == 0) {
        put_end(b->low, out);
        return;
    }
    hc_buf_addc(out, b->low_known && b->low_in ? '[' : '(');
    if (b->low_known)
        put_end(b->low, out);
    else
        hc_buf_adds(out, "-∞");
    hc_buf_adds(out, ", ");
    if (b->high_known)
        put_end(b->high, out);
    else
        hc_buf_adds(out, "∞");
    hc_buf_addc(out, b->high_known && b->high_in ? ']' : ')');
}

/* What a quantity is called. *divisor: by what it is shown divided, as areas are in km². */
static void describe(const struct hc_quantity *q, enum hc_lang lang, int64_t *divisor, struct hc_buf *out)
{
    *divisor = 1;
    if (q->level)
        hc_buf_addf(out, "%s%s%s, ", q->level, q->kind ? " " : "", q->kind ? q->kind : "");
    hc_buf_adds(out, q->measure ? hc_measure_title(q->measure, lang, divisor) : say(lang, "units", "单元数"));
    if (q->state)
        hc_buf_addf(out, ", %s", q->state);
    else if (!q->level)
        hc_buf_adds(out, say(lang, ", in total", "，总计"));
}

static void print_implied(const struct hc_consistency *c, enum hc_lang lang)
{
    if (c->n_implied)
        printf("\n%s\n", say(lang, "what they leave to the totals", "由此推得的总量范围"));
    for (size_t i = 0; i < c->n_implied; i++) {
        struct hc_buf label = {0}, range = {0};
        struct hc_bounds b = c->implied[i].bounds;
        int64_t divisor;
        describe(&c->relations.quantities[c->implied[i].quantity], lang, &divisor, &label);
        b.low = b.low_known ? hc_ratio_div(b.low, hc_ratio_whole(divisor)) : b.low;
        b.high = b.high_known ? hc_ratio_div(b.high, hc_ratio_whole(divisor)) : b.high;
        put_bounds(&b, &range);
        printf("  ");
        hc_console_cell(label.data, 52, false);
        printf("%s\n", range.data);
        hc_buf_release(&label);
        hc_buf_release(&range);
    }
}

static void print_clash(const struct hc_consistency *c, const struct hc_clash *clash, enum hc_lang lang)
{
    printf(say(lang, "\nthese %zu cannot all be true\n", "\n以下 %zu 个不能同时成立\n"), clash->n);
    for (size_t i = 0; i < clash->n; i++) {
        const struct hc_figure *f = &c->relations.project->figures.items[clash->figures[i].figure];
        const struct hc_bounds *b = &clash->figures[i].others;
        struct hc_buf published = {0}, others = {0};
        hc_figure_print_published(f, &published);
        printf("  ");
        hc_console_cell(f->id, 36, false);
        hc_console_cell(published.data, 16, true);
        if (clash->figures[i].suspect)
            printf("   %s", say(lang, "may be the wrong one", "可能有误"));
        if (b->low_known && b->high_known) {
            put_bounds(b, &others);
            printf(say(lang, ": all others leave it %s", "：其余各数要求它在 %s"), others.data);
        }
        printf("\n");
        hc_buf_release(&published);
        hc_buf_release(&others);
    }
}

void hc_console_consistency(const struct hc_consistency *c, enum hc_lang lang)
{
    const struct hc_project *p = c->relations.project;
    if (p->title)
        printf("%s\n\n", p->title);
    if (c->n_clashes)
        printf(say(lang, "%zu published figures: inconsistent\n", "公布数字 %zu 个：相互矛盾\n"), p->figures.n);
    else if (c->undecided)
        printf(say(lang, "%zu published figures: no contradiction found\n", "公布数字 %zu 个：未发现矛盾\n"),
               p->figures.n);
    else
        printf(say(lang, "%zu published figures: consistent\n", "公布数字 %zu 个：相互一致\n"), p->figures.n);
    if (c->undecided)
        printf("%s\n", say(lang, "too much hangs together to be sure that nothing was missed",
                           "相互牵连的数字过多，不能保证没有遗漏"));
    for (size_t i = 0; i < c->n_clashes; i++)
        print_clash(c, &c->clashes[i], lang);
    print_implied(c, lang);
}

static void put_text(struct hc_buf *out, const char *key, const char *text)
{
    hc_buf_addf(out, "\"%s\": ", key);
    hc_buf_add_json(out, text);
    hc_buf_adds(out, ", ");
}

static void put_number(struct hc_buf *out, const char *key, bool known, struct hc_ratio value)
{
    hc_buf_addf(out, "\"%s\": ", key);
    if (known)
        hc_number_write(out, hc_ratio_number(value));
    else
        hc_buf_adds(out, "null");
}

static void put_implied(const struct hc_consistency *c, size_t i, struct hc_buf *out)
{
    const struct hc_quantity *q = &c->relations.quantities[c->implied[i].quantity];
    const struct hc_bounds *b = &c->implied[i].bounds;
    hc_buf_addf(out, "%s\n    {", i ? "," : "");
    put_text(out, "measure", q->measure);
    put_text(out, "level", q->level);
    put_text(out, "kind", q->kind);
    put_text(out, "state", q->state);
    put_number(out, "min", b->low_known, b->low);
    hc_buf_addf(out, ", \"min_included\": %s, ", b->low_in ? "true" : "false");
    put_number(out, "max", b->high_known, b->high);
    hc_buf_addf(out, ", \"max_included\": %s}", b->high_in ? "true" : "false");
}

static void put_clash(const struct hc_consistency *c, size_t i, struct hc_buf *out)
{
    const struct hc_clash *clash = &c->clashes[i];
    hc_buf_addf(out, "%s\n    [", i ? "," : "");
    for (size_t k = 0; k < clash->n; k++) {
        const struct hc_clashing *one = &clash->figures[k];
        const struct hc_figure *f = &c->relations.project->figures.items[one->figure];
        struct hc_buf published = {0};
        hc_figure_print_published(f, &published);
        hc_buf_adds(out, k ? ",\n     {" : "{");
        put_text(out, "id", f->id);
        put_text(out, "published", published.data);
        hc_buf_addf(out, "\"suspect\": %s, ", one->suspect ? "true" : "false");
        put_number(out, "others_min", one->others.low_known, one->others.low);
        hc_buf_adds(out, ", ");
        put_number(out, "others_max", one->others.high_known, one->others.high);
        hc_buf_addc(out, '}');
        hc_buf_release(&published);
    }
    hc_buf_addc(out, ']');
}

void hc_console_consistency_json(const struct hc_consistency *c)
{
    struct hc_buf out = {0};
    hc_buf_addf(&out, "{\n  \"figures\": %zu,\n  \"consistent\": %s,\n  \"decided\": %s,\n  \"totals\": [",
                c->relations.project->figures.n, c->n_clashes ? "false" : "true", c->undecided ? "false" : "true");
    for (size_t i = 0; i < c->n_implied; i++)
        put_implied(c, i, &out);
    hc_buf_addf(&out, "%s],\n  \"clashes\": [", c->n_implied ? "\n  " : "");
    for (size_t i = 0; i < c->n_clashes; i++)
        put_clash(c, i, &out);
    hc_buf_addf(&out, "%s]\n}\n", c->n_clashes ? "\n  " : "");
    fwrite(out.data, 1, out.len, stdout);
    hc_buf_release(&out);
}

void hc_consistency_findings(const struct hc_consistency *c, struct hc_findings *findings)
{
    for (size_t i = 0; i < c->n_clashes; i++) {
        struct hc_buf list = {0};
        for (size_t k = 0; k < c->clashes[i].n; k++)
            hc_buf_addf(&list, "%s%s", k ? ", " : "",
                        c->relations.project->figures.items[c->clashes[i].figures[k].figure].id);
        hc_findings_add(findings, "figures_clash", HC_ERROR, "these figures cannot all be true: %s",
                        "以下公布数字不能同时成立：%s", list.data);
        hc_buf_release(&list);
    }
}
