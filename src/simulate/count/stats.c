#include "base/mem.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "simulate/count/count.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The values of one measure over one level. */
struct sample {
    const struct hc_number *values, *of, *per; /* of and per: of a ratio */
    size_t n;
    const uint32_t *kind_of;     /* of each unit; HC_NONE: it has none */
    const struct hc_keyed *ranked; /* those that are not missing, in order */
    size_t n_ranked;
    bool additive; /* a total of it means something */
};

struct ranked {
    const struct hc_number *number;
    uint32_t unit;
};

static int compare_ranked(const void *p, const void *q)
{
    const struct ranked *a = p, *b = q;
    int order = hc_number_compare(*a->number, *b->number);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* The nearest doubles of two numbers never stand the other way round than the numbers. Where they are equal, the
 * numbers decide, then the units. */
static void settle_run(struct hc_keyed *run, size_t n, const struct hc_number *values)
{
    struct ranked *list = hc_alloc(n, sizeof *list);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct ranked){&values[run[i].index], run[i].index};
    hc_sort(list, n, sizeof *list, compare_ranked);
    for (size_t i = 0; i < n; i++)
        run[i].index = list[i].unit;
    hc_free(list);
}

/* The units that have a value, in its order. */
static struct hc_keyed *rank(const struct hc_number *values, size_t n, size_t *n_ranked)
{
    struct hc_keyed *ranked = hc_alloc(n, sizeof *ranked);
    *n_ranked = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!values[i].missing)
            ranked[(*n_ranked)++] = (struct hc_keyed){hc_key_of_double(values[i].real), i};
    hc_sort_keyed(ranked, *n_ranked);
    for (size_t i = 0, end; i < *n_ranked; i = end) {
        for (end = i + 1; end < *n_ranked && ranked[end].key == ranked[i].key; end++)
            ;
        if (end - i > 1)
            settle_run(ranked + i, end - i, values);
    }
    return ranked;
}

static bool belongs(const struct sample *s, uint32_t unit, uint32_t kind)
{
    return kind == HC_NONE || s->kind_of[unit] == kind;
}

/* Of the population of units: divided by n, not n - 1. */
static struct hc_number deviation(const struct hc_number *const *sorted, size_t n, double mean)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (sorted[i]->real - mean) * (sorted[i]->real - mean);
    return hc_number_real(sqrt(sum / (double)n));
}

static void set_ratio(const struct sample *s, uint32_t kind, struct hc_stat *stat)
{
    struct hc_number of = hc_number_decimal(0, 0), per = of;
    for (uint32_t i = 0; i < s->n; i++)
        if (belongs(s, i, kind) && !s->of[i].missing && !s->per[i].missing) {
            of = hc_number_add(of, s->of[i]);
            per = hc_number_add(per, s->per[i]);
        }
    stat->ratio = true;
    stat->sum = hc_number_missing();
    stat->mean = hc_number_div(of, per);
}

/* Over all units, or those of one kind. Decimals add without error, reals in the order of their size. */
static struct hc_stat describe(const struct sample *s, const char *measure, uint32_t kind, size_t count)
{
    struct hc_number none = hc_number_missing();
    struct hc_stat stat = {measure, false, none, none, none, none, none, none, 0};
    const struct hc_number **sorted = hc_alloc(s->n_ranked, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < s->n_ranked; i++)
        if (belongs(s, s->ranked[i].index, kind))
            sorted[n++] = &s->values[s->ranked[i].index];
    stat.missing = count - n;
    if (n) {
        stat.sum = hc_number_decimal(0, 0);
        for (size_t i = 0; i < n; i++)
            stat.sum = hc_number_add(stat.sum, *sorted[i]);
        stat.mean = hc_number_div(stat.sum, hc_number_decimal((int64_t)n, 0));
        stat.median = n % 2 ? *sorted[n / 2]
                            : hc_number_div(hc_number_add(*sorted[n / 2 - 1], *sorted[n / 2]), hc_number_decimal(2, 0));
        stat.min = *sorted[0];
        stat.max = *sorted[n - 1];
        stat.sd = deviation(sorted, n, stat.mean.real);
        if (!s->additive)
            stat.sum = none;
        if (s->of)
            set_ratio(s, kind, &stat);
    }
    hc_free(sorted);
    return stat;
}

