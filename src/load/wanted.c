#include "load/wanted.h"

#include "load/sheet/codes.h"
#include "load/sheet/fields.h"

static uint32_t count_field(const struct hc_sheet *sheet)
{
    static const char *const names[] = {"count", "n", "数目", "数量", "个数", "目标数", "新单元数"};
    uint32_t field = HC_NONE;
    for (size_t i = 0; field == HC_NONE && i < sizeof names / sizeof *names; i++)
        field = hc_field_named(sheet, names[i]);
    return field;
}

static void read_rows(struct hc_wanted_table *t, const struct hc_sheet *sheet, struct hc_findings *findings)
{
    uint32_t parent = hc_field_find(sheet, HC_ROLE_PARENT), kind = hc_field_find(sheet, HC_ROLE_KIND);
    uint32_t count = count_field(sheet);
    if (count == HC_NONE || (parent == HC_NONE && kind == HC_NONE)) {
        struct hc_finding *f =
            hc_findings_add(findings, "missing_field", HC_REFUSAL, "%s: needs a header: parent,kind,count",
                            "%s：表头应为 上级,类型,数目（或 parent,kind,count）", sheet->name);
        hc_finding_remedy(f, "name the columns so", "请按此命名各列");
        return;
    }
    t->items = hc_calloc(sheet->n_rows, sizeof *t->items);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        int64_t value = 0;
        int scale = 0;
        struct hc_wanted_entry *e = &t->items[t->n++];
        e->row = sheet->row[i];
        e->parent = parent == HC_NONE ? NULL : hc_cell_code(sheet, i, parent, &t->strings, findings);
        e->kind = hc_cell_text(sheet, i, kind, &t->strings);
        const char *text = hc_sheet_cell(sheet, i, count);
        if (hc_decimal_parse(text, &value, &scale) != HC_PARSE_OK || scale || value < 0 || value > 1000000000) {
            struct hc_finding *f =
                hc_findings_add(findings, "not_a_number", HC_REFUSAL, "%s:%ld: count \"%s\" is no whole number",
                                "%s:%ld：数量“%s”不是整数", sheet->name, e->row, text ? text : "");
            hc_finding_remedy(f, "write how many new units there are to be", "请填写新单元的数目");
        }
        e->count = (int)value;
    }
}

void hc_wanted_read(struct hc_wanted_table *t, const char *given, struct hc_input *input, struct hc_findings *findings)
{
    struct hc_sheet sheet = {0};
    struct hc_source source = {0};
    *t = (struct hc_wanted_table){0};
    if (hc_source_init(&source, input, given, findings) == 0 && hc_sheet_read(&sheet, &source, input, findings) == 0)
        read_rows(t, &sheet, findings);
    hc_sheet_release(&sheet);
    hc_source_release(&source);
}

void hc_wanted_release(struct hc_wanted_table *t)
{
    hc_free(t->items);
    hc_arena_release(&t->strings);
    *t = (struct hc_wanted_table){0};
}
