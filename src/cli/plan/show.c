#include "cli/plan/show.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "cli/plan/reasons.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *say(enum hc_lang lang, const char *en, const char *zh)
{
    return lang == HC_ZH ? zh : en;
}

static void column(const char *text, size_t width)
{
    fputs(text, stdout);
    for (size_t n = hc_utf8_width(text); n < width; n++)
        putchar(' ');
}

/* What a term is part of the cost. */
static double part(const struct hc_problem *p, const struct hc_proposal *proposal, int term)
{
    return p->weight[term] * proposal->term[term];
}

static void show_terms(const struct hc_asking *a, enum hc_lang lang, const struct hc_proposal *p)
{
    for (int t = 0; t < HC_N_TERMS; t++) {
        double cost = part(&a->setting.problem, p, t);
        char value[64];
        if (a->setting.problem.weight[t] <= 0)
            continue;
        snprintf(value, sizeof value, "%.*f %s", t == HC_TERM_LINKS || t >= HC_TERM_STABILITY ? 0 : 3, p->term[t],
                 hc_term_unit((enum hc_term)t, lang));
        column("  ", 2);
        column(hc_term_title((enum hc_term)t, lang), 34);
        column(value, 36);
        printf("%10.6g  %5.1f%%\n", cost, p->cost > 0 ? 100 * cost / p->cost : 0);
    }
}

static void show_proof(enum hc_lang lang, const struct hc_proposal *p)
{
    printf("%s %.9g", say(lang, "cost", "代价"), p->cost);
    if (isnan(p->bound)) {
        printf("%s\n", say(lang, ", no bound is known", "，下界未知"));
        return;
    }
    double gap = p->cost > 0 ? 100 * (p->cost - p->bound) / p->cost : 0;
    printf(say(lang, ", bound %.9g, gap %.2f%%%s\n", "，下界 %.9g，差距 %.2f%%%s\n"), p->bound, gap > 0 ? gap : 0,
           p->plan.all.proven ? say(lang, ": optimal", "：最优") : "");
}

static void json_number(struct hc_buf *out, const char *key, double value)
{
    hc_buf_addf(out, "  \"%s\": ", key);
    hc_buf_addd(out, value);
    hc_buf_adds(out, ",\n");
}

static void show_json(const struct hc_asking *a, const struct hc_proposal *p)
{
    struct hc_buf out = {0};
    hc_buf_addf(&out, "{\n  \"units\": %zu,\n  \"new_units\": %zu,\n", a->setting.problem.n, p->plan.all.n_groups);
    json_number(&out, "cost", p->cost);
    json_number(&out, "bound", p->bound);
    hc_buf_addf(&out, "  \"optimal\": %s,\n  \"terms\": {", p->plan.all.proven ? "true" : "false");
    for (int t = 0; t < HC_N_TERMS; t++) {
        hc_buf_addf(&out, "%s\n    \"%s\": {\"value\": ", t ? "," : "", hc_term_name((enum hc_term)t));
        hc_buf_addd(&out, p->term[t]);
        hc_buf_adds(&out, ", \"weight\": ");
        hc_buf_addd(&out, a->setting.problem.weight[t]);
        hc_buf_adds(&out, ", \"cost\": ");
        hc_buf_addd(&out, part(&a->setting.problem, p, t));
        hc_buf_addc(&out, '}');
    }
    hc_buf_adds(&out, "\n  }\n}\n");
    fwrite(out.data, 1, out.len, stdout);
    hc_buf_release(&out);
}

void hc_show_proposal(const struct hc_asking *a, const struct hc_session *s, const struct hc_proposal *p)
{
    enum hc_lang lang = s->lang;
    const struct hc_problem *problem = &a->setting.problem;
    if (s->options->json) {
        show_json(a, p);
        return;
    }
    if (s->options->quiet)
        return;
    if (s->input.project.notice)
        printf("%s\n", s->input.project.notice);
    printf(say(lang, "%zu units to %zu new ones\n", "%zu 个单元，合并为 %zu 个新单元\n"), problem->n,
           p->plan.all.n_groups);
    if (p->most_count)
        printf("%s\n", say(lang, "no plan that keeps the rules has more: as few mergers as can be",
                           "满足规则的方案不可能有更多新单元：合并最少"));
    if (problem->target > 0)
        printf(say(lang, "ideal new unit: %.0f people\n", "理想的新单元：%.0f 人\n"), problem->target);
    show_terms(a, lang, p);
    show_proof(lang, p);
}

void hc_show_none(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *p)
{
    if (p->plan.all.infeasible)
        hc_infeasible_tell(a, s, p);
    else
        hc_err_set(&s->err, HC_REFUSED, "no plan was found in the time given; that there is none is not proved",
                   "在给定时间内没有找到方案；未证明不存在");
}
