#include "simulate/derive/match.h"
#include "simulate/derive/names.h"
#include <stdlib.h>
#include <string.h>

struct keyed {
    const char *key;
    uint32_t unit;
};

static int compare_keys(const void *p, const void *q)
{
    const struct keyed *a = p, *b = q;
    int by_key = strcmp(a->key ? a->key : "", b->key ? b->key : "");
    return by_key ? by_key : (a->unit > b->unit) - (a->unit < b->unit);
}

static struct keyed *sort_keys(char *const *key, size_t n)
{
    struct keyed *order = hc_alloc(n, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (struct keyed){key[i], i};
    if (n)
        qsort(order, n, sizeof *order, compare_keys);
    return order;
}

static uint32_t *sort_units(char *const *key, size_t n)
{
    struct keyed *order = sort_keys(key, n);
    uint32_t *sorted = hc_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = order[i].unit;
    hc_free(order);
    return sorted;
}

/* For each unit how many have its key. */
static uint32_t *count_keys(char *const *key, size_t n)
{
    struct keyed *order = sort_keys(key, n);
    uint32_t *count = hc_calloc(n, sizeof *count);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && strcmp(order[end].key ? order[end].key : "", order[i].key ? order[i].key : "") == 0;)
            end++;
        for (size_t k = i; k < end; k++)
            count[order[k].unit] = (uint32_t)(end - i);
    }
    hc_free(order);
    return count;
}

static char **map_names(const struct hc_units *u, char *(*reduce)(const char *, struct hc_arena *),
                        struct hc_arena *strings)
{
    char **out = hc_alloc(u->count, sizeof *out);
    for (size_t i = 0; i < u->count; i++)
        out[i] = reduce(u->name[i], strings);
    return out;
}

void hc_matching_init(struct hc_matching *m, const struct hc_units *before, const struct hc_units *after)
{
    *m = (struct hc_matching){.before = before, .after = after};
    m->overlap_at = hc_calloc(before->count + 1, sizeof *m->overlap_at);
    m->folded_before = map_names(before, hc_name_folded, &m->strings);
    m->folded_after = map_names(after, hc_name_folded, &m->strings);
    m->stem_before = map_names(before, hc_name_stem, &m->strings);
    m->stem_after = map_names(after, hc_name_stem, &m->strings);
    m->n_folded_before = count_keys(m->folded_before, before->count);
    m->n_stem_before = count_keys(m->stem_before, before->count);
    m->by_folded = sort_units(m->folded_after, after->count);
    m->by_stem = sort_units(m->stem_after, after->count);
}

void hc_matching_release(struct hc_matching *m)
{
    hc_overlaps_release(&m->overlaps);
    hc_free(m->overlap_at);
    hc_free(m->folded_before);
    hc_free(m->folded_after);
    hc_free(m->stem_before);
    hc_free(m->stem_after);
    hc_free(m->n_folded_before);
    hc_free(m->n_stem_before);
    hc_free(m->by_folded);
    hc_free(m->by_stem);
    hc_free(m->parent_to);
    hc_arena_release(&m->strings);
    *m = (struct hc_matching){0};
}
