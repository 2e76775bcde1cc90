#include "load/units/complete.h"

#include "base/buf.h"
#include "base/order/sort.h"
#include "load/units/names.h"
#include <string.h>

/* One table that tells of the units of its level. */
struct completing {
    struct hc_input *input;
    struct hc_layer *layer;
    struct hc_table *table;
    uint32_t level;
    const uint32_t *unit_of_row; /* HC_NONE: none, or another row's */
    const struct hc_units *above;
    struct hc_names names_above; /* of the units above, where these have a list */
    struct hc_findings *findings;
};

/* Both texts of a row whose unit's own source says something else. */
struct clash {
    size_t n, first; /* how many rows, and the first of them */
    size_t others;   /* of them with a name that another unit has */
};

static char **texts_of(const struct completing *c, size_t trait)
{
    struct hc_units *u = &c->layer->units;
    return trait == HC_TRAIT_NAME ? u->name : trait == HC_TRAIT_KIND ? u->kind : u->parent_code;
}

static const char *source(const struct completing *c)
{
    return hc_source_label(c->table->spec->source);
}

/* A parent's code, where it is known by code or name; else the text itself. */
static const char *resolve(struct completing *c, size_t trait, const char *text)
{
    if (trait != HC_TRAIT_PARENT || !c->above || hc_map_find(&c->above->by_code, text) != HC_NONE)
        return text;
    uint32_t unit = hc_names_find(&c->names_above, text);
    return unit == HC_NONE || !c->above->code[unit] ? text : c->above->code[unit];
}

/* --- where table and source contradict each other --- */

/* One begins with the other, blanks left out: a village and its committee. */
static bool same_name(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, " ");
        b += strspn(b, " ");
        if (!*a || !*b || *a != *b)
            return !*a || !*b;
    }
}

static void note_clash(struct clash *clash, size_t row)
{
    if (!clash->n++)
        clash->first = row;
}

static void compare_names(const struct completing *c, uint8_t *clashes, struct clash *clash)
{
    const struct hc_units *u = &c->layer->units;
    struct hc_names names = {0};
    for (size_t i = 0; i < c->table->n_rows; i++) {
        uint32_t unit = c->unit_of_row[i];
        const char *text = hc_table_trait(c->table, HC_TRAIT_NAME, i);
        if (unit == HC_NONE || !text || !u->name[unit] || same_name(text, u->name[unit]))
            continue;
        if (!clash->n)
            hc_names_index(u, &names);
        clashes[i] = 1;
        note_clash(clash, i);
        clash->others += hc_names_find(&names, text) != HC_NONE;
    }
    hc_names_release(&names);
}

static uint32_t number_of(struct hc_map *numbers, const char *text)
{
    uint32_t number = (uint32_t)numbers->count, known = hc_map_put(numbers, text, number);
    return known == HC_NONE ? number : known;
}

/* Of each pair (high and low half of its key) the other half that most rows have it with; the lower one of two. */
static uint32_t *most_common(struct hc_keyed *pairs, size_t n, size_t n_high)
{
    uint32_t *best = hc_alloc(n_high, sizeof *best);
    size_t *most = hc_calloc(n_high, sizeof *most);
    hc_sort_keyed(pairs, n);
    for (size_t i = 0, end; i < n; i = end) {
        uint32_t high = (uint32_t)(pairs[i].key >> 32);
        for (end = i; end < n && pairs[end].key == pairs[i].key; end++)
            continue;
        if (end - i <= most[high])
            continue;
        most[high] = end - i;
        best[high] = (uint32_t)pairs[i].key;
    }
    hc_free(most);
    return best;
}

/* The source may have codes of what the table names, or one of the two finer units than the other: a row clashes where
 * neither is what the other mostly goes with. */
static void compare_pairs(const struct completing *c, const char *const *own, const char *const *told, uint8_t *clashes)
{
    size_t n_rows = c->table->n_rows, n = 0;
    struct hc_keyed *there = hc_alloc(n_rows, sizeof *there), *back = hc_alloc(n_rows, sizeof *back);
    uint64_t *pair = hc_alloc(n_rows, sizeof *pair);
    struct hc_map owns = {0}, tolds = {0};
    for (size_t i = 0; i < n_rows; i++) {
        if (!own[i])
            continue;
        uint64_t a = number_of(&owns, own[i]), b = number_of(&tolds, told[i]);
        pair[i] = a << 32 | b;
        there[n] = (struct hc_keyed){a << 32 | b, 0};
        back[n++] = (struct hc_keyed){b << 32 | a, 0};
    }
    uint32_t *of_own = most_common(there, n, owns.count), *of_told = most_common(back, n, tolds.count);
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t a = own[i] ? (uint32_t)(pair[i] >> 32) : 0, b = own[i] ? (uint32_t)pair[i] : 0;
        clashes[i] = own[i] && of_own[a] != b && of_told[b] != a;
    }
    hc_free(of_own);
    hc_free(of_told);
    hc_free(there);
    hc_free(back);
    hc_free(pair);
    hc_map_release(&owns);
    hc_map_release(&tolds);
}

