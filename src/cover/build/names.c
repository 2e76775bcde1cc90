#include "cover/build/names.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/box.h"
#include <math.h>
#include <string.h>

/* The vertices are cut into parts, one a thread. Each part is named by itself; then its names are looked up in the
 * parts before it, so that the first occurrence wins whatever the number of threads. */
#define MAX_PARTS       8
#define PART_AT_LEAST   ((size_t)1 << 16)
/* The table of a part is cut into tiles of land, each with slots for the vertices that lie in it: vertices that follow
 * each other along a border lie in few of them, which stay in the processor's cache. */
#define VERTICES_A_TILE 512
#define SPILLED         64 /* of so many vertices, room for one elsewhere; half of it is used */

struct part {
    size_t begin, end;
    uint32_t *slots;             /* indices of vertices; HC_NONE: empty */
    struct hc_box box;           /* of what is named */
    struct hc_xy origin;         /* of the tiles */
    size_t nx, ny;               /* tiles */
    double scale_x, scale_y;     /* tiles a unit */
    size_t *tile_at;             /* nx * ny + 1: where the slots of each begin */
    uint32_t *spill;             /* for what tiles have no room for, wherever it lies */
    size_t n_spilled, cap_spill; /* cap: a power of two */
};

struct naming {
    const struct hc_xy *xy;
    uint32_t *first;
    struct part parts[MAX_PARTS];
    size_t n_parts;
};

uint64_t hc_xy_hash(struct hc_xy p)
{
    uint64_t x, y;
    double px = p.x + 0.0, py = p.y + 0.0; /* -0.0 becomes 0.0 */
    memcpy(&x, &px, sizeof x);
    memcpy(&y, &py, sizeof y);
    uint64_t h = (x ^ (y << 32 | y >> 32)) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 29) ^ y) * 0xbf58476d1ce4e5b9u;
    return h ^ (h >> 32);
}

static bool same(struct hc_xy a, struct hc_xy b)
{
    return a.x == b.x && a.y == b.y;
}

static size_t along(double offset, double scale, size_t n)
{
    double at = offset * scale;
    return at < (double)n ? (size_t)(at > 0 ? at : 0) : n - 1;
}

/* What lies outside of all tiles belongs to the nearest. */
static size_t tile_of(const struct part *part, struct hc_xy p)
{
    return along(p.y - part->origin.y, part->scale_y, part->ny) * part->nx +
           along(p.x - part->origin.x, part->scale_x, part->nx);
}

static uint32_t *probe_spill(const struct part *part, const struct hc_xy *xy, struct hc_xy p, uint64_t hash)
{
    size_t mask = part->cap_spill - 1, at = hash & mask;
    while (part->spill[at] != HC_NONE && !same(xy[part->spill[at]], p))
        at = (at + 1) & mask;
    return &part->spill[at];
}

/* The slot that holds a vertex equal to p, or the empty one where it would go; NULL if the tile is full. */
static inline uint32_t *probe_tile(const struct part *part, const struct hc_xy *xy, struct hc_xy p, uint64_t hash)
{
    size_t tile = tile_of(part, p);
    uint32_t *begin = part->slots + part->tile_at[tile], *end = part->slots + part->tile_at[tile + 1];
    uint32_t *first = begin + ((hash >> 32) * (uint64_t)(end - begin) >> 32), *slot = first;
    while (*slot != HC_NONE && !same(xy[*slot], p)) {
        slot = slot + 1 < end ? slot + 1 : begin;
        if (slot == first)
            return NULL;
    }
    return slot;
}

/* The first of part->begin .. i that is equal to vertex i; HC_NONE if there is no room to remember it. */
static inline uint32_t name_one(struct part *part, const struct hc_xy *xy, size_t i)
{
    uint64_t hash = hc_xy_hash(xy[i]);
    uint32_t *slot = probe_tile(part, xy, xy[i], hash);
    if (!slot) {
        slot = probe_spill(part, xy, xy[i], hash);
        if (*slot == HC_NONE && 2 * ++part->n_spilled > part->cap_spill)
            return HC_NONE;
    }
    if (*slot == HC_NONE) {
        *slot = (uint32_t)i;
        part->box = hc_box_with(part->box, xy[i]);
    }
    return *slot;
}

/* A border that was met before is met again vertex by vertex, mostly backwards: the table has to be asked only where
 * one begins, and for what is new. */
static bool name_part(const struct naming *n, struct part *part)
{
    const struct hc_xy *xy = n->xy;
    size_t met = SIZE_MAX; /* an earlier occurrence of the vertex before */
    for (size_t i = part->begin; i < part->end; i++) {
        if (met != SIZE_MAX && met > part->begin && same(xy[met - 1], xy[i])) {
            n->first[i] = n->first[--met];
        } else if (met != SIZE_MAX && same(xy[met + 1], xy[i])) {
            n->first[i] = n->first[++met];
        } else {
            n->first[i] = name_one(part, xy, i);
            if (n->first[i] == HC_NONE)
                return false;
            met = n->first[i] == i ? SIZE_MAX : n->first[i];
        }
    }
    return true;
}

/* Square tiles, as many as there are vertices for. */
static void lay_tiles(struct part *part, const struct hc_box *box)
{
    double width = box->x1 - box->x0, height = box->y1 - box->y0;
    double n = (double)(part->end - part->begin) / VERTICES_A_TILE + 1;
    double side = fmax(sqrt(width * height / n), fmax(width, height) / n);
    part->nx = part->ny = 1;
    part->origin = (struct hc_xy){box->x0, box->y0};
    if (!(side > 0 && isfinite(side)))
        return;
    part->scale_x = part->scale_y = 1 / side;
    part->nx = (size_t)(width / side) + 1;
    part->ny = (size_t)(height / side) + 1;
}

