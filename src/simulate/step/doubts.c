#include "simulate/step/step.h"

#include "base/mem.h"
#include <string.h>

/* What a plan may say, and hardly means: nothing stops, and everything is told. */

static const char *code_of_parent(const struct hc_stepping *s, size_t state, const struct hc_units *units,
                                  uint32_t unit)
{
    const struct hc_level_state *levels = s->run->result->states[state].levels;
    uint32_t parent = s->level + 1 < s->run->input->project.n_levels ? units->parent[unit] : HC_NONE;
    return parent == HC_NONE ? NULL : levels[s->level + 1].units.code[parent];
}

static void finish(const struct hc_stepping *s, struct hc_finding *f, const struct hc_move *m)
{
    hc_finding_level(f, s->run->input->project.levels[s->level].id);
    hc_finding_unit(f, m->unit);
    hc_finding_unit(f, m->to);
}

/* A code that is new and stands in no list of new units, though there is one, or though a single unit goes there: as
 * a slip of the pen would. */
static void doubt_code(const struct hc_stepping *s, const struct hc_move *m, uint32_t target, bool alone)
{
    if (s->given[target] || !(alone || s->input->n_new_units) || hc_map_find(&s->input->beside_codes, m->to) != HC_NONE)
        return;
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "unlisted_unit", HC_WARNING,
        "%s:%ld: unit \"%s\" becomes \"%s\", a code that no unit has and no list of new units names",
        "%s:%ld：单元“%s”改为“%s”，该代码既非现有单元，也不在新单元表中", hc_step_plan_name(s), m->row, m->unit, m->to);
    finish(s, f, m);
    hc_finding_remedy(f, "correct the code; if the unit is new, name it in the list of new units",
                      "请更正代码；若确为新单元，请列入新单元表");
}

/* Into a unit that itself goes elsewhere: it will be another of its code. */
static void doubt_chain(const struct hc_stepping *s, const struct hc_move *m, uint32_t heir, uint32_t target)
{
    if (s->given[target])
        return;
    for (size_t i = s->part_at[heir]; i < s->part_at[heir + 1]; i++)
        if (s->parts[i].target == target)
            return;
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "target_moves", HC_WARNING,
        "%s:%ld: unit \"%s\" goes to \"%s\", which itself goes elsewhere: another unit of that code is made of it",
        "%s:%ld：单元“%s”并入“%s”，而后者另有去向：将以该代码另成单元", hc_step_plan_name(s), m->row, m->unit, m->to);
    finish(s, f, m);
    hc_finding_remedy(f, "send it where that one goes, or list the code among the new units",
                      "请改为后者的去向；若确要沿用该代码，请列入新单元表");
}

/* Into the land of another parent, whose border moves with it. */
static void doubt_parent(const struct hc_stepping *s, const struct hc_move *m, uint32_t unit, uint32_t target)
{
    const char *before = code_of_parent(s, s->index, s->old, unit);
    const char *after = code_of_parent(s, s->index + 1, s->fresh, target);
    if (!before || !after || strcmp(before, after) == 0 || (s->given[target] && s->given[target]->parent))
        return;
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "parent_changes", HC_WARNING, "%s:%ld: unit \"%s\" goes from parent %s to %s with \"%s\"",
        "%s:%ld：单元“%s”由上级 %s 改属 %s（并入“%s”）", hc_step_plan_name(s), m->row, m->unit, before, after, m->to);
    finish(s, f, m);
    hc_finding_remedy(
        f, "the borders of both parents move; if that is meant, say so by \"parent\" in the list of new units",
        "两个上级的界线随之变动；若确需如此，请在新单元表中写明 parent");
}

/* New codes that a list of new units beside the plan has, and the step does not name that list: said once. */
static void doubt_beside(const struct hc_stepping *s)
{
    const struct hc_step_input *in = s->input;
    const char *first = NULL;
    size_t n = 0;
    for (size_t i = 0; in->beside && i < s->n_targets; i++) {
        const char *code = s->target_codes[i];
        if (hc_map_find(&s->old->by_code, code) != HC_NONE || hc_map_find(&in->beside_codes, code) == HC_NONE)
            continue;
        first = first ? first : code;
        n++;
    }
    if (!n)
        return;
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "new_units_beside", HC_WARNING,
        "%s: %zu new units (such as %s) are known by code alone; %s, beside the plan, lists them, and is not read",
        "%s：%zu 个新单元（如 %s）只有代码；方案旁的 %s 列有这些单元，但未读取", hc_step_plan_name(s), n, first,
        in->beside);
    hc_finding_level(f, s->run->input->project.levels[s->level].id);
    if (s->run->input->project.one_level)
        hc_finding_remedy(f, "name it: --new-units %s", "请指明：--new-units %s", in->beside);
    else
        hc_finding_remedy(f, "name it in the step: \"units\": \"%s\"", "请在步骤中写明：\"units\": \"%s\"", in->beside);
}

void hc_step_doubt(const struct hc_stepping *s)
{
    uint32_t *members = hc_calloc(s->fresh->count, sizeof *members);
    for (size_t i = 0; i < s->n_parts; i++)
        if (s->parts[i].target != HC_NONE &&
            (!i || s->parts[i - 1].target != s->parts[i].target || s->parts[i - 1].unit != s->parts[i].unit))
            members[s->parts[i].target]++;
    uint32_t last_unit = HC_NONE, last_target = HC_NONE, last_heir = HC_NONE;
    for (size_t i = 0; i < s->input->n_moves; i++) {
        const struct hc_move *m = &s->input->moves[i];
        uint32_t unit = hc_units_find(s->old, m->unit, &last_unit);
        uint32_t target = hc_units_find(s->fresh, m->to, &last_target);
        if (unit == HC_NONE || target == HC_NONE)
            continue;
        uint32_t heir = hc_units_find(s->old, m->to, &last_heir);
        if (heir == HC_NONE)
            doubt_code(s, m, target, members[target] == 1);
        else if (heir != unit)
            doubt_chain(s, m, heir, target);
        doubt_parent(s, m, unit, target);
    }
    doubt_beside(s);
    hc_free(members);
}
