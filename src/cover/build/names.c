#include "cover/build/names.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <string.h>

/* The table is cut into shards by the upper bits of the hash. A shard is filled by one thread, walking all vertices in
 * order, so the first occurrence wins whatever the number of threads. */
#define BATCH 32 /* look-ups in flight: hides the time that memory takes */

struct shards {
    const struct hc_xy *xy;
    size_t n;
    uint32_t *first;
    unsigned shift; /* the shard is hash >> shift; 64: there is only one */
};

static uint64_t hash_xy(struct hc_xy p)
{
    uint64_t x, y;
    double px = p.x + 0.0, py = p.y + 0.0; /* -0.0 becomes 0.0 */
    memcpy(&x, &px, sizeof x);
    memcpy(&y, &py, sizeof y);
    uint64_t h = (x ^ (y << 32 | y >> 32)) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 29) ^ y) * 0xbf58476d1ce4e5b9u;
    return h ^ (h >> 32);
}

static uint32_t name_in(uint32_t *shard, size_t mask, uint64_t hash, const struct hc_xy *xy, uint32_t i)
{
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        uint32_t j = shard[at];
        if (j == HC_NONE) {
            shard[at] = i;
            return i;
        }
        if (xy[j].x == xy[i].x && xy[j].y == xy[i].y)
            return j;
    }
}

static size_t shard_of(const struct shards *t, uint64_t hash)
{
    return t->shift < 64 ? hash >> t->shift : 0;
}

/* Half as much again as the shard holds at least, so that even a crafted input cannot fill a table. */
static size_t shard_capacity(const struct shards *t, size_t shard)
{
    size_t count = 0, cap = 64;
    for (size_t i = 0; i < t->n && t->shift < 64; i++)
        count += shard_of(t, hash_xy(t->xy[i])) == shard;
    if (t->shift == 64)
        count = t->n;
    while (cap < count + count / 2)
        cap *= 2;
    return cap;
}

static void fill_shard(const struct shards *t, size_t shard)
{
    size_t cap = shard_capacity(t, shard), n_pending = 0;
    uint32_t *slots = hc_alloc(cap, sizeof *slots), pending[BATCH];
    uint64_t hashes[BATCH];
    memset(slots, 0xff, cap * sizeof *slots);
    for (size_t i = 0; i <= t->n; i++) {
        if (i < t->n) {
            uint64_t hash = hash_xy(t->xy[i]);
            if (shard_of(t, hash) != shard)
                continue;
            __builtin_prefetch(&slots[hash & (cap - 1)], 1);
            pending[n_pending] = (uint32_t)i;
            hashes[n_pending++] = hash;
        }
        if (n_pending == BATCH || i == t->n) {
            for (size_t k = 0; k < n_pending; k++)
                t->first[pending[k]] = name_in(slots, cap - 1, hashes[k], t->xy, pending[k]);
            n_pending = 0;
        }
    }
    hc_free(slots);
}

static void fill_shards(void *ctx, size_t begin, size_t end)
{
    for (size_t s = begin; s < end; s++)
        fill_shard(ctx, s);
}

void hc_vertex_names(const struct hc_xy *xy, size_t n, int threads, uint32_t *first)
{
    unsigned bits = 0;
    while ((1 << bits) < hc_parallel_threads(threads) && bits < 4)
        bits++;
    struct shards shards = {xy, n, first, bits ? 64 - bits : 64};
    hc_parallel_for(threads, (size_t)1 << bits, 1, fill_shards, &shards);
}
