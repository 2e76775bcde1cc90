#include "propose/problem/problem.h"

#include <string.h>

static void *pick(const void *from, size_t size, const uint32_t *unit, size_t n)
{
    char *to = from ? hc_alloc(n, size) : NULL;
    for (size_t i = 0; to && i < n; i++)
        memcpy(to + i * size, (const char *)from + unit[i] * size, size);
    return to;
}

static void pick_edges(const struct hc_problem *p, const uint32_t *local, struct hc_problem *part)
{
    size_t n = 0;
    for (size_t i = 0; i < part->n; i++)
        n += p->edge_at[part->unit[i] + 1] - p->edge_at[part->unit[i]];
    part->edge_at = hc_alloc(part->n + 1, sizeof *part->edge_at);
    part->edge = hc_alloc(n, sizeof *part->edge);
    part->edge_at[0] = n = 0;
    for (size_t i = 0; i < part->n; i++) {
        for (size_t e = p->edge_at[part->unit[i]]; e < p->edge_at[part->unit[i] + 1]; e++)
            if (local[p->edge[e].to] != HC_NONE)
                part->edge[n++] = (struct hc_edge){local[p->edge[e].to], p->edge[e].length};
        part->edge_at[i + 1] = n;
    }
}

/* Numbers of sets anew, 0..n_sets-1, in the order of their first unit. */
static uint32_t *pick_sets(const uint32_t *set, const uint32_t *size, size_t n_sets, const struct hc_problem *part,
                           uint32_t **part_size, size_t *n_part)
{
    uint32_t *to = hc_alloc(part->n, sizeof *to), *number = hc_alloc(n_sets, sizeof *number);
    memset(number, 0xff, n_sets * sizeof *number);
    *part_size = hc_alloc(n_sets, sizeof **part_size);
    *n_part = 0;
    for (size_t i = 0; i < part->n; i++) {
        uint32_t s = set[part->unit[i]];
        if (s != HC_NONE && number[s] == HC_NONE) {
            (*part_size)[*n_part] = size[s];
            number[s] = (uint32_t)(*n_part)++;
        }
        to[i] = s == HC_NONE ? HC_NONE : number[s];
    }
    hc_free(number);
    return to;
}

static void pick_apart(const struct hc_problem *p, const uint32_t *local, struct hc_problem *part)
{
    part->apart = hc_alloc(p->n_apart, sizeof *part->apart);
    part->n_apart = 0;
    for (size_t i = 0; i < p->n_apart; i++) {
        uint32_t a = local[p->apart[i][0]], b = local[p->apart[i][1]];
        if (a == HC_NONE || b == HC_NONE)
            continue;
        part->apart[part->n_apart][0] = a;
        part->apart[part->n_apart++][1] = b;
    }
}

/* Units of a part whose distances are kept at most. */
#define MOST_KM 1000

static void keep_km(struct hc_problem *part)
{
    size_t n = part->n;
    part->km = NULL;
    if (!part->x_m || n > MOST_KM)
        return;
    double *km = hc_alloc(n * n, sizeof *km);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++)
            km[a * n + b] = hc_problem_km(part, a, b);
    part->km = km;
}

/* Links to units outside the block are between new units whatever happens: they are left out of the part's costs, for
 * they are the same in every plan. */
void hc_problem_part(const struct hc_problem *p, uint32_t block, struct hc_problem *part)
{
    uint32_t *local = hc_alloc(p->n, sizeof *local);
    *part = *p;
    part->unit = hc_alloc(p->n, sizeof *part->unit);
    part->n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        bool in = block == HC_NONE || p->block[i] == block;
        local[i] = in ? (uint32_t)part->n : HC_NONE;
        if (in)
            part->unit[part->n++] = i;
    }
    part->n_blocks = block == HC_NONE ? p->n_blocks : 1;
    part->block = block == HC_NONE ? pick(p->block, sizeof *p->block, part->unit, part->n)
                                   : hc_calloc(part->n, sizeof *part->block);
    pick_edges(p, local, part);
    part->people = pick(p->people, sizeof *p->people, part->unit, part->n);
    part->x_m = pick(p->x_m, sizeof *p->x_m, part->unit, part->n);
    part->y_m = pick(p->y_m, sizeof *p->y_m, part->unit, part->n);
    keep_km(part);
    part->kind = pick(p->kind, sizeof *p->kind, part->unit, part->n);
    part->convert = pick(p->convert, sizeof *p->convert, part->unit, part->n);
    part->fixed = pick_sets(p->fixed, p->fixed_size, p->n_fixed, part, &part->fixed_size, &part->n_fixed);
    part->together =
        pick_sets(p->together, p->together_size, p->n_together, part, &part->together_size, &part->n_together);
    pick_apart(p, local, part);
    part->limits = hc_alloc(p->n_limits, sizeof *part->limits);
    for (size_t i = 0; i < p->n_limits; i++) {
        part->limits[i] = p->limits[i];
        part->limits[i].of = pick(p->limits[i].of, sizeof(int64_t), part->unit, part->n);
        part->limits[i].per = pick(p->limits[i].per, sizeof(int64_t), part->unit, part->n);
    }
    hc_free(local);
}

void hc_problem_release(struct hc_problem *p)
{
    for (size_t i = 0; i < p->n_limits; i++) {
        hc_free(p->limits[i].of);
        hc_free(p->limits[i].per);
    }
    hc_free(p->unit);
    hc_free(p->block);
    hc_free(p->edge_at);
    hc_free(p->edge);
    hc_free(p->people);
    hc_free(p->x_m);
    hc_free(p->y_m);
    hc_free(p->km);
    hc_free(p->kind);
    hc_free(p->convert);
    hc_free(p->fixed);
    hc_free(p->together);
    hc_free(p->fixed_size);
    hc_free(p->together_size);
    hc_free(p->apart);
    hc_free(p->limits);
    *p = (struct hc_problem){0};
}
