#include "base/mem.h"
#include "simulate/count/count.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The values of one measure over one level, and which of them are asked for. */
struct sample {
    const char *measure;
    const struct hc_number *values, *of, *per; /* of and per: of a ratio */
    const struct hc_units *units;
    const char *kind; /* NULL: all */
};

static bool belongs(const struct sample *s, size_t i)
{
    return !s->kind || (s->units->kind[i] && strcmp(s->units->kind[i], s->kind) == 0);
}

static int compare_numbers(const void *p, const void *q)
{
    return hc_number_compare(*(const struct hc_number *)p, *(const struct hc_number *)q);
}

/* Sums in pairs would be as exact: decimals add without error, and reals are added in the order of their size. */
static struct hc_number sum_of(const struct hc_number *sorted, size_t n)
{
    struct hc_number sum = hc_number_decimal(0, 0);
    for (size_t i = 0; i < n; i++)
        sum = hc_number_add(sum, sorted[i]);
    return sum;
}

/* Of the population of units: divided by n, not n - 1. */
static struct hc_number deviation(const struct hc_number *sorted, size_t n, double mean)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (sorted[i].real - mean) * (sorted[i].real - mean);
    return hc_number_real(sqrt(sum / (double)n));
}

static void set_ratio(const struct sample *s, struct hc_stat *stat)
{
    struct hc_number of = hc_number_decimal(0, 0), per = of;
    for (size_t i = 0; i < s->units->count; i++)
        if (belongs(s, i) && !s->of[i].missing && !s->per[i].missing) {
            of = hc_number_add(of, s->of[i]);
            per = hc_number_add(per, s->per[i]);
        }
    stat->ratio = true;
    stat->sum = hc_number_missing();
    stat->mean = hc_number_div(of, per);
}

static struct hc_stat describe(const struct sample *s)
{
    struct hc_number none = hc_number_missing();
    struct hc_stat stat = {s->measure, false, none, none, none, none, none, none, 0};
    struct hc_number *sorted = hc_alloc(s->units->count, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < s->units->count; i++) {
        if (!belongs(s, i))
            continue;
        if (s->values[i].missing)
            stat.missing++;
        else
            sorted[n++] = s->values[i];
    }
    if (n) {
        qsort(sorted, n, sizeof *sorted, compare_numbers);
        stat.sum = sum_of(sorted, n);
        stat.mean = hc_number_div(stat.sum, hc_number_decimal((int64_t)n, 0));
        stat.median = n % 2 ? sorted[n / 2]
                            : hc_number_div(hc_number_add(sorted[n / 2 - 1], sorted[n / 2]), hc_number_decimal(2, 0));
        stat.min = sorted[0];
        stat.max = sorted[n - 1];
        stat.sd = deviation(sorted, n, stat.mean.real);
        if (s->of)
            set_ratio(s, &stat);
    }
    hc_free(sorted);
    return stat;
}

static int compare_names(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static void list_kinds(const struct hc_units *u, struct hc_level_summary *summary)
{
    struct hc_map seen = {0};
    const char **kinds = hc_alloc(u->count, sizeof *kinds);
    uint32_t n = 0;
    for (size_t i = 0; i < u->count; i++)
        if (u->kind[i] && hc_map_put(&seen, u->kind[i], n) == HC_NONE)
            kinds[n++] = u->kind[i];
    if (n)
        qsort(kinds, n, sizeof *kinds, compare_names);
    summary->n_kinds = n;
    summary->kinds = hc_calloc(n, sizeof *summary->kinds);
    for (uint32_t k = 0; k < n; k++)
        summary->kinds[k].kind = hc_strdup(kinds[k]);
    hc_free(kinds);
    hc_map_release(&seen);
}

/* Adds the statistics of one measure to the whole level and to each kind. */
static void add_measure(const struct hc_run *run, size_t index, uint32_t level, const char *name,
                        struct hc_level_summary *summary)
{
    const struct hc_measure_spec *ratio = hc_count_ratio(run, name);
    struct hc_number *values = hc_count_values(run, index, level, name), *of = NULL, *per = NULL;
    if (!values)
        return;
    if (ratio && !hc_units_column(&run->result->states[index].levels[level].units, name)) {
        of = hc_count_values(run, index, level, ratio->of);
        per = hc_count_values(run, index, level, ratio->per);
    }
    struct sample s = {name, values, of, per, &run->result->states[index].levels[level].units, NULL};
    for (size_t k = 0; k <= summary->n_kinds; k++) {
        struct hc_stats *stats = k ? &summary->kinds[k - 1] : &summary->all;
        s.kind = stats->kind;
        stats->items = hc_realloc(stats->items, stats->n + 1, sizeof *stats->items);
        stats->items[stats->n++] = describe(&s);
    }
    hc_free(values);
    hc_free(of);
    hc_free(per);
}

static void summarise(const struct hc_run *run, size_t index, uint32_t level, struct hc_level_summary *summary)
{
    static const char *const own[] = {"area_m2", "perimeter_m", "polsby_popper", "reock"};
    const struct hc_level_state *l = &run->result->states[index].levels[level];
    list_kinds(&l->units, summary);
    summary->all.count = l->units.count;
    for (size_t i = 0; i < l->units.count; i++)
        for (size_t k = 0; l->units.kind[i] && k < summary->n_kinds; k++)
            summary->kinds[k].count += strcmp(l->units.kind[i], summary->kinds[k].kind) == 0;
    if (l->face_unit)
        for (size_t i = 0; i < 4; i++)
            add_measure(run, index, level, own[i], summary);
    add_measure(run, index, level, "members", summary);
    for (uint32_t below = 0; below < level; below++)
        add_measure(run, index, level, run->input->project.levels[below].id, summary);
    for (size_t c = 0; c < l->units.n_columns; c++)
        if (l->units.columns[c].type != HC_TEXT)
            add_measure(run, index, level, l->units.columns[c].name, summary);
    for (size_t i = 0; i < run->input->project.n_measures; i++)
        if (!hc_units_column(&l->units, run->input->project.measures[i].name))
            add_measure(run, index, level, run->input->project.measures[i].name, summary);
}

void hc_count_summary(struct hc_run *run, size_t index)
{
    size_t n = run->input->project.n_levels;
    run->result->summaries[index] = hc_calloc(n, sizeof **run->result->summaries);
    for (uint32_t l = 0; l < n; l++)
        summarise(run, index, l, &run->result->summaries[index][l]);
}
