#include "simulate/count/land.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <string.h>

#define MOST_FACES ((size_t)1 << 24)

struct entry {
    uint64_t hash;
    size_t first; /* among the faces */
    uint32_t n_faces;
    uint32_t next; /* with the same slot, or HC_NONE */
    int64_t area, perimeter, settled;
    double polsby_popper, reock;
};

struct hc_land {
    struct hc_lock *lock;
    struct entry *entries;
    size_t n, cap;
    uint32_t *faces; /* of all entries, one after the other, each sorted */
    size_t n_faces, cap_faces;
    uint32_t *slots; /* n_slots, a power of two: the latest entry of each */
    size_t n_slots;
};

struct hc_land *hc_land_new(void)
{
    struct hc_land *land = hc_calloc(1, sizeof *land);
    land->lock = hc_lock_new();
    return land;
}

void hc_land_free(struct hc_land *land)
{
    if (!land)
        return;
    hc_lock_free(land->lock);
    hc_free(land->entries);
    hc_free(land->faces);
    hc_free(land->slots);
    hc_free(land);
}

/* The faces of units whose flag is set, those of unit u at faces[at[u]] .. faces[at[u + 1]], sorted. */
struct sets {
    uint32_t *faces;
    size_t *at;
};

static struct sets list_sets(const struct hc_level_state *l, size_t n_faces, const uint8_t *wanted)
{
    size_t n = l->units.count, *next = hc_alloc(n + 1, sizeof *next);
    struct sets s = {.at = hc_calloc(n + 1, sizeof *s.at)};
    for (size_t f = 0; f < n_faces; f++)
        if (l->face_unit[f] != HC_NONE && wanted[l->face_unit[f]])
            s.at[l->face_unit[f] + 1]++;
    for (size_t u = 0; u < n; u++)
        s.at[u + 1] += s.at[u];
    memcpy(next, s.at, (n + 1) * sizeof *next);
    s.faces = hc_alloc(s.at[n], sizeof *s.faces);
    for (uint32_t f = 0; f < n_faces; f++)
        if (l->face_unit[f] != HC_NONE && wanted[l->face_unit[f]])
            s.faces[next[l->face_unit[f]]++] = f;
    hc_free(next);
    return s;
}

static void release_sets(struct sets *s)
{
    hc_free(s->faces);
    hc_free(s->at);
}

static uint64_t hash_of(const uint32_t *faces, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = ((h ^ faces[i]) * 0x9e3779b97f4a7c15u) ^ (h >> 29);
    return h ^ h >> 32;
}

static const struct entry *find(const struct hc_land *land, uint64_t hash, const uint32_t *faces, size_t n)
{
    uint32_t at = land->n_slots ? land->slots[hash & (land->n_slots - 1)] : HC_NONE;
    while (at != HC_NONE) {
        const struct entry *e = &land->entries[at];
        if (e->hash == hash && e->n_faces == n && memcmp(land->faces + e->first, faces, n * sizeof *faces) == 0)
            return e;
        at = e->next;
    }
    return NULL;
}

static void put_in_slot(struct hc_land *land, uint32_t at)
{
    uint32_t *slot = &land->slots[land->entries[at].hash & (land->n_slots - 1)];
    land->entries[at].next = *slot;
    *slot = at;
}

static void add(struct hc_land *land, struct entry entry, const uint32_t *faces)
{
    if (land->n_faces + entry.n_faces > MOST_FACES)
        return;
    HC_GROW(land->entries, land->cap, land->n + 1);
    HC_GROW(land->faces, land->cap_faces, land->n_faces + entry.n_faces);
    entry.first = land->n_faces;
    memcpy(land->faces + land->n_faces, faces, entry.n_faces * sizeof *faces);
    land->n_faces += entry.n_faces;
    land->entries[land->n++] = entry;
    if (land->n <= land->n_slots) {
        put_in_slot(land, (uint32_t)land->n - 1);
        return;
    }
    land->n_slots = land->n_slots ? land->n_slots * 2 : 1024;
    land->slots = hc_realloc(land->slots, land->n_slots, sizeof *land->slots);
    memset(land->slots, 0xff, land->n_slots * sizeof *land->slots);
    for (uint32_t i = 0; i < land->n; i++)
        put_in_slot(land, i);
}

void hc_land_recall(struct hc_land *land, struct hc_level_state *l, size_t n_faces, uint8_t *wanted)
{
    struct sets s = list_sets(l, n_faces, wanted);
    hc_lock_take(land->lock);
    for (size_t u = 0; u < l->units.count; u++) {
        size_t n = s.at[u + 1] - s.at[u];
        const uint32_t *faces = s.faces + s.at[u];
        const struct entry *e = n ? find(land, hash_of(faces, n), faces, n) : NULL;
        if (!e)
            continue;
        l->area[u] = e->area;
        l->perimeter[u] = e->perimeter;
        l->settled[u] = e->settled;
        l->polsby_popper[u] = e->polsby_popper;
        l->reock[u] = e->reock;
        wanted[u] = 0;
    }
    hc_lock_give(land->lock);
    release_sets(&s);
}

void hc_land_keep(struct hc_land *land, const struct hc_level_state *l, size_t n_faces, const uint8_t *wanted)
{
    struct sets s = list_sets(l, n_faces, wanted);
    hc_lock_take(land->lock);
    for (size_t u = 0; u < l->units.count; u++) {
        size_t n = s.at[u + 1] - s.at[u];
        const uint32_t *faces = s.faces + s.at[u];
        uint64_t hash = hash_of(faces, n);
        if (n && !find(land, hash, faces, n))
            add(land,
                (struct entry){.hash = hash,
                               .n_faces = (uint32_t)n,
                               .area = l->area[u],
                               .perimeter = l->perimeter[u],
                               .settled = l->settled[u],
                               .polsby_popper = l->polsby_popper[u],
                               .reock = l->reock[u]},
                faces);
    }
    hc_lock_give(land->lock);
    release_sets(&s);
}