static int compare_names(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

/* Fills in the kinds of a level; for each unit its kind's index among them, new. */
static uint32_t *list_kinds(const struct hc_units *u, struct hc_level_summary *summary)
{
    struct hc_map seen = {0};
    const char **kinds = hc_alloc(u->count, sizeof *kinds);
    uint32_t n = 0, *kind_of = hc_alloc(u->count, sizeof *kind_of);
    for (size_t i = 0; i < u->count; i++)
        if (u->kind[i] && hc_map_put(&seen, u->kind[i], n) == HC_NONE)
            kinds[n++] = u->kind[i];
    if (n)
        qsort(kinds, n, sizeof *kinds, compare_names);
    summary->n_kinds = n;
    summary->kinds = hc_calloc(n, sizeof *summary->kinds);
    hc_map_release(&seen);
    seen = (struct hc_map){0};
    for (uint32_t k = 0; k < n; k++) {
        summary->kinds[k].kind = hc_strdup(kinds[k]);
        hc_map_put(&seen, kinds[k], k);
    }
    summary->all.count = u->count;
    for (size_t i = 0; i < u->count; i++) {
        kind_of[i] = u->kind[i] ? hc_map_find(&seen, u->kind[i]) : HC_NONE;
        if (kind_of[i] != HC_NONE)
            summary->kinds[kind_of[i]].count++;
    }
    hc_free(kinds);
    hc_map_release(&seen);
    return kind_of;
}

/* The measures of one level at one date, described side by side. */
struct job {
    const struct hc_run *run;
    size_t index;
    uint32_t level;
    const struct hc_units *units;
    const uint32_t *kind_of;
    struct hc_level_summary *summary;
    const char **names;
    size_t n, cap;
    bool *known; /* of each name: whether it can be measured here */
};

/* Describes one measure for the whole level and each kind, at its own place among the statistics. */
static void describe_measure(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    for (size_t m = begin; m < end; m++) {
        const char *name = job->names[m];
        const struct hc_measure_spec *ratio = hc_count_ratio(job->run, name);
        struct hc_number *values = hc_count_values(job->run, job->index, job->level, name), *of = NULL, *per = NULL;
        job->known[m] = values != NULL;
        if (!values)
            continue;
        if (ratio && !hc_units_column(job->units, name)) {
            of = hc_count_values(job->run, job->index, job->level, ratio->of);
            per = hc_count_values(job->run, job->index, job->level, ratio->per);
        }
        struct sample s = {.values = values, .of = of, .per = per, .n = job->units->count, .kind_of = job->kind_of};
        struct hc_keyed *ranked = rank(values, s.n, &s.n_ranked);
        s.ranked = ranked;
        const struct hc_column *column = hc_units_column(job->units, name);
        s.additive = !column || column->agg == HC_AGG_SUM;
        job->summary->all.items[m] = describe(&s, name, HC_NONE, s.n);
        for (uint32_t k = 0; k < job->summary->n_kinds; k++)
            job->summary->kinds[k].items[m] = describe(&s, name, k, job->summary->kinds[k].count);
        hc_free(ranked);
        hc_free(values);
        hc_free(of);
        hc_free(per);
    }
}

static void add_name(struct job *job, const char *name)
{
    HC_GROW(job->names, job->cap, job->n + 1);
    job->names[job->n++] = name;
}

static void list_measures(struct job *job)
{
    static const char *const own[] = {"area_m2", "perimeter_m", "polsby_popper", "reock"};
    const struct hc_project *p = &job->run->input->project;
    if (job->run->result->states[job->index].levels[job->level].face_unit)
        for (size_t i = 0; i < 4; i++)
            add_name(job, own[i]);
    add_name(job, "members");
    for (uint32_t below = 0; below < job->level; below++)
        add_name(job, p->levels[below].id);
    for (size_t c = 0; c < job->units->n_columns; c++)
        if (job->units->columns[c].type != HC_TEXT)
            add_name(job, job->units->columns[c].name);
    for (size_t i = 0; i < p->n_measures; i++)
        if (!hc_units_column(job->units, p->measures[i].name))
            add_name(job, p->measures[i].name);
}

/* Closes the places of measures that this level does not have. */
static void close_up(struct hc_stats *stats, const bool *known, size_t n)
{
    stats->n = 0;
    for (size_t i = 0; i < n; i++)
        if (known[i])
            stats->items[stats->n++] = stats->items[i];
}

static void summarise(const struct hc_run *run, size_t index, uint32_t level, struct hc_level_summary *summary)
{
    struct job job = {.run = run, .index = index, .level = level, .summary = summary};
    job.units = &run->result->states[index].levels[level].units;
    uint32_t *kind_of = list_kinds(job.units, summary);
    job.kind_of = kind_of;
    list_measures(&job);
    job.known = hc_calloc(job.n, sizeof *job.known);
    summary->all.items = hc_calloc(job.n, sizeof *summary->all.items);
    for (size_t k = 0; k < summary->n_kinds; k++)
        summary->kinds[k].items = hc_calloc(job.n, sizeof *summary->kinds[k].items);
    hc_parallel_for(run->threads, job.n, 1, describe_measure, &job);
    close_up(&summary->all, job.known, job.n);
    for (size_t k = 0; k < summary->n_kinds; k++)
        close_up(&summary->kinds[k], job.known, job.n);
    hc_free(kind_of);
    hc_free(job.known);
    hc_free(job.names);
}

void hc_count_summary(struct hc_run *run, size_t index)
{
    size_t n = run->input->project.n_levels;
    run->result->summaries[index] = hc_calloc(n, sizeof **run->result->summaries);
    for (uint32_t l = 0; l < n; l++)
        summarise(run, index, l, &run->result->summaries[index][l]);
}
