#include "base/buf.h"
#include "base/map.h"
#include "simulate/compare/compare.h"
#include <stdlib.h>
#include <string.h>

const char *hc_compared_stat_name(enum hc_compared_stat stat)
{
    static const char *const names[] = {"count", "sum", "mean", "median", "min", "max", "sd", "missing"};
    return names[stat];
}

static uint32_t rank_of(struct hc_compared *c, const char *measure)
{
    uint32_t rank = hc_map_find(&c->measures, measure);
    if (rank != HC_NONE)
        return rank;
    hc_map_put(&c->measures, hc_arena_strdup(&c->strings, measure), c->n_ranks);
    return c->n_ranks++;
}

static struct hc_compared_row *row_of(struct hc_compared *c, uint32_t level, const char *kind, const char *measure,
                                      enum hc_compared_stat stat)
{
    struct hc_buf key = {0};
    hc_buf_addf(&key, "%u\n%d\n%s\n%s", level, (int)stat, kind ? kind : "", measure ? measure : "");
    uint32_t at = hc_map_find(&c->by_key, key.data);
    if (at == HC_NONE) {
        at = (uint32_t)c->n;
        hc_map_put(&c->by_key, hc_arena_strdup(&c->strings, key.data), at);
        HC_GROW(c->rows, c->cap, c->n + 1);
        c->rows[c->n++] = (struct hc_compared_row){.level = level,
                                                   .kind = hc_arena_strdup(&c->strings, kind),
                                                   .measure = hc_arena_strdup(&c->strings, measure),
                                                   .rank = rank_of(c, measure ? measure : ""),
                                                   .stat = stat,
                                                   .value = hc_alloc(c->n_plans, sizeof(struct hc_number))};
        for (size_t i = 0; i < c->n_plans; i++)
            c->rows[at].value[i] = hc_number_missing();
    }
    hc_buf_release(&key);
    return &c->rows[at];
}

static void add_stats(struct hc_compared *c, size_t plan, uint32_t level, const struct hc_stats *stats)
{
    row_of(c, level, stats->kind, NULL, HC_COMPARED_COUNT)->value[plan] = hc_number_decimal((int64_t)stats->count, 0);
    for (size_t i = 0; i < stats->n; i++) {
        const struct hc_stat *s = &stats->items[i];
        const struct hc_number value[] = {[HC_COMPARED_SUM] = s->sum,
                                          [HC_COMPARED_MEAN] = s->mean,
                                          [HC_COMPARED_MEDIAN] = s->median,
                                          [HC_COMPARED_MIN] = s->min,
                                          [HC_COMPARED_MAX] = s->max,
                                          [HC_COMPARED_SD] = s->sd,
                                          [HC_COMPARED_MISSING] = hc_number_decimal((int64_t)s->missing, 0)};
        for (int k = HC_COMPARED_SUM; k <= HC_COMPARED_MISSING; k++)
            if (!value[k].missing && !(k == HC_COMPARED_MISSING && s->missing == 0))
                row_of(c, level, stats->kind, s->measure, (enum hc_compared_stat)k)->value[plan] = value[k];
    }
}

void hc_compared_add(struct hc_compared *c, size_t plan, const struct hc_result *r)
{
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const struct hc_level_summary *s = &r->summaries[r->n_states - 1][l];
        add_stats(c, plan, l, &s->all);
        for (size_t k = 0; k < s->n_kinds; k++)
            add_stats(c, plan, l, &s->kinds[k]);
    }
}

static int compare_rows(const void *p, const void *q)
{
    const struct hc_compared_row *a = p, *b = q;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    int order = strcmp(a->kind ? a->kind : "", b->kind ? b->kind : "");
    if (order)
        return order;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (int)a->stat - (int)b->stat;
}

void hc_compared_sort(struct hc_compared *c)
{
    for (size_t i = 0; i < c->n; i++) /* a kind that a plan has no unit of */
        for (size_t k = 0; c->rows[i].stat == HC_COMPARED_COUNT && k < c->n_plans; k++)
            if (c->rows[i].value[k].missing)
                c->rows[i].value[k] = hc_number_decimal(0, 0);
    if (c->n)
        qsort(c->rows, c->n, sizeof *c->rows, compare_rows);
    hc_map_release(&c->by_key); /* rows are no longer where it says */
}

void hc_compared_release(struct hc_compared *c)
{
    for (size_t i = 0; i < c->n; i++)
        hc_free(c->rows[i].value);
    hc_free(c->rows);
    hc_map_release(&c->by_key);
    hc_map_release(&c->measures);
    hc_arena_release(&c->strings);
    *c = (struct hc_compared){0};
}
