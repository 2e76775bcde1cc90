#include "load/units/names.h"

#include "base/buf.h"
#include "base/mem.h"
#include "load/sheet/codes.h"
#include <string.h>

static const char *plain_name(struct hc_names *names, const char *name)
{
    return name && hc_name_has_blank(name) ? hc_name_plain(name, &names->strings) : name;
}

void hc_names_index(const struct hc_units *u, struct hc_names *names)
{
    struct hc_map first = {0};
    const char **plain = hc_calloc(u->count, sizeof *plain);
    uint32_t *last = hc_alloc(u->count, sizeof *last); /* of the units so far, for the first of a name */
    names->next = hc_alloc(u->count, sizeof *names->next);
    for (uint32_t i = 0; i < u->count; i++) {
        names->next[i] = HC_NONE;
        last[i] = i;
        plain[i] = plain_name(names, u->name[i]);
        uint32_t at = plain[i] ? hc_map_put(&first, plain[i], i) : HC_NONE;
        if (at != HC_NONE) {
            names->next[last[at]] = i;
            last[at] = i;
        }
    }
    for (uint32_t i = 0; i < u->count; i++)
        if (plain[i] && hc_map_find(&first, plain[i]) == i)
            hc_map_put(names->next[i] == HC_NONE ? &names->one : &names->several, plain[i], i);
    hc_map_release(&first);
    hc_free(plain);
    hc_free(last);
}

uint32_t hc_names_find(struct hc_names *names, const char *name)
{
    return hc_map_find(&names->one, plain_name(names, name));
}

bool hc_names_are_common(struct hc_names *names, const char *name)
{
    return hc_map_find(&names->several, plain_name(names, name)) != HC_NONE;
}

void hc_names_release(struct hc_names *names)
{
    hc_map_release(&names->one);
    hc_map_release(&names->several);
    hc_free(names->next);
    hc_arena_release(&names->strings);
}

void hc_names_refuse(struct hc_names *names, const struct hc_units *units, const char *level, const char *source,
                     long row, const char *name, struct hc_findings *findings)
{
    struct hc_buf all = {0};
    size_t count = 0;
    for (uint32_t i = hc_map_find(&names->several, plain_name(names, name)); i != HC_NONE; i = names->next[i]) {
        const char *parent = units->parent_code ? units->parent_code[i] : NULL;
        if (count++ < 5)
            hc_buf_addf(&all, parent ? "%s%s (%s)" : "%s%s", all.len ? ", " : "", units->code[i], parent);
    }
    struct hc_finding *f =
        hc_findings_add(findings, "common_name", HC_REFUSAL, "%s:%ld: \"%s\" is the name of %zu units: %s%s",
                        "%s:%ld：“%s”是 %zu 个单元的名称：%s%s", hc_source_label(source), row, name, count, all.data,
                        count > 5 ? ", ..." : "");
    hc_finding_level(f, level);
    hc_finding_remedy(f, "write the code of the one that is meant", "请改写为所指单元的代码");
    hc_buf_release(&all);
}

const char *hc_trait_source(const struct hc_input *input, uint32_t level, enum hc_trait trait)
{
    const char *table = input->layers[level].trait_from[trait];
    return table ? table : hc_source_label(input->project.levels[level].source);
}

/* Whether no parent is a code of the level above, and most are names there. */
static bool are_names(const struct hc_units *below, const struct hc_units *above, struct hc_names *names)
{
    struct hc_map codes = {0};
    size_t given = 0, named = 0;
    bool coded = false;
    for (uint32_t i = 0; i < above->count; i++)
        if (above->code[i])
            hc_map_put(&codes, above->code[i], i);
    for (uint32_t i = 0; i < below->count && !coded; i++) {
        const char *parent = below->parent_code[i];
        coded = hc_map_find(&codes, parent) != HC_NONE;
        given += parent != NULL;
        named += hc_names_find(names, parent) != HC_NONE;
    }
    hc_map_release(&codes);
    return !coded && named * 2 > given;
}

static void find_parents(struct hc_input *input, uint32_t level, struct hc_findings *findings)
{
    struct hc_units *below = &input->layers[level].units;
    const struct hc_units *above = &input->layers[level + 1].units;
    struct hc_names names = {0};
    const char *first = NULL, *code = NULL;
    hc_names_index(above, &names);
    bool named = above->count && are_names(below, above, &names);
    for (uint32_t i = 0; named && i < below->count; i++) {
        uint32_t parent = hc_names_find(&names, below->parent_code[i]);
        if (parent == HC_NONE)
            continue;
        if (!first) {
            first = below->parent_code[i];
            code = above->code[parent];
        }
        below->parent_code[i] = hc_arena_strdup(&below->strings, above->code[parent]);
    }
    if (first) {
        struct hc_finding *f = hc_findings_add(
            findings, "parent_by_name", HC_NOTE, "%s: parents are given by name; \"%s\" is read as %s",
            "%s：上级以名称给出；“%s”按代码 %s 读取", hc_trait_source(input, level, HC_TRAIT_PARENT), first, code);
        hc_finding_level(f, input->project.levels[level].id);
    }
    hc_names_release(&names);
}

static void tell_blanks(const struct hc_input *input, uint32_t level, enum hc_trait trait, struct hc_findings *findings)
{
    const struct hc_units *u = &input->layers[level].units;
    char *const *text = trait == HC_TRAIT_NAME ? u->name : u->parent_code;
    size_t n = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < u->count; i++)
        if (text[i] && hc_name_has_blank(text[i])) {
            first = n ? first : i;
            n++;
        }
    if (!n)
        return;
    bool name = trait == HC_TRAIT_NAME;
    struct hc_finding *f = hc_findings_add(
        findings, name ? "blank_in_name" : "blank_in_parent", HC_WARNING,
        "%s: blanks stand inside %zu %s%.0s, such as \"%s\" (%s)", "%s：%zu 个%.0s%s中间有空格，如“%s”（%s）",
        hc_trait_source(input, level, trait), n, name ? "names" : "parents", name ? "名称" : "上级名称", text[first],
        u->code[first] ? u->code[first] : "");
    hc_finding_level(f, input->project.levels[level].id);
    if (u->code[first])
        hc_finding_unit(f, u->code[first]);
    if (name)
        hc_finding_remedy(f, "names are kept as they stand, and would be printed so; take the blanks out of the source",
                          "名称照原样保留并印出；请在原文件中删去空格");
    else
        hc_finding_remedy(f, "with a blank it is another parent than without; take the blanks out of the source",
                          "有空格与无空格视为不同的上级；请在原文件中删去空格");
}

void hc_names_finish(struct hc_input *input, struct hc_findings *findings)
{
    for (uint32_t l = 0; l < input->project.n_levels; l++) {
        if (!input->project.levels[l].source)
            continue;
        tell_blanks(input, l, HC_TRAIT_NAME, findings);
        if (l + 1 < input->project.n_levels)
            find_parents(input, l, findings);
        tell_blanks(input, l, HC_TRAIT_PARENT, findings); /* of those that no list of units knows */
    }
}
