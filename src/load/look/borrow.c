#include "load/look/draft.h"

#include "load/look/inside.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <string.h>

/* What a layer does not say of its units, names and what they lie in, may stand in a table beside it. Its columns of
 * words are put behind the layer's own, row by row, so that levels are made of both alike. */

/* Whether a table tells of the units of that list, and by which column; HC_NONE: it does not. */
static uint32_t key_of(const struct hc_draft *d, const struct hc_find *table, const struct hc_draft_level *level)
{
    const struct hc_find *f = &d->look.items[level->find];
    uint32_t key = HC_NONE;
    double best = 0.5;
    if (table->use != HC_FIND_UNUSED || table->polygons || table->note.en || !table->sheet.n_rows ||
        hc_look_is_special(table) || (d->date && table->date && strcmp(table->date, d->date) > 0))
        return HC_NONE;
    for (uint32_t c = 0; c < table->sheet.n_cols; c++) {
        bool once = table->columns[c].filled && table->columns[c].distinct == table->columns[c].filled;
        double match = once ? hc_look_match(table, c, &level->codes) : 0;
        match += match > 0 && c == table->code && !table->code_guessed ? 1e-3 : 0;
        if (match <= best)
            continue;
        best = match;
        key = c;
    }
    if (key == HC_NONE)
        return HC_NONE;
    /* one of a later state lacks the units that have ended; dates tell, where both have one */
    struct hc_map keys = {0};
    struct hc_arena strings = {0};
    hc_look_keys(table, key, &strings, &keys);
    bool covers = hc_look_match(f, f->code, &keys) >= (d->date && table->date ? 0.5 : 0.9);
    hc_map_release(&keys);
    hc_arena_release(&strings);
    return covers ? key : HC_NONE;
}

/* Words, and codes of what units lie in; what is counted stays where it is. */
static bool is_lent(const struct hc_find *f, const struct hc_find *table, uint32_t c, uint32_t key)
{
    const char *name = table->sheet.header[c];
    bool role = c == table->name || c == table->kind || c == table->parent;
    return c != key && table->columns[c].filled && (role || !table->columns[c].numbers) &&
           !hc_field_is(name, HC_ROLE_POPULATION) && !hc_field_is(name, HC_ROLE_COUNT) &&
           hc_field_named(&f->sheet, name) == HC_NONE;
}

/* Room for n more columns: cells row by row, the new ones blank. */
static void widen(struct hc_sheet *s, size_t n)
{
    size_t n_cols = s->n_cols + n;
    char **cells = hc_calloc(s->n_rows * n_cols, sizeof *cells);
    for (size_t r = 0; r < s->n_rows; r++)
        memcpy(cells + r * n_cols, s->cells + r * s->n_cols, s->n_cols * sizeof *cells);
    hc_free(s->cells);
    s->cells = cells;
    s->header = hc_realloc(s->header, n_cols, sizeof *s->header);
    s->n_cols = n_cols;
}

/* The row of the table for each row of the list; HC_NONE: none. */
static uint32_t *rows_of(const struct hc_find *f, const struct hc_find *table, uint32_t key)
{
    uint32_t *row = hc_alloc(f->sheet.n_rows, sizeof *row);
    struct hc_map keys = {0};
    struct hc_arena strings = {0};
    hc_look_keys(table, key, &strings, &keys);
    for (size_t r = 0; r < f->sheet.n_rows; r++)
        row[r] = hc_map_find(&keys, hc_cell_text(&f->sheet, r, f->code, &strings));
    hc_map_release(&keys);
    hc_arena_release(&strings);
    return row;
}

static void take_column(struct hc_find *f, const struct hc_find *table, uint32_t from, uint32_t to, const uint32_t *row)
{
    struct hc_sheet *s = &f->sheet;
    s->header[to] = table->sheet.header[from]; /* all sheets live as long as the look */
    for (size_t r = 0; r < s->n_rows; r++)
        if (row[r] != HC_NONE)
            s->cells[r * s->n_cols + to] = hc_sheet_cell(&table->sheet, row[r], from);
    f->columns[to] = table->columns[from];
}

/* What the list itself does not have, or only by a guess, the table's columns of known names are. */
static void take_roles(struct hc_find *f, const struct hc_find *table, uint32_t from, uint32_t to)
{
    if (from == table->name && (f->name == HC_NONE || (f->name_guessed && !table->name_guessed))) {
        f->name = to;
        f->name_guessed = table->name_guessed;
    }
    if (from == table->kind && f->kind == HC_NONE) {
        f->kind = to;
        f->kind_guessed = table->kind_guessed;
    }
    if (from == table->parent && f->parent == HC_NONE) {
        f->parent = to;
        f->parent_guessed = table->parent_guessed;
    }
}

static void borrow(struct hc_find *f, const struct hc_find *table, uint32_t lender, uint32_t key)
{
    uint32_t to = (uint32_t)f->sheet.n_cols, n = 0;
    for (uint32_t c = 0; c < table->sheet.n_cols; c++)
        n += is_lent(f, table, c, key);
    if (!n)
        return;
    uint32_t *row = rows_of(f, table, key), *lent = hc_alloc(n, sizeof *lent);
    n = 0;
    for (uint32_t c = 0; c < table->sheet.n_cols; c++)
        if (is_lent(f, table, c, key))
            lent[n++] = c;
    widen(&f->sheet, n);
    f->columns = hc_realloc(f->columns, f->sheet.n_cols, sizeof *f->columns);
    f->lender = hc_realloc(f->lender, f->sheet.n_cols - f->n_own, sizeof *f->lender);
    for (uint32_t i = 0; i < n; i++, to++) {
        f->lender[to - f->n_own] = lender;
        take_column(f, table, lent[i], to, row);
        take_roles(f, table, lent[i], to);
    }
    hc_free(row);
    hc_free(lent);
}

void hc_draft_borrow(struct hc_draft *d, uint32_t level)
{
    struct hc_find *f = &d->look.items[d->levels[level].find];
    for (uint32_t i = 0; i < d->look.n; i++) {
        uint32_t key = key_of(d, &d->look.items[i], &d->levels[level]);
        if (key != HC_NONE)
            borrow(f, &d->look.items[i], i, key);
    }
}
