/* From string to number: codes to indices.
 *
 * Keys are not copied; they must outlive the map. Nothing in the order of the results depends on the hash: a map
 * can be asked, never walked. Expected O(1) a call. A zeroed struct is empty. */
#ifndef HC_BASE_MAP_H
#define HC_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

struct hc_map {
    struct hc_map_slot *slots;
    size_t cap; /* a power of two, or 0 */
    size_t count;
};

void hc_map_reserve(struct hc_map *map, size_t count); /* makes room for so many keys at once */
/* Returns HC_NONE if the key was new and now has `value`, else the value it already had (which stays). */
uint32_t hc_map_put(struct hc_map *map, const char *key, uint32_t value);
uint32_t hc_map_find(const struct hc_map *map, const char *key); /* or HC_NONE; key may be NULL */
void hc_map_copy(struct hc_map *to, const struct hc_map *from);  /* the keys are shared */
void hc_map_release(struct hc_map *map);

#endif
