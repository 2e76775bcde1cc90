#include "base/map.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "simulate/count/rankings.h"
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

/* The kinds of a level and how many units each has; few, so that looking through them is quick. */
struct kinds {
    const char **names;
    size_t n, cap;
};

static uint32_t kind_index(struct kinds *kinds, const char *kind)
{
    for (size_t k = 0; k < kinds->n; k++)
        if (kinds->names[k] == kind) /* units mostly share the text */
            return (uint32_t)k;
    for (size_t k = 0; k < kinds->n; k++)
        if (strcmp(kinds->names[k], kind) == 0)
            return (uint32_t)k;
    HC_GROW(kinds->names, kinds->cap, kinds->n + 1);
    kinds->names[kinds->n++] = kind;
    return (uint32_t)kinds->n - 1;
}

#define FEW 16

/* Where there are many kinds, a map finds them. */
static uint32_t kind_of_unit(struct kinds *kinds, struct hc_map *many, const char *kind)
{
    if (!kind)
        return HC_NONE;
    if (kinds->n < FEW)
        return kind_index(kinds, kind);
    for (size_t k = many->count; k < kinds->n; k++)
        hc_map_put(many, kinds->names[k], (uint32_t)k);
    uint32_t k = hc_map_find(many, kind);
    if (k != HC_NONE)
        return k;
    HC_GROW(kinds->names, kinds->cap, kinds->n + 1);
    kinds->names[kinds->n++] = kind;
    return (uint32_t)kinds->n - 1;
}

/* Puts kinds in the order of their names; new_of: where each came to stand. */
static uint32_t *sort_kinds(struct kinds *kinds)
{
    const char **sorted = hc_alloc(kinds->n, sizeof *sorted);
    uint32_t *new_of = hc_alloc(kinds->n, sizeof *new_of);
    if (kinds->n) {
        memcpy(sorted, kinds->names, kinds->n * sizeof *sorted);
        qsort(sorted, kinds->n, sizeof *sorted, compare_names);
    }
    for (size_t k = 0; k < kinds->n; k++) {
        const char **at = bsearch(&kinds->names[k], sorted, kinds->n, sizeof *sorted, compare_names);
        new_of[k] = (uint32_t)(at - sorted);
    }
    hc_free(kinds->names);
    kinds->names = sorted;
    return new_of;
}

/* Fills in the kinds of a level; for each unit its kind's index among them, new. */
static uint32_t *list_kinds(const struct hc_units *u, struct hc_level_summary *summary)
{
    struct kinds kinds = {0};
    struct hc_map many = {0};
    uint32_t *kind_of = hc_alloc(u->count, sizeof *kind_of);
    for (size_t i = 0; i < u->count; i++)
        kind_of[i] = kind_of_unit(&kinds, &many, u->kind[i]);
    uint32_t *new_of = sort_kinds(&kinds);
    summary->n_kinds = kinds.n;
    summary->kinds = hc_calloc(kinds.n, sizeof *summary->kinds);
    for (uint32_t k = 0; k < kinds.n; k++)
        summary->kinds[k].kind = hc_strdup(kinds.names[k]);
    summary->all.count = u->count;
    for (size_t i = 0; i < u->count; i++) {
        kind_of[i] = kind_of[i] == HC_NONE ? HC_NONE : new_of[kind_of[i]];
        if (kind_of[i] != HC_NONE)
            summary->kinds[kind_of[i]].count++;
    }
    hc_map_release(&many);
    hc_free(kinds.names);
    hc_free(new_of);
    return kind_of;
}

const char **hc_count_measures(const struct hc_run *run, size_t index, uint32_t level, size_t *n)
{
    static const char *const own[] = {"area_m2", "perimeter_m", "polsby_popper", "reock"};
    const struct hc_project *p = &run->input->project;
    const struct hc_level_state *l = &run->result->states[index].levels[level];
    const char **names = hc_alloc(4 + 1 + level + l->units.n_columns + p->n_measures, sizeof *names);
    *n = 0;
    if (l->face_unit)
        for (size_t i = 0; i < 4; i++)
            names[(*n)++] = own[i];
    names[(*n)++] = "members";
    for (uint32_t below = 0; below < level; below++)
        names[(*n)++] = p->levels[below].id;
    for (size_t c = 0; c < l->units.n_columns; c++)
        if (l->units.columns[c].type != HC_TEXT)
            names[(*n)++] = l->units.columns[c].name;
    for (size_t i = 0; i < p->n_measures; i++)
        if (!hc_units_column(&l->units, p->measures[i].name))
            names[(*n)++] = p->measures[i].name;
    return names;
}

/* The measures of one level at one date, described side by side. */
struct job {
    const struct hc_run *run;
    size_t index;
    uint32_t level;
    const uint32_t *kind_of;
    struct hc_kinship kinship;
    struct hc_level_summary *summary;
    const char **names;
    size_t n;
    bool *known; /* of each name: whether it can be measured here */
};

/* Describes measures for the whole level and each kind, each at its own place among the statistics. */
static void describe_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct hc_level_summary *summary = job->summary;
    for (size_t m = begin; m < end; m++) {
        const char *name = job->names[m];
        struct hc_ranked r;
        job->known[m] = job->kinship.now_of &&
                        hc_rankings_describe(job->run, job->index, job->level, name, &job->kinship, summary, m);
        if (job->known[m])
            continue;
        job->known[m] = hc_ranked_get(job->run, job->index, job->level, name, &r);
        if (!job->known[m])
            continue;
        struct hc_drawing drawing;
        hc_drawing_make(&drawing, &r, job->kind_of, summary);
        summary->all.items[m] = hc_ranked_describe(&r, name, NULL, HC_NONE, r.values.n);
        for (uint32_t k = 0; k < summary->n_kinds; k++)
            summary->kinds[k].items[m] = hc_ranked_describe(&r, name, &drawing, k, summary->kinds[k].count);
        hc_drawing_release(&drawing);
        hc_ranked_release(&r);
    }
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
    uint32_t *kind_of = list_kinds(&run->result->states[index].levels[level].units, summary);
    job.kind_of = kind_of;
    job.names = hc_count_measures(run, index, level, &job.n);
    job.known = hc_calloc(job.n, sizeof *job.known);
    summary->all.items = hc_calloc(job.n, sizeof *summary->all.items);
    for (size_t k = 0; k < summary->n_kinds; k++)
        summary->kinds[k].items = hc_calloc(job.n, sizeof *summary->kinds[k].items);
    hc_kinship_find(run, index, level, summary, kind_of, &job.kinship);
    hc_parallel_for(run->threads, job.n, 1, describe_range, &job);
    close_up(&summary->all, job.known, job.n);
    for (size_t k = 0; k < summary->n_kinds; k++)
        close_up(&summary->kinds[k], job.known, job.n);
    hc_kinship_release(&job.kinship);
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
