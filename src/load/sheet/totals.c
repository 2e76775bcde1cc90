#include "load/sheet/totals.h"

#include "load/sheet/codes.h"
#include <string.h>
#include <strings.h>

/* "合 计" as "合计". */
static void close_up(char *s)
{
    char *to = s;
    for (; *s; s++)
        if (*s != ' ')
            *to++ = *s;
    *to = '\0';
}

static bool is_total_word(const char *cell)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计"};
    static const char *const whole[] = {"total", "totals", "subtotal", "grandtotal", "sum", "全部", "总数"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcasecmp(cell, whole[i]) == 0)
            return true;
    size_t n = strlen(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t k = strlen(words[i]);
        if (n >= k && strcmp(cell + n - k, words[i]) == 0) /* 东观镇小计 */
            return true;
    }
    return false;
}

/* The cell, closed up, if it is such a word. */
static const char *total_in(const struct hc_sheet *s, size_t row, uint32_t col, struct hc_arena *strings)
{
    const char *cell = hc_sheet_cell(s, row, col);
    if (!cell || (*cell >= '0' && *cell <= '9'))
        return NULL;
    char *text = hc_cell_text(s, row, col, strings);
    if (text)
        close_up(text);
    return text && is_total_word(text) ? text : NULL;
}

const char *hc_row_total(const struct hc_sheet *s, size_t row, uint32_t key, struct hc_arena *strings)
{
    const char *said = total_in(s, row, key, strings), *code = hc_sheet_cell(s, row, key);
    for (uint32_t c = 0; !said && !(code && *code) && c < s->n_cols; c++)
        said = total_in(s, row, c, strings);
    return said;
}

/* The sum of the rows of units in [from, to) of a column; false where it fits no number. */
static bool sum_rows(const struct hc_table *t, const struct hc_column *c, size_t from, size_t to, int64_t *sum)
{
    *sum = 0;
    for (size_t i = from; i < to; i++)
        if (t->key[i] && c->value[i] != HC_MISSING && !hc_decimal_add(*sum, c->value[i], sum))
            return false;
    return true;
}

static void check_total(const struct hc_table *t, const struct hc_column *c, const bool *is_total, size_t row,
                        const char *name, struct hc_findings *findings)
{
    size_t before = row, after = row + 1;
    int64_t all, since, until;
    char says[64], is[64];
    while (before > 0 && !is_total[before - 1])
        before--;
    while (after < t->n_rows && !is_total[after])
        after++;
    if (!sum_rows(t, c, 0, t->n_rows, &all) || !sum_rows(t, c, before, row, &since) ||
        !sum_rows(t, c, row + 1, after, &until) || c->value[row] == all || c->value[row] == since ||
        c->value[row] == until)
        return;
    bool last = after == t->n_rows && row + 1 == after, part = !last && row != 0;
    struct hc_number sum = hc_number_decimal(part ? before < row ? since : until : all, c->scale);
    struct hc_finding *f = hc_findings_add(
        findings, "total_differs", HC_WARNING, "%s:%ld: the total of %s is %s, but the rows add up to %s",
        "%s:%ld：%s 的合计为 %s，而各行相加为 %s", name, t->row[row], c->name,
        hc_number_format(hc_number_decimal(c->value[row], c->scale), c->scale, false, says),
        hc_number_format(sum, c->scale, false, is));
    hc_finding_remedy(f, "look for a row that is missing, twice there or changed; the rows are what counts here",
                      "请查找缺失、重复或改动过的行；此处以各行为准");
}

void hc_totals_check(const struct hc_table *t, const bool *is_total, const char *name, struct hc_findings *findings)
{
    for (size_t i = 0; i < t->n_rows; i++)
        for (size_t c = 0; is_total[i] && c < t->n_columns; c++) {
            const struct hc_column *column = &t->columns[c];
            if (column->type == HC_DECIMAL && column->agg == HC_AGG_SUM && column->value[i] != HC_MISSING)
                check_total(t, column, is_total, i, name, findings);
        }
}
