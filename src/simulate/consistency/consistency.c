#include "simulate/consistency/consistency.h"

#include "simulate/consistency/clash.h"
#include <stdlib.h>
#include <string.h>

static bool listed(char *const *list, size_t n, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < n && !found; i++)
        found = strcmp(list[i], word) == 0;
    return found;
}

static bool check_dates(const struct hc_figures *figures, struct hc_findings *findings)
{
    bool good = true;
    for (size_t i = 0; i < figures->n && figures->n_dates; i++) {
        const struct hc_figure *f = &figures->items[i];
        if (listed(figures->dates, figures->n_dates, f->date))
            continue;
        struct hc_finding *finding =
            hc_findings_add(findings, "bad_figure", HC_REFUSAL, "figure \"%s\": \"dates\" does not list %s",
                            "公布数字“%s”：dates 中没有 %s", f->id, f->date);
        hc_finding_remedy(finding, "list the dates of all states, in order", "请按先后列出所有状态的日期");
        good = false;
    }
    return good;
}

static int compare_clashes(const void *p, const void *q)
{
    const struct hc_clash *a = p, *b = q;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++)
        if (a->figures[i].figure != b->figures[i].figure)
            return a->figures[i].figure < b->figures[i].figure ? -1 : 1;
    return 0;
}

/* Whether a figure prints this number itself, to the unit. */
static bool printed(const struct hc_relations *r, uint32_t quantity)
{
    bool found = false;
    for (size_t i = 0; i < r->project->figures.n; i++) {
        const struct hc_figure *f = &r->project->figures.items[i];
        struct hc_ratio unit = hc_ratio_mul(hc_ratio_decimal(1, f->decimals), f->factor);
        bool level = !f->is_step || f->as == HC_FIGURE_AFTER || f->as == HC_FIGURE_BEFORE;
        found = found || (level && r->subjects[i][1].divisor == HC_NONE && r->subjects[i][1].var == quantity &&
                          hc_ratio_compare(unit, hc_ratio_whole(1)) == 0);
    }
    return found;
}

static void find_implied(struct hc_consistency *c, const uint32_t *quantity_group, const bool *spoilt,
                         const uint32_t *figure_group)
{
    const struct hc_relations *r = &c->relations;
    c->implied = hc_alloc(r->n, sizeof *c->implied);
    for (uint32_t i = 0; i < r->n; i++) {
        const struct hc_quantity *q = &r->quantities[i];
        struct hc_figure_set set = {0};
        struct hc_linear rows;
        struct hc_bounds bounds;
        uint32_t group = quantity_group[i];
        if ((q->type != HC_TOTAL && q->type != HC_NUMBER_OF_UNITS) || group == HC_NONE || spoilt[group] ||
            printed(r, i))
            continue;
        for (size_t k = 0; k < r->project->figures.n; k++)
            if (figure_group[k] == group)
                hc_figure_set_add(&set, k);
        hc_relations_rows(r, &set, &rows);
        if (hc_linear_bounds(&rows, i, &bounds) == HC_CAN_HOLD && bounds.low_known && bounds.high_known &&
            hc_ratio_sign(bounds.low) != 0) /* from nothing up says nothing */
            c->implied[c->n_implied++] = (struct hc_implied){i, bounds};
        hc_linear_release(&rows);
    }
}

void hc_consistency_check(const struct hc_project *project, struct hc_findings *findings, struct hc_consistency *c)
{
    size_t n = project->figures.n;
    *c = (struct hc_consistency){0};
    if (!check_dates(&project->figures, findings))
        return;
    if (n > HC_MOST_FIGURES) {
        hc_findings_add(findings, "too_many_figures", HC_REFUSAL,
                        "%zu figures; at most %d can be held against each other", "公布数字 %zu 个，最多可核对 %d 个",
                        n, HC_MOST_FIGURES);
        return;
    }
    hc_relations_init(&c->relations, project);
    uint32_t *quantity_group, *figure_group = hc_relations_groups(&c->relations, &quantity_group);
    bool *spoilt = hc_calloc(n, sizeof *spoilt);
    for (uint32_t g = 0; g < n; g++) {
        struct hc_figure_set set = {0};
        size_t before = c->n_clashes;
        for (size_t i = g; figure_group[g] == g && i < n; i++)
            if (figure_group[i] == g)
                hc_figure_set_add(&set, i);
        if (figure_group[g] == g)
            hc_clash_find(c, &set);
        spoilt[g] = c->n_clashes > before;
    }
    if (c->n_clashes)
        qsort(c->clashes, c->n_clashes, sizeof *c->clashes, compare_clashes);
    find_implied(c, quantity_group, spoilt, figure_group);
    hc_free(quantity_group);
    hc_free(figure_group);
    hc_free(spoilt);
}

void hc_consistency_release(struct hc_consistency *c)
{
    for (size_t i = 0; i < c->n_clashes; i++)
        hc_free(c->clashes[i].figures);
    hc_free(c->clashes);
    hc_free(c->implied);
    hc_relations_release(&c->relations);
    *c = (struct hc_consistency){0};
}
