#include "base/mem.h"
#include "report/lists/lists.h"
#include "report/table/csv.h"
#include <math.h>
#include <string.h>

struct words {
    unsigned reason;
    struct hc_text text;
};

static const struct words words[] = {
    {HC_BY_LAND, {"land", "土地"}},
    {HC_BY_CODE, {"same code", "代码相同"}},
    {HC_BY_NAME, {"same name", "名称相同"}},
    {HC_BY_STEM, {"same name but for its kind", "名称相同（类型不同）"}},
    {HC_BY_LIKENESS, {"similar name", "名称相近"}},
    {HC_BY_PARENT, {"its parent went there", "上级去向一致"}},
    {HC_BY_MEMBERS, {"its members went there", "下级去向一致"}},
    {HC_BUT_OTHER, {"but code or name point to another", "但代码或名称指向另一单元"}},
    {HC_BUT_CLAIMED, {"but another unit has a better claim", "但另有更可能的来源"}},
    {HC_BUT_AMBIGUOUS, {"but others are as likely", "但有同样可能的单元"}},
    {HC_BUT_UNSURE, {"but not clearly", "但不明确"}},
};

static void add_share(struct hc_buf *out, int share)
{
    char text[64];
    hc_buf_adds(out, hc_decimal_format(share, 4, text));
}

/* Whether the plan must name the row: all that moves, all that is split, all that is not known. */
static bool is_move(const struct hc_derived_level *l, const struct hc_derived_row *row)
{
    return row->unit != HC_NONE && !hc_derived_stays(l, row);
}

static void write_plan(const struct hc_derived_level *l, struct hc_buf *out)
{
    bool split = false;
    for (size_t i = 0; i < l->n; i++)
        split = split || (is_move(l, &l->rows[i]) && l->rows[i].share != 10000);
    hc_buf_adds(out, split ? "unit,to,share\n" : "unit,to\n");
    for (size_t i = 0; i < l->n; i++) {
        const struct hc_derived_row *row = &l->rows[i];
        if (!is_move(l, row))
            continue;
        hc_buf_add_csv(out, l->before->code[row->unit]);
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, row->to == HC_NONE ? NULL : l->after->code[row->to]);
        if (split)
            hc_buf_addc(out, ',');
        if (split && row->share != 10000)
            add_share(out, row->share);
        hc_buf_addc(out, '\n');
    }
}

static bool differ(const char *a, const char *b)
{
    return b && strcmp(a ? a : "", b) != 0;
}

/* Whether a unit after is more than a unit before that nothing happened to. */
static bool is_new(const struct hc_derived_level *l, uint32_t v)
{
    const struct hc_units *a = l->before, *b = l->after;
    uint32_t u = hc_map_find(&a->by_code, b->code[v]);
    return u == HC_NONE || l->continues[v] != u || differ(a->name[u], b->name[v]) || differ(a->kind[u], b->kind[v]) ||
           differ(a->parent_code[u], b->parent_code[v]);
}

static void write_new_units(const struct hc_derived_level *l, struct hc_buf *out)
{
    uint8_t *reached = hc_calloc(l->after->count, 1);
    for (size_t i = 0; i < l->n; i++)
        if (l->rows[i].unit != HC_NONE && l->rows[i].to != HC_NONE)
            reached[l->rows[i].to] = 1;
    hc_buf_adds(out, "code,name,kind,parent,seat,continues\n");
    for (uint32_t v = 0; v < l->after->count; v++) {
        if (!reached[v] || !is_new(l, v))
            continue;
        uint32_t from = l->continues[v];
        const char *continued = from == HC_NONE ? NULL : l->before->code[from];
        const char *const cells[] = {
            l->after->code[v], l->after->name[v], l->after->kind[v], l->after->parent_code[v], NULL, continued};
        for (size_t i = 0; i < 6; i++) {
            hc_buf_adds(out, i ? "," : "");
            hc_buf_add_csv(out, cells[i]);
        }
        hc_buf_addc(out, '\n');
    }
    hc_free(reached);
}

