#include "cover/lines.h"

#include "base/mem.h"
#include "cover/inside.h"
#include <stdlib.h>
#include <string.h>

/* A half-arc with its two units: left < right, the left one to its left. */
struct stretch {
    uint32_t left, right, from, to, half;
};

static int compare_stretches(const void *p, const void *q)
{
    const struct stretch *x = p, *y = q;
    if (x->left != y->left)
        return x->left < y->left ? -1 : 1;
    if (x->right != y->right)
        return x->right < y->right ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->half > y->half) - (x->half < y->half);
}

static struct stretch *list_stretches(const struct hc_cover *cover, const uint32_t *face_unit, size_t *n)
{
    const struct hc_topology *t = &cover->topology;
    struct stretch *list = hc_alloc(t->n_arcs, sizeof *list);
    *n = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        uint32_t half = 2 * a, left = hc_left_unit(cover, face_unit, half),
                 right = hc_left_unit(cover, face_unit, half + 1);
        if (left == right)
            continue;
        if (left > right)
            half++;
        list[(*n)++] = (struct stretch){left < right ? left : right, left < right ? right : left, hc_half_from(t, half),
                                        hc_half_to(t, half), half};
    }
    if (*n)
        qsort(list, *n, sizeof *list, compare_stretches);
    return list;
}

/* Of the stretches of one pair, begin..end, sorted by where they start, the first that starts at `from` and has not
 * been taken; `end` if none. */
static size_t follower(const struct stretch *list, const uint8_t *taken, size_t begin, size_t end, uint32_t from)
{
    size_t low = begin, high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < end && list[low].from == from && taken[low])
        low++;
    return low < end && list[low].from == from ? low : end;
}

struct chaining {
    const struct hc_topology *topology;
    const struct stretch *list;
    uint8_t *taken;
    struct hc_lines *out;
    size_t cap_lines;
};

static void add_vertices(struct chaining *c, uint32_t half, bool first)
{
    const struct hc_topology *t = c->topology;
    struct hc_lines *out = c->out;
    uint32_t count = t->arcs[half >> 1].count;
    HC_GROW(out->xy, out->cap_xy, out->n_xy + count + 1);
    for (uint32_t k = first ? 0 : 1; k <= count; k++)
        out->xy[out->n_xy++] = t->polygons->xy[hc_half_vertex(t, half, k)];
}

static void chain_from(struct chaining *c, size_t i, size_t begin, size_t end)
{
    struct hc_lines *out = c->out;
    if (out->n + 2 > c->cap_lines) {
        c->cap_lines = c->cap_lines * 2 + 64;
        out->at = hc_realloc(out->at, c->cap_lines, sizeof *out->at);
        out->left = hc_realloc(out->left, c->cap_lines, sizeof *out->left);
        out->right = hc_realloc(out->right, c->cap_lines, sizeof *out->right);
    }
    out->at[out->n] = out->n_xy;
    out->left[out->n] = c->list[i].left;
    out->right[out->n] = c->list[i].right;
    for (bool first = true; i < end; first = false) {
        c->taken[i] = 1;
        add_vertices(c, c->list[i].half, first);
        i = follower(c->list, c->taken, begin, end, c->list[i].to);
    }
    out->at[++out->n] = out->n_xy;
}

/* Lines that begin somewhere first, then those that run round. */
static void chain_pair(struct chaining *c, size_t begin, size_t end)
{
    uint8_t *reached = hc_calloc(end - begin, 1);
    for (size_t i = begin; i < end; i++) {
        size_t next = follower(c->list, c->taken, begin, end, c->list[i].to);
        if (next < end)
            reached[next - begin] = 1;
    }
    for (size_t i = begin; i < end; i++)
        if (!reached[i - begin] && !c->taken[i])
            chain_from(c, i, begin, end);
    for (size_t i = begin; i < end; i++)
        if (!c->taken[i])
            chain_from(c, i, begin, end);
    hc_free(reached);
}

void hc_cover_lines(const struct hc_cover *cover, const uint32_t *face_unit, struct hc_lines *out)
{
    size_t n;
    *out = (struct hc_lines){0};
    struct stretch *list = list_stretches(cover, face_unit, &n);
    struct chaining c = {.topology = &cover->topology, .list = list, .taken = hc_calloc(n, 1), .out = out};
    for (size_t begin = 0, end; begin < n; begin = end) {
        end = begin + 1;
        while (end < n && list[end].left == list[begin].left && list[end].right == list[begin].right)
            end++;
        chain_pair(&c, begin, end);
    }
    hc_free(c.taken);
    hc_free(list);
}

void hc_lines_release(struct hc_lines *lines)
{
    hc_free(lines->xy);
    hc_free(lines->at);
    hc_free(lines->left);
    hc_free(lines->right);
    *lines = (struct hc_lines){0};
}
