#include "simulate/derive/derive.h"

#include "simulate/derive/match.h"
#include "simulate/derive/parents.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool hc_derived_stays(const struct hc_derived_level *l, const struct hc_derived_row *row)
{
    return row->unit != HC_NONE && row->to != HC_NONE && row->share == 10000 &&
           strcmp(l->before->code[row->unit], l->after->code[row->to]) == 0;
}

static int compare_rows(const void *p, const void *q)
{
    const struct hc_derived_row *a = p, *b = q;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* How good a predecessor is as the one that a unit continues: its code, then its name, then most of its land. */
static double kinship(const struct hc_derived_row *row)
{
    double land = isnan(row->land) ? 0.5 : row->land;
    return land * row->share / 10000.0 + ((row->reasons & HC_BY_CODE) ? 4 : 0) + ((row->reasons & HC_BY_NAME) ? 2 : 0) +
           ((row->reasons & HC_BY_STEM) ? 1 : 0);
}

/* Units after without a predecessor get a row of their own. */
static void finish_level(struct hc_derived_level *l)
{
    size_t n = l->after->count;
    double *best = hc_calloc(n, sizeof *best);
    uint32_t *reached = hc_calloc(n, sizeof *reached);
    l->continues = hc_alloc(n, sizeof *l->continues);
    memset(l->continues, 0xff, n * sizeof *l->continues);
    for (size_t i = 0; i < l->n; i++) {
        const struct hc_derived_row *row = &l->rows[i];
        if (row->to == HC_NONE)
            continue;
        reached[row->to]++;
        double k = kinship(row);
        if (k > best[row->to] && (k >= 1 || row->share == 10000)) {
            best[row->to] = k;
            l->continues[row->to] = row->unit;
        }
    }
    for (uint32_t v = 0; v < n; v++) {
        if (reached[v] > 1 && best[v] < 1) /* nothing tells which of several it continues */
            l->continues[v] = HC_NONE;
        if (reached[v])
            continue;
        HC_GROW(l->rows, l->cap, l->n + 1);
        l->rows[l->n++] = (struct hc_derived_row){.unit = HC_NONE, .to = v, .share = 10000, .land = NAN};
    }
    if (l->n)
        qsort(l->rows, l->n, sizeof *l->rows, compare_rows);
    hc_free(best);
    hc_free(reached);
}

static void report_unresolved(const struct hc_derived_level *l, const struct hc_derived_row *row, bool parents,
                              struct hc_findings *findings)
{
    const char *code = l->before->code[row->unit], *name = l->before->name[row->unit] ? l->before->name[row->unit] : "";
    struct hc_finding *f =
        parents ? hc_findings_add(findings, "unresolved", HC_ERROR, "parent %s: what became of it cannot be told",
                                  "上级 %s：无法判断其去向", code)
                : hc_findings_add(findings, "unresolved", HC_ERROR, "unit %s %s: what became of it cannot be told",
                                  "单元 %s %s：无法判断其去向", code, name);
    hc_finding_unit(f, code);
    if (row->n_alternatives) {
        uint32_t v = row->alternatives[0];
        hc_finding_remedy(f, "perhaps %s %s; write its successor into the plan", "可能是 %s %s；请在方案中填写去向",
                          l->after->code[v], l->after->name[v] ? l->after->name[v] : "");
    } else {
        hc_finding_remedy(f, "write its successor into the plan", "请在方案中填写去向");
    }
}

static void report_new(const struct hc_derived_level *l, const struct hc_derived_row *row, bool parents,
                       struct hc_findings *findings)
{
    const char *code = l->after->code[row->to], *name = l->after->name[row->to] ? l->after->name[row->to] : "";
    struct hc_finding *f =
        parents
            ? hc_findings_add(findings, "no_predecessor", HC_WARNING, "parent %s is new; nothing before it was found",
                              "上级 %s 是新设的，未找到其前身", code)
            : hc_findings_add(findings, "no_predecessor", HC_WARNING, "unit %s %s is new; nothing before it was found",
                              "单元 %s %s 是新设的，未找到其前身", code, name);
    hc_finding_unit(f, code);
    hc_finding_remedy(f, "if units became part of it, write them into the plan", "如有原单元并入，请写入方案");
}

static void report_level(const struct hc_derived_level *l, bool parents, struct hc_findings *findings)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->rows[i].to == HC_NONE)
            report_unresolved(l, &l->rows[i], parents, findings);
        else if (l->rows[i].unit == HC_NONE)
            report_new(l, &l->rows[i], parents, findings);
    }
}