/* Kinds and parents. Texts that the source uses too are held against it directly; kinds of other words are not. */
static void compare_texts(struct completing *c, size_t trait, uint8_t *clashes, struct clash *clash)
{
    size_t n_rows = c->table->n_rows;
    char *const *text = texts_of(c, trait);
    const char **own = hc_calloc(n_rows, sizeof *own), **told = hc_calloc(n_rows, sizeof *told);
    struct hc_map used = {0};
    for (size_t i = 0; i < c->layer->units.count; i++)
        if (text[i])
            hc_map_put(&used, resolve(c, trait, text[i]), 0);
    for (size_t i = 0; i < n_rows; i++) {
        const char *said = hc_table_trait(c->table, (enum hc_trait)trait, i);
        if (c->unit_of_row[i] == HC_NONE || !said || !text[c->unit_of_row[i]])
            continue;
        own[i] = resolve(c, trait, text[c->unit_of_row[i]]);
        told[i] = resolve(c, trait, said);
    }
    if (trait == HC_TRAIT_PARENT)
        compare_pairs(c, own, told, clashes);
    for (size_t i = 0; i < n_rows; i++) {
        if (own[i] && hc_map_find(&used, told[i]) != HC_NONE)
            clashes[i] = strcmp(own[i], told[i]) != 0;
        if (clashes[i])
            note_clash(clash, i);
    }
    hc_map_release(&used);
    hc_free(own);
    hc_free(told);
}

static void tell_clash(const struct completing *c, size_t trait, const uint8_t *clashes, const struct clash *clash)
{
    static const char *const ids[] = {"name_differs", "kind_differs", "parent_differs"},
                             *const en[] = {"name", "kind", "parent"}, *const zh[] = {"名称", "类型", "上级"};
    const struct hc_units *u = &c->layer->units;
    uint32_t unit = c->unit_of_row[clash->first];
    const char *own = hc_trait_source(c->input, c->level, (enum hc_trait)trait);
    bool doubtful = trait != HC_TRAIT_NAME || clash->others;
    struct hc_finding *f =
        hc_findings_add(c->findings, ids[trait], doubtful ? HC_WARNING : HC_NOTE,
                        "%s:%ld: the %s%.0s of unit %s is \"%s\", in %s \"%s\"; units that differ: %zu",
                        "%s:%ld：%.0s%s（单元 %s）为“%s”，在 %s 中为“%s”；共 %zu 个单元如此", source(c),
                        c->table->row[clash->first], en[trait], zh[trait], u->code[unit],
                        c->table->traits[trait].text[clash->first], own, texts_of(c, trait)[unit], clash->n);
    hc_finding_level(f, c->input->project.levels[c->level].id);
    for (size_t i = 0; i < c->table->n_rows; i++)
        if (clashes[i])
            hc_finding_unit(f, u->code[c->unit_of_row[i]]);
    if (clash->others)
        hc_finding_remedy(f,
                          "what %s says is used; %zu of the names are other units' there: have rows or codes slipped?",
                          "以 %s 为准；其中 %zu 个名称属于其他单元：是否错行或代码有误？", own, clash->others);
    else
        hc_finding_remedy(f, "what %s says is used; correct the one that is wrong", "以 %s 为准；请更正有误的一处",
                          own);
}

static void compare(struct completing *c, size_t trait)
{
    struct clash clash = {0};
    uint8_t *clashes = hc_calloc(c->table->n_rows, 1);
    if (trait == HC_TRAIT_NAME)
        compare_names(c, clashes, &clash);
    else
        compare_texts(c, trait, clashes, &clash);
    if (clash.n)
        tell_clash(c, trait, clashes, &clash);
    hc_free(clashes);
}

/* --- what only the table says --- */

