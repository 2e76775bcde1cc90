#include "cover/clean/edits.h"

#include "base/mem.h"
#include <stdlib.h>

void hc_edits_insert(struct hc_edits *e, uint32_t from, uint32_t to, double t, struct hc_xy xy)
{
    HC_GROW(e->insertions, e->cap, e->n + 1);
    e->insertions[e->n++] =
        from < to ? (struct hc_insertion){from, to, t, xy} : (struct hc_insertion){to, from, 1 - t, xy};
}

void hc_edits_release(struct hc_edits *e)
{
    hc_free(e->insertions);
    *e = (struct hc_edits){0};
}

static int compare_edges(const struct hc_insertion *a, const struct hc_insertion *b)
{
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

static int compare_insertions(const void *p, const void *q)
{
    const struct hc_insertion *a = p, *b = q;
    int order = compare_edges(a, b);
    if (order)
        return order;
    if (a->t < b->t || a->t > b->t)
        return a->t < b->t ? -1 : 1;
    if (a->xy.x < b->xy.x || a->xy.x > b->xy.x)
        return a->xy.x < b->xy.x ? -1 : 1;
    return (a->xy.y > b->xy.y) - (a->xy.y < b->xy.y);
}

/* The insertions of one edge: first .. first + count - 1; count 0 if there are none. */
static size_t of_edge(const struct hc_edits *e, uint32_t a, uint32_t b, size_t *first)
{
    struct hc_insertion key = {a < b ? a : b, a < b ? b : a, 0, {0, 0}};
    size_t low = 0, high = e->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare_edges(&e->insertions[mid], &key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *first = low;
    while (low < e->n && compare_edges(&e->insertions[low], &key) == 0)
        low++;
    return low - *first;
}

static void add_vertex(struct hc_polygons *out, struct hc_xy xy)
{
    const struct hc_xy *last = out->n_xy > out->ring_xy[out->n_rings] ? &out->xy[out->n_xy - 1] : NULL;
    if (!last || !(last->x == xy.x && last->y == xy.y)) /* ending the ring sees to its closing vertex */
        hc_polygons_add_vertices(out, &xy, 1);
}

static void copy_ring(const struct hc_edits *e, const struct hc_topology *t, const uint8_t *has, size_t r,
                      struct hc_polygons *out)
{
    const struct hc_polygons *p = t->polygons;
    size_t begin = p->ring_xy[r], end = p->ring_xy[r + 1];
    for (size_t i = begin; i < end; i++) {
        uint32_t from = t->first[i], to = t->first[i + 1 < end ? i + 1 : begin];
        add_vertex(out, p->xy[i]);
        if (!has[from < to ? from : to])
            continue;
        size_t first, count = of_edge(e, from, to, &first);
        for (size_t k = 0; k < count; k++)
            add_vertex(out, e->insertions[from < to ? first + k : first + count - 1 - k].xy);
    }
    hc_polygons_end_ring(out);
}

void hc_edits_apply(struct hc_edits *e, const struct hc_topology *t, struct hc_polygons *out)
{
    const struct hc_polygons *p = t->polygons;
    uint8_t *has = hc_calloc(p->n_xy, 1); /* by name: whether an edge from it to a higher name gets vertices */
    if (e->n)
        qsort(e->insertions, e->n, sizeof *e->insertions, compare_insertions);
    for (size_t i = 0; i < e->n; i++)
        has[e->insertions[i].low] = 1;
    hc_polygons_init(out);
    HC_GROW(out->xy, out->cap_xy, p->n_xy + e->n);
    for (size_t u = 0; u < p->n_units; u++) {
        for (uint32_t part = p->unit_part[u]; part < p->unit_part[u + 1]; part++) {
            for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
                copy_ring(e, t, has, r, out);
            hc_polygons_end_part(out);
        }
        hc_polygons_end_unit(out);
    }
    hc_free(has);
}
