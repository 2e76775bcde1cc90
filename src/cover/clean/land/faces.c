#include "cover/clean/land/faces.h"

#include "base/mem.h"
#include "cover/geometry/predicates.h"
#include <stdlib.h>
#include <string.h>

struct leaving {
    uint32_t node; /* name of the vertex */
    uint32_t half;
};

struct component {
    struct hc_xy least;  /* its vertex that comes first by x, then y */
    uint32_t half, step; /* where that is: `step` edges along `half`, an even one */
    uint32_t contour;    /* a half-arc with the land around the component to its left */
    uint32_t face;       /* in which it lies */
};

struct tracing {
    const struct hc_topology *t;
    size_t n_halves;
    struct leaving *leaving; /* by node, then clockwise */
    uint32_t *next;          /* of a half: the one that follows it around its face */
    uint32_t *cycle;         /* of a half */
    size_t n_cycles;
    uint32_t *parent; /* union-find over arcs: components */
    struct component *components;
    uint32_t *component_of; /* by arc, where it is its own parent */
    size_t n_components;
};

static struct hc_xy point(const struct hc_topology *t, uint32_t half, uint32_t k)
{
    return t->polygons->xy[hc_half_vertex(t, half, k)];
}

static int compare_leaving(const void *p, const void *q)
{
    const struct leaving *a = p, *b = q;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->half > b->half) - (a->half < b->half);
}

static uint32_t root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root(parent, a);
    b = root(parent, b);
    if (a != b)
        parent[a < b ? b : a] = a < b ? a : b;
}

/* Sorts the halves that leave one node clockwise from the first. */
static void turn_around(struct tracing *s, size_t begin, size_t end)
{
    struct leaving *l = s->leaving;
    struct hc_xy o = point(s->t, l[begin].half, 0), from = point(s->t, l[begin].half, 1);
    for (size_t i = begin + 2; i < end; i++) {
        struct leaving one = l[i];
        size_t k = i;
        while (k > begin + 1 && hc_clockwise_before(o, from, point(s->t, one.half, 1), point(s->t, l[k - 1].half, 1))) {
            l[k] = l[k - 1];
            k--;
        }
        l[k] = one;
    }
}

static void order_nodes(struct tracing *s)
{
    for (uint32_t h = 0; h < s->n_halves; h++)
        s->leaving[h] = (struct leaving){hc_half_from(s->t, h), h};
    if (s->n_halves)
        qsort(s->leaving, s->n_halves, sizeof *s->leaving, compare_leaving);
    for (size_t begin = 0, end; begin < s->n_halves; begin = end) {
        for (end = begin + 1; end < s->n_halves && s->leaving[end].node == s->leaving[begin].node; end++)
            join(s->parent, s->leaving[end].half >> 1, s->leaving[begin].half >> 1);
        turn_around(s, begin, end);
        for (size_t i = begin; i < end; i++)
            s->next[s->leaving[i].half ^ 1] = s->leaving[i + 1 < end ? i + 1 : begin].half;
    }
}

static void trace_cycles(struct tracing *s)
{
    memset(s->cycle, 0xff, s->n_halves * sizeof *s->cycle);
    for (uint32_t h = 0; h < s->n_halves; h++) {
        if (s->cycle[h] != HC_NONE)
            continue;
        for (uint32_t k = h; s->cycle[k] == HC_NONE; k = s->next[k])
            s->cycle[k] = (uint32_t)s->n_cycles;
        s->n_cycles++;
    }
}

static bool before(struct hc_xy a, struct hc_xy b)
{
    return a.x < b.x || (a.x <= b.x && a.y < b.y);
}

static void find_components(struct tracing *s)
{
    const struct hc_topology *t = s->t;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        if (root(s->parent, a) == a)
            s->component_of[a] = (uint32_t)s->n_components++;
    s->components = hc_calloc(s->n_components, sizeof *s->components);
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        uint32_t r = root(s->parent, a);
        struct component *c = &s->components[s->component_of[r]];
        for (uint32_t k = 0; k <= t->arcs[a].count; k++) {
            struct hc_xy xy = point(t, 2 * a, k);
            if ((a == r && k == 0) || before(xy, c->least)) {
                c->least = xy;
                c->half = 2 * a;
                c->step = k;
            }
        }
    }
}

/* The half-arc with the land west of a component's first vertex to its left: there no edge goes west, so it is the one
 * that leaves furthest to the left, or, within an arc, the side away from the bend. */