/* Returns how many units got theirs from the table. */
static size_t fill(struct completing *c, size_t trait, bool alone)
{
    char **text = texts_of(c, trait);
    size_t n = 0;
    for (size_t i = 0; i < c->table->n_rows; i++) {
        uint32_t unit = c->unit_of_row[i];
        const char *said = hc_table_trait(c->table, (enum hc_trait)trait, i);
        if (unit == HC_NONE || !said || text[unit])
            continue;
        text[unit] = hc_arena_strdup(&c->layer->units.strings, alone ? said : resolve(c, trait, said));
        n++;
    }
    if (n && alone)
        c->layer->trait_from[trait] = source(c);
    return n;
}

static bool says_any(const struct completing *c, size_t trait)
{
    char *const *text = texts_of(c, trait);
    for (size_t i = 0; i < c->layer->units.count; i++)
        if (text[i])
            return true;
    return false;
}

/* A field that the source lacks and the project asks for is that very one, and no other of a known name. */
static bool is_meant(const struct completing *c, size_t trait)
{
    const struct hc_trait_column *column = &c->table->traits[trait];
    struct hc_findings *lacking = &c->layer->lacking[trait];
    if (!column->field || (lacking->count && !column->asked))
        return false;
    hc_findings_release(lacking);
    return true;
}

static void complete(struct completing *c)
{
    static const char *const roles[] = {"name", "kind", "parent"};
    struct hc_buf said = {0};
    size_t most = 0;
    for (size_t t = 0; t < HC_TRAITS; t++) {
        if (!is_meant(c, t))
            continue;
        bool alone = !says_any(c, t);
        if (!alone)
            compare(c, t);
        size_t n = fill(c, t, alone);
        if (n)
            hc_buf_addf(&said, "%s%s=%s", said.len ? ", " : "", roles[t], c->table->traits[t].field);
        most = n > most ? n : most;
    }
    if (most) {
        c->table->completes = true;
        struct hc_finding *f =
            hc_findings_add(c->findings, "field_chosen", HC_NOTE, "%s: %s, for %zu units without them in %s",
                            "%s：%s（用于 %zu 个单元，%s 中没有）", source(c), said.data, most,
                            hc_source_label(c->input->project.levels[c->level].source));
        hc_finding_level(f, c->input->project.levels[c->level].id);
    }
    hc_buf_release(&said);
}

/* The unit of each row, the first row of each alone: a second one is refused when tables are joined. */
static uint32_t *units_of_rows(const struct hc_table *table, const struct hc_units *units)
{
    uint32_t *unit_of_row = hc_alloc(table->n_rows, sizeof *unit_of_row);
    uint8_t *seen = hc_calloc(units->count, 1);
    for (size_t i = 0; i < table->n_rows; i++) {
        uint32_t unit = hc_map_find(&units->by_code, table->key[i]);
        bool again = unit != HC_NONE && seen[unit];
        unit_of_row[i] = again ? HC_NONE : unit;
        if (unit != HC_NONE)
            seen[unit] = 1;
    }
    hc_free(seen);
    return unit_of_row;
}

static bool tells(const struct hc_table *table)
{
    bool any = false;
    for (size_t t = 0; t < HC_TRAITS; t++)
        any = any || table->traits[t].field;
    return any;
}

/* Where tables are not read, what the source lacks may stand in one. */
static bool may_stand_elsewhere(const struct hc_input *input, uint32_t level)
{
    const struct hc_project *p = &input->project;
    for (size_t i = input->n_tables; i < p->n_tables; i++)
        if (hc_project_level(p, p->tables[i].level) == level && !hc_project_is_of_level(p, &p->tables[i]))
            return true;
    return false;
}

void hc_units_complete(struct hc_input *input, struct hc_findings *findings)
{
    const struct hc_project *p = &input->project;
    for (size_t i = 0; i < input->n_tables; i++) {
        struct hc_table *table = &input->tables[i];
        if (!table->spec || !p->levels[table->level].source || !hc_project_is_first(p, table->spec) || !tells(table))
            continue;
        struct hc_layer *layer = &input->layers[table->level];
        uint32_t *unit_of_row = units_of_rows(table, &layer->units);
        struct completing c = {.input = input,
                               .layer = layer,
                               .table = table,
                               .level = table->level,
                               .unit_of_row = unit_of_row,
                               .findings = findings};
        if (table->level + 1 < p->n_levels && p->levels[table->level + 1].source)
            c.above = &input->layers[table->level + 1].units;
        if (c.above)
            hc_names_index(c.above, &c.names_above);
        complete(&c);
        hc_names_release(&c.names_above);
        hc_free(unit_of_row);
    }
    for (uint32_t l = 0; l < p->n_levels; l++)
        for (size_t t = 0; t < HC_TRAITS && !may_stand_elsewhere(input, l); t++)
            hc_findings_move(findings, &input->layers[l].lacking[t]);
}
