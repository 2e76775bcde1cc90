#include "cli/plan/reasons.h"
#include "propose/explain/infeasible.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void number(const struct hc_limit *l, double value, char *out, size_t size)
{
    double unit = 1;
    for (int i = 0; l && l->type == HC_LIMIT_SUM && i < l->scale; i++)
        unit *= 10;
    snprintf(out, size, "%.10g", value / unit);
}

/* "population at least 1500 (rule 3)" in both languages; appended. */
static void demand_text(const struct hc_asking *a, const struct hc_demand *d, struct hc_buf *en, struct hc_buf *zh)
{
    static const char *const plain[HC_N_DEMANDS][2] = {
        [HC_DEMAND_KIND_COUNT] = {"the number of new units of each kind", "各类型新单元数目"},
        [HC_DEMAND_APART] = {"units that must be apart", "须分开的单元"},
        [HC_DEMAND_TOGETHER] = {"units that must be together", "须在一起的单元"},
        [HC_DEMAND_FROZEN] = {"units that are kept or frozen", "保持不变的单元"},
        [HC_DEMAND_CONTIGUOUS] = {"members must touch", "成员须相邻"},
        [HC_DEMAND_CONVERT] = {"units may not change their kind", "单元不得变更类型"}};
    const struct hc_limit *l =
        d->type == HC_DEMAND_MIN || d->type == HC_DEMAND_MAX ? &a->setting.problem.limits[d->limit] : NULL;
    char asked[40], enough[40];
    number(l, d->asked, asked, sizeof asked);
    number(l, d->enough, enough, sizeof enough);
    if (l) {
        bool min = d->type == HC_DEMAND_MIN;
        hc_buf_addf(en, "%s %s %s", l->measure, min ? "at least" : "at most", asked);
        hc_buf_addf(zh, "%s %s %s", l->measure, min ? "不低于" : "不高于", asked);
        if (l->rule != HC_NONE) {
            hc_buf_addf(en, " (rule %u)", l->rule + 1);
            hc_buf_addf(zh, "（规则 %u）", l->rule + 1);
        }
    } else if (d->type == HC_DEMAND_COUNT) {
        hc_buf_addf(en, "%s new units", asked);
        hc_buf_addf(zh, "新单元数目 %s", asked);
    } else {
        hc_buf_adds(en, plain[d->type][0]);
        hc_buf_adds(zh, plain[d->type][1]);
    }
    if (!d->helps)
        return;
    if (d->has_enough) {
        hc_buf_addf(en, ": %s would do", enough);
        hc_buf_addf(zh, "：改为 %s 即可", enough);
    } else {
        hc_buf_adds(en, ": without it there is a plan");
        hc_buf_adds(zh, "：去掉即有方案");
    }
}

static void tell_block(const struct hc_asking *a, struct hc_session *s, const struct hc_infeasible *c)
{
    const char *code = a->setting.block_code[c->block] ? a->setting.block_code[c->block] : "";
    const char *level = s->input.project.levels[a->question.level].id;
    struct hc_buf en = {0}, zh = {0};
    for (size_t i = 0; i < c->n; i++) {
        hc_buf_adds(&en, i ? "; " : "");
        hc_buf_adds(&zh, i ? "；" : "");
        demand_text(a, &c->items[i], &en, &zh);
    }
    struct hc_finding *f = hc_findings_add(&s->findings, "infeasible", HC_REFUSAL, "%s%s: no plan keeps all the rules",
                                           "%s%s：没有任何方案满足全部规则", *code ? "" : level, code);
    hc_finding_level(f, level);
    if (*code)
        hc_finding_unit(f, code);
    if (!c->known)
        hc_finding_remedy(f, "which of them clash was not found in the time given",
                          "未能在给定时间内查明是哪些规则冲突");
    else if (!c->n)
        hc_finding_remedy(f, "the rules clash in more than one way; leave some out and try again",
                          "规则有多处冲突；请去掉部分规则后重试");
    else if (c->alone)
        hc_finding_remedy(f, "loosen one of these: %s%.0s", "放宽其中之一：%.0s%s", en.data, zh.data);
    else
        hc_finding_remedy(f, "these clash, and loosening one alone does not help: %s%.0s",
                          "下列要求相互冲突，单独放宽一项无济于事：%.0s%s", en.data, zh.data);
    hc_buf_release(&en);
    hc_buf_release(&zh);
}

static void tell_total(const struct hc_asking *a, struct hc_session *s, const struct hc_halt *halt)
{
    size_t fewest = 0, most = 0;
    struct hc_finding *f =
        hc_findings_add(&s->findings, "infeasible", HC_REFUSAL, "no plan with %d new units keeps all the rules",
                        "没有任何方案能以 %d 个新单元满足全部规则", a->setting.wanted.total);
    hc_finding_level(f, s->input.project.levels[a->question.level].id);
    if (hc_infeasible_range(&a->setting, a->options.threads, halt, &fewest, &most))
        hc_finding_remedy(f, "the rules allow from %zu to %zu new units", "规则允许 %zu 到 %zu 个新单元", fewest, most);
}

void hc_infeasible_tell(const struct hc_asking *a, struct hc_session *s, const struct hc_proposal *p)
{
    bool any = false;
    struct hc_halt halt = hc_propose_halt(&a->options, 1);
    for (uint32_t b = 0; b < a->setting.problem.n_blocks; b++) {
        struct hc_infeasible clash;
        if (!p->plan.block_infeasible[b] && a->setting.problem.n_blocks > 1)
            continue;
        hc_infeasible_find(&a->setting, b, &halt, &clash);
        tell_block(a, s, &clash);
        hc_infeasible_release(&clash);
        any = true;
    }
    if (!any)
        tell_total(a, s, &halt);
}
