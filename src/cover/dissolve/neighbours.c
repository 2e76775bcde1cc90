#include "cover/inside.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

static int compare_pairs(const void *p, const void *q)
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
    hc_sort(out->items, out->n, sizeof *out->items, compare_pairs);
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (n && compare_pairs(&out->items[i], &out->items[n - 1]) == 0)
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

/* Union-find over faces; the smaller index is the root. */
static uint32_t root(uint32_t *parent, uint32_t f)
{
    while (parent[f] != f)
        f = parent[f] = parent[parent[f]];
    return f;
}

struct joining {
    const uint32_t *face_unit;
    const struct hc_pair *cut; /* sorted */
    size_t n_cut;
    uint32_t *parent;
};

static void join_faces(const struct joining *j, uint32_t a, uint32_t b)
{
    struct hc_pair pair = {a < b ? a : b, a < b ? b : a, 0};
    if (j->face_unit[a] == HC_NONE || j->face_unit[a] != j->face_unit[b] ||
        (j->n_cut && bsearch(&pair, j->cut, j->n_cut, sizeof pair, compare_pairs)))
        return;
    uint32_t ra = root(j->parent, a), rb = root(j->parent, b);
    if (ra != rb)
        j->parent[ra < rb ? rb : ra] = ra < rb ? ra : rb;
}

void hc_cover_pieces(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units,
                     const uint32_t (*links)[2], size_t n_links, const uint32_t (*cut)[2], size_t n_cut,
                     uint32_t *n_pieces)
{
    const struct hc_topology *t = &cover->topology;
    struct hc_pairs cuts = {0};
    size_t n_faces = cover->polygons->n_units;
    struct joining j = {.face_unit = face_unit, .parent = hc_alloc(n_faces, sizeof(uint32_t))};
    for (size_t i = 0; i < n_cut; i++)
        add_pair(&cuts, cut[i][0], cut[i][1], 0);
    hc_sort(cuts.items, cuts.n, sizeof *cuts.items, compare_pairs);
    j.cut = cuts.items;
    j.n_cut = cuts.n;
    for (uint32_t f = 0; f < n_faces; f++)
        j.parent[f] = f;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        if (t->face[2 * a] != HC_NONE && t->face[2 * a + 1] != HC_NONE)
            join_faces(&j, t->face[2 * a], t->face[2 * a + 1]);
    for (size_t i = 0; i < cover->n_conflicts; i++)
        join_faces(&j, cover->conflicts[i].a, cover->conflicts[i].b);
    for (size_t i = 0; i < n_links; i++)
        join_faces(&j, links[i][0], links[i][1]);
    memset(n_pieces, 0, n_units * sizeof *n_pieces);
    for (uint32_t f = 0; f < n_faces; f++)
        if (face_unit[f] != HC_NONE && root(j.parent, f) == f)
            n_pieces[face_unit[f]]++;
    hc_pairs_release(&cuts);
    hc_free(j.parent);
}
