#include "propose/sample/yardstick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *hc_yard_stat_name(enum hc_yard_stat stat)
{
    static const char *const names[HC_N_YARD_STATS] = {"total", "mean", "median", "min", "max", "sd"};
    return names[stat];
}

static void add(struct hc_yardsticks *y, const char *name, enum hc_yard_stat stat, uint32_t measure)
{
    y->items = hc_realloc(y->items, y->n + 1, sizeof *y->items);
    y->items[y->n++] = (struct hc_yardstick){name, stat, measure};
}

/* A mean of sums says nothing: total and number are the same in every plan. */
static void add_measure(const struct hc_question *q, struct hc_setting *s, struct hc_yardsticks *y, const char *name)
{
    struct hc_limit measure;
    uint32_t index = (uint32_t)y->n_measures;
    if (!hc_setting_measure(q, s, name, &measure))
        return;
    y->measures = hc_realloc(y->measures, y->n_measures + 1, sizeof *y->measures);
    y->measures[y->n_measures++] = measure;
    for (int stat = HC_YARD_MEAN; stat < HC_N_YARD_STATS; stat++)
        if (stat != HC_YARD_MEAN || measure.type == HC_LIMIT_COMPACT)
            add(y, name, (enum hc_yard_stat)stat, index);
}

void hc_yardsticks_build(const struct hc_question *q, struct hc_setting *s, struct hc_yardsticks *y)
{
    const struct hc_project *p = &q->input->project;
    *y = (struct hc_yardsticks){.setting = s};
    for (int t = 0; t < HC_N_TERMS; t++)
        add(y, hc_term_name((enum hc_term)t), HC_YARD_TOTAL, HC_NONE);
    add(y, "cost", HC_YARD_TOTAL, HC_NONE);
    if (q->cover) {
        add_measure(q, s, y, "area_m2");
        add_measure(q, s, y, "polsby_popper");
    }
    add_measure(q, s, y, "members");
    for (uint32_t l = 0; l < q->level; l++)
        add_measure(q, s, y, p->levels[l].id);
    for (size_t c = 0; c < s->units->n_columns; c++)
        if (s->units->columns[c].type == HC_DECIMAL && s->units->columns[c].agg == HC_AGG_SUM)
            add_measure(q, s, y, s->units->columns[c].name);
    for (size_t m = 0; m < p->n_measures; m++)
        add_measure(q, s, y, p->measures[m].name);
}

void hc_yardsticks_release(struct hc_yardsticks *y)
{
    for (size_t i = 0; i < y->n_measures; i++) {
        hc_free(y->measures[i].of);
        hc_free(y->measures[i].per);
    }
    hc_free(y->measures);
    hc_free(y->items);
    *y = (struct hc_yardsticks){0};
}

static int compare_doubles(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

/* Of n > 0 values in order. */
static double describe(const double *sorted, size_t n, enum hc_yard_stat stat)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        sum += sorted[i];
    double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (sorted[i] - mean) * (sorted[i] - mean);
    switch (stat) {
    case HC_YARD_MEDIAN:
        return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    case HC_YARD_MIN:
        return sorted[0];
    case HC_YARD_MAX:
        return sorted[n - 1];
    case HC_YARD_SD:
        return sqrt(squares / (double)n);
    default:
        return mean;
    }
}

static void describe_measure(const struct hc_yardsticks *y, uint32_t m, const struct hc_proposal *plan, size_t n_groups,
                             struct hc_scratch *scratch, double *value)
{
    double *group = hc_alloc(n_groups, sizeof *group);
    size_t n = 0;
    for (size_t g = 0; g < n_groups; g++) {
        double v = hc_group_measure(&y->setting->problem, &y->measures[m], plan->member + plan->at[g],
                                    plan->at[g + 1] - plan->at[g], scratch);
        if (!isnan(v))
            group[n++] = v;
    }
    if (n)
        qsort(group, n, sizeof *group, compare_doubles);
    for (size_t i = 0; i < y->n; i++)
        if (y->items[i].measure == m)
            value[i] = n ? describe(group, n, y->items[i].stat) : (double)NAN;
    hc_free(group);
}

/* The cheapest kind that the rules allow each group. */
static uint32_t *choose_kinds(const struct hc_problem *p, const uint32_t *label, size_t n_groups,
                              struct hc_scratch *scratch)
{
    uint32_t *kind = hc_calloc(n_groups, sizeof *kind), *member = hc_alloc(p->n, sizeof *member);
    size_t *at = hc_calloc(n_groups + 2, sizeof *at);
    struct hc_choice *choice = hc_alloc(p->n_kinds, sizeof *choice);
    for (size_t u = 0; u < p->n; u++)
        at[label[u] + 2]++;
    for (size_t g = 2; g < n_groups + 2; g++)
        at[g] += at[g - 1];
    for (uint32_t u = 0; u < p->n; u++)
        member[at[label[u] + 1]++] = u;
    for (size_t g = 0; g < n_groups; g++) {
        size_t best = 0, n = hc_group_judge(p, member + at[g], at[g + 1] - at[g], scratch, choice, NULL, NULL);
        for (size_t i = 1; i < n; i++)
            best = choice[i].cost < choice[best].cost ? i : best;
        kind[g] = n ? choice[best].kind : p->kind[member[at[g]]];
    }
    hc_free(member);
    hc_free(at);
    hc_free(choice);
    return kind;
}

void hc_yardsticks_measure(const struct hc_yardsticks *y, const uint32_t *label, const uint32_t *kind, size_t n_groups,
                           double *value)
{
    const struct hc_problem *p = &y->setting->problem;
    struct hc_proposal plan = {0};
    struct hc_scratch scratch;
    hc_scratch_init(&scratch, p);
    uint32_t *chosen = kind ? NULL : choose_kinds(p, label, n_groups, &scratch);
    hc_proposal_judge(y->setting, label, kind ? kind : chosen, n_groups, &plan);
    for (int t = 0; t < HC_N_TERMS; t++)
        value[t] = plan.term[t];
    value[HC_N_TERMS] = plan.cost;
    for (uint32_t m = 0; m < y->n_measures; m++)
        describe_measure(y, m, &plan, n_groups, &scratch, value);
    hc_free(chosen);
    hc_scratch_release(&scratch);
    hc_proposal_release(&plan);
}

size_t hc_label_settle(uint32_t *label, size_t n)
{
    uint32_t *number = hc_alloc(n, sizeof *number), next = 0;
    memset(number, 0xff, n * sizeof *number);
    for (size_t u = 0; u < n; u++) {
        if (number[label[u]] == HC_NONE)
            number[label[u]] = next++;
        label[u] = number[label[u]];
    }
    hc_free(number);
    return next;
}
