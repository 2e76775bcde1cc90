/* Memory: overflow-checked, and never NULL.
 *
 * When memory runs out the exhaustion handler is called; it must not return. Without one the process exits with
 * HC_FAULT. This handler is the one piece of process-wide state, set once at start by cli. */
#ifndef HC_BASE_MEM_H
#define HC_BASE_MEM_H

#include <stddef.h>

/* "No index": what a find returns when there is nothing, and what marks an absent reference. */
#define HC_NONE 0xffffffffu

void hc_mem_on_exhausted(void (*handler)(size_t wanted));

/* A zero count gives a pointer that can be freed and must not be read. */
void *hc_alloc(size_t count, size_t size);  /* not cleared */
void *hc_calloc(size_t count, size_t size); /* cleared */
void *hc_realloc(void *old, size_t count, size_t size);
char *hc_strdup(const char *s); /* NULL gives NULL */
char *hc_strndup(const char *s, size_t n);
void hc_free(void *p); /* takes NULL */

/* Room for at least `need` elements in a growing array: *cap grows by half at least. */
void *hc_grow_to(void *old, size_t *cap, size_t need, size_t size);
static inline void *hc_grow(void *old, size_t *cap, size_t need, size_t size)
{
    return need <= *cap && old ? old : hc_grow_to(old, cap, need, size);
}
#define HC_GROW(array, cap, need) ((array) = hc_grow((array), &(cap), (need), sizeof *(array)))

/* Scratch and strings that live and die together. A zeroed struct is an empty arena. */
struct hc_arena {
    struct hc_arena_block *block;
};
void *hc_arena_alloc(struct hc_arena *arena, size_t size);    /* aligned for any type, not cleared */
char *hc_arena_strdup(struct hc_arena *arena, const char *s); /* NULL gives NULL */
char *hc_arena_strndup(struct hc_arena *arena, const char *s, size_t n);
/* Gives all that is in `from` to `arena`; `from` is empty then. */
void hc_arena_join(struct hc_arena *arena, struct hc_arena *from);
void hc_arena_release(struct hc_arena *arena);

#endif
