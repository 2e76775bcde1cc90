#include "cover/dissolve/chain.h"

#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/geometry/loops.h"
#include "cover/geometry/predicates.h"
#include <stdlib.h>
#include <string.h>

struct outgoing {
    uint32_t from; /* name of the vertex */
    uint32_t half;
};

struct hc_chain {
    const struct hc_topology *t;
    struct outgoing *out; /* by from, then half */
    size_t n, cap_out;
    uint8_t *used; /* parallel to out */
    size_t cap_used;
    uint32_t *path; /* indices into out */
    size_t n_path, cap_path;
    uint32_t *on_path; /* parallel to out, at the first entry of each vertex: 1 + the place in path where it is left */
    size_t cap_on_path;
    struct hc_xy *xy;
    size_t n_xy, cap_xy;
    struct hc_loop *loops; /* of vertices in xy */
    struct hc_box *boxes;  /* parallel to loops */
    size_t n_loops, cap_loops, cap_boxes;
};

struct hc_chain *hc_chain_new(void)
{
    return hc_calloc(1, sizeof(struct hc_chain));
}

void hc_chain_free(struct hc_chain *c)
{
    if (!c)
        return;
    hc_free(c->out);
    hc_free(c->used);
    hc_free(c->path);
    hc_free(c->on_path);
    hc_free(c->xy);
    hc_free(c->loops);
    hc_free(c->boxes);
    hc_free(c);
}

static int compare_outgoing(const void *p, const void *q)
{
    const struct outgoing *a = p, *b = q;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->half > b->half) - (a->half < b->half);
}

static void list_outgoing(struct hc_chain *c, const uint32_t *halves, size_t n)
{
    c->n = n;
    c->n_path = c->n_xy = c->n_loops = 0;
    HC_GROW(c->out, c->cap_out, n);
    HC_GROW(c->used, c->cap_used, n);
    HC_GROW(c->on_path, c->cap_on_path, n);
    HC_GROW(c->path, c->cap_path, n);
    memset(c->used, 0, n);
    memset(c->on_path, 0, n * sizeof *c->on_path);
    for (size_t i = 0; i < n; i++)
        c->out[i] = (struct outgoing){hc_half_from(c->t, halves[i]), halves[i]};
    qsort(c->out, n, sizeof *c->out, compare_outgoing);
}

/* The first entry of a vertex, or n. */
static size_t first_from(const struct hc_chain *c, uint32_t from)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->out[mid].from < from)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n && c->out[low].from == from ? low : c->n;
}

static struct hc_xy point(const struct hc_topology *t, uint32_t half, uint32_t k)
{
    return t->polygons->xy[hc_half_vertex(t, half, k)];
}

/* Of the half-arcs that leave the vertex where `half` arrives, the one that turns left most: the next clockwise from
 * where it came. So interiors that touch at a corner alone are kept apart. */
static size_t turn_left(const struct hc_chain *c, uint32_t half, size_t first)
{
    const struct hc_topology *t = c->t;
    uint32_t count = t->arcs[half >> 1].count;
    size_t best = first;
    for (size_t i = first + 1; i < c->n && c->out[i].from == c->out[first].from; i++)
        if (hc_clockwise_before(point(t, half, count), point(t, half, count - 1), point(t, c->out[i].half, 1),
                                point(t, c->out[best].half, 1)))
            best = i;
    return best;
}

/* Closes the loop that the path from `begin` on forms, and takes it off the path. */
static void close_loop(struct hc_chain *c, size_t begin)
{
    struct hc_loop loop = {.begin = c->n_xy};
    for (size_t i = begin; i < c->n_path; i++) {
        uint32_t half = c->out[c->path[i]].half, count = c->t->arcs[half >> 1].count;
        HC_GROW(c->xy, c->cap_xy, c->n_xy + count);
        hc_arc_copy(&c->t->arcs[half >> 1], c->t->polygons->xy, half & 1, count, c->xy + c->n_xy);
        if (half & 1)
            hc_ring_reverse(c->xy + c->n_xy, count);
        c->n_xy += count;
        c->on_path[first_from(c, c->out[c->path[i]].from)] = 0;
    }
    c->n_path = begin;
    loop.end = c->n_xy;
    size_t n = loop.end - loop.begin;
    /* Before the area is summed: its last bits must not hang on where the walk began. */
    hc_ring_rotate(c->xy + loop.begin, n);
    loop.area2 = hc_ring_area2(c->xy + loop.begin, n);
    if (!(loop.area2 > 0 || loop.area2 < 0))
        return;
    HC_GROW(c->loops, c->cap_loops, c->n_loops + 1);
    HC_GROW(c->boxes, c->cap_boxes, c->n_loops + 1);
    c->boxes[c->n_loops] = hc_box_of(c->xy + loop.begin, n);
    c->loops[c->n_loops++] = loop;
}

