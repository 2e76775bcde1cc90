#include "cli/plan/reasons.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *say(enum hc_lang lang, const char *en, const char *zh)
{
    return lang == HC_ZH ? zh : en;
}

static const char *breach_name(enum hc_breach breach, enum hc_lang lang)
{
    switch (breach) {
    case HC_BREACH_FIXED:
        return say(lang, "what is kept or frozen", "保持不变的单元");
    case HC_BREACH_TOGETHER:
        return say(lang, "units that must be together", "须在一起的单元");
    case HC_BREACH_APART:
        return say(lang, "units that must be apart", "须分开的单元");
    case HC_BREACH_CONTIGUOUS:
        return say(lang, "members must touch", "成员须相邻");
    case HC_BREACH_BLOCK:
        return say(lang, "members have one parent", "成员须属同一上级");
    case HC_BREACH_KIND:
        return say(lang, "the number of each kind", "各类型的数目");
    default:
        return say(lang, "no other unit is beside it", "旁边没有其他单元");
    }
}

/* The reason, without the alternative; appended. */
static void why(const struct hc_reason *r, bool alone, enum hc_lang lang, struct hc_buf *out)
{
    switch (r->type) {
    case HC_REASON_FROZEN:
        hc_buf_adds(out, say(lang, "kept as it is by a rule or by --freeze", "按规则或 --freeze 保持不变"));
        break;
    case HC_REASON_TOGETHER:
        hc_buf_adds(out, say(lang, "a rule wants its members together", "规则要求其成员在一起"));
        break;
    case HC_REASON_RULES:
        hc_buf_adds(out, say(lang, "forced: every change near it breaks a rule, mostly: ",
                             "别无选择：邻近的任何改动都违反规则，主要是："));
        if (r->limit)
            hc_buf_addf(out, say(lang, "limits of %s", "%s 的限值"), r->limit->measure);
        else
            hc_buf_adds(out, breach_name(r->breach, lang));
        break;
    case HC_REASON_COST:
        if (r->term == HC_N_TERMS)
            hc_buf_adds(out, say(lang, "any change near it costs more", "邻近的任何改动代价更高"));
        else
            hc_buf_addf(
                out,
                say(lang, "any change near it costs more; gains most in: %s", "邻近的任何改动代价更高；主要得益于：%s"),
                hc_term_title(r->term, lang));
        break;
    case HC_REASON_EQUAL:
        hc_buf_adds(out, say(lang, "a change near it costs the same", "邻近有代价相同的改动"));
        break;
    case HC_REASON_LESS:
        hc_buf_adds(out, say(lang, "a change near it would cost less: the search had not ended",
                             "邻近有代价更低的改动：搜索尚未结束"));
        break;
    }
    if (alone)
        hc_buf_adds(out, say(lang, "; stays by itself", "；单独保留"));
}

static void name_unit(const struct hc_units *u, uint32_t i, struct hc_buf *out)
{
    hc_buf_addf(out, "%s%s%s", u->code[i], u->name[i] ? " " : "", u->name[i] ? u->name[i] : "");
}

/* The change that comes nearest; appended; nothing if there is none. */
static void alternative(const struct hc_asking *a, const struct hc_proposal *p, const struct hc_new_units *u,
                        const struct hc_reason *r, enum hc_lang lang, struct hc_buf *out)
{
    const struct hc_units *units = a->setting.units;
    if (!r->has_alternative)
        return;
    const struct hc_new_unit *into = &u->items[p->plan.all.label[r->into]];
    name_unit(units, r->moved, out);
    hc_buf_addf(out, say(lang, " to %s", " 归入 %s"), into->code);
    if (r->exchanged == HC_NONE)
        return;
    hc_buf_adds(out, say(lang, " in exchange for ", "，换出 "));
    name_unit(units, r->exchanged, out);
}

static void add_members(const struct hc_asking *a, const struct hc_proposal *p, size_t g, struct hc_buf *out)
{
    for (size_t i = p->at[g]; i < p->at[g + 1]; i++)
        hc_buf_addf(out, "%s%s", i > p->at[g] ? ";" : "", a->setting.units->code[p->member[i]]);
}

