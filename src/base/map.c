#include "base/map.h"

#include "base/mem.h"
#include <stdbool.h>
#include <string.h>

struct hc_map_slot {
    const char *key; /* NULL: empty */
    uint32_t hash, value;
};

/* FNV-1a, then mixed: codes differ mostly in their last digits. */
static uint32_t hash_of(const char *key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (const unsigned char *p = (const unsigned char *)key; *p; p++)
        h = (h ^ *p) * 0x100000001b3u;
    return (uint32_t)((h ^ h >> 31) * 0x9e3779b97f4a7c15u >> 32);
}

static struct hc_map_slot *slot_of(const struct hc_map *map, const char *key, uint32_t hash)
{
    size_t at = hash & (map->cap - 1);
    while (map->slots[at].key && (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0))
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

static bool is_full(const struct hc_map *map, size_t count)
{
    return count * 4 > map->cap * 3;
}

void hc_map_reserve(struct hc_map *map, size_t count)
{
    struct hc_map bigger = {.cap = map->cap ? map->cap : 64, .count = map->count};
    while (is_full(&bigger, count))
        bigger.cap *= 2;
    if (bigger.cap == map->cap)
        return;
    bigger.slots = hc_calloc(bigger.cap, sizeof *bigger.slots);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].key)
            *slot_of(&bigger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    hc_free(map->slots);
    *map = bigger;
}

uint32_t hc_map_put(struct hc_map *map, const char *key, uint32_t value)
{
    if (is_full(map, map->count + 1))
        hc_map_reserve(map, map->count + 1);
    uint32_t hash = hash_of(key);
    struct hc_map_slot *slot = slot_of(map, key, hash);
    if (slot->key)
        return slot->value;
    *slot = (struct hc_map_slot){key, hash, value};
    map->count++;
    return HC_NONE;
}

uint32_t hc_map_find(const struct hc_map *map, const char *key)
{
    if (!map->cap || !key)
        return HC_NONE;
    const struct hc_map_slot *slot = slot_of(map, key, hash_of(key));
    return slot->key ? slot->value : HC_NONE;
}

void hc_map_release(struct hc_map *map)
{
    hc_free(map->slots);
    *map = (struct hc_map){0};
}

void hc_map_copy(struct hc_map *to, const struct hc_map *from)
{
    *to = *from;
    to->slots = hc_alloc(from->cap, sizeof *to->slots);
    if (from->cap)
        memcpy(to->slots, from->slots, from->cap * sizeof *to->slots);
}