/* Land first, where both have it; for each unit the range of its overlaps. */
static int lay_over(struct hc_matching *m, const struct hc_layer *before, const struct hc_layer *after, int threads,
                    struct hc_err *err)
{
    m->has_land = before->has_polygons && after->has_polygons;
    if (m->has_land && hc_overlay(before, after, threads, &m->overlaps, err) < 0)
        return -1;
    for (size_t i = 0; i < m->overlaps.n; i++)
        m->overlap_at[m->overlaps.items[i].before + 1]++;
    for (size_t u = 0; u < before->units.count; u++)
        m->overlap_at[u + 1] += m->overlap_at[u];
    return 0;
}

static void match_all(const struct hc_matching *m, struct hc_derived_level *l)
{
    l->n = 0;
    for (uint32_t u = 0; u < m->before->count; u++)
        hc_match_unit(m, u, l);
    hc_match_settle(m, l);
}

static bool same_parents(const struct hc_units *a, const struct hc_units *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->code[i], b->code[i]) == 0;
    return same;
}

static void derive_levels(struct hc_matching *m, struct hc_derived *d)
{
    uint32_t *of_before = hc_parents_list(m->before, &d->parents_before);
    uint32_t *of_after = hc_parents_list(m->after, &d->parents_after);
    size_t n_before = d->parents_before.count, n_after = d->parents_after.count;
    m->parent_before = of_before;
    m->parent_after = of_after;
    m->has_parents = n_before && n_after;
    m->parent_to = hc_alloc(n_before, sizeof *m->parent_to);
    memset(m->parent_to, 0xff, n_before * sizeof *m->parent_to);
    match_all(m, &d->units);
    /* Known parents tell units apart, and units so told make parents surer. */
    for (int round = 0; m->has_parents && round < 2; round++) {
        hc_parents_vote(&d->units, of_before, of_after, n_before, m->parent_to);
        match_all(m, &d->units);
    }
    d->has_parents = m->has_parents && !same_parents(&d->parents_before, &d->parents_after);
    if (d->has_parents)
        hc_parents_derive(&d->units, of_before, of_after, &d->parents);
    hc_free(of_before);
    hc_free(of_after);
}

int hc_derive(const struct hc_layer *before, const struct hc_layer *after, int threads, struct hc_findings *findings,
              struct hc_derived *out, struct hc_err *err)
{
    struct hc_matching m;
    *out = (struct hc_derived){0};
    out->units.before = &before->units;
    out->units.after = &after->units;
    out->parents.before = &out->parents_before;
    out->parents.after = &out->parents_after;
    hc_matching_init(&m, &before->units, &after->units);
    int status = lay_over(&m, before, after, threads, err);
    if (status == 0) {
        derive_levels(&m, out);
        finish_level(&out->units);
        report_level(&out->units, false, findings);
    }
    if (status == 0 && out->has_parents) {
        finish_level(&out->parents);
        report_level(&out->parents, true, findings);
    }
    hc_matching_release(&m);
    return status;
}

static void release_level(struct hc_derived_level *l)
{
    hc_free(l->rows);
    hc_free(l->continues);
}

void hc_derived_release(struct hc_derived *d)
{
    release_level(&d->units);
    release_level(&d->parents);
    hc_units_release(&d->parents_before);
    hc_units_release(&d->parents_after);
    *d = (struct hc_derived){0};
}
