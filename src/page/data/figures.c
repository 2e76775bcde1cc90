#include "page/data/data.h"

#include "model/figures.h"

/* What stands behind a number of the figure's: what is left of a printed 0. */
static void put_unit(struct hc_buf *out, const struct hc_figure *f)
{
    struct hc_buf zero = {0};
    hc_figure_print(f, hc_number_decimal(0, 0), 0, &zero);
    hc_data_text(out, "unit", zero.len ? zero.data + 1 : "");
    hc_buf_release(&zero);
}

static void put_words(struct hc_buf *out, const struct hc_figure *f)
{
    struct hc_buf en = {0}, zh = {0}, published = {0};
    hc_figure_describe(f, HC_EN, &en);
    hc_figure_describe(f, HC_ZH, &zh);
    hc_figure_print_published(f, &published);
    hc_buf_adds(&published, "");
    hc_data_both(out, "what", &(struct hc_text){en.data, zh.data});
    hc_data_text(out, "published", published.data);
    hc_buf_release(&en);
    hc_buf_release(&zh);
    hc_buf_release(&published);
}

static void put_figure(struct hc_buf *out, const struct hc_figure_result *result, const struct hc_project *p)
{
    const struct hc_figure *f = result->figure;
    struct hc_number factor = hc_ratio_number(f->factor);
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_text(out, "id", f->id);
    hc_data_text(out, "source", f->source);
    hc_data_text(out, "date", f->date);
    hc_data_key(out, "isStep");
    hc_buf_adds(out, f->is_step ? "true" : "false");
    hc_data_key(out, "level");
    hc_buf_addi(out, hc_project_level(p, f->level));
    hc_data_text(out, "kind", f->kind);
    hc_data_text(out, "code", f->code);
    hc_data_text(out, "measure", f->measure);
    hc_data_text(out, "stat", hc_figure_stat_name(f->stat));
    hc_data_text(out, "as", hc_figure_as_name(f->as));
    hc_data_key(out, "mantissa");
    hc_data_int(out, f->mantissa);
    hc_data_key(out, "decimals");
    hc_buf_addi(out, f->decimals);
    hc_data_key(out, "factor");
    hc_buf_addf(out, "[\"%lld\",\"%lld\",%d]", (long long)factor.num, (long long)factor.den, factor.scale);
    put_unit(out, f);
    put_words(out, f);
    hc_data_key(out, "agrees");
    hc_buf_adds(out, result->agrees ? "true}" : "false}");
}

void hc_data_figures(struct hc_buf *out, const struct hc_result *r)
{
    hc_data_key(out, "figures");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < r->n_figures; i++)
        if (r->figures[i].figure)
            put_figure(out, &r->figures[i], &r->input->project);
    hc_buf_addc(out, ']');
}
