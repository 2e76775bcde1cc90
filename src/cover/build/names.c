#include "cover/build/names.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/box.h"
#include <string.h>

/* The vertices are cut into parts, one a thread. Each part is named by itself; then its names are looked up in the
 * parts before it, so that the first occurrence wins whatever the number of threads. */
#define MAX_PARTS     8
#define PART_AT_LEAST ((size_t)1 << 16)
#define AHEAD         16 /* look-ups in flight: hides the time that memory takes */

struct slot {
    uint32_t tag;   /* of the hash: most of what is not equal need not be looked at */
    uint32_t index; /* HC_NONE: empty */
};

struct part {
    size_t begin, end;
    struct slot *slots;
    size_t cap;
    struct hc_box box;
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

static struct slot *slot_of(const struct part *part, uint64_t hash)
{
    return &part->slots[(hash >> 32) * part->cap >> 32];
}

/* The slot that holds a vertex equal to p, or the empty one where it would go. */
static struct slot *probe(const struct part *part, const struct hc_xy *xy, struct hc_xy p, uint64_t hash)
{
    struct slot *slot = slot_of(part, hash), *end = part->slots + part->cap;
    while (slot->index != HC_NONE && !(slot->tag == (uint32_t)hash && same(xy[slot->index], p)))
        slot = slot + 1 < end ? slot + 1 : part->slots;
    return slot;
}

/* Hashes of the vertices to come, each computed once, its slot on the way from memory. */
struct outlook {
    uint64_t hashes[AHEAD];
    size_t next;
};

static uint64_t look_ahead(struct outlook *o, const struct part *part, const struct hc_xy *xy, size_t i, size_t end)
{
    if (o->next < i)
        o->next = i;
    for (; o->next < end && o->next < i + AHEAD; o->next++) {
        uint64_t hash = o->hashes[o->next % AHEAD] = hc_xy_hash(xy[o->next]);
        __builtin_prefetch(slot_of(part, hash), 1);
    }
    return o->hashes[i % AHEAD];
}

/* A border that was met before is met again vertex by vertex, mostly backwards: the table has to be asked only where
 * one begins, and for what is new. */
static void name_part(const struct naming *n, struct part *part)
{
    const struct hc_xy *xy = n->xy;
    struct outlook outlook = {.next = part->begin};
    size_t met = SIZE_MAX; /* an earlier occurrence of the vertex before */
    for (size_t i = part->begin; i < part->end; i++) {
        if (met != SIZE_MAX && met > part->begin && same(xy[met - 1], xy[i])) {
            n->first[i] = n->first[--met];
        } else if (met != SIZE_MAX && same(xy[met + 1], xy[i])) {
            n->first[i] = n->first[++met];
        } else {
            uint64_t hash = look_ahead(&outlook, part, xy, i, part->end);
            struct slot *slot = probe(part, xy, xy[i], hash);
            met = slot->index == HC_NONE ? SIZE_MAX : slot->index;
            if (slot->index == HC_NONE)
                *slot = (struct slot){(uint32_t)hash, (uint32_t)i};
            n->first[i] = slot->index;
        }
    }
}

static void name_parts(void *ctx, size_t begin, size_t end)
{
    struct naming *n = ctx;
    for (struct part *part = n->parts + begin; part < n->parts + end; part++) {
        part->cap = part->end - part->begin + (part->end - part->begin) / 4 + 16;
        part->slots = hc_alloc(part->cap, sizeof *part->slots);
        memset(part->slots, 0xff, part->cap * sizeof *part->slots);
        part->box = hc_box_of(n->xy + part->begin, part->end - part->begin);
        name_part(n, part);
    }
}

/* Look-ups in another part that wait for memory. */
struct questions {
    uint32_t vertex[AHEAD];
    uint64_t hashes[AHEAD];
    size_t n;
};

static void answer(const struct naming *n, const struct part *asked, struct questions *q)
{
    for (size_t k = 0; k < q->n; k++) {
        uint32_t index = probe(asked, n->xy, n->xy[q->vertex[k]], q->hashes[k])->index;
        if (index != HC_NONE)
            n->first[q->vertex[k]] = index;
    }
    q->n = 0;
}

/* Vertices begin .. end - 1 that have no name yet but their own ask for one in an earlier part. */
static void ask_part(const struct naming *n, const struct part *asked, size_t begin, size_t end)
{
    struct questions q = {.n = 0};
    for (size_t i = begin; i < end; i++) {
        if (n->first[i] != i || !hc_box_holds(&asked->box, n->xy[i]))
            continue;
        q.vertex[q.n] = (uint32_t)i;
        q.hashes[q.n] = hc_xy_hash(n->xy[i]);
        __builtin_prefetch(slot_of(asked, q.hashes[q.n]));
        if (++q.n == AHEAD)
            answer(n, asked, &q);
    }
    answer(n, asked, &q);
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
        hc_free(naming.parts[i].slots);
}