static uint32_t *empty_slots(size_t n)
{
    uint32_t *slots = hc_alloc(n, sizeof *slots);
    memset(slots, 0xff, n * sizeof *slots); /* HC_NONE */
    return slots;
}

/* Counts what lies in each tile, by every `stride`th vertex, and gives it 4 + n * share / 8 slots. */
static void make_slots(struct part *part, const struct hc_xy *xy, size_t share, size_t stride)
{
    size_t n_tiles, at = 0;
    struct hc_box box = hc_box_nowhere();
    for (size_t i = part->begin; i < part->end; i += stride)
        box = hc_box_with(box, xy[i]);
    lay_tiles(part, &box);
    part->box = hc_box_nowhere();
    n_tiles = part->nx * part->ny;
    part->tile_at = hc_calloc(n_tiles + 1, sizeof *part->tile_at);
    for (size_t i = part->begin; i < part->end; i += stride)
        part->tile_at[tile_of(part, xy[i])] += stride;
    for (size_t t = 0; t <= n_tiles; t++) {
        size_t n = part->tile_at[t];
        part->tile_at[t] = at;
        at += t < n_tiles ? 4 + n * share / 8 : 0;
    }
    part->slots = empty_slots(at);
    part->n_spilled = 0;
    part->cap_spill = 64;
    while (part->cap_spill < (part->end - part->begin) / SPILLED)
        part->cap_spill *= 2;
    part->spill = empty_slots(part->cap_spill);
}

static void release_slots(struct part *part)
{
    hc_free(part->slots);
    hc_free(part->spill);
    hc_free(part->tile_at);
}

/* Slots for eight vertices: neighbours share nearly all of theirs, so that half as many names are to be expected. Where
 * that is not enough, at the edges of the land and of the part, some spill; where even that is not, there will be room
 * for all. As long as there is that way out, a sample will do for counting: the vertices that follow each other lie in
 * few tiles. */
#define SHARED   6
#define UNSHARED 10
#define SAMPLED  16

static void name_parts(void *ctx, size_t begin, size_t end)
{
    struct naming *n = ctx;
    for (struct part *part = n->parts + begin; part < n->parts + end; part++) {
        make_slots(part, n->xy, SHARED, SAMPLED);
        if (name_part(n, part))
            continue;
        release_slots(part);
        make_slots(part, n->xy, UNSHARED, 1);
        name_part(n, part);
    }
}

/* Vertices begin .. end - 1 that have no name yet but their own ask for one in an earlier part. */
static void ask_part(const struct naming *n, const struct part *asked, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (n->first[i] != i || !hc_box_holds(&asked->box, n->xy[i]))
            continue;
        uint64_t hash = hc_xy_hash(n->xy[i]);
        const uint32_t *slot = probe_tile(asked, n->xy, n->xy[i], hash);
        if (!slot)
            slot = probe_spill(asked, n->xy, n->xy[i], hash);
        if (*slot != HC_NONE)
            n->first[i] = *slot;
    }
}

/* Calls work(n, part, begin, end) for what lies of begin .. end - 1 in each part. */
static void each_part(const struct naming *n, size_t begin, size_t end,
                      void (*work)(const struct naming *n, const struct part *part, size_t begin, size_t end))
{
    for (const struct part *part = n->parts; part < n->parts + n->n_parts; part++) {
        size_t from = begin > part->begin ? begin : part->begin, to = end < part->end ? end : part->end;
        if (from < to)
            work(n, part, from, to);
    }
}

static void ask_before(const struct naming *n, const struct part *own, size_t begin, size_t end)
{
    for (const struct part *asked = n->parts; asked < own; asked++)
        ask_part(n, asked, begin, end);
}

static void ask_range(void *ctx, size_t begin, size_t end)
{
    each_part(ctx, begin, end, ask_before);
}

/* What was named after a vertex of its own part takes the name that this one has got. */
static void pass_on(const struct naming *n, const struct part *own, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (n->first[i] != i && n->first[i] >= own->begin)
            n->first[i] = n->first[n->first[i]];
}

static void pass_range(void *ctx, size_t begin, size_t end)
{
    each_part(ctx, begin, end, pass_on);
}

void hc_vertex_names(const struct hc_xy *xy, size_t n, int threads, uint32_t *first)
{
    struct naming naming = {.xy = xy, .first = first, .n_parts = n / PART_AT_LEAST + 1};
    size_t most = (size_t)hc_parallel_threads(threads);
    naming.n_parts = naming.n_parts > most ? most : naming.n_parts;
    naming.n_parts = naming.n_parts > MAX_PARTS ? MAX_PARTS : naming.n_parts;
    for (size_t i = 0; i < naming.n_parts; i++)
        naming.parts[i] = (struct part){.begin = n * i / naming.n_parts, .end = n * (i + 1) / naming.n_parts};
    hc_parallel_for(threads, n ? naming.n_parts : 0, 1, name_parts, &naming);
    if (naming.n_parts > 1) {
        hc_parallel_for(threads, n, PART_AT_LEAST, ask_range, &naming);
        hc_parallel_for(threads, n, PART_AT_LEAST, pass_range, &naming);
    }
    for (size_t i = 0; i < naming.n_parts; i++)
        release_slots(&naming.parts[i]);
}
