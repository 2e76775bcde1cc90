#include "cover/inside.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

/* Things that touch, being joined: faces, or blocks of them. */
struct joining {
    const uint32_t *unit_of; /* of each thing; HC_NONE: of none, joined to nothing */
    uint32_t *parent;        /* union-find; the smaller index is the root */
    const struct hc_pair *cut;
    size_t n, n_cut; /* cuts are sorted */
};

static struct hc_pair pair_of(uint32_t a, uint32_t b)
{
    return (struct hc_pair){a < b ? a : b, a < b ? b : a, 0};
}

static void joining_init(struct joining *j, const uint32_t *unit_of, size_t n)
{
    *j = (struct joining){.unit_of = unit_of, .parent = hc_alloc(n, sizeof *j->parent), .n = n};
    for (uint32_t i = 0; i < n; i++)
        j->parent[i] = i;
}

static uint32_t root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void join(const struct joining *j, uint32_t a, uint32_t b)
{
    struct hc_pair pair = pair_of(a, b);
    if (j->unit_of[a] == HC_NONE || j->unit_of[a] != j->unit_of[b] ||
        (j->n_cut && bsearch(&pair, j->cut, j->n_cut, sizeof pair, hc_pair_compare)))
        return;
    uint32_t ra = root(j->parent, a), rb = root(j->parent, b);
    if (ra != rb)
        j->parent[ra < rb ? rb : ra] = ra < rb ? ra : rb;
}

static void join_faces(const struct hc_cover *cover, const struct joining *j)
{
    const struct hc_topology *t = &cover->topology;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        if (t->face[2 * a] != HC_NONE && t->face[2 * a + 1] != HC_NONE)
            join(j, t->face[2 * a], t->face[2 * a + 1]);
    for (size_t i = 0; i < cover->n_conflicts; i++)
        join(j, cover->conflicts[i].a, cover->conflicts[i].b);
}

static void count_roots(const struct joining *j, uint32_t *n_pieces)
{
    for (uint32_t i = 0; i < j->n; i++)
        if (j->unit_of[i] != HC_NONE && root(j->parent, i) == i)
            n_pieces[j->unit_of[i]]++;
}

/* Pairs of blocks, each once. */
static void list_touching(const struct hc_cover *cover, struct hc_blocks *out)
{
    const struct hc_topology *t = &cover->topology;
    size_t n = 0;
    struct hc_pair *pairs = hc_alloc(t->n_arcs + cover->n_conflicts, sizeof *pairs);
    for (size_t i = 0; i < t->n_arcs + cover->n_conflicts; i++) {
        const struct hc_conflict *c = i < t->n_arcs ? NULL : &cover->conflicts[i - t->n_arcs];
        uint32_t left = c ? c->a : t->face[2 * i], right = c ? c->b : t->face[2 * i + 1];
        uint32_t a = left == HC_NONE ? HC_NONE : out->of_face[left];
        uint32_t b = right == HC_NONE ? HC_NONE : out->of_face[right];
        if (a != b && a != HC_NONE && b != HC_NONE)
            pairs[n++] = pair_of(a, b);
    }
    hc_sort(pairs, n, sizeof *pairs, hc_pair_compare);
    out->touching = hc_alloc(n, sizeof *out->touching);
    for (size_t i = 0; i < n; i++) {
        if (i && hc_pair_compare(&pairs[i - 1], &pairs[i]) == 0)
            continue;
        out->touching[out->n_touching][0] = pairs[i].a;
        out->touching[out->n_touching++][1] = pairs[i].b;
    }
    hc_free(pairs);
}

void hc_cover_blocks(const struct hc_cover *cover, const uint32_t *face_unit, struct hc_blocks *out)
{
    struct joining j;
    size_t n_faces = cover->polygons->n_units;
    *out = (struct hc_blocks){.of_face = hc_alloc(n_faces, sizeof *out->of_face)};
    joining_init(&j, face_unit, n_faces);
    join_faces(cover, &j);
    for (uint32_t f = 0; f < n_faces; f++) { /* a root comes before what hangs on it */
        uint32_t at = root(j.parent, f);
        out->of_face[f] = face_unit[f] == HC_NONE ? HC_NONE : at == f ? (uint32_t)out->n++ : out->of_face[at];
    }
    hc_free(j.parent);
    list_touching(cover, out);
}

void hc_blocks_release(struct hc_blocks *blocks)
{
    hc_free(blocks->of_face);
    hc_free(blocks->touching);
    *blocks = (struct hc_blocks){0};
}

/* The unit that each block is in; new. NULL where a unit has only part of one. */
static uint32_t *units_of_blocks(const struct hc_blocks *blocks, const uint32_t *face_unit, size_t n_faces)
{
    uint32_t *unit_of = hc_alloc(blocks->n, sizeof *unit_of);
    uint8_t *known = hc_calloc(blocks->n, 1);
    size_t f = 0;
    for (; f < n_faces; f++) {
        uint32_t block = blocks->of_face[f];
        if (block == HC_NONE ? face_unit[f] != HC_NONE : known[block] && unit_of[block] != face_unit[f])
            break;
        if (block == HC_NONE)
            continue;
        known[block] = 1;
        unit_of[block] = face_unit[f];
    }
    hc_free(known);
    if (f == n_faces)
        return unit_of;
    hc_free(unit_of);
    return NULL;
}

static void count_by_blocks(const struct hc_blocks *blocks, const uint32_t *unit_of, const uint32_t (*links)[2],
                            size_t n_links, uint32_t *n_pieces)
{
    struct joining j;
    joining_init(&j, unit_of, blocks->n);
    for (size_t i = 0; i < blocks->n_touching; i++)
        join(&j, blocks->touching[i][0], blocks->touching[i][1]);
    for (size_t i = 0; i < n_links; i++) {
        uint32_t a = blocks->of_face[links[i][0]], b = blocks->of_face[links[i][1]];
        if (a != HC_NONE && b != HC_NONE)
            join(&j, a, b);
    }
    count_roots(&j, n_pieces);
    hc_free(j.parent);
}

void hc_cover_pieces(const struct hc_cover *cover, const struct hc_blocks *blocks, const uint32_t *face_unit,
                     size_t n_units, const uint32_t (*links)[2], size_t n_links, const uint32_t (*cut)[2], size_t n_cut,
                     uint32_t *n_pieces)
{
    size_t n_faces = cover->polygons->n_units;
    uint32_t *unit_of = blocks && !n_cut ? units_of_blocks(blocks, face_unit, n_faces) : NULL;
    memset(n_pieces, 0, n_units * sizeof *n_pieces);
    if (unit_of) {
        count_by_blocks(blocks, unit_of, links, n_links, n_pieces);
        hc_free(unit_of);
        return;
    }
    struct joining j;
    struct hc_pair *cuts = hc_alloc(n_cut, sizeof *cuts);
    for (size_t i = 0; i < n_cut; i++)
        cuts[i] = pair_of(cut[i][0], cut[i][1]);
    hc_sort(cuts, n_cut, sizeof *cuts, hc_pair_compare);
    joining_init(&j, face_unit, n_faces);
    j.cut = cuts;
    j.n_cut = n_cut;
    join_faces(cover, &j);
    for (size_t i = 0; i < n_links; i++)
        join(&j, links[i][0], links[i][1]);
    count_roots(&j, n_pieces);
    hc_free(cuts);
    hc_free(j.parent);
}
