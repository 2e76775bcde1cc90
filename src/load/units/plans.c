#include "load/units/plans.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "load/units/names.h"
#include <string.h>

struct naming {
    struct hc_input *input;
    struct hc_step_input *step;
    const struct hc_units *units; /* of the step's level */
    struct hc_names names;        /* once a text is met that is no code */
    bool has_names;
    struct hc_map listed; /* codes of the step's own new units */
    struct hc_findings *findings;
    const char *first, *code; /* the first name that was read, and as what */
};

/* Steps at one level before this one may have changed who has a name; plans to compare all begin at one state. */
static bool begins_with_input(const struct hc_input *input, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (input->steps[i].level == input->steps[index].level && hc_is_date(input->steps[i].spec->date))
            return false;
    return true;
}

static bool is_code(const struct naming *n, const char *text)
{
    bool code = !*text || strcmp(text, "-") == 0 || hc_map_find(&n->listed, text) != HC_NONE ||
                strspn(text, "0123456789") == strlen(text);
    for (uint32_t l = 0; l < n->input->project.n_levels && !code; l++)
        code = hc_map_find(&n->input->layers[l].units.by_code, text) != HC_NONE;
    return code;
}

static char *read_name(struct naming *n, const struct hc_move *move, char *text)
{
    if (is_code(n, text))
        return text;
    if (!n->has_names)
        hc_names_index(n->units, &n->names);
    n->has_names = true;
    uint32_t unit = hc_names_find(&n->names, text);
    if (unit == HC_NONE || !n->units->code[unit]) {
        if (hc_names_are_common(&n->names, text))
            hc_names_refuse(&n->names, n->units, n->input->project.levels[n->step->level].id, n->step->spec->plan,
                            move->row, text, n->findings);
        return text;
    }
    if (!n->first) {
        n->first = text;
        n->code = n->units->code[unit];
    }
    return hc_arena_strdup(&n->step->strings, n->units->code[unit]);
}

static void add_new_unit(struct hc_step_input *step, char *name, long row)
{
    step->new_units = hc_realloc(step->new_units, step->n_new_units + 1, sizeof *step->new_units);
    step->new_units[step->n_new_units++] = (struct hc_new_unit){.code = name, .name = name, .row = row};
}

static bool looks_like_name(const char *text)
{
    return !hc_utf8_is_ascii(text, strlen(text)) || !strpbrk(text, "0123456789");
}

/* Names that no unit has yet, where the plan speaks in names: those of new units, told once. */
static void name_new_units(struct naming *n)
{
    size_t before = n->step->n_new_units;
    struct hc_buf some = {0};
    for (size_t i = 0; i < n->step->n_moves; i++) {
        const struct hc_move *move = &n->step->moves[i];
        if (is_code(n, move->to) || !looks_like_name(move->to) ||
            hc_map_find(&n->step->beside_codes, move->to) != HC_NONE)
            continue;
        hc_map_put(&n->listed, move->to, 0);
        add_new_unit(n->step, move->to, move->row);
        if (n->step->n_new_units - before <= 3)
            hc_buf_addf(&some, "%s%s", some.len ? ", " : "", move->to);
    }
    size_t added = n->step->n_new_units - before;
    if (added) {
        struct hc_finding *f =
            hc_findings_add(n->findings, "new_unit_by_name", HC_WARNING,
                            "%s: %zu new units are known by name alone (%s%s): the names stand for their codes",
                            "%s：%zu 个新单元只有名称（%s%s），以名称充当代码", hc_source_label(n->step->spec->plan),
                            added, some.data, added > 3 ? ", ..." : "");
        hc_finding_level(f, n->input->project.levels[n->step->level].id);
        hc_finding_remedy(
            f,
            "correct the name if one that exists is meant; else give codes: in the plan, and with the names "
            "in a list of new units (code,name)",
            "若所指为现有单元，请更正名称；否则请在方案中改写代码，并在新单元表（code,name）中列出代码与名称");
    }
    hc_buf_release(&some);
}

static void read_names(struct naming *n)
{
    const char *id = n->input->project.levels[n->step->level].id;
    for (size_t i = 0; i < n->step->n_new_units; i++)
        hc_map_put(&n->listed, n->step->new_units[i].code, (uint32_t)i);
    for (size_t i = 0; i < n->step->n_moves; i++) {
        struct hc_move *move = &n->step->moves[i];
        if (move->level && strcmp(move->level, id) != 0)
            continue;
        move->unit = read_name(n, move, move->unit);
        move->to = read_name(n, move, move->to);
    }
    if (!n->first)
        return;
    struct hc_finding *f = hc_findings_add(
        n->findings, "unit_by_name", HC_NOTE, "%s: units are given by name; \"%s\" is read as %s",
        "%s：单元以名称给出；“%s”按代码 %s 读取", hc_source_label(n->step->spec->plan), n->first, n->code);
    hc_finding_level(f, id);
    name_new_units(n);
}

void hc_plans_by_name(struct hc_input *input, struct hc_findings *findings)
{
    for (size_t i = 0; i < input->n_steps; i++) {
        struct naming n = {.input = input, .step = &input->steps[i], .findings = findings};
        if (!n.step->spec->plan || !begins_with_input(input, i))
            continue;
        n.units = &input->layers[n.step->level].units;
        read_names(&n);
        hc_names_release(&n.names);
        hc_map_release(&n.listed);
    }
}
