#include "base/buf.h"
#include "cli/compare/plans.h"

static void add_bound(struct hc_buf *out, const char *sign, struct hc_number bound)
{
    char text[64];
    if (!bound.missing)
        hc_buf_addf(out, " %s %s", sign, hc_number_format(bound, bound.scale, false, text));
}

void hc_rule_describe(const struct hc_project *p, size_t rule, enum hc_lang lang, struct hc_buf *out)
{
    static const struct hc_text words[] = {[HC_RULE_RANGE] = {NULL, NULL},
                                           [HC_RULE_CONTIGUOUS] = {"contiguous", "相邻成片"},
                                           [HC_RULE_WITHIN_PARENT] = {"within one parent", "不跨上级"},
                                           [HC_RULE_TOGETHER] = {"together:", "合在一起："},
                                           [HC_RULE_APART] = {"apart:", "分开："},
                                           [HC_RULE_KEEP] = {"kept:", "保持不变："},
                                           [HC_RULE_CONVERT] = {"may change kind:", "可变更类型："}};
    const struct hc_rule *r = &p->rules[rule];
    hc_buf_addf(out, "%zu ", rule + 1);
    hc_buf_addf(out, "%s%s", r->level ? r->level : "", r->level ? " " : "");
    hc_buf_addf(out, "%s%s", r->kind ? r->kind : "", r->kind ? " " : "");
    if (r->type == HC_RULE_RANGE) {
        hc_buf_adds(out, r->measure);
        add_bound(out, "≥", r->min);
        add_bound(out, "≤", r->max);
        return;
    }
    hc_buf_adds(out, hc_text_in(&words[r->type], lang));
    for (size_t i = 0; i < r->n_codes && i < 3; i++)
        hc_buf_addf(out, "%s%s", i ? "," : lang == HC_ZH ? "" : " ", r->codes[i]);
    hc_buf_adds(out, r->n_codes > 3 ? ",…" : "");
}
