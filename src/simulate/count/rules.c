#include "base/mem.h"
#include "simulate/count/count.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct judging {
    struct hc_run *run;
    size_t last;
    size_t index; /* of the rule */
    const struct hc_rule *rule;
    uint32_t level;
    const char *level_id;
};

static struct hc_finding *broken(const struct judging *j, const char *code, const char *en, const char *zh)
{
    struct hc_finding *f =
        hc_findings_add(j->run->findings, "rule_broken", j->rule->severity, "rule %zu, unit %s: %s%.0s",
                        "规则 %zu，单元 %s：%.0s%s", j->index + 1, code, en, zh);
    f->rule = (uint32_t)j->index + 1;
    hc_finding_level(f, j->level_id);
    hc_finding_unit(f, code);
    return f;
}

static void refuse_rule(const struct judging *j, const char *en, const char *zh, const char *word)
{
    struct hc_finding *f = hc_findings_add(j->run->findings, "bad_rule", HC_REFUSAL, "rules[%zu]: %s%.0s \"%s\"",
                                           "rules[%zu]：%.0s%s“%s”", j->index, en, zh, word);
    hc_finding_remedy(f, "correct the rule in the project", "请更正项目中的规则");
}

static const struct hc_level_state *state_after(const struct judging *j)
{
    return &j->run->result->states[j->last].levels[j->level];
}

static bool concerns(const struct judging *j, const struct hc_units *u, uint32_t i)
{
    return !j->rule->kind || (u->kind[i] && strcmp(u->kind[i], j->rule->kind) == 0);
}

static void judge_range(const struct judging *j)
{
    const struct hc_units *u = &state_after(j)->units;
    const struct hc_rule *r = j->rule;
    struct hc_number *values = r->measure ? hc_count_values(j->run, j->last, j->level, r->measure) : NULL;
    if (!values) {
        refuse_rule(j, "no measure is called", "没有名为下列的指标：", r->measure ? r->measure : "");
        return;
    }
    for (uint32_t i = 0; i < u->count; i++) {
        char value[64], limit[64], en[256], zh[256];
        if (!concerns(j, u, i) || values[i].missing)
            continue;
        bool low = !r->min.missing && hc_number_compare(values[i], r->min) < 0;
        bool high = !r->max.missing && hc_number_compare(values[i], r->max) > 0;
        if (!low && !high)
            continue;
        hc_number_format(values[i], values[i].exact && values[i].den == 1 ? values[i].scale : 4, false, value);
        hc_number_format(low ? r->min : r->max, low ? r->min.scale : r->max.scale, false, limit);
        snprintf(en, sizeof en, "%s is %s, %s %s", r->measure, value, low ? "below" : "above", limit);
        snprintf(zh, sizeof zh, "%s 为 %s，%s %s", r->measure, value, low ? "低于" : "高于", limit);
        broken(j, u->code[i], en, zh);
    }
    hc_free(values);
}

/* Links at the base level, as pairs of faces; cut ones apart. */
struct links {
    uint32_t (*join)[2], (*cut)[2];
    size_t n_join, n_cut;
};

static void read_links(const struct hc_run *run, struct links *links)
{
    const struct hc_units *base = &run->result->states[0].levels[run->input->base].units;
    links->join = hc_alloc(run->input->n_links, sizeof *links->join);
    links->cut = hc_alloc(run->input->n_links, sizeof *links->cut);
    links->n_join = links->n_cut = 0;
    for (size_t i = 0; i < run->input->n_links; i++) {
        const struct hc_link *l = &run->input->links[i];
        uint32_t a = hc_map_find(&base->by_code, l->a), b = hc_map_find(&base->by_code, l->b);
        if (a == HC_NONE || b == HC_NONE) {
            struct hc_finding *f =
                hc_findings_add(run->findings, "unknown_unit", HC_REFUSAL, "%s:%ld: link to unknown unit \"%s\"",
                                "%s:%ld：连接的单元“%s”不存在", hc_source_label(run->input->project.links), l->row,
                                a == HC_NONE ? (l->a ? l->a : "") : (l->b ? l->b : ""));
            hc_finding_remedy(f, "correct the code, or take the row out", "请更正代码，或删去该行");
            continue;
        }
        uint32_t *pair = l->cut ? links->cut[links->n_cut++] : links->join[links->n_join++];
        pair[0] = a;
        pair[1] = b;
    }
}

/* How many pieces each unit of a level is in, or NULL without boundaries; 0 for units that had fewer than `least`
 * members, which are not looked at. */
