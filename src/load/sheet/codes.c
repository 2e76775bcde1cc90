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

/* How many bytes of blanks stand at c, between two characters of Chinese; also the wide one. */
static size_t blanks_between(const char *name, const char *c)
{
    static const char wide[] = "\xe3\x80\x80";
    size_t n = *c == ' ' ? strspn(c, " ") : strncmp(c, wide, 3) == 0 ? 3 : 0;
    return n && c > name && (unsigned char)c[-1] >= 0x80 && (unsigned char)c[n] >= 0xe4 ? n : 0;
}

bool hc_name_has_blank(const char *name)
{
    bool blank = false;
    for (const char *c = name; *c && !blank; c++)
        blank = blanks_between(name, c) > 0;
    return blank;
}

char *hc_name_plain(const char *name, struct hc_arena *strings)
{
    char *plain = hc_arena_strdup(strings, name), *to = plain;
    for (const char *c = name; c && *c; c++) {
        size_t n = blanks_between(name, c);
        if (n)
            c += n - 1;
        else
            *to++ = *c;
    }
    if (to)
        *to = '\0';
    return plain;
}

bool hc_is_spreadsheet_notation(const char *s)
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
    if (!code || !hc_is_spreadsheet_notation(code))
        return code;
    struct hc_finding *f = hc_findings_add(
        findings, "spreadsheet_notation", HC_REFUSAL, "%s:%ld: code \"%s\" is a number in spreadsheet notation",
        "%s:%ld：代码“%s”是电子表格的科学计数法", sheet->name, sheet->row[row], code);
    hc_finding_unit(f, code);
    hc_finding_remedy(f,
                      "its digits are lost if this was saved as CSV, or has more than 15: get the original; there give "
                      "the column the number format 0 (text is too late for numbers) and export again",
                      "若已另存为 CSV 或超过 15 位，位数已丢失，请取得原始文件；在其中将该列设为数字格式 0"
                      "（对已是数字的单元格，改为文本无效）后重新导出");
    return code;
}
