#include "propose/problem/question.h"

#include "base/buf.h"
#include <math.h>
#include <string.h>

uint32_t hc_setting_kind(struct hc_setting *s, const char *name)
{
    size_t n = s->problem.n_kinds;
    for (size_t k = 0; k < n; k++)
        if (strcmp(s->kind_name[k], name ? name : "") == 0)
            return (uint32_t)k;
    s->kind_name = hc_realloc(s->kind_name, n + 1, sizeof *s->kind_name);
    s->kind_name[n] = name ? name : "";
    s->problem.n_kinds = n + 1;
    return (uint32_t)n;
}

/* People as whole numbers, in the column's scale; a missing value counts as none, and is said. */
static void set_people(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings)
{
    struct hc_problem *p = &s->problem;
    const char *name = q->result->population;
    const struct hc_column *c = hc_units_column(s->units, name);
    size_t missing = 0;
    struct hc_buf units = {0}; /* some of those */
    p->people = hc_calloc(p->n, sizeof *p->people);
    for (size_t i = 0; i < p->n; i++) {
        struct hc_number value = c ? hc_column_number(c, i) : hc_number_missing();
        if (value.missing && missing++ < 5)
            hc_buf_addf(&units, "%s%s", units.len ? ", " : "", s->units->code[i]);
        p->people[i] = value.missing || value.real < 0 ? 0 : llround(value.real);
        p->total_people += p->people[i];
    }
    if (!missing)
        return;
    struct hc_finding *f =
        hc_findings_add(findings, "no_population", HC_WARNING, "%zu of %zu units have no %s; they count as having none",
                        "%zu 个单元（共 %zu 个）没有 %s，按零计", missing, p->n, name);
    hc_finding_level(f, q->input->project.levels[q->level].id);
    if (missing == p->n)
        hc_finding_remedy(f, "bring a table that has it: --table F, or \"tables\" in the project",
                          "请提供含有该列的表：--table F，或项目中的 tables");
    else
        hc_finding_remedy(f, "fill in the cells of %s%s", "请补填这些单元的数值：%s%s", units.data,
                          missing > 5 ? "..." : "");
    hc_buf_release(&units);
}

static void set_blocks(const struct hc_question *q, struct hc_setting *s)
{
    struct hc_problem *p = &s->problem;
    struct hc_map seen = {0};
    p->block = hc_calloc(p->n, sizeof *p->block);
    s->block_code = hc_calloc(p->n + 1, sizeof *s->block_code);
    for (uint32_t i = 0; !q->across && i < p->n; i++) {
        char *parent = s->units->parent_code[i];
        uint32_t known = hc_map_put(&seen, parent ? parent : "", (uint32_t)p->n_blocks);
        if (known == HC_NONE)
            s->block_code[p->n_blocks] = parent;
        p->block[i] = known == HC_NONE ? (uint32_t)p->n_blocks++ : known;
    }
    if (q->across)
        p->n_blocks = 1;
    hc_map_release(&seen);
}

void hc_setting_count(const struct hc_question *q, struct hc_setting *s, size_t n_groups)
{
    static const double plain_quanta[HC_N_TERMS] = {1e9, 1e3, 1e6, 2, 1, 1};
    struct hc_problem *p = &s->problem;
    double people = (double)p->total_people;
    s->mean = n_groups ? people / (double)n_groups : 0;
    p->target = q->target > 0 ? q->target : s->mean;
    p->quanta = 1e10;
    p->grain = 1;
    for (int t = 0; t < HC_N_TERMS; t++) {
        double whole = t == HC_TERM_BALANCE ? (p->target > 0 ? people / p->target : 0) : s->total[t];
        p->weight[t] = q->plain ? q->weight[t] : whole > 0 ? q->weight[t] / whole : 0;
        if (q->plain && q->weight[t] > 0) {
            p->quanta = plain_quanta[t];
            p->grain = t == HC_TERM_LINKS ? 2 : 1;
        }
    }
    for (size_t i = 0; i < p->n_limits; i++) {
        struct hc_limit *l = &p->limits[i];
        if (l->rule != HC_NONE)
            continue;
        l->has_min = l->has_max = n_groups > 0;
        l->min = (int64_t)ceil((1 - q->tolerance) * s->mean - 1e-9);
        l->max = (int64_t)floor((1 + q->tolerance) * s->mean + 1e-9);
    }
}

static void set_totals(struct hc_setting *s)
{
    struct hc_problem *p = &s->problem;
    for (size_t u = 0; u < p->n; u++)
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
            s->total[HC_TERM_LINKS] += 0.5;
            s->total[HC_TERM_BORDER] += (double)p->edge[e].length / 2e9;
        }
    s->total[HC_TERM_ACCESS] = s->total[HC_TERM_STABILITY] = s->total[HC_TERM_KINDS] = (double)p->total_people;
}

void hc_setting_build(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings)
{
    struct hc_problem *p = &s->problem;
    *s = (struct hc_setting){.units = &q->result->states[q->state].levels[q->level].units};
    p->n = s->units->count;
    p->contiguous = !q->scattered;
    p->unit = hc_alloc(p->n, sizeof *p->unit);
    p->kind = hc_alloc(p->n, sizeof *p->kind);
    p->convert = hc_calloc(p->n, sizeof *p->convert);
    for (uint32_t i = 0; i < p->n; i++) {
        p->unit[i] = i;
        p->kind[i] = hc_setting_kind(s, s->units->kind[i]);
    }
    for (size_t k = 0; k < q->input->project.levels[q->level].n_kinds; k++)
        hc_setting_kind(s, q->input->project.levels[q->level].kinds[k].name);
    set_people(q, s, findings);
    set_blocks(q, s);
    hc_setting_graph(q, s, findings);
    hc_setting_places(q, s);
    hc_setting_wanted(q, s, findings);
    hc_setting_rules(q, s, findings);
    set_totals(s);
    hc_setting_count(q, s, s->wanted.total > 0 ? (size_t)s->wanted.total : 0);
}

void hc_setting_release(struct hc_setting *s)
{
    hc_problem_release(&s->problem);
    hc_free(s->wanted.block);
    hc_free(s->wanted.block_kind);
    hc_free(s->wanted.kind);
    hc_free(s->wanted.least);
    hc_free(s->wanted.most);
    hc_free(s->block_code);
    hc_free(s->kind_name);
    hc_free(s->start);
    *s = (struct hc_setting){0};
}
