#include "load/sheet/limit.h"

enum { HOLLOW_CELLS = 1 << 24 };

int hc_sheet_refuse_hollow(const struct hc_sheet *s, size_t present, size_t ratio, struct hc_findings *findings)
{
    size_t rows = s->n_rows + 1;
    if (s->n_cols == 0 || rows <= HOLLOW_CELLS / s->n_cols || rows / ratio <= present / s->n_cols)
        return 0;
    struct hc_finding *f = hc_findings_add(findings, "hollow_table", HC_REFUSAL,
                                           "%s: %zu columns and more than %zu rows, but hardly a cell filled",
                                           "%s：有 %zu 列、%zu 行以上，却几乎没有内容", s->name, s->n_cols, s->n_rows);
    hc_finding_remedy(f, "the file is damaged, or its header is not a header; get it anew",
                      "文件已损坏，或首行不是表头，请重新获取");
    return -1;
}