static void add_unit(struct hc_buf *out, const struct hc_units *u, uint32_t i)
{
    hc_buf_add_csv(out, i == HC_NONE ? NULL : u->code[i]);
    hc_buf_addc(out, ',');
    hc_buf_add_csv(out, i == HC_NONE ? NULL : u->name[i]);
    hc_buf_addc(out, ',');
    hc_buf_add_csv(out, i == HC_NONE ? NULL : u->parent_code[i]);
    hc_buf_addc(out, ',');
}

static void add_reasons(struct hc_buf *out, const struct hc_derived_row *row, enum hc_lang lang)
{
    struct hc_buf text = {0};
    const char *comma = lang == HC_ZH ? "；" : "; ";
    if (row->unit == HC_NONE)
        hc_buf_adds(&text, lang == HC_ZH ? "新设，未找到前身" : "new; no predecessor found");
    else if (row->to == HC_NONE)
        hc_buf_adds(&text, lang == HC_ZH ? "未定" : "unresolved");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(row->reasons & words[i].reason))
            continue;
        hc_buf_addf(&text, "%s%s", text.len ? comma : "", hc_text_in(&words[i].text, lang));
        if (words[i].reason == HC_BY_LAND)
            hc_buf_addf(&text, " %.1f%%", 100 * row->land);
    }
    hc_buf_add_csv(out, text.data);
    hc_buf_release(&text);
}

static void write_derived(const struct hc_derived_level *l, enum hc_lang lang, struct hc_buf *out)
{
    hc_buf_adds(out, "unit,name,parent,to,to_name,to_parent,share,confidence,reason,alternatives\n");
    for (size_t i = 0; i < l->n; i++) {
        const struct hc_derived_row *row = &l->rows[i];
        struct hc_buf others = {0};
        add_unit(out, l->before, row->unit);
        add_unit(out, l->after, row->to);
        add_share(out, row->share);
        hc_buf_addf(out, ",%.2f,", row->confidence);
        add_reasons(out, row, lang);
        for (size_t k = 0; k < row->n_alternatives; k++)
            hc_buf_addf(&others, "%s%s (%.2f)", k ? "; " : "", l->after->code[row->alternatives[k]],
                        row->alternative_score[k]);
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, others.data);
        hc_buf_addc(out, '\n');
        hc_buf_release(&others);
    }
}

static int write_level(const struct hc_job *job, const struct hc_derived_level *l, const char *const names[3],
                       struct hc_err *err)
{
    struct hc_buf files[3] = {{0}, {0}, {0}};
    int status = 0;
    write_plan(l, &files[0]);
    write_new_units(l, &files[1]);
    write_derived(l, job->options->lang, &files[2]);
    for (size_t i = 0; i < 3; i++) {
        if (status == 0)
            status = hc_outdir_write(job->out, names[i], files[i].data, files[i].len, err);
        hc_buf_release(&files[i]);
    }
    return status;
}

int hc_report_derived(const struct hc_derived *derived, const struct hc_findings *findings,
                      const struct hc_report_options *options, struct hc_err *err)
{
    static const char *const units[] = {"plan.csv", "new_units.csv", "derived.csv"};
    static const char *const parents[] = {"plan_parents.csv", "new_units_parents.csv", "derived_parents.csv"};
    struct hc_outdir out;
    struct hc_job job = {.findings = findings, .options = options, .out = &out};
    int status = hc_outdir_begin(&out, options->out, err);
    if (status == 0)
        status = write_level(&job, &derived->units, units, err);
    if (status == 0 && derived->has_parents)
        status = write_level(&job, &derived->parents, parents, err);
    if (status == 0)
        status = hc_findings_csv_write(&job, err);
    if (status == 0)
        status = hc_outdir_commit(&out, err);
    hc_outdir_release(&out);
    return status;
}
