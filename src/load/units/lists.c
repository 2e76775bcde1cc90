#include "load/units/lists.h"

#include "base/mem.h"
#include "load/units/names.h"
#include <string.h>

/* The units of a level that a step may know: code and name, borrowed. */
struct known {
    struct hc_units units; /* no more than count, code, name and by_code */
    struct hc_names names;
};

static void add(struct known *k, char *code, char *name)
{
    if (!code || hc_map_find(&k->units.by_code, code) != HC_NONE)
        return;
    uint32_t at = (uint32_t)k->units.count++;
    k->units.code[at] = code;
    k->units.name[at] = name;
    hc_map_put(&k->units.by_code, code, at);
}

/* The name that a list gives a unit, or the one that it keeps. */
static char *name_of(const struct hc_new_unit *u, const struct hc_units *read)
{
    uint32_t kept = u->name ? HC_NONE : hc_map_find(&read->by_code, u->continues ? u->continues : u->code);
    return kept == HC_NONE ? u->name : read->name[kept];
}

/* The latest lists first: a unit of theirs has taken its name over from those before. */
static void known_make(struct known *k, const struct hc_input *input, size_t step, uint32_t level)
{
    const struct hc_units *read = &input->layers[level].units;
    struct hc_map listed = {0}; /* names, to the last step that lists one */
    size_t n = read->count;
    for (size_t s = 0; s < step; s++)
        n += input->steps[s].level == level ? input->steps[s].n_new_units : 0;
    *k = (struct known){.units = {.code = hc_alloc(n, sizeof(char *)), .name = hc_alloc(n, sizeof(char *))}};
    for (size_t s = step; s-- > 0;)
        for (size_t i = 0; input->steps[s].level == level && i < input->steps[s].n_new_units; i++) {
            const struct hc_new_unit *u = &input->steps[s].new_units[i];
            char *name = name_of(u, read);
            uint32_t last = name ? hc_map_put(&listed, name, (uint32_t)s) : HC_NONE;
            add(k, u->code, last == HC_NONE || last == s ? name : NULL);
        }
    for (size_t i = 0; i < read->count; i++)
        add(k, read->code[i], hc_map_find(&listed, read->name[i]) == HC_NONE ? read->name[i] : NULL);
    hc_names_index(&k->units, &k->names);
    hc_map_release(&listed);
}

static void known_release(struct known *k)
{
    hc_names_release(&k->names);
    hc_map_release(&k->units.by_code);
    hc_free(k->units.code);
    hc_free(k->units.name);
}

enum column { PARENT, CONTINUES };

static char **text_of(struct hc_new_unit *u, enum column column)
{
    return column == PARENT ? &u->parent : &u->continues;
}

/* Whether something in a column is none of the codes that were read: the rest need not be looked up. */
static bool has_names(const struct hc_input *input, const struct hc_step_input *step, enum column column,
                      uint32_t level)
{
    for (size_t i = 0; i < step->n_new_units; i++) {
        const char *text = *text_of(&step->new_units[i], column);
        if (text && hc_map_find(&input->layers[level].units.by_code, text) == HC_NONE)
            return true;
    }
    return false;
}

static void read_column(struct hc_input *input, size_t index, enum column column, struct hc_findings *findings)
{
    struct hc_step_input *step = &input->steps[index];
    uint32_t level = column == PARENT ? step->level + 1 : step->level;
    struct known known;
    const char *first = NULL, *code = NULL;
    if (level >= input->project.n_levels || !has_names(input, step, column, level))
        return;
    known_make(&known, input, index, level);
    for (size_t i = 0; i < step->n_new_units; i++) {
        char **text = text_of(&step->new_units[i], column);
        if (!*text || hc_map_find(&known.units.by_code, *text) != HC_NONE)
            continue;
        uint32_t unit = hc_names_find(&known.names, *text);
        if (unit == HC_NONE && hc_names_are_common(&known.names, *text))
            hc_names_refuse(&known.names, &known.units, input->project.levels[level].id, step->spec->units,
                            step->new_units[i].row, *text, findings);
        if (unit == HC_NONE)
            continue;
        if (!first) {
            first = *text;
            code = known.units.code[unit];
        }
        *text = known.units.code[unit];
    }
    if (first) {
        struct hc_finding *f = hc_findings_add(
            findings, column == PARENT ? "parent_by_name" : "unit_by_name", HC_NOTE,
            "%s: %s%.0s are given by name; \"%s\" is read as %s", "%s：%.0s%s以名称给出；“%s”按代码 %s 读取",
            hc_source_label(step->spec->units), column == PARENT ? "parents" : "predecessors",
            column == PARENT ? "上级" : "所承继的单元", first, code);
        hc_finding_level(f, input->project.levels[step->level].id);
    }
    known_release(&known);
}

void hc_lists_by_name(struct hc_input *input, struct hc_findings *findings)
{
    for (size_t i = 0; i < input->n_steps; i++)
        for (enum column c = PARENT; c <= CONTINUES; c++)
            if (input->steps[i].spec->units)
                read_column(input, i, c, findings);
}
