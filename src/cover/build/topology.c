#include "cover/build/topology.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include "base/parallel.h"
#include "cover/build/names.h"
#include "cover/build/rings.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Arcs by their first edge in canonical direction. Two arcs with the same first edge are the same arc: where they could
 * part there would be a node. */
struct arc_slot {
    uint64_t key;   /* name of the first vertex << 32 | name of the second */
    uint32_t arc;   /* HC_NONE: empty */
    bool canonical; /* the arc is stored in canonical direction */
};
struct arc_table {
    struct arc_slot *slots;
    size_t cap;
};

/* What of a ring lies between one node and the next. */
struct stretch {
    uint64_t key;   /* of its first edge in canonical direction */
    uint32_t start; /* ring vertex */
    uint32_t count; /* edges */
    bool canonical; /* it runs in that direction */
};

/* The stretches of a range of rings, in order; they begin where the rings pass nodes. */
struct stops {
    struct stretch *items;
    size_t n, cap;
    size_t *ring_end; /* for each ring of the range, where its stretches end */
    bool *pinched;    /* for each ring of the range, whether it passes a node twice */
};

#define RINGS_A_RANGE 256

struct builder {
    struct hc_topology *t;
    struct hc_ring_info *rings;
    uint64_t *ring_starts;          /* a bit a vertex: a ring begins there; set for the end of the last one too */
    _Atomic unsigned char *is_node; /* by name */
    struct stops *ranges;           /* one a range of rings */
    struct arc_table table;
};

static size_t n_ranges(const struct hc_polygons *p)
{
    return p->n_rings / RINGS_A_RANGE + 1;
}

static void allocate(struct builder *b, struct hc_topology *t, const struct hc_polygons *p)
{
    *t = (struct hc_topology){.polygons = p};
    *b = (struct builder){.t = t};
    t->first = hc_alloc(p->n_xy, sizeof *t->first);
    b->rings = hc_calloc(p->n_rings, sizeof *b->rings);
    b->ring_starts = hc_calloc(p->n_xy / 64 + 1, sizeof *b->ring_starts);
    b->is_node = hc_calloc(p->n_xy, 1);
    b->ranges = hc_calloc(n_ranges(p), sizeof *b->ranges);
    for (size_t r = 0; r <= p->n_rings; r++)
        b->ring_starts[p->ring_xy[r] / 64] |= (uint64_t)1 << p->ring_xy[r] % 64;
}

static void release_builder(struct builder *b)
{
    for (size_t i = 0; i < n_ranges(b->t->polygons); i++) {
        hc_free(b->ranges[i].items);
        hc_free(b->ranges[i].ring_end);
        hc_free(b->ranges[i].pinched);
    }
    hc_free(b->rings);
    hc_free(b->ring_starts);
    hc_free((void *)b->is_node);
    hc_free(b->ranges);
    hc_free(b->table.slots);
}

