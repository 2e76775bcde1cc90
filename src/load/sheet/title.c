#include "load/sheet/title.h"

#include "base/number.h"
#include "base/utf8.h"
#include "load/sheet/fields.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAST_HEADER = 4 }; /* a header further down is no header */

static const char *cell_of(const struct hc_top *top, size_t row, size_t col)
{
    return row < top->n_rows && col < top->n[row] ? top->cells[row][col] : NULL;
}

static size_t width_of(const struct hc_top *top)
{
    size_t width = 0;
    for (size_t r = 0; r < top->n_rows; r++)
        width = top->n[r] > width ? top->n[r] : width;
    return width;
}

static size_t filled_in(const struct hc_top *top, size_t row)
{
    size_t filled = 0;
    for (size_t c = 0; c < top->n[row]; c++)
        filled += top->cells[row][c] != NULL;
    return filled;
}

static bool is_number(const char *cell)
{
    int64_t value;
    int scale;
    enum hc_parse parse = hc_decimal_parse(cell, &value, &scale);
    return parse == HC_PARSE_OK || parse == HC_PARSE_SPREADSHEET;
}

/* Not the dash that stands for nothing. */
static bool says_something(const char *cell)
{
    int64_t value;
    int scale;
    return cell && hc_decimal_parse(cell, &value, &scale) != HC_PARSE_BLANK;
}

/* How many cells of a column from `row` on are numbers, and whether nothing else stands there. */
static size_t numbers_below(const struct hc_top *top, size_t row, size_t col, bool *all)
{
    size_t n = 0;
    *all = true;
    for (; row < top->n_rows; row++) {
        const char *cell = cell_of(top, row, col);
        n += cell && is_number(cell);
        *all = *all && (!says_something(cell) || is_number(cell));
    }
    *all = *all && n;
    return n;
}

/* "（人）", "户": what the numbers below are counted in. */
static bool is_measure(const char *cell)
{
    static const char *const words[] = {"人",   "户",   "个",   "组",     "元",       "亩",       "公顷",
                                        "万人", "万元", "人口", "平方米", "平方公里", "平方千米", "km2",
                                        "km²",  "m2",   "m²",   "ha",     "persons",  "%"};
    const char *end = cell + strlen(cell);
    if (*cell == '(' && end - cell > 2 && end[-1] == ')') {
        cell++;
        end--;
    } else if (end - cell > 6 && strncmp(cell, "（", 3) == 0 && strncmp(end - 3, "）", 3) == 0) {
        cell += 3;
        end -= 3;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == (size_t)(end - cell) && strncmp(words[i], cell, (size_t)(end - cell)) == 0)
            return true;
    return false;
}

/* Whether the row below a header belongs to it: words alone, all of them above numbers, and either they name what the
 * header leaves blank or they say units of measure. */
static bool is_second_row(const struct hc_top *top, size_t header)
{
    size_t row = header + 1, filled = 0, measures = 0, named = 0;
    if (row + 1 >= top->n_rows)
        return false;
    for (size_t c = 0; c < top->n[row]; c++) {
        const char *cell = top->cells[row][c];
        bool numbers;
        if (!cell)
            continue;
        numbers_below(top, row + 1, c, &numbers);
        if (!numbers || is_number(cell))
            return false;
        filled++;
        measures += is_measure(cell);
        named += !cell_of(top, header, c);
    }
    return filled && filled < width_of(top) && (measures == filled || named);
}

static const char *name_at(const struct hc_top *top, size_t header, bool two_rows, size_t col)
{
    const char *name = cell_of(top, header, col);
    return name || !two_rows ? name : cell_of(top, header + 1, col);
}

/* Different names, no numbers, in nearly all columns. */
static bool has_names(const struct hc_top *top, size_t header, bool two_rows)
{
    size_t width = 0, filled = 0;
    for (size_t r = header + 1; r < top->n_rows; r++) {
        size_t n = top->n[r];
        while (n && !top->cells[r][n - 1])
            n--;
        width = n > width ? n : width;
    }
    for (size_t c = 0; c < width; c++) {
        const char *name = name_at(top, header, two_rows, c);
        if (!name)
            continue;
        filled++;
        if (is_number(name))
            return false;
        for (size_t k = 0; k < c; k++) {
            const char *other = name_at(top, header, two_rows, k);
            if (other && strcmp(other, name) == 0)
                return false;
        }
    }
    return filled >= 2 && filled * 5 >= width * 4;
}

static bool is_known(const char *name)
{
    for (int role = 0; role <= HC_ROLE_Y; role++)
        if (hc_field_is(name, (enum hc_role)role))
            return true;
    return false;
}

/* A name that is known above, or codes below. */
static bool is_proved(const struct hc_top *top, size_t header)
{
    for (size_t c = 0; c < top->n[header]; c++) {
        const char *name = top->cells[header][c];
        bool numbers;
        if (name && is_known(name))
            return true;
        if (name && numbers_below(top, header + 1, c, &numbers) >= 2 && numbers &&
            strlen(cell_of(top, top->n_rows - 1, c) ? cell_of(top, top->n_rows - 1, c) : "") >= 6)
            return true;
    }
    return false;
}

