#include "load/look/inside.h"

#include "base/number.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What drivers and programs add of themselves: never a code that people use. */
static bool is_technical(const char *name)
{
    static const char *const names[] = {"fid",        "ogc_fid",      "objectid", "gid",       "shape_area",
                                        "shape_leng", "shape_length", "area",     "perimeter", "objectid_1",
                                        "bsm",        "ysdm",         "序号",     "面积",      "周长"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

static void look_at_cell(struct hc_look_column *c, const char *cell, size_t *length)
{
    int64_t value;
    int scale;
    enum hc_parse parse = hc_decimal_parse(cell, &value, &scale);
    size_t n = strspn(cell, "0123456789");
    if (parse == HC_PARSE_BLANK)
        return;
    c->numbers = c->numbers && parse == HC_PARSE_OK && !(cell[0] == '0' && n >= 2 && !cell[n]); /* 0301 is a code */
    c->negative = c->negative || (parse == HC_PARSE_OK && value < 0);
    c->whole = c->whole && parse == HC_PARSE_OK && scale == 0;
    c->digits = c->digits && !cell[n] && n >= 2 && (*length == 0 || *length == n);
    *length = n;
    c->filled++;
}

static void look_at(const struct hc_find *f, uint32_t col, struct hc_look_column *c)
{
    struct hc_arena strings = {0};
    struct hc_map map = {0};
    size_t length = 0;
    *c = (struct hc_look_column){.numbers = true, .whole = true, .digits = true};
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_cell_text(&f->sheet, r, col, &strings);
        if (!cell)
            continue;
        look_at_cell(c, cell, &length);
        c->distinct += hc_map_put(&map, cell, 1) == HC_NONE;
    }
    if (c->digits && length >= 6 && c->distinct * 2 <= c->filled) /* codes of something coarser: nothing to add up */
        c->numbers = false;
    if (!c->filled)
        c->numbers = c->whole = c->digits = false;
    hc_map_release(&map);
    hc_arena_release(&strings);
}

static bool is_unique(const struct hc_find *f, uint32_t col)
{
    return f->columns[col].filled == f->sheet.n_rows && f->columns[col].distinct == f->sheet.n_rows;
}

/* By name; else, of the columns that tell every unit from every other, the one that looks most like codes; else the
 * one that by name would be it, so that what is wrong with it can be told. */
static void find_code(struct hc_find *f)
{
    uint32_t named = hc_field_find(&f->sheet, HC_ROLE_CODE), best = HC_NONE;
    int most = -1;
    if (named != HC_NONE && is_unique(f, named)) {
        f->code = named;
        return;
    }
    for (uint32_t i = 0; i < f->sheet.n_cols; i++) {
        const struct hc_look_column *c = &f->columns[i];
        int score = (c->digits ? 4 : 0) + (f->sheet.numeric[i] ? 0 : 2) - (is_technical(f->sheet.header[i]) ? 8 : 0);
        bool fraction = c->numbers && !c->whole;
        if (!is_unique(f, i) || fraction || c->negative || score <= most)
            continue;
        most = score;
        best = i;
    }
    f->code = best != HC_NONE ? best : named;
    f->code_guessed = best != HC_NONE;
}

static void find_name(struct hc_find *f)
{
    f->name = hc_field_of_units(&f->sheet, HC_ROLE_NAME);
    for (uint32_t i = 0; f->name == HC_NONE && i < f->sheet.n_cols; i++) {
        const struct hc_look_column *c = &f->columns[i];
        if (i == f->code || c->numbers || c->digits || c->filled * 10 < f->sheet.n_rows * 9 ||
            c->distinct * 2 < f->sheet.n_rows)
            continue;
        f->name = i;
        f->name_guessed = true;
    }
}

static bool is_kind_word(const char *cell)
{
    static const char *const words[] = {"建制村",   "行政村",   "村",   "社区",   "居委会", "村委会", "镇",
                                        "乡",       "民族乡",   "街道", "街道办", "县",     "市辖区", "区",
                                        "村民小组", "居民小组", "小组", "农村",   "城市"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(cell, words[i]) == 0)
            return true;
    return false;
}

static void find_kind(struct hc_find *f)
{
    uint32_t named = hc_field_find(&f->sheet, HC_ROLE_KIND);
    if (named != HC_NONE && !f->columns[named].numbers && f->columns[named].distinct <= 20)
        f->kind = named;
    for (uint32_t i = 0; f->kind == HC_NONE && i < f->sheet.n_cols; i++) {
        bool all = f->columns[i].filled > 0;
        for (size_t r = 0; all && r < f->sheet.n_rows; r++) {
            const char *cell = hc_sheet_cell(&f->sheet, r, i);
            all = !cell || is_kind_word(cell);
        }
        if (!all || i == f->name)
            continue;
        f->kind = i;
        f->kind_guessed = true;
    }
}

/* A column whose values begin the codes of its rows, several rows a value: 511303001 of 511303001201. */
static bool begins_codes(const struct hc_find *f, uint32_t col)
{
    if (f->code == HC_NONE || !f->columns[col].digits || f->columns[col].filled < f->sheet.n_rows ||
        f->columns[col].distinct * 2 > f->sheet.n_rows)
        return false;
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col), *code = hc_sheet_cell(&f->sheet, r, f->code);
        if (!cell || !code || strncmp(code, cell, strlen(cell)) != 0 || strcmp(code, cell) == 0)
            return false;
    }
    return true;
}

static void find_parent(struct hc_find *f)
{
    f->parent = hc_field_of_units(&f->sheet, HC_ROLE_PARENT);
    for (uint32_t i = 0; f->parent == HC_NONE && i < f->sheet.n_cols; i++)
        if (i != f->code && i != f->kind && f->columns[i].distinct > 1 && begins_codes(f, i)) {
            f->parent = i;
            f->parent_guessed = true;
        }
}

void hc_look_at_columns(struct hc_find *f)
{
    f->columns = hc_calloc(f->sheet.n_cols, sizeof *f->columns);
    f->n_own = (uint32_t)f->sheet.n_cols;
    if (!f->sheet.n_rows)
        return;
    for (uint32_t i = 0; i < f->sheet.n_cols; i++)
        look_at(f, i, &f->columns[i]);
    find_code(f);
    find_name(f);
    find_kind(f);
    find_parent(f);
}

void hc_look_keys(const struct hc_find *f, uint32_t col, struct hc_arena *strings, struct hc_map *map)
{
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_cell_text(&f->sheet, r, col, strings);
        if (cell)
            hc_map_put(map, cell, (uint32_t)r);
    }
}

double hc_look_match(const struct hc_find *f, uint32_t col, const struct hc_map *keys)
{
    struct hc_arena strings = {0};
    size_t n = 0, found = 0;
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_cell_text(&f->sheet, r, col, &strings);
        n += cell != NULL;
        found += hc_map_find(keys, cell) != HC_NONE;
    }
    hc_arena_release(&strings);
    return n ? (double)found / (double)n : 0;
}
