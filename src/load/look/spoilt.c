#include "load/look/draft.h"

#include "base/buf.h"
#include "load/look/inside.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ZEROS = 3, SHORTEST_CODE = 4 }; /* 1, 2, 3... are numbers, whatever codes there are */

/* --- columns of codes --- */

/* Whether nearly all cells of a column are codes of the level, long enough to be no accident. */
static bool holds_codes(const struct hc_draft *d, const struct hc_find *f, uint32_t col, uint32_t level)
{
    if (f->columns[col].filled < 2 || hc_look_match(f, col, &d->levels[level].ever) < 0.9)
        return false;
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        if (cell && strlen(cell) < SHORTEST_CODE)
            return false;
    }
    return true;
}

void hc_draft_mark_codes(struct hc_draft *d)
{
    for (size_t i = 0; i < d->look.n; i++) {
        struct hc_find *f = &d->look.items[i];
        for (uint32_t c = 0; c < f->sheet.n_cols; c++) {
            const char *name = f->sheet.header[c];
            if (!f->columns[c].numbers || hc_field_is(name, HC_ROLE_POPULATION) || hc_field_is(name, HC_ROLE_COUNT))
                continue;
            for (uint32_t l = 0; l < d->n_levels && f->columns[c].numbers; l++)
                f->columns[c].numbers = !holds_codes(d, f, c, l);
        }
    }
}

bool hc_draft_is_moves(const struct hc_draft *d, const struct hc_find *f)
{
    size_t most = 0;
    for (uint32_t c = 0; c < f->sheet.n_cols; c++)
        if (f->columns[c].numbers)
            return false;
    for (uint32_t l = 0; l < d->n_levels; l++) {
        size_t n = 0;
        for (uint32_t c = 0; c < f->sheet.n_cols; c++)
            n += holds_codes(d, f, c, l);
        most = n > most ? n : most;
    }
    return most >= 2;
}

/* --- codes that are no longer what they were --- */

static bool lost_zeros(const struct hc_find *f, uint32_t col, const struct hc_map *codes)
{
    struct hc_buf code = {0};
    size_t n = 0, found[MOST_ZEROS + 1] = {0}, most = 0;
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        n += cell != NULL;
        for (int zeros = 1; cell && zeros <= MOST_ZEROS; zeros++) {
            hc_buf_clear(&code);
            hc_buf_addf(&code, "%.*s%s", zeros, "000", cell);
            found[zeros] += hc_map_find(codes, code.data) != HC_NONE;
        }
    }
    for (int zeros = 1; zeros <= MOST_ZEROS; zeros++)
        most = found[zeros] > most ? found[zeros] : most;
    hc_buf_release(&code);
    return most >= 2 && most * 2 > n;
}

/* 5.11303E+11 has five decimals. */
static int decimals_of(const char *notation)
{
    const char *point = strchr(notation, '.');
    return point ? (int)strspn(point + 1, "0123456789") : 0;
}

/* Whether most cells are in spreadsheet notation, and that of codes of the level. */
static bool in_notation(const struct hc_find *f, uint32_t col, const struct hc_find *level)
{
    struct hc_map rounded = {0};
    struct hc_arena strings = {0};
    char text[64];
    int decimals = -1;
    size_t n = 0, found = 0;
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        n += cell != NULL;
        if (!cell || !hc_is_spreadsheet_notation(cell))
            continue;
        if (decimals < 0) {
            decimals = decimals_of(cell) > 17 ? 17 : decimals_of(cell);
            for (size_t u = 0; u < level->sheet.n_rows; u++) {
                const char *code = hc_sheet_cell(&level->sheet, u, level->code);
                snprintf(text, sizeof text, "%.*E", decimals, code ? strtod(code, NULL) : 0);
                hc_map_put(&rounded, hc_arena_strdup(&strings, text), 1);
            }
        }
        snprintf(text, sizeof text, "%.*E", decimals, strtod(cell, NULL));
        found += hc_map_find(&rounded, text) != HC_NONE;
    }
    hc_map_release(&rounded);
    hc_arena_release(&strings);
    return found * 2 > n;
}

enum hc_spoilt hc_draft_spoilt(const struct hc_draft *d, const struct hc_find *f, uint32_t col, uint32_t *level)
{
    for (*level = 0; *level < d->n_levels; ++*level) {
        uint32_t find = d->levels[*level].find;
        if (lost_zeros(f, col, &d->levels[*level].ever))
            return HC_LOST_ZEROS;
        if (find != HC_NONE && in_notation(f, col, &d->look.items[find]))
            return HC_IN_NOTATION;
    }
    *level = HC_NONE;
    return HC_SOUND;
}