void hc_reasons_csv(const struct hc_asking *a, const struct hc_proposal *p, const struct hc_new_units *u,
                    const struct hc_reason *reason, enum hc_lang lang, struct hc_buf *out)
{
    hc_buf_adds(out, "code,name,kind,members,reason,alternative,extra_cost,cost");
    for (int t = 0; t < HC_N_TERMS; t++)
        hc_buf_addf(out, ",%s", hc_term_name((enum hc_term)t));
    hc_buf_addc(out, '\n');
    for (size_t g = 0; g < u->n; g++) {
        struct hc_buf members = {0}, text = {0}, other = {0};
        add_members(a, p, g, &members);
        why(&reason[g], p->at[g + 1] - p->at[g] == 1, lang, &text);
        alternative(a, p, u, &reason[g], lang, &other);
        const char *fields[] = {u->items[g].code, u->items[g].name, u->items[g].kind,
                                members.data,     text.data,        other.data};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            hc_buf_adds(out, i ? "," : "");
            hc_buf_add_csv(out, fields[i]);
        }
        hc_buf_addc(out, ',');
        if (reason[g].has_alternative)
            hc_buf_addd(out, reason[g].extra);
        hc_buf_addc(out, ',');
        hc_buf_addd(out, (double)p->choice[g].cost / a->setting.problem.quanta);
        for (int t = 0; t < HC_N_TERMS; t++) {
            hc_buf_addc(out, ',');
            hc_buf_addd(out, p->choice[g].term[t]);
        }
        hc_buf_addc(out, '\n');
        hc_buf_release(&members);
        hc_buf_release(&text);
        hc_buf_release(&other);
    }
}

static void add_terms(const struct hc_asking *a, const struct hc_proposal *p, enum hc_lang lang, struct hc_buf *out)
{
    hc_buf_adds(out, say(lang, "| term | value | unit | part of the cost |\n|---|---:|---|---:|\n",
                         "| 项目 | 数值 | 单位 | 代价 |\n|---|---:|---|---:|\n"));
    for (int t = 0; t < HC_N_TERMS; t++)
        if (a->setting.problem.weight[t] > 0)
            hc_buf_addf(out, "| %s | %.3f | %s | %.6g |\n", hc_term_title((enum hc_term)t, lang), p->term[t],
                        hc_term_unit((enum hc_term)t, lang), a->setting.problem.weight[t] * p->term[t]);
    hc_buf_addf(out, say(lang, "\nCost %.9g", "\n代价 %.9g"), p->cost);
    if (isnan(p->bound))
        hc_buf_adds(out, say(lang, "; no bound is known.\n", "；下界未知。\n"));
    else
        hc_buf_addf(out,
                    say(lang, "; no plan that keeps the rules costs less than %.9g%s.\n",
                        "；任何满足规则的方案，代价不低于 %.9g%s。\n"),
                    p->bound, p->plan.all.proven ? say(lang, ": this plan is optimal", "：本方案最优") : "");
}

void hc_reasons_markdown(const struct hc_asking *a, const struct hc_proposal *p, const struct hc_new_units *u,
                         const struct hc_reason *reason, enum hc_lang lang, struct hc_buf *out)
{
    const struct hc_units *units = a->setting.units;
    const char *notice = a->question.input->project.notice;
    hc_buf_addf(out, say(lang, "# %zu units to %zu\n\n", "# %zu 个单元合并为 %zu 个\n\n"), units->count, u->n);
    if (notice)
        hc_buf_addf(out, "> %s\n\n", notice);
    add_terms(a, p, lang, out);
    hc_buf_adds(
        out, say(lang,
                 "\nThe alternative of each new unit is the cheapest change near it that keeps all rules: one member "
                 "more or less, or one exchanged.\n",
                 "\n各新单元的“另一选择”是邻近改动（增减或交换一个成员）中满足规则且代价最低者。\n"));
    for (size_t g = 0; g < u->n; g++) {
        size_t n = p->at[g + 1] - p->at[g];
        if (n == 1)
            continue;
        hc_buf_addf(out, "\n## %s %s\n\n", u->items[g].code, u->items[g].name ? u->items[g].name : "");
        for (size_t i = p->at[g]; i < p->at[g + 1]; i++) {
            hc_buf_adds(out, "- ");
            name_unit(units, p->member[i], out);
            hc_buf_addf(out, say(lang, ", %lld people\n", "，%lld 人\n"),
                        (long long)a->setting.problem.people[p->member[i]]);
        }
        hc_buf_addc(out, '\n');
        why(&reason[g], false, lang, out);
        hc_buf_adds(out, say(lang, ".", "。"));
        if (reason[g].has_alternative) {
            hc_buf_adds(out, say(lang, " Alternative: ", "另一选择："));
            alternative(a, p, u, &reason[g], lang, out);
            hc_buf_addf(out, say(lang, ", %.6g more.", "，代价多 %.6g。"), reason[g].extra);
        }
        hc_buf_addc(out, '\n');
    }
}