/* Walks from one half-arc until it is back. Where the walk meets itself a loop is split off, so that none touches
 * itself. */
static bool walk(struct hc_chain *c, size_t start)
{
    for (size_t at = start;;) {
        size_t node = first_from(c, c->out[at].from);
        if (c->used[at])
            return false;
        c->used[at] = 1;
        c->path[c->n_path++] = (uint32_t)at;
        c->on_path[node] = (uint32_t)c->n_path;
        uint32_t half = c->out[at].half;
        size_t arrived = first_from(c, hc_half_to(c->t, half));
        if (arrived == c->n)
            return false;
        if (c->on_path[arrived])
            close_loop(c, c->on_path[arrived] - 1);
        if (!c->n_path)
            return true;
        at = turn_left(c, half, arrived);
    }
}

static bool holds(const struct hc_chain *c, size_t outer, size_t hole)
{
    const struct hc_box *o = &c->boxes[outer], *h = &c->boxes[hole];
    if (h->x0 < o->x0 || h->y0 < o->y0 || h->x1 > o->x1 || h->y1 > o->y1)
        return false;
    /* The middle of an edge: a vertex of the hole may touch the outer ring. */
    struct hc_xy a = c->xy[c->loops[hole].begin], b = c->xy[c->loops[hole].begin + 1];
    struct hc_xy middle = {a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2};
    return hc_ring_contains(c->xy + c->loops[outer].begin, c->loops[outer].end - c->loops[outer].begin, middle);
}

/* The smallest outer loop that holds a hole, or SIZE_MAX. */
static size_t owner_of(const struct hc_chain *c, size_t hole, bool only_one)
{
    size_t owner = SIZE_MAX;
    double area2 = -c->loops[hole].area2;
    for (size_t o = 0; o < c->n_loops; o++) {
        bool smaller = owner == SIZE_MAX || c->loops[o].area2 < c->loops[owner].area2;
        if (c->loops[o].area2 > area2 && smaller && (only_one || holds(c, o, hole)))
            owner = o;
    }
    return owner;
}

static void own_holes(struct hc_chain *c, bool only_one)
{
    size_t n_outer = 0;
    for (size_t i = 0; i < c->n_loops; i++)
        n_outer += c->loops[i].area2 > 0;
    for (size_t i = 0; i < c->n_loops; i++)
        if (!(c->loops[i].area2 > 0))
            c->loops[i].owner = owner_of(c, i, only_one && n_outer == 1);
}

static bool chain_loops(struct hc_chain *c, const struct hc_topology *t, const uint32_t *halves, size_t n)
{
    c->t = t;
    list_outgoing(c, halves, n);
    for (size_t i = 0; i < n; i++)
        if (!c->used[i] && !walk(c, i))
            return false;
    return true;
}

bool hc_chain_unit(struct hc_chain *c, const struct hc_topology *t, const uint32_t *halves, size_t n,
                   struct hc_polygons *out)
{
    if (!chain_loops(c, t, halves, n))
        return false;
    own_holes(c, true);
    for (size_t i = 0; i < c->n_loops; i++)
        if (!(c->loops[i].area2 > 0) && c->loops[i].owner == SIZE_MAX)
            return false;
    hc_loops_write(c->xy, c->loops, c->n_loops, out);
    return true;
}

bool hc_chain_outside(struct hc_chain *c, const struct hc_topology *t, const uint32_t *halves, size_t n,
                      struct hc_polygons *out)
{
    if (!chain_loops(c, t, halves, n))
        return false;
    own_holes(c, false);
    size_t *renumbered = hc_alloc(c->n_loops, sizeof *renumbered), kept = 0;
    for (size_t i = 0; i < c->n_loops; i++)
        if (c->loops[i].area2 > 0 || c->loops[i].owner != SIZE_MAX) {
            renumbered[i] = kept;
            c->loops[kept++] = c->loops[i];
        }
    for (size_t i = 0; i < kept; i++)
        if (!(c->loops[i].area2 > 0))
            c->loops[i].owner = renumbered[c->loops[i].owner];
    hc_free(renumbered);
    hc_loops_write(c->xy, c->loops, kept, out);
    return true;
}