static uint32_t find_contour(const struct tracing *s, const struct component *c)
{
    const struct hc_topology *t = s->t;
    uint32_t count = t->arcs[c->half >> 1].count;
    if (c->step > 0 && c->step < count) {
        int side = hc_side(point(t, c->half, c->step - 1), c->least, point(t, c->half, c->step + 1));
        return side > 0 ? c->half ^ 1 : c->half;
    }
    uint32_t node = c->step ? hc_half_to(t, c->half) : hc_half_from(t, c->half), best = HC_NONE;
    size_t low = 0, high = s->n_halves;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->leaving[mid].node < node)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t i = low; i < s->n_halves && s->leaving[i].node == node; i++)
        if (best == HC_NONE || hc_side(c->least, point(t, best, 1), point(t, s->leaving[i].half, 1)) > 0)
            best = s->leaving[i].half;
    return best;
}

static int compare_components(const void *p, const void *q)
{
    const struct component *a = p, *b = q;
    if (before(a->least, b->least) || before(b->least, a->least))
        return before(a->least, b->least) ? -1 : 1;
    return (a->contour > b->contour) - (a->contour < b->contour);
}

/* Faces are the cycles that are no contour of a component; a contour has the face that the component lies in. */
static void number_faces(struct tracing *s, struct hc_faces *f)
{
    uint32_t *face = hc_alloc(s->n_cycles, sizeof *face);
    for (size_t i = 0; i < s->n_components; i++)
        s->components[i].contour = find_contour(s, &s->components[i]);
    if (s->n_components)
        qsort(s->components, s->n_components, sizeof *s->components, compare_components);
    struct hc_lookup *queries = hc_alloc(s->n_components, sizeof *queries);
    memset(face, 0xff, s->n_cycles * sizeof *face);
    for (size_t i = 0; i < s->n_components; i++) {
        queries[i] = (struct hc_lookup){s->components[i].least, HC_NONE};
        face[s->cycle[s->components[i].contour]] = 0;
    }
    hc_faces_look_west(s->t, queries, s->n_components);
    f->n = 1;
    for (size_t i = 0; i < s->n_cycles; i++)
        if (face[i] == HC_NONE)
            face[i] = (uint32_t)f->n++;
    /* What lies west of a component belongs to one that begins further west: its face is known by then. */
    for (size_t i = 0; i < s->n_components; i++)
        if (queries[i].half != HC_NONE)
            face[s->cycle[s->components[i].contour]] = face[s->cycle[queries[i].half]];
    for (uint32_t h = 0; h < s->n_halves; h++)
        f->of[h] = face[s->cycle[h]];
    for (size_t i = 0; i < s->n_components; i++)
        face[s->cycle[s->components[i].contour]] = HC_NONE;
    for (uint32_t h = 0; h < s->n_halves; h++)
        f->inner[h] = face[s->cycle[h]] == HC_NONE;
    hc_free(queries);
    hc_free(face);
}

static void list_halves(struct hc_faces *f, size_t n_halves)
{
    f->at = hc_calloc(f->n + 2, sizeof *f->at);
    f->halves = hc_alloc(n_halves, sizeof *f->halves);
    for (size_t h = 0; h < n_halves; h++)
        f->at[f->of[h] + 1]++;
    for (size_t i = 0; i <= f->n; i++)
        f->at[i + 1] += f->at[i];
    for (uint32_t h = (uint32_t)n_halves; h-- > 0;)
        f->halves[--f->at[f->of[h] + 1]] = h;
    memmove(f->at, f->at + 1, (f->n + 1) * sizeof *f->at);
    f->at[f->n] = n_halves;
}

static void trace(struct hc_faces *f)
{
    size_t n_arcs = f->t->n_arcs;
    struct tracing s = {.t = f->t, .n_halves = 2 * n_arcs};
    s.leaving = hc_alloc(s.n_halves, sizeof *s.leaving);
    s.next = hc_alloc(s.n_halves, sizeof *s.next);
    s.cycle = hc_alloc(s.n_halves, sizeof *s.cycle);
    s.parent = hc_alloc(n_arcs, sizeof *s.parent);
    s.component_of = hc_alloc(n_arcs, sizeof *s.component_of);
    for (uint32_t a = 0; a < n_arcs; a++)
        s.parent[a] = a;
    order_nodes(&s);
    trace_cycles(&s);
    find_components(&s);
    number_faces(&s, f);
    list_halves(f, s.n_halves);
    hc_free(s.leaving);
    hc_free(s.next);
    hc_free(s.cycle);
    hc_free(s.parent);
    hc_free(s.component_of);
    hc_free(s.components);
}

void hc_faces_release(struct hc_faces *f)
{
    hc_free(f->of);
    hc_free(f->halves);
    hc_free(f->at);
    hc_free(f->winding_at);
    hc_free(f->n_windings);
    hc_free(f->windings);
    hc_free(f->inner);
    *f = (struct hc_faces){0};
}

bool hc_faces_build(struct hc_faces *f, const struct hc_topology *t)
{
    *f = (struct hc_faces){.t = t};
    f->of = hc_alloc(2 * t->n_arcs, sizeof *f->of);
    f->inner = hc_calloc(2 * t->n_arcs, 1);
    trace(f);
    return hc_faces_wind(f);
}