static uint32_t *count_pieces(const struct hc_run *run, size_t state, uint32_t level, uint32_t least)
{
    const struct hc_level_state *l = &run->result->states[state].levels[level];
    struct links links;
    if (!run->cover || !l->face_unit)
        return NULL;
    uint32_t *pieces = hc_alloc(l->units.count, sizeof *pieces);
    size_t n_faces = hc_cover_n_faces(run->cover);
    uint32_t *face_unit = hc_alloc(n_faces, sizeof *face_unit);
    for (size_t f = 0; f < n_faces; f++) {
        uint32_t u = l->face_unit[f];
        face_unit[f] = u == HC_NONE || l->n_members[u] < least ? HC_NONE : u;
    }
    read_links(run, &links);
    hc_cover_pieces(run->cover, run->blocks ? &run->blocks[level] : NULL, face_unit, l->units.count,
                    (const uint32_t(*)[2])links.join, links.n_join, (const uint32_t(*)[2])links.cut, links.n_cut,
                    pieces);
    hc_free(links.join);
    hc_free(links.cut);
    hc_free(face_unit);
    return pieces;
}

static void judge_contiguous(const struct judging *j)
{
    const struct hc_units *u = &state_after(j)->units;
    uint32_t *pieces = count_pieces(j->run, j->last, j->level, 0);
    if (!pieces)
        hc_findings_add(j->run->findings, "rule_unjudged", HC_WARNING,
                        "rule %zu cannot be judged: level %s has no boundaries", "规则 %zu 无法判断：层级 %s 没有边界",
                        j->index + 1, j->level_id)
            ->rule = (uint32_t)j->index + 1;
    for (uint32_t i = 0; pieces && i < u->count; i++) {
        char en[80], zh[80];
        if (!concerns(j, u, i) || pieces[i] < 2)
            continue;
        snprintf(en, sizeof en, "its members form %u pieces that do not touch", pieces[i]);
        snprintf(zh, sizeof zh, "其成员分为互不相邻的 %u 块", pieces[i]);
        hc_finding_remedy(
            broken(j, u->code[i], en, zh),
            "move the stray members, or add a link (a bridge, a ferry): \"links\" in the project, a table "
            "unit_a,unit_b",
            "请调整零散成员，或增加连接（桥、渡口）：项目中的 links，表头 unit_a,unit_b");
    }
    hc_free(pieces);
}

static bool same_parent(const struct hc_units *u, uint32_t a, uint32_t b)
{
    const char *x = u->parent_code[a], *y = u->parent_code[b];
    return x == y || strcmp(x ? x : "", y ? y : "") == 0;
}

/* What a step puts together lay under one parent when it was taken: an earlier step may have changed the parents. */
static void judge_within_parent(const struct judging *j)
{
    for (size_t s = 0; s < j->run->result->n_steps; s++) {
        const struct hc_crosswalk *c = &j->run->result->steps[s].levels[j->level].crosswalk;
        const struct hc_units *before = &j->run->result->states[s].levels[j->level].units;
        const struct hc_units *after = &j->run->result->states[s + 1].levels[j->level].units;
        uint32_t *seen = hc_alloc(after->count, sizeof *seen);
        memset(seen, 0xff, after->count * sizeof *seen);
        for (size_t i = 0; i < c->n; i++) {
            uint32_t t = c->rows[i].target, source = c->rows[i].source;
            if (t == HC_NONE || !concerns(j, after, t))
                continue;
            if (seen[t] == HC_NONE) {
                seen[t] = source;
            } else if (seen[t] != HC_NONE - 1 && !same_parent(before, seen[t], source)) {
                seen[t] = HC_NONE - 1;
                broken(j, after->code[t], "its members come from more than one parent", "其成员来自不止一个上级单元");
            }
        }
        hc_free(seen);
    }
}

/* The unit of the last state that most of `code` went to; HC_NONE if it left or is not known (then refused). */
static uint32_t where_is(const struct judging *j, const char *code, bool *known)
{
    const struct hc_crosswalk *c = &j->run->result->levels[j->level].crosswalk;
    uint32_t source = hc_map_find(&j->run->result->states[0].levels[j->level].units.by_code, code), best = HC_NONE;
    double most = -1;
    *known = source != HC_NONE;
    for (size_t i = 0; *known && i < c->n; i++)
        if (c->rows[i].source == source && c->rows[i].share_population > most) {
            most = c->rows[i].share_population;
            best = c->rows[i].target;
        }
    return best;
}

static void judge_codes(const struct judging *j)
{
    const struct hc_units *after = &state_after(j)->units;
    uint32_t *where = hc_alloc(j->rule->n_codes, sizeof *where);
    for (size_t i = 0; i < j->rule->n_codes; i++) {
        bool known;
        const char *code = j->rule->codes[i];
        where[i] = where_is(j, code, &known);
        if (!known)
            refuse_rule(j, "no unit has the code", "没有代码为下列的单元：", code);
        else if (j->rule->type == HC_RULE_TOGETHER && i && where[i] != where[0])
            broken(j, code, "is not together with the others", "未与其他单元合在一起");
        else if (j->rule->type == HC_RULE_KEEP && (where[i] == HC_NONE || strcmp(after->code[where[i]], code) != 0 ||
                                                   strcmp(state_after(j)->members[where[i]], code) != 0))
            broken(j, code, "was to be kept, and its code or members changed", "应保持不变，但其代码或成员已变更");
        for (size_t k = 0; j->rule->type == HC_RULE_APART && k < i; k++)
            if (known && where[k] == where[i] && where[i] != HC_NONE)
                broken(j, code, "is in one unit with another that it was to be kept apart from",
                       "与应分开的单元合在了一起");
    }
    hc_free(where);
}

