#include "load/look/draft.h"

#include "load/look/inside.h"
#include "load/sheet/fields.h"
#include <string.h>

/* The step whose date the find has; NULL: the first state. */
static const char *state_date(const struct hc_draft *d, const struct hc_find *f)
{
    for (size_t i = 0; f->date && i < d->n_steps; i++)
        if (strncmp(d->steps[i].date, f->date, strlen(f->date)) == 0)
            return d->steps[i].date;
    return NULL;
}

/* The column and level that most rows are found by; half of them at least. */
static bool find_key(const struct hc_draft *d, const struct hc_find *f, struct hc_draft_table *t)
{
    double best = 0.5;
    bool found = false;
    for (uint32_t l = 0; l < d->n_levels; l++)
        for (uint32_t c = 0; c < f->sheet.n_cols; c++) {
            const struct hc_map *codes = t->at ? &d->levels[l].ever : &d->levels[l].codes;
            bool once = f->columns[c].distinct == f->columns[c].filled;
            double match = once ? hc_look_match(f, c, codes) + (c == f->code && !f->code_guessed ? 1e-3 : 0) : 0;
            if (match <= best)
                continue;
            best = match;
            found = true;
            t->level = l;
            t->key = c;
            t->n_matched = (size_t)(match * (double)f->columns[c].filled + 0.01);
        }
    t->n_rows = f->sheet.n_rows;
    return found;
}

/* The column that would be the key, were its codes not spoilt. */
static bool find_spoilt(const struct hc_draft *d, const struct hc_find *f, struct hc_draft_table *t)
{
    for (uint32_t c = 0; c < f->sheet.n_cols && t->spoilt == HC_SOUND; c++) {
        t->spoilt = hc_draft_spoilt(d, f, c, &t->level);
        t->key = c;
    }
    t->n_rows = f->sheet.n_rows;
    return t->spoilt != HC_SOUND;
}

static void explain(struct hc_draft *d, struct hc_find *f)
{
    bool names = false;
    for (uint32_t l = 0; l < d->n_levels; l++) {
        const struct hc_find *level = d->levels[l].find == HC_NONE ? NULL : &d->look.items[d->levels[l].find];
        struct hc_map keys = {0};
        struct hc_arena strings = {0};
        if (level && level->name != HC_NONE)
            hc_look_keys(level, level->name, &strings, &keys);
        for (uint32_t c = 0; c < f->sheet.n_cols && keys.count; c++)
            names = names || hc_look_match(f, c, &keys) > 0.5;
        hc_map_release(&keys);
        hc_arena_release(&strings);
    }
    if (names)
        hc_look_note(f, "its rows are known by name; tables are joined by code: add a column of codes",
                     "各行只有名称可对应；表按代码连接，请补上代码列");
    else
        hc_look_note(f, "no column of it holds codes of these units", "没有一列是这些单元的代码");
}

static bool has_numbers(const struct hc_find *f, uint32_t key)
{
    for (uint32_t c = 0; c < f->n_own; c++)
        if (c != key && f->columns[c].numbers)
            return true;
    return false;
}

static bool is_offices(const struct hc_find *f)
{
    return hc_field_named(&f->sheet, "unit") != HC_NONE && hc_field_find(&f->sheet, HC_ROLE_FLOOR) != HC_NONE &&
           hc_field_find(&f->sheet, HC_ROLE_OFFICE) != HC_NONE;
}

static void add_table(struct hc_draft *d, uint32_t index)
{
    struct hc_find *f = &d->look.items[index];
    struct hc_draft_table t = {.find = index, .at = state_date(d, f)};
    bool of_level = f->use == HC_FIND_LEVEL;
    if (of_level) {
        t = (struct hc_draft_table){.find = index, .level = f->level, .key = f->code};
        t.n_rows = t.n_matched = f->sheet.n_rows;
    } else if (!f->lends && hc_draft_is_moves(d, f)) {
        hc_look_note(f,
                     "it has codes of units in several columns and nothing to count: perhaps a plan; call its columns "
                     "unit,to",
                     "有多列单元代码而没有可统计的数字：可能是方案，请将两列的列名改为 unit,to");
        return;
    } else if (!find_key(d, f, &t) && !find_spoilt(d, f, &t)) {
        explain(d, f);
        return;
    }
    if (!has_numbers(f, t.key) && !f->lends) {
        if (!of_level)
            hc_look_note(f, "it has no numbers to count", "没有可统计的数字列");
        return;
    }
    if (!of_level) {
        f->use = HC_FIND_TABLE;
        f->level = t.level;
    }
    d->tables = hc_realloc(d->tables, d->n_tables + 1, sizeof *d->tables);
    d->tables[d->n_tables++] = t;
}

void hc_draft_tables(struct hc_draft *d)
{
    hc_draft_mark_codes(d);
    for (uint32_t i = 0; i < d->look.n; i++) {
        struct hc_find *f = &d->look.items[i];
        if (f->note.en || !f->sheet.n_rows)
            continue;
        if (f->use == HC_FIND_UNUSED && hc_field_find(&f->sheet, HC_ROLE_UNIT_B) != HC_NONE)
            f->use = HC_FIND_LINKS;
        else if (f->use == HC_FIND_UNUSED && is_offices(f))
            f->use = HC_FIND_OFFICES;
        else if (f->use == HC_FIND_LEVEL || (f->use == HC_FIND_UNUSED && !f->polygons))
            add_table(d, i);
    }
}

int hc_draft_make(struct hc_draft *d, const char *today, struct hc_err *err)
{
    if (hc_draft_levels(d, err) < 0)
        return -1;
    hc_draft_steps(d, today);
    hc_draft_tables(d);
    return 0;
}

void hc_draft_release(struct hc_draft *d)
{
    for (uint32_t l = 0; l < HC_DRAFT_LEVELS; l++) {
        hc_free(d->levels[l].id);
        hc_map_release(&d->levels[l].codes);
        hc_map_release(&d->levels[l].ever);
    }
    hc_free(d->steps);
    hc_free(d->tables);
    hc_arena_release(&d->strings);
    hc_look_release(&d->look);
}
