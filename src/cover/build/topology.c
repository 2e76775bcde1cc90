#include "cover/build/topology.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "base/sort.h"
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
    size_t cap, count;
};

/* The nodes that a range of rings passes: the ring vertices of one ring after the other, in order. */
struct stops {
    uint32_t *vertices;
    size_t n, cap;
    size_t *ring_end; /* for each ring of the range, where its stops end */
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
        hc_free(b->ranges[i].vertices);
        hc_free(b->ranges[i].ring_end);
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

static void find_stops(void *ctx, size_t begin, size_t end)
{
    const struct builder *b = ctx;
    const struct hc_polygons *p = b->t->polygons;
    struct stops *stops = &b->ranges[begin / RINGS_A_RANGE];
    stops->ring_end = hc_alloc(end - begin, sizeof *stops->ring_end);
    for (size_t r = begin; r < end; r++) {
        for (size_t i = p->ring_xy[r]; i < p->ring_xy[r + 1]; i++)
            if (atomic_load_explicit(&b->is_node[b->t->first[i]], memory_order_relaxed)) {
                HC_GROW(stops->vertices, stops->cap, stops->n + 1);
                stops->vertices[stops->n++] = (uint32_t)i;
            }
        stops->ring_end[r - begin] = stops->n;
    }
}

static size_t probe(const struct arc_table *table, uint64_t key)
{
    uint64_t hash = key * 0x9e3779b97f4a7c15u;
    size_t at = (hash ^ hash >> 32) & (table->cap - 1);
    while (table->slots[at].arc != HC_NONE && table->slots[at].key != key)
        at = (at + 1) & (table->cap - 1);
    return at;
}

static void grow_table(struct arc_table *table)
{
    struct arc_table bigger = {.cap = table->cap ? table->cap * 2 : 1024, .count = table->count};
    bigger.slots = hc_alloc(bigger.cap, sizeof *bigger.slots);
    for (size_t i = 0; i < bigger.cap; i++)
        bigger.slots[i].arc = HC_NONE;
    for (size_t i = 0; i < table->cap; i++)
        if (table->slots[i].arc != HC_NONE)
            bigger.slots[probe(&bigger, table->slots[i].key)] = table->slots[i];
    hc_free(table->slots);
    *table = bigger;
}

static uint32_t new_arc(struct hc_topology *t, struct hc_arc arc)
{
    HC_GROW(t->arcs, t->cap_arcs, t->n_arcs + 1);
    HC_GROW(t->face, t->cap_face, 2 * (t->n_arcs + 1));
    t->arcs[t->n_arcs] = arc;
    t->face[2 * t->n_arcs] = t->face[2 * t->n_arcs + 1] = HC_NONE;
    return (uint32_t)t->n_arcs++;
}

/* The half-arc that runs as `stretch` does; the arc is made if this is the first ring to come along it. */
static uint32_t half_along(struct builder *b, struct hc_arc stretch)
{
    struct hc_topology *t = b->t;
    uint64_t forward = (uint64_t)t->first[stretch.start] << 32 | t->first[hc_arc_vertex(&stretch, 1)];
    uint64_t backward = (uint64_t)t->first[hc_arc_vertex(&stretch, stretch.count)] << 32 |
                        t->first[hc_arc_vertex(&stretch, stretch.count - 1)];
    bool canonical = forward <= backward;
    if (b->table.count * 2 >= b->table.cap)
        grow_table(&b->table);
    struct arc_slot *slot = &b->table.slots[probe(&b->table, canonical ? forward : backward)];
    if (slot->arc == HC_NONE) {
        *slot = (struct arc_slot){canonical ? forward : backward, new_arc(t, stretch), canonical};
        b->table.count++;
    }
    return 2 * slot->arc + (slot->canonical != canonical);
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

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

#define FEW 16

/* Sorts them where there are more than a few. */
static bool any_equal(uint32_t *names, size_t n)
{
    if (n > FEW) {
        hc_sort(names, n, sizeof *names, compare_u32);
        for (size_t i = 1; i < n; i++)
            if (names[i] == names[i - 1])
                return true;
        return false;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (names[i] == names[k])
                return true;
    return false;
}

/* Overwrites the stops with their names. */
static void note_pinched(struct hc_topology *t, uint32_t ring, uint32_t *stops, size_t n_stops)
{
    for (size_t i = 0; i < n_stops; i++)
        stops[i] = t->first[stops[i]];
    if (!any_equal(stops, n_stops))
        return;
    HC_GROW(t->pinched, t->cap_pinched, t->n_pinched + 1);
    t->pinched[t->n_pinched++] = ring;
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

static void cut_ring(struct builder *b, uint32_t ring, uint32_t *stops, size_t n_stops)
{
    struct hc_topology *t = b->t;
    const struct hc_polygons *p = t->polygons;
    const struct hc_ring_info *info = &b->rings[ring];
    uint32_t begin = (uint32_t)p->ring_xy[ring], end = (uint32_t)p->ring_xy[ring + 1];
    if (info->collapsed || end - begin < 3) {
        HC_GROW(t->collapsed, t->cap_collapsed, t->n_collapsed + 1);
        t->collapsed[t->n_collapsed++] = ring;
        return;
    }
    uint32_t start = n_stops ? 0 : canonical_start(t, begin, end);
    const uint32_t *at = n_stops ? stops : &start;
    size_t n_arcs = n_stops ? n_stops : 1;
    for (size_t s = 0; s < n_arcs; s++) {
        uint32_t from = at[s], to = at[(s + 1) % n_arcs];
        uint32_t count = to > from ? to - from : to + (end - begin) - from;
        uint32_t half = half_along(b, (struct hc_arc){from, count, begin, end});
        claim(t, info->inside_left ? half : half ^ 1, info->unit);
    }
    note_pinched(t, ring, stops, n_stops);
}

static void cut_rings(struct builder *b)
{
    size_t n_rings = b->t->polygons->n_rings;
    for (size_t r = 0; r < n_rings; r++) {
        const struct stops *stops = &b->ranges[r / RINGS_A_RANGE];
        size_t begin = r % RINGS_A_RANGE ? stops->ring_end[r % RINGS_A_RANGE - 1] : 0;
        size_t n = stops->ring_end[r % RINGS_A_RANGE] - begin;
        cut_ring(b, (uint32_t)r, n ? stops->vertices + begin : NULL, n);
    }
}

static void box_arcs(void *ctx, size_t begin, size_t end)
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
    cut_rings(&b);
    t->boxes = hc_alloc(t->n_arcs, sizeof *t->boxes);
    hc_parallel_for(threads, t->n_arcs, 512, box_arcs, t);
    release_builder(&b);
}

void hc_topology_release(struct hc_topology *t)
{
    hc_free(t->first);
    hc_free(t->arcs);
    hc_free(t->boxes);
    hc_free(t->face);
    hc_free(t->extra);
    hc_free(t->pinched);
    hc_free(t->collapsed);
    *t = (struct hc_topology){0};
}