static bool listed(const struct hc_rule *rule, const char *code)
{
    for (size_t i = 0; i < rule->n_codes; i++)
        if (strcmp(rule->codes[i], code) == 0)
            return true;
    return false;
}

/* With a list of what may change kind, nothing else may. */
static void judge_convert(const struct judging *j)
{
    const struct hc_result *r = j->run->result;
    for (size_t s = 0; s < r->n_steps; s++) {
        const struct hc_level_step *step = &r->steps[s].levels[j->level];
        for (size_t e = 0; e < step->n_events; e++) {
            if (step->events[e].type != HC_EVENT_KIND_CHANGED)
                continue;
            const char *was = r->states[s].levels[j->level].units.code[step->events[e].source];
            const char *is = r->states[s + 1].levels[j->level].units.code[step->events[e].target];
            if (!listed(j->rule, was) && !listed(j->rule, is))
                broken(j, is, "changed its kind without leave", "未经许可变更了类型");
        }
    }
}

/* The level that knows the rule's first code in any state, where the rule names none. */
static uint32_t level_of(const struct hc_run *run, const struct hc_rule *rule)
{
    if (rule->level)
        return hc_project_level(&run->input->project, rule->level);
    for (size_t s = 0; rule->n_codes && s < run->result->n_states; s++)
        for (uint32_t l = 0; l < run->input->project.n_levels; l++)
            if (hc_map_find(&run->result->states[s].levels[l].units.by_code, rule->codes[0]) != HC_NONE)
                return l;
    return 0;
}

static void judge(const struct judging *j)
{
    switch (j->rule->type) {
    case HC_RULE_RANGE:
        judge_range(j);
        break;
    case HC_RULE_CONTIGUOUS:
        judge_contiguous(j);
        break;
    case HC_RULE_WITHIN_PARENT:
        judge_within_parent(j);
        break;
    case HC_RULE_TOGETHER:
    case HC_RULE_APART:
    case HC_RULE_KEEP:
        judge_codes(j);
        break;
    case HC_RULE_CONVERT:
        judge_convert(j);
        break;
    }
}

/* Without a rule about it, members that do not touch are still said, where a plan brought them together. */
static void note_pieces(struct hc_run *run, uint32_t level)
{
    const struct hc_level_state *l = &run->result->states[run->result->n_states - 1].levels[level];
    uint32_t joined = 0;
    while (joined < l->units.count && l->n_members[joined] < 2)
        joined++;
    uint32_t *pieces = joined < l->units.count ? count_pieces(run, run->result->n_states - 1, level, 2) : NULL;
    for (uint32_t i = joined; pieces && i < l->units.count; i++) {
        if (pieces[i] < 2 || l->n_members[i] < 2)
            continue;
        struct hc_finding *f = hc_findings_add(run->findings, "not_contiguous", HC_WARNING,
                                               "unit %s: its members form %u pieces that do not touch",
                                               "单元 %s 的成员分为互不相邻的 %u 块", l->units.code[i], pieces[i]);
        hc_finding_level(f, run->input->project.levels[level].id);
        hc_finding_unit(f, l->units.code[i]);
        hc_finding_remedy(f,
                          "if they are joined by a bridge or a ferry, say so in a table unit_a,unit_b: --links F, or "
                          "\"links\" in the "
                          "project",
                          "若有桥梁或渡口相连，请在连接表（unit_a,unit_b）中注明：--links F，或项目中的 links");
    }
    hc_free(pieces);
}

void hc_count_rules(struct hc_run *run)
{
    const struct hc_project *p = &run->input->project;
    for (uint32_t l = 0; l < p->n_levels; l++) {
        bool ruled = false;
        for (size_t i = 0; i < p->n_rules; i++)
            ruled = ruled || (p->rules[i].type == HC_RULE_CONTIGUOUS && level_of(run, &p->rules[i]) == l);
        if (!ruled && run->result->n_steps)
            note_pieces(run, l);
    }
    for (size_t i = 0; i < p->n_rules; i++) {
        struct judging j = {.run = run, .last = run->result->n_states - 1, .index = i, .rule = &p->rules[i]};
        j.level = level_of(run, j.rule);
        j.level_id = p->levels[j.level].id;
        judge(&j);
    }
}
