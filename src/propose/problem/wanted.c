#include "propose/problem/question.h"

#include <string.h>

static void refuse_row(const struct hc_question *q, const struct hc_wanted_row *row, const char *en, const char *zh,
                       struct hc_findings *findings)
{
    struct hc_finding *f = hc_findings_add(findings, "bad_count", HC_REFUSAL, "%s:%ld: %s%.0s", "%s:%ld：%.0s%s",
                                           q->table, row->row, en, zh);
    hc_finding_remedy(f, "correct the row: parent,kind,count", "请更正该行：parent,kind,count");
}

/* Where a row's count goes: the total of its block or of all, or that of one kind there; NULL: no such parent. */
static int *place_of(struct hc_setting *s, const struct hc_wanted_row *row)
{
    size_t n_kinds = s->problem.n_kinds, b = 0;
    while (b < s->problem.n_blocks &&
           strcmp(s->block_code[b] ? s->block_code[b] : "", row->parent ? row->parent : "") != 0)
        b++;
    if (b < s->problem.n_blocks)
        return row->kind ? &s->wanted.block_kind[b * n_kinds + hc_setting_kind(s, row->kind)] : &s->wanted.block[b];
    if (row->parent)
        return NULL;
    if (!row->kind)
        return &s->wanted.total;
    if (!s->wanted.kind) {
        s->wanted.kind = hc_alloc(n_kinds, sizeof *s->wanted.kind);
        memset(s->wanted.kind, 0xff, n_kinds * sizeof *s->wanted.kind);
    }
    return &s->wanted.kind[hc_setting_kind(s, row->kind)];
}

static void put_row(const struct hc_question *q, struct hc_setting *s, const struct hc_wanted_row *row,
                    struct hc_findings *findings)
{
    int *at = place_of(s, row);
    if (!at) {
        refuse_row(q, row, "no unit has this parent", "没有单元隶属于该上级", findings);
        return;
    }
    if (*at >= 0 && !(row->kind == NULL && row->count == *at))
        refuse_row(q, row, "the same parent and kind stands in an earlier row", "与前面某行的上级和类型重复", findings);
    *at = row->count;
}

/* Parents that the table does not name keep the number of units they have, unless it asks for sums over all. */
static void keep_others(struct hc_setting *s)
{
    size_t n_kinds = s->problem.n_kinds;
    for (uint32_t b = 0; b < s->problem.n_blocks; b++) {
        bool named = s->wanted.block[b] >= 0 || s->wanted.total >= 0 || s->wanted.kind;
        for (size_t k = 0; k < n_kinds; k++)
            named = named || s->wanted.block_kind[b * n_kinds + k] >= 0;
        for (size_t u = 0; !named && u < s->problem.n; u++)
            if (s->problem.block[u] == b)
                s->wanted.block[b] = s->wanted.block[b] < 0 ? 1 : s->wanted.block[b] + 1;
    }
}

/* The total that follows from the parents', or from the kinds', if all are known. */
static void add_up(struct hc_setting *s)
{
    size_t n_kinds = s->problem.n_kinds;
    int total = 0;
    for (size_t k = 0; s->wanted.kind && k < n_kinds; k++)
        total += s->wanted.kind[k];
    if (s->wanted.kind) {
        s->wanted.total = total;
        return;
    }
    for (size_t b = 0; b < s->problem.n_blocks && total >= 0; b++) {
        int kinds = 0;
        bool all = true;
        for (size_t k = 0; k < n_kinds; k++) {
            int n = s->wanted.block_kind[b * n_kinds + k];
            all = all && n >= 0;
            kinds += n >= 0 ? n : 0;
        }
        if (s->wanted.block[b] < 0 && all)
            s->wanted.block[b] = kinds;
        total = s->wanted.block[b] < 0 ? -1 : total + s->wanted.block[b];
    }
    s->wanted.total = total;
}

/* Kinds that the table does not name in a parent where it names others: none of these. */
static void close_kinds(struct hc_setting *s)
{
    size_t n_kinds = s->problem.n_kinds;
    for (size_t k = 0; s->wanted.kind && s->wanted.total < 0 && k < n_kinds; k++)
        s->wanted.kind[k] = s->wanted.kind[k] < 0 ? 0 : s->wanted.kind[k];
    for (size_t b = 0; b < s->problem.n_blocks; b++) {
        bool named = false;
        for (size_t k = 0; k < n_kinds; k++)
            named = named || s->wanted.block_kind[b * n_kinds + k] >= 0;
        for (size_t k = 0; named && s->wanted.block[b] < 0 && k < n_kinds; k++)
            if (s->wanted.block_kind[b * n_kinds + k] < 0)
                s->wanted.block_kind[b * n_kinds + k] = 0;
    }
}

void hc_setting_wanted(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings)
{
    struct hc_problem *p = &s->problem;
    bool kinds = false;
    s->wanted.total = q->total;
    for (size_t i = 0; i < q->n_rows; i++) {
        kinds = kinds || q->row[i].kind;
        if (q->row[i].kind)
            hc_setting_kind(s, q->row[i].kind);
    }
    if (q->total > 0 && ((size_t)q->total > p->n || (!q->across && (size_t)q->total < p->n_blocks && !q->n_rows))) {
        struct hc_finding *f =
            hc_findings_add(findings, "bad_count", HC_REFUSAL,
                            "--to %d: there are %zu units under %zu parent(s), so %zu to %zu are possible",
                            "--to %d：%zu 个单元分属 %zu 个上级，结果只能在 %zu 到 %zu 之间", q->total, p->n,
                            p->n_blocks, p->n_blocks, p->n);
        hc_finding_remedy(f, "correct the number, or merge across parents with --across",
                          "请更正数目，或用 --across 跨上级合并");
    }
    if (!q->n_rows)
        return;
    size_t n = p->n_blocks * p->n_kinds;
    s->wanted.block = hc_alloc(p->n_blocks, sizeof *s->wanted.block);
    s->wanted.block_kind = hc_alloc(n, sizeof *s->wanted.block_kind);
    memset(s->wanted.block, 0xff, p->n_blocks * sizeof *s->wanted.block);
    memset(s->wanted.block_kind, 0xff, n * sizeof *s->wanted.block_kind);
    for (size_t i = 0; i < q->n_rows; i++)
        put_row(q, s, &q->row[i], findings);
    close_kinds(s);
    keep_others(s);
    p->choose_kind = kinds;
    if (s->wanted.total < 0)
        add_up(s);
}
