#include "report/table/figures.h"

#include "report/table/rows.h"
#include <string.h>

static const char *note_of(const struct hc_figure_result *r, enum hc_lang lang)
{
    if (r->computed.missing)
        return lang == HC_ZH ? "数据中没有可比的值" : "the data has no value";
    if (r->printed_difference)
        return lang == HC_ZH ? "与两个已舍入值之差一致" : "it is the difference of the two values as printed";
    return "";
}

/* Two places more than were printed, less the zeros at their end. */
static int shown_places(const struct hc_figure *f, struct hc_number n)
{
    int places = f->decimals + 2;
    int64_t more, fewer;
    struct hc_ratio value = hc_ratio_of(n);
    while (places > f->decimals && hc_ratio_round(value, places, &more) && hc_ratio_round(value, places - 1, &fewer) &&
           fewer <= INT64_MAX / 10 && fewer >= INT64_MIN / 10 && more == fewer * 10)
        places--;
    return places;
}

void hc_figure_words(const struct hc_figure_result *r, enum hc_lang lang, struct hc_figure_words *w)
{
    *w = (struct hc_figure_words){.note = note_of(r, lang)};
    w->agrees = lang == HC_ZH ? (r->agrees ? "是" : "否") : (r->agrees ? "yes" : "NO");
    hc_figure_describe(r->figure, lang, &w->what);
    hc_figure_print_published(r->figure, &w->published);
    hc_figure_print(r->figure, r->computed, shown_places(r->figure, r->computed), &w->computed);
    hc_buf_adds(&w->computed, "");
}

void hc_figure_words_release(struct hc_figure_words *w)
{
    hc_buf_release(&w->what);
    hc_buf_release(&w->published);
    hc_buf_release(&w->computed);
}

size_t hc_figures_agreeing(const struct hc_result *result)
{
    size_t n = 0;
    for (size_t i = 0; i < result->n_figures; i++)
        n += result->figures[i].agrees;
    return n;
}

static void put_pair(struct hc_buf *out, const char *key, const char *text)
{
    hc_buf_addf(out, ", \"%s\": ", key);
    hc_buf_add_json(out, text);
}

static void put_object(const struct hc_figure_result *r, enum hc_lang lang, struct hc_buf *out)
{
    const struct hc_figure *f = r->figure;
    struct hc_buf published = {0};
    char rounded[64];
    hc_figure_print_published(f, &published);
    hc_buf_adds(out, "{\"id\": ");
    hc_buf_add_json(out, f->id);
    put_pair(out, "source", f->source);
    put_pair(out, "level", f->level);
    put_pair(out, "kind", f->kind);
    put_pair(out, "code", f->code);
    put_pair(out, "measure", f->measure);
    put_pair(out, "stat", hc_figure_stat_name(f->stat));
    put_pair(out, f->is_step ? "step" : "at", f->date);
    put_pair(out, "as", f->is_step ? hc_figure_as_name(f->as) : NULL);
    put_pair(out, "published", published.data);
    hc_buf_adds(out, ", \"computed\": ");
    if (r->computed.missing)
        hc_buf_adds(out, "null");
    else
        hc_number_write(out, r->computed);
    put_pair(out, "rounded", r->computed.missing ? NULL : hc_number_format(r->computed, f->decimals, false, rounded));
    hc_buf_addf(out, ", \"agrees\": %s, \"off\": ", r->agrees ? "true" : "false");
    if (r->computed.missing)
        hc_buf_adds(out, "null");
    else
        hc_buf_addi(out, r->off);
    put_pair(out, "note", *note_of(r, lang) ? note_of(r, lang) : NULL);
    hc_buf_addc(out, '}');
    hc_buf_release(&published);
}

void hc_figures_json(const struct hc_result *result, enum hc_lang lang, int depth, struct hc_buf *out)
{
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < result->n_figures; i++) {
        hc_buf_addf(out, "%s\n%*s", i ? "," : "", 2 * depth + 2, "");
        put_object(&result->figures[i], lang, out);
    }
    if (result->n_figures)
        hc_buf_addf(out, "\n%*s", 2 * depth, "");
    hc_buf_addc(out, ']');
}

void hc_figures_csv(const struct hc_result *result, enum hc_lang lang, struct hc_buf *out)
{
    hc_buf_adds(out, "id,source,level,kind,code,measure,stat,at,step,as,published,computed,agrees,off,note\n");
    for (size_t i = 0; i < result->n_figures; i++) {
        const struct hc_figure_result *r = &result->figures[i];
        const struct hc_figure *f = r->figure;
        struct hc_buf published = {0};
        hc_figure_print_published(f, &published);
        const char *const texts[] = {f->id,
                                     f->source,
                                     f->level,
                                     f->kind,
                                     f->code,
                                     f->measure,
                                     hc_figure_stat_name(f->stat),
                                     f->is_step ? NULL : f->date,
                                     f->is_step ? f->date : NULL,
                                     f->is_step ? hc_figure_as_name(f->as) : NULL,
                                     published.data};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            hc_buf_add_csv(out, texts[k]);
            hc_buf_addc(out, ',');
        }
        hc_number_write(out, r->computed);
        hc_buf_addf(out, ",%d,", r->agrees);
        if (!r->computed.missing)
            hc_buf_addi(out, r->off);
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, note_of(r, lang));
        hc_buf_addc(out, '\n');
        hc_buf_release(&published);
    }
}