/* One cell, or far fewer than the rows below have, none of them what a column is called. */
static bool is_title(const struct hc_top *top, size_t row, size_t most)
{
    size_t filled = filled_in(top, row);
    for (size_t c = 0; c < top->n[row]; c++)
        if (top->cells[row][c] && (is_known(top->cells[row][c]) || is_number(top->cells[row][c])))
            return false;
    return most >= 2 && (filled == 1 || filled * 2 < most);
}

size_t hc_top_header(const struct hc_top *top, size_t *n_more)
{
    size_t most = 0;
    *n_more = 0;
    for (size_t r = 0; r < top->n_rows; r++)
        most = filled_in(top, r) > most ? filled_in(top, r) : most;
    for (size_t h = 0; h <= LAST_HEADER && h + 1 < top->n_rows; h++) {
        bool two_rows = is_second_row(top, h);
        if (has_names(top, h, two_rows) && (is_proved(top, h) || (h == 0 && !two_rows))) {
            *n_more = two_rows;
            return h;
        }
        if (!is_title(top, h, most))
            break;
    }
    return 0;
}

/* --- in a sheet that was read with its first row as the header --- */

/* GDAL calls column n Fieldn where nothing stands; so the first row is known again. */
static bool is_made_up(const char *name, size_t col)
{
    char made_up[32];
    snprintf(made_up, sizeof made_up, "Field%zu", col + 1);
    return !*name || strcmp(name, made_up) == 0;
}

static char *name_of(struct hc_sheet *s, const char *above, const char *below)
{
    struct hc_buf name = {0};
    if (below && !is_measure(below)) { /* 人口 above 常住人口 says no more; above 男 it does */
        hc_buf_adds(&name, above && !is_known(below) ? above : "");
        above = below;
    }
    hc_buf_adds(&name, above ? above : "");
    char *text = hc_utf8_normalise(hc_arena_strdup(&s->strings, name.data ? name.data : ""));
    hc_buf_release(&name);
    return text;
}

/* Numbers among words come as they lie in the file: 12.300000000000001. */
static void shorten_numbers(struct hc_sheet *s)
{
    char number[64];
    for (size_t i = 0; i < s->n_rows * s->n_cols; i++) {
        const char *cell = s->cells[i];
        size_t n = cell ? strspn(cell, "0123456789.") : 0;
        if (n < 17 || cell[n] || !memchr(cell, '.', n))
            continue;
        hc_sheet_real(strtod(cell, NULL), number, sizeof number);
        s->cells[i] = hc_arena_strdup(&s->strings, number);
    }
}

static void drop_rows(struct hc_sheet *s, size_t n)
{
    s->n_rows -= n;
    memmove(s->cells, s->cells + n * s->n_cols, s->n_rows * s->n_cols * sizeof *s->cells);
    memmove(s->row, s->row + n, s->n_rows * sizeof *s->row);
}

void hc_sheet_say_header(const struct hc_sheet *s, struct hc_findings *findings)
{
    hc_findings_add(findings, "header_row", HC_NOTE, "%s:%ld: taken for the header; what stands above it is a title",
                    "%s:%ld：该行视为表头，其上为标题", s->name, s->header_row);
}

void hc_sheet_settle_header(struct hc_sheet *s, struct hc_findings *findings)
{
    struct hc_top top = {.cells = {NULL}, .n_rows = 1};
    char **first = hc_calloc(s->n_cols, sizeof *first);
    for (size_t c = 0; c < s->n_cols; c++)
        first[c] = is_made_up(s->header[c], c) ? NULL : s->header[c];
    top.cells[0] = first;
    top.n[0] = s->n_cols;
    for (size_t r = 0; r < s->n_rows && top.n_rows < HC_TOP_ROWS; r++, top.n_rows++) {
        top.cells[top.n_rows] = s->cells + r * s->n_cols;
        top.n[top.n_rows] = s->n_cols;
    }
    size_t n_more, header = hc_top_header(&top, &n_more);
    if (header || n_more) {
        for (size_t c = 0; c < s->n_cols; c++) {
            const char *name = cell_of(&top, header, c), *more = n_more ? cell_of(&top, header + 1, c) : NULL;
            if (name || more || header)
                s->header[c] = name_of(s, name, more);
        }
        s->header_row = header ? s->row[header - 1] : s->header_row;
        drop_rows(s, header + n_more);
        shorten_numbers(s);
        if (header)
            hc_sheet_say_header(s, findings);
        if (n_more)
            hc_findings_add(findings, "header_row", HC_NOTE, "%s:%ld: the row below this one belongs to the header",
                            "%s:%ld：下一行也属于表头", s->name, s->header_row);
    }
    hc_free(first);
}
