#include "cover/inside.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

int hc_pair_compare(const void *p, const void *q)
{
    const struct hc_pair *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void add_pair(struct hc_pairs *pairs, uint32_t a, uint32_t b, int64_t length)
{
    if (a == b || a == HC_NONE || b == HC_NONE)
        return;
    HC_GROW(pairs->items, pairs->cap, pairs->n + 1);
    pairs->items[pairs->n++] = (struct hc_pair){a < b ? a : b, a < b ? b : a, length};
}

void hc_cover_neighbours(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_pairs *out)
{
    (void)n_units;
    *out = (struct hc_pairs){0};
    for (uint32_t a = 0; a < cover->topology.n_arcs; a++)
        add_pair(out, hc_left_unit(cover, face_unit, 2 * a), hc_left_unit(cover, face_unit, 2 * a + 1),
                 cover->arc_length[a]);
    for (size_t i = 0; i < cover->n_conflicts; i++)
        add_pair(out, face_unit[cover->conflicts[i].a], face_unit[cover->conflicts[i].b], 0);
    hc_sort(out->items, out->n, sizeof *out->items, hc_pair_compare);
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (n && hc_pair_compare(&out->items[i], &out->items[n - 1]) == 0)
            out->items[n - 1].length += out->items[i].length;
        else
            out->items[n++] = out->items[i];
    }
    out->n = n;
}

void hc_pairs_release(struct hc_pairs *pairs)
{
    hc_free(pairs->items);
    *pairs = (struct hc_pairs){0};
}
