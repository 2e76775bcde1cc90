#include "load/sheet/limit.h"

enum { HOLLOW_CELLS = 1 << 24 };

bool hc_sheet_is_hollow(size_t n_rows, size_t n_cols, size_t present, size_t ratio)
{
    return n_cols > 0 && n_rows > HOLLOW_CELLS / n_cols && n_rows / ratio > present / n_cols;
}

int hc_sheet_refuse_hollow(const struct hc_sheet *s, size_t present, size_t ratio, struct hc_findings *findings)
{
    if (!hc_sheet_is_hollow(s->n_rows + 1, s->n_cols, present, ratio))
        return 0;
    struct hc_finding *f = hc_findings_add(findings, "hollow_table", HC_REFUSAL,
                                           "%s: %zu columns and more than %zu rows, but hardly a cell filled",
                                           "%s：有 %zu 列、%zu 行以上，却几乎没有内容", s->name, s->n_cols, s->n_rows);
    hc_finding_remedy(f, "the file is damaged, or its header is not a header; get it anew",
                      "文件已损坏，或首行不是表头，请重新获取");
    return -1;
}