static size_t ring_of(const struct hc_polygons *p, size_t vertex)
{
    size_t low = 0, high = p->n_rings;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (p->ring_xy[mid] <= vertex)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static bool starts_ring(const struct builder *b, size_t vertex)
{
    return b->ring_starts[vertex / 64] >> vertex % 64 & 1;
}

static uint32_t name_before(const struct builder *b, size_t i)
{
    const struct hc_polygons *p = b->t->polygons;
    return b->t->first[starts_ring(b, i) ? p->ring_xy[ring_of(p, i) + 1] - 1 : i - 1];
}

static uint32_t name_after(const struct builder *b, size_t i)
{
    const struct hc_polygons *p = b->t->polygons;
    return b->t->first[starts_ring(b, i + 1) ? p->ring_xy[ring_of(p, i)] : i + 1];
}

/* Nodes: where two occurrences of a vertex disagree about its neighbours, and where a ring turns back on itself. */
static void find_nodes(void *ctx, size_t begin, size_t end)
{
    struct builder *b = ctx;
    const struct hc_polygons *p = b->t->polygons;
    const uint32_t *first = b->t->first;
    for (size_t r = begin; r < end; r++)
        for (size_t i = p->ring_xy[r], last = p->ring_xy[r + 1] - 1; i < p->ring_xy[r + 1]; i++) {
            uint32_t name = first[i], before = first[i > p->ring_xy[r] ? i - 1 : last];
            uint32_t after = first[i < last ? i + 1 : p->ring_xy[r]];
            bool node = before == after;
            if (name != i && !node) {
                uint32_t before1 = name_before(b, name), after1 = name_after(b, name);
                node = !((before == before1 && after == after1) || (before == after1 && after == before1));
            }
            if (node)
                atomic_store_explicit(&b->is_node[name], 1, memory_order_relaxed);
        }
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

#define FEW 16

/* Whether two of the stretches begin at the same node. */
static bool any_again(const uint32_t *first, const struct stretch *items, size_t n)
{
    uint32_t few[FEW], *names = n > FEW ? hc_alloc(n, sizeof *names) : few;
    bool again = false;
    for (size_t i = 0; i < n; i++)
        names[i] = first[items[i].start];
    if (n > FEW)
        hc_sort(names, n, sizeof *names, compare_u32);
    for (size_t i = 1; i < n && !again; i++)
        for (size_t k = n > FEW ? i - 1 : 0; k < i; k++)
            again |= names[i] == names[k];
    if (names != few)
        hc_free(names);
    return again;
}

/* A ring without nodes begins where its smallest name is, so that coinciding rings find each other. */
static uint32_t canonical_start(const struct hc_topology *t, size_t begin, size_t end)
{
    size_t best = begin;
    for (size_t i = begin; i < end; i++)
        if (t->first[i] < t->first[best])
            best = i;
    return (uint32_t)best;
}

static void finish_stretch(const struct hc_topology *t, uint32_t begin, uint32_t end, uint32_t to, struct stretch *s)
{
    struct hc_arc arc = {s->start, to > s->start ? to - s->start : to + (end - begin) - s->start, begin, end};
    uint64_t forward = (uint64_t)t->first[arc.start] << 32 | t->first[hc_arc_vertex(&arc, 1)];
    uint64_t backward =
        (uint64_t)t->first[hc_arc_vertex(&arc, arc.count)] << 32 | t->first[hc_arc_vertex(&arc, arc.count - 1)];
    s->count = arc.count;
    s->canonical = forward <= backward;
    s->key = s->canonical ? forward : backward;
}

static void cut_ring(const struct builder *b, uint32_t ring, struct stops *stops, bool *pinched)
{
    const struct hc_topology *t = b->t;
    uint32_t begin = (uint32_t)t->polygons->ring_xy[ring], end = (uint32_t)t->polygons->ring_xy[ring + 1];
    size_t first = stops->n;
    if (b->rings[ring].collapsed || end - begin < 3)
        return;
    for (uint32_t i = begin; i < end; i++)
        if (atomic_load_explicit(&b->is_node[t->first[i]], memory_order_relaxed)) {
            HC_GROW(stops->items, stops->cap, stops->n + 1);
            stops->items[stops->n++].start = i;
        }
    *pinched = stops->n > first && any_again(t->first, stops->items + first, stops->n - first);
    if (stops->n == first) {
        HC_GROW(stops->items, stops->cap, stops->n + 1);
        stops->items[stops->n++].start = canonical_start(t, begin, end);
    }
    for (size_t i = first; i < stops->n; i++)
        finish_stretch(t, begin, end, stops->items[i + 1 < stops->n ? i + 1 : first].start, &stops->items[i]);
}

static void find_stops(void *ctx, size_t begin, size_t end)
{
    const struct builder *b = ctx;
    struct stops *stops = &b->ranges[begin / RINGS_A_RANGE];
    stops->ring_end = hc_alloc(end - begin, sizeof *stops->ring_end);
    stops->pinched = hc_calloc(end - begin, sizeof *stops->pinched);
    for (size_t r = begin; r < end; r++) {
        cut_ring(b, (uint32_t)r, stops, &stops->pinched[r - begin]);
        stops->ring_end[r - begin] = stops->n;
    }
}

static size_t slot_of(const struct arc_table *table, uint64_t key)
{
    uint64_t hash = key * 0x9e3779b97f4a7c15u;
    return (hash ^ hash >> 32) & (table->cap - 1);
}

static size_t probe(const struct arc_table *table, uint64_t key)
{
    size_t at = slot_of(table, key);
    while (table->slots[at].arc != HC_NONE && table->slots[at].key != key)
        at = (at + 1) & (table->cap - 1);
    return at;
}

/* Room for every stretch to be an arc of its own, as few are; then they come in pairs. */
static void make_table(struct builder *b)
{
    struct arc_table *table = &b->table;
    size_t n = 0, cap = 1024;
    for (size_t i = 0; i < n_ranges(b->t->polygons); i++)
        n += b->ranges[i].n;
    while (cap <= n + n / 8)
        cap *= 2;
    *table = (struct arc_table){hc_alloc(cap, sizeof *table->slots), cap};
    for (size_t i = 0; i < cap; i++)
        table->slots[i].arc = HC_NONE;
}

static uint32_t new_arc(struct hc_topology *t, struct hc_arc arc)
{
    HC_GROW(t->arcs, t->cap_arcs, t->n_arcs + 1);
    HC_GROW(t->face, t->cap_face, 2 * (t->n_arcs + 1));
    t->arcs[t->n_arcs] = arc;
    t->face[2 * t->n_arcs] = t->face[2 * t->n_arcs + 1] = HC_NONE;
    return (uint32_t)t->n_arcs++;
}

/* The half-arc that runs as the stretch does; the arc is made if this is the first ring to come along it. */
static uint32_t half_along(struct builder *b, const struct stretch *s, uint32_t ring)
{
    struct hc_topology *t = b->t;
    const size_t *ring_xy = t->polygons->ring_xy;
    struct arc_slot *slot = &b->table.slots[probe(&b->table, s->key)];
    if (slot->arc == HC_NONE) {
        struct hc_arc arc = {s->start, s->count, (uint32_t)ring_xy[ring], (uint32_t)ring_xy[ring + 1]};
        *slot = (struct arc_slot){s->key, new_arc(t, arc), s->canonical};
    }
    return 2 * slot->arc + (slot->canonical != s->canonical);
}

static void claim(struct hc_topology *t, uint32_t half, uint32_t unit)
{
    if (t->face[half] == HC_NONE) {
        t->face[half] = unit;
        return;
    }
    HC_GROW(t->extra, t->cap_extra, t->n_extra + 1);
    t->extra[t->n_extra++] = (struct hc_claim){half, unit};
}

static void note(uint32_t **list, size_t *n, size_t *cap, uint32_t ring)
{
    HC_GROW(*list, *cap, *n + 1);
    (*list)[(*n)++] = ring;
}

#define AHEAD 16 /* slots on their way from memory */

/* Joins the stretches of a range of rings to arcs. */
static void join_range(struct builder *b, const struct stops *stops, size_t begin, size_t end)
{
    struct hc_topology *t = b->t;
    size_t i = 0;
    for (size_t r = begin; r < end; r++) {
        const struct hc_ring_info *info = &b->rings[r];
        if (i == stops->ring_end[r - begin])
            note(&t->collapsed, &t->n_collapsed, &t->cap_collapsed, (uint32_t)r);
        if (stops->pinched[r - begin])
            note(&t->pinched, &t->n_pinched, &t->cap_pinched, (uint32_t)r);
        for (; i < stops->ring_end[r - begin]; i++) {
            if (i + AHEAD < stops->n)
                __builtin_prefetch(&b->table.slots[slot_of(&b->table, stops->items[i + AHEAD].key)], 1);
            uint32_t half = half_along(b, &stops->items[i], (uint32_t)r);
            claim(t, info->inside_left ? half : half ^ 1, info->unit);
        }
    }
}

static void join_stretches(struct builder *b)
{
    size_t n = b->t->polygons->n_rings;
    make_table(b);
    for (size_t begin = 0; begin < n; begin += RINGS_A_RANGE)
        join_range(b, &b->ranges[begin / RINGS_A_RANGE], begin, begin + RINGS_A_RANGE < n ? begin + RINGS_A_RANGE : n);
}

static void finish_arcs(void *ctx, size_t begin, size_t end)
{
    const struct hc_topology *t = ctx;
    const struct hc_xy *xy = t->polygons->xy;
    for (size_t a = begin; a < end; a++) {
        const struct hc_arc *arc = &t->arcs[a];
        uint32_t n = arc->count + 1, ahead = arc->ring_end - arc->start, straight = n < ahead ? n : ahead;
        t->boxes[a] = hc_box_of(xy + arc->start, straight);
        if (straight < n) {
            struct hc_box rest = hc_box_of(xy + arc->ring_begin, n - straight);
            t->boxes[a] = hc_box_around(&t->boxes[a], &rest);
        }
        t->from[2 * a] = t->first[arc->start];
        t->from[2 * a + 1] = t->first[hc_arc_vertex(arc, arc->count)];
    }
}

void hc_topology_build(struct hc_topology *t, const struct hc_polygons *p, int threads)
{
    struct builder b;
    allocate(&b, t, p);
    hc_rings_inspect(p, threads, b.rings);
    hc_vertex_names(p->xy, p->n_xy, threads, t->first);
    hc_parallel_for(threads, p->n_rings, RINGS_A_RANGE, find_nodes, &b);
    hc_parallel_for(threads, p->n_rings, RINGS_A_RANGE, find_stops, &b);
    join_stretches(&b);
    t->boxes = hc_alloc(t->n_arcs, sizeof *t->boxes);
    t->from = hc_alloc(2 * t->n_arcs, sizeof *t->from);
    hc_parallel_for(threads, t->n_arcs, 512, finish_arcs, t);
    release_builder(&b);
}

void hc_topology_forget_names(struct hc_topology *t)
{
    hc_free(t->first);
    t->first = NULL;
}

void hc_topology_release(struct hc_topology *t)
{
    hc_free(t->first);
    hc_free(t->from);
    hc_free(t->arcs);
    hc_free(t->boxes);
    hc_free(t->face);
    hc_free(t->extra);
    hc_free(t->pinched);
    hc_free(t->collapsed);
    *t = (struct hc_topology){0};
}
