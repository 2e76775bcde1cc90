#include "load/units/names.h"

#include <string.h>

void hc_names_index(const struct hc_units *u, struct hc_map *names)
{
    struct hc_map seen = {0}, twice = {0};
    for (uint32_t i = 0; i < u->count; i++)
        if (u->name[i] && hc_map_put(&seen, u->name[i], i) != HC_NONE)
            hc_map_put(&twice, u->name[i], i);
    for (uint32_t i = 0; i < u->count; i++)
        if (u->name[i] && hc_map_find(&twice, u->name[i]) == HC_NONE)
            hc_map_put(names, u->name[i], i);
    hc_map_release(&seen);
    hc_map_release(&twice);
}

const char *hc_trait_source(const struct hc_input *input, uint32_t level, enum hc_trait trait)
{
    const char *table = input->layers[level].trait_from[trait];
    return table ? table : hc_source_label(input->project.levels[level].source);
}

/* Whether no parent is a code of the level above, and most are names there. */
static bool are_names(const struct hc_units *below, const struct hc_units *above, const struct hc_map *names)
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
        named += hc_map_find(names, parent) != HC_NONE;
    }
    hc_map_release(&codes);
    return !coded && named * 2 > given;
}

static void find_parents(struct hc_input *input, uint32_t level, struct hc_findings *findings)
{
    struct hc_units *below = &input->layers[level].units;
    const struct hc_units *above = &input->layers[level + 1].units;
    struct hc_map names = {0};
    const char *first = NULL, *code = NULL;
    hc_names_index(above, &names);
    bool named = above->count && are_names(below, above, &names);
    for (uint32_t i = 0; named && i < below->count; i++) {
        uint32_t parent = hc_map_find(&names, below->parent_code[i]);
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
    hc_map_release(&names);
}

/* Where a blank stands between two characters of Chinese: "王家 村", also the wide one. Latin words have theirs. */
static bool has_blank(const char *name)
{
    static const char wide[] = "\xe3\x80\x80";
    for (const char *c = name; *c; c++) {
        size_t n = *c == ' ' ? strspn(c, " ") : strncmp(c, wide, 3) == 0 ? 3 : 0;
        if (n && c > name && (unsigned char)c[-1] >= 0x80 && (unsigned char)c[n] >= 0xe4)
            return true;
    }
    return false;
}

static void tell_blanks(const struct hc_input *input, uint32_t level, enum hc_trait trait, struct hc_findings *findings)
{
    const struct hc_units *u = &input->layers[level].units;
    char *const *text = trait == HC_TRAIT_NAME ? u->name : u->parent_code;
    size_t n = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < u->count; i++)
        if (text[i] && has_blank(text[i])) {
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
