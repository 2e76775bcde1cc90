#include "load/sheet/codes.h"

#include "base/utf8.h"
#include <string.h>

char *hc_cell_text(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_arena *strings)
{
    const char *cell = col == HC_NONE ? NULL : hc_sheet_cell(sheet, row, col);
    if (!cell)
        return NULL;
    char *text = hc_utf8_normalise(hc_arena_strdup(strings, cell));
    return *text ? text : NULL;
}

/* 5.11303E+11, 5.11303e11: digits, a point, an exponent. */
static bool is_spreadsheet_notation(const char *s)
{
    size_t digits = strspn(s, "0123456789."), rest;
    if (!digits || (s[digits] != 'E' && s[digits] != 'e') || !memchr(s, '.', digits))
        return false;
    rest = digits + 1 + (s[digits + 1] == '+' || s[digits + 1] == '-');
    return s[rest] && strspn(s + rest, "0123456789") == strlen(s + rest);
}

char *hc_cell_code(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_arena *strings,
                   struct hc_findings *findings)
{
    char *code = hc_cell_text(sheet, row, col, strings);
    if (!code || !is_spreadsheet_notation(code))
        return code;
    struct hc_finding *f = hc_findings_add(
        findings, "spreadsheet_notation", HC_REFUSAL, "%s:%ld: code \"%s\" is a number in spreadsheet notation",
        "%s:%ld：代码“%s”是电子表格的科学计数法", sheet->name, sheet->row[row], code);
    hc_finding_unit(f, code);
    hc_finding_remedy(f, "format the column as text and export again", "请将该列设为文本格式后重新导出");
    return code;
}
