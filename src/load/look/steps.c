#include "load/look/draft.h"

#include "load/look/inside.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <stdlib.h>
#include <string.h>

static uint32_t column_of(const struct hc_find *f, enum hc_role role)
{
    return hc_field_find(&f->sheet, role);
}

static bool is_plan(const struct hc_find *f)
{
    uint32_t to = column_of(f, HC_ROLE_TO), unit = column_of(f, HC_ROLE_UNIT);
    return f->use == HC_FIND_UNUSED && f->sheet.n_rows && to != HC_NONE && unit != HC_NONE && to != unit;
}

static void put_name(const struct hc_find *f, size_t row, uint32_t col, struct hc_arena *strings, struct hc_map *names)
{
    const char *name = hc_name_plain(hc_cell_text(&f->sheet, row, col, strings), strings);
    if (name)
        hc_map_put(names, name, 0);
}

/* The level whose units' names most of its cells are. */
static uint32_t level_of_names(const struct hc_draft *d, const struct hc_find *f, uint32_t col)
{
    uint32_t best = HC_NONE;
    double most = 0.5;
    for (uint32_t l = 0; l < d->n_levels; l++) {
        const struct hc_find *level = d->levels[l].find == HC_NONE ? NULL : &d->look.items[d->levels[l].find];
        struct hc_arena strings = {0};
        struct hc_map names = {0};
        if (level && level->name != HC_NONE)
            for (size_t r = 0; r < level->sheet.n_rows; r++)
                put_name(level, r, level->name, &strings, &names);
        size_t found = 0, n = 0;
        for (size_t r = 0; r < f->sheet.n_rows; r++) {
            const char *name = hc_name_plain(hc_cell_text(&f->sheet, r, col, &strings), &strings);
            n += name != NULL;
            found += hc_map_find(&names, name) != HC_NONE;
        }
        if (n && (double)found / (double)n > most) {
            most = (double)found / (double)n;
            best = l;
        }
        hc_map_release(&names);
        hc_arena_release(&strings);
    }
    return best;
}

/* The level most of whose codes the column names, or named before a spreadsheet spoilt them; HC_NONE where fewer than
 * half of its cells are codes of any. */
static uint32_t level_of(const struct hc_draft *d, const struct hc_find *f, uint32_t col, double *share)
{
    uint32_t best = HC_NONE, was;
    *share = 0.5;
    for (uint32_t l = 0; l < d->n_levels; l++) {
        double match = hc_look_match(f, col, &d->levels[l].ever);
        if (match > *share || (best == HC_NONE && match == *share)) {
            *share = match;
            best = l;
        }
    }
    if (best == HC_NONE)
        best = level_of_names(d, f, col);
    return best == HC_NONE && hc_draft_spoilt(d, f, col, &was) != HC_SOUND ? was : best;
}

/* The level column of a plan holds ids: where it says one thing throughout, that is what its level is called. */
static void take_id(struct hc_draft *d, const struct hc_find *f, uint32_t level)
{
    uint32_t col = column_of(f, HC_ROLE_LEVEL);
    const char *id = col == HC_NONE ? NULL : hc_sheet_cell(&f->sheet, 0, col);
    for (size_t r = 0; id && r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        id = cell && strcmp(cell, id) == 0 ? id : NULL;
    }
    for (uint32_t l = 0; id && l < d->n_levels; l++)
        id = strcmp(d->levels[l].id, id) == 0 ? NULL : id;
    if (!id)
        return;
    hc_free(d->levels[level].id);
    d->levels[level].id = hc_strdup(id);
}

static bool is_after_first(const struct hc_draft *d, const char *date)
{
    return date && (!d->date || strcmp(date, d->date) > 0);
}

/* Whether a list names the units that a plan does away with: then it is of the time before, whatever year its name
 * has. */
static bool is_before(const struct hc_find *plan, const struct hc_find *f)
{
    struct hc_arena strings = {0};
    struct hc_map to = {0};
    uint32_t unit = column_of(plan, HC_ROLE_UNIT);
    bool before = false;
    hc_look_keys(plan, column_of(plan, HC_ROLE_TO), &strings, &to);
    for (uint32_t c = 0; c < f->sheet.n_cols && f != plan && !before; c++) {
        struct hc_map keys = {0};
        size_t gone = 0, named = 0;
        if (f->columns[c].filled && f->columns[c].distinct == f->columns[c].filled)
            hc_look_keys(f, c, &strings, &keys);
        for (size_t r = 0; r < plan->sheet.n_rows && keys.count; r++) {
            const char *code = hc_cell_text(&plan->sheet, r, unit, &strings);
            bool ends = code && hc_map_find(&to, code) == HC_NONE;
            gone += ends;
            named += ends && hc_map_find(&keys, code) != HC_NONE;
        }
        before = named && named * 10 >= gone * 9;
        hc_map_release(&keys);
    }
    hc_map_release(&to);
    hc_arena_release(&strings);
    return before;
}

/* The one date after the first state that any file has which is not of the time before; NULL where there are none or
 * several. */
static const char *only_later_date(const struct hc_draft *d, const struct hc_find *plan)
{
    const char *only = NULL;
    for (size_t i = 0; i < d->look.n; i++) {
        const char *date = d->look.items[i].date;
        if (!is_after_first(d, date) || is_before(plan, &d->look.items[i]))
            continue;
        if (only && strcmp(only, date) != 0)
            return NULL;
        only = date;
    }
    return only;
}

static const char *date_of(struct hc_draft *d, const struct hc_find *f, const char *today)
{
    const char *later = only_later_date(d, f);
    if (is_after_first(d, f->date))
        return f->date;
    if (later)
        return later;
    d->plan_guessed_date = true;
    return !d->date || strcmp(today, d->date) > 0 ? today : "2100-01-01";
}

