#include "simulate/count/rankings.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

struct hc_rankings *hc_rankings_new(const struct hc_run *run, size_t index)
{
    size_t n_levels = run->input->project.n_levels;
    struct hc_rankings *r = hc_calloc(1, sizeof *r);
    r->index = index;
    r->levels = hc_calloc(n_levels, sizeof *r->levels);
    for (uint32_t l = 0; l < n_levels; l++) {
        struct hc_ranked_level *level = &r->levels[l];
        level->names = hc_count_measures(run, index, l, &level->n);
        level->measures = hc_calloc(level->n, sizeof *level->measures);
        for (size_t m = 0; m < level->n; m++)
            hc_ranked_get(run, index, l, level->names[m], &level->measures[m]);
    }
    return r;
}

void hc_rankings_free(struct hc_rankings *r, size_t n_levels)
{
    for (size_t l = 0; r && l < n_levels; l++) {
        for (size_t m = 0; m < r->levels[l].n; m++)
            hc_ranked_release(&r->levels[l].measures[m]);
        hc_free(r->levels[l].measures);
        hc_free(r->levels[l].names);
    }
    if (r)
        hc_free(r->levels);
    hc_free(r);
}

/* For each unit before the one that it became, if each became one and no two the same; else NULL. New. */
static uint32_t *find_now(const struct hc_run *run, size_t index, uint32_t level)
{
    const struct hc_crosswalk *c = &run->result->steps[index - 1].levels[level].crosswalk;
    size_t n = run->result->states[index - 1].levels[level].units.count;
    if (c->n != n || run->result->states[index].levels[level].units.count != n)
        return NULL;
    uint32_t *now_of = hc_alloc(n, sizeof *now_of);
    uint8_t *taken = hc_calloc(n, 1);
    memset(now_of, 0xff, n * sizeof *now_of);
    bool same = true;
    for (size_t i = 0; i < n && same; i++) {
        const struct hc_crosswalk_row *row = &c->rows[i];
        same = row->target != HC_NONE && !taken[row->target] && now_of[row->source] == HC_NONE;
        if (same) {
            taken[row->target] = 1;
            now_of[row->source] = row->target;
        }
    }
    hc_free(taken);
    if (same)
        return now_of;
    hc_free(now_of);
    return NULL;
}

/* The kinds that have the units that they had. */
static void compare_kinds(const struct hc_units *before, const struct hc_level_summary *was,
                          const struct hc_level_summary *now, struct hc_kinship *k)
{
    k->was_kind = hc_alloc(now->n_kinds, sizeof *k->was_kind);
    memset(k->was_kind, 0xff, now->n_kinds * sizeof *k->was_kind);
    for (uint32_t i = 0; i < now->n_kinds; i++)
        for (uint32_t j = 0; j < was->n_kinds; j++)
            if (strcmp(now->kinds[i].kind, was->kinds[j].kind) == 0 && now->kinds[i].count == was->kinds[j].count)
                k->was_kind[i] = j;
    const char **known = hc_calloc(now->n_kinds, sizeof *known); /* the text that was last seen to be the same */
    /* as many units as before, and each of them was of that kind before: the same ones */
    for (size_t u = 0; u < before->count; u++) {
        uint32_t kind = k->kind_of[u];
        if (kind == HC_NONE || k->was_kind[kind] == HC_NONE || (before->kind[u] && before->kind[u] == known[kind]))
            continue;
        if (before->kind[u] && strcmp(before->kind[u], now->kinds[kind].kind) == 0)
            known[kind] = before->kind[u];
        else
            k->was_kind[kind] = HC_NONE;
    }
    hc_free(known);
}

void hc_kinship_find(const struct hc_run *run, size_t index, uint32_t level, const struct hc_level_summary *summary,
                     const uint32_t *kind_of, struct hc_kinship *k)
{
    *k = (struct hc_kinship){0};
    if (!run->rankings || run->rankings->index + 1 != index)
        return;
    const struct hc_units *before = &run->result->states[index - 1].levels[level].units;
    k->now_of = find_now(run, index, level);
    if (!k->now_of)
        return;
    k->kind_of = hc_alloc(before->count, sizeof *k->kind_of);
    for (size_t u = 0; u < before->count; u++)
        k->kind_of[u] = kind_of[k->now_of[u]];
    compare_kinds(before, &run->result->summaries[index - 1][level], summary, k);
}

void hc_kinship_release(struct hc_kinship *k)
{
    hc_free(k->now_of);
    hc_free(k->kind_of);
    hc_free(k->was_kind);
    *k = (struct hc_kinship){0};
}

static bool same_double(double a, double b)
{
    uint64_t x, y;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return x == y || (isnan(a) && isnan(b));
}

/* Whether each unit has what it had. */
static bool same_values(const struct hc_measured *was, const struct hc_measured *now, const uint32_t *now_of)
{
    size_t i = 0;
    if (was->of && now->of)
        return same_values(&was->of[0], &now->of[0], now_of) && same_values(&was->of[1], &now->of[1], now_of);
    if (was->decimal && now->decimal && was->scale == now->scale)
        while (i < was->n && was->decimal[i] == now->decimal[now_of[i]])
            i++;
    else if (was->real && now->real)
        while (i < was->n && same_double(was->real[i], now->real[now_of[i]]))
            i++;
    return i == was->n && was->n > 0;
}

static bool unchanged(const struct hc_run *run, size_t index, uint32_t level, const char *name,
                      const struct hc_ranked *was, const uint32_t *now_of)
{
    struct hc_measured now;
    bool same = hc_measured_get(run, index, level, name, &now) && same_values(&was->values, &now, now_of);
    hc_measured_release(&now);
    return same;
}

static struct hc_stat of_before(const struct hc_stats *was, const char *name)
{
    struct hc_stat stat = *hc_stats_find(was, name);
    stat.measure = name;
    return stat;
}

bool hc_rankings_describe(const struct hc_run *run, size_t index, uint32_t level, const char *name,
                          const struct hc_kinship *k, struct hc_level_summary *summary, size_t m)
{
    const struct hc_level_summary *was = &run->result->summaries[index - 1][level];
    const struct hc_ranked_level *ranked = &run->rankings->levels[level];
    size_t at = 0;
    while (at < ranked->n && strcmp(ranked->names[at], name) != 0)
        at++;
    if (at == ranked->n || !ranked->measures[at].order ||
        !unchanged(run, index, level, name, &ranked->measures[at], k->now_of))
        return false;
    const struct hc_ranked *r = &ranked->measures[at];
    struct hc_drawing drawing = {0};
    summary->all.items[m] = of_before(&was->all, name);
    for (uint32_t kind = 0; kind < summary->n_kinds; kind++) {
        if (k->was_kind[kind] != HC_NONE) {
            summary->kinds[kind].items[m] = of_before(&was->kinds[k->was_kind[kind]], name);
            continue;
        }
        if (!drawing.kinds)
            hc_drawing_make(&drawing, r, k->kind_of, summary);
        summary->kinds[kind].items[m] = hc_ranked_describe(r, name, &drawing, kind, summary->kinds[kind].count);
    }
    hc_drawing_release(&drawing);
    return true;
}