static bool has_step(const struct hc_draft *d, const char *date, uint32_t level)
{
    for (size_t i = 0; i < d->n_steps; i++)
        if (d->steps[i].level == level && strcmp(d->steps[i].date, date) == 0)
            return true;
    return false;
}

/* A plan that sends units of one level to units of another tells the coarser level's reform once more. */
static bool changes_level(const struct hc_draft *d, const struct hc_find *f, uint32_t level)
{
    uint32_t to = column_of(f, HC_ROLE_TO);
    double own = hc_look_match(f, to, &d->levels[level].ever);
    for (uint32_t l = 0; l < d->n_levels; l++)
        if (l != level && hc_look_match(f, to, &d->levels[l].ever) > own + 0.3)
            return true;
    return false;
}

static void add_step(struct hc_draft *d, uint32_t index, uint32_t level, const char *today)
{
    struct hc_find *f = &d->look.items[index];
    const char *date = date_of(d, f, today);
    if (changes_level(d, f, level)) {
        hc_look_note(
            f, "a plan that sends units of one level to units of another; for one-level use: --units ... --plan %s",
            "该方案把一个层级的单元归入另一层级；可用于单层级：--units … --plan %s", f->source);
        return;
    }
    if (has_step(d, date, level)) {
        hc_look_note(f, "another plan for the same level and date; a project takes one",
                     "同一层级、同一日期的另一个方案；项目只取其一");
        return;
    }
    take_id(d, f, level);
    f->use = HC_FIND_PLAN;
    f->level = level;
    d->steps = hc_realloc(d->steps, d->n_steps + 1, sizeof *d->steps);
    d->steps[d->n_steps++] = (struct hc_draft_step){index, HC_NONE, level, date};
    if (hc_look_match(f, column_of(f, HC_ROLE_UNIT), &d->levels[level].ever) > 0) /* else it has names, no codes */
        hc_look_keys(f, column_of(f, HC_ROLE_TO), &d->strings, &d->levels[level].ever);
}

/* In order of date, of one date the coarser level first, whose units the finer ones name as parents. */
static void add_plans(struct hc_draft *d, const char *today)
{
    for (;;) {
        uint32_t best = HC_NONE, best_level = 0;
        for (uint32_t i = 0; i < d->look.n; i++) {
            const struct hc_find *f = &d->look.items[i];
            double share;
            if (!is_plan(f) || f->note.en)
                continue;
            uint32_t level = level_of(d, f, column_of(f, HC_ROLE_UNIT), &share);
            int order = best == HC_NONE ? -1
                                        : strcmp(f->date ? f->date : "9",
                                                 d->look.items[best].date ? d->look.items[best].date : "9");
            if (level == HC_NONE || order > 0 || (order == 0 && level <= best_level))
                continue;
            best = i;
            best_level = level;
        }
        if (best == HC_NONE)
            return;
        add_step(d, best, best_level, today);
    }
}

/* A list of nothing but what new units have. */
static bool is_list_of_units(const struct hc_find *f)
{
    static const enum hc_role roles[] = {HC_ROLE_CODE,   HC_ROLE_NAME, HC_ROLE_KIND,
                                         HC_ROLE_PARENT, HC_ROLE_SEAT, HC_ROLE_CONTINUES};
    if (f->use != HC_FIND_UNUSED || f->lends || f->note.en || !f->sheet.n_rows || f->polygons || f->code == HC_NONE ||
        f->code_guessed)
        return false;
    if (column_of(f, HC_ROLE_TO) != HC_NONE)
        return false;
    if (column_of(f, HC_ROLE_SEAT) != HC_NONE || column_of(f, HC_ROLE_CONTINUES) != HC_NONE)
        return true;
    for (uint32_t c = 0; c < f->sheet.n_cols; c++) {
        bool is = hc_field_is(f->sheet.header[c], HC_ROLE_CODE);
        for (size_t k = 1; k < sizeof roles / sizeof *roles; k++)
            is = is || hc_field_is(f->sheet.header[c], roles[k]);
        if (!is && f->columns[c].numbers)
            return false;
    }
    return true;
}

/* New units belong to the step most of whose successors they name. */
static void give_units(struct hc_draft *d, struct hc_draft_step *step)
{
    const struct hc_find *plan = &d->look.items[step->plan];
    double most = 0.5;
    for (uint32_t i = 0; i < d->look.n; i++) {
        struct hc_find *f = &d->look.items[i];
        struct hc_map keys = {0};
        struct hc_arena strings = {0};
        if (!is_list_of_units(f) || (f->date && plan->date && strcmp(f->date, plan->date) != 0))
            continue;
        hc_look_keys(f, f->code, &strings, &keys);
        double match = hc_look_match(plan, column_of(plan, HC_ROLE_TO), &keys);
        if (match > most) {
            most = match;
            step->units = i;
        }
        hc_map_release(&keys);
        hc_arena_release(&strings);
    }
    if (step->units == HC_NONE)
        return;
    struct hc_find *f = &d->look.items[step->units];
    f->use = HC_FIND_NEW_UNITS;
    f->level = step->level;
    hc_look_keys(f, f->code, &d->strings, &d->levels[step->level].ever);
}

void hc_draft_steps(struct hc_draft *d, const char *today)
{
    if (d->date && !is_after_first(d, "2100")) /* no date at all */
        d->date = NULL;
    add_plans(d, today);
    for (size_t i = 0; i < d->n_steps; i++)
        give_units(d, &d->steps[i]);
}
