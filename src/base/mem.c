#include "base/mem.h"

#include "base/err.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE ((size_t)2 << 20)

static void leave(size_t wanted)
{
    static const char message[] = "hecun: out of memory\n";
    (void)wanted;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(HC_FAULT);
}

static void (*exhausted)(size_t wanted) = leave;

void hc_mem_on_exhausted(void (*handler)(size_t wanted))
{
    exhausted = handler ? handler : leave;
}

/* Bytes of count elements, at least 1. */
static size_t bytes(size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total) || total > PTRDIFF_MAX) {
        exhausted(SIZE_MAX);
        leave(SIZE_MAX);
    }
    return total ? total : 1;
}

static void *checked(void *p, size_t wanted)
{
    if (!p) {
        exhausted(wanted);
        leave(wanted);
    }
    return p;
}

/* Asks for huge pages: to have hundreds of thousands of small ones mapped and cleared takes longer than some of what is
 * done with them. */
static void *on_huge_pages(void *p, size_t n)
{
#ifdef MADV_HUGEPAGE
    if (n >= 2 * HUGE_PAGE) {
        size_t skipped = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE, whole = (n - skipped) / HUGE_PAGE;
        madvise((char *)p + skipped, whole * HUGE_PAGE, MADV_HUGEPAGE); /* advice: without it things are slower */
    }
#endif
    return p;
}

void *hc_alloc(size_t count, size_t size)
{
    size_t total = bytes(count, size);
    return on_huge_pages(checked(malloc(total), total), total);
}

void *hc_calloc(size_t count, size_t size)
{
    size_t total = bytes(count, size);
    return on_huge_pages(checked(calloc(total, 1), total), total);
}

void *hc_realloc(void *old, size_t count, size_t size)
{
    size_t total = bytes(count, size);
    return on_huge_pages(checked(realloc(old, total), total), total);
}

char *hc_strndup(const char *s, size_t n)
{
    char *copy = hc_alloc(n + 1, 1);
    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *hc_strdup(const char *s)
{
    return s ? hc_strndup(s, strlen(s)) : NULL;
}

void hc_free(void *p)
{
    free(p);
}

void *hc_grow_to(void *old, size_t *cap, size_t need, size_t size)
{
    size_t more = *cap + *cap / 2;
    *cap = more > need ? more : need > 8 ? need : 8;
    return hc_realloc(old, *cap, size);
}

#define BLOCK 65536

struct hc_arena_block {
    struct hc_arena_block *older;
    size_t used, size;
    alignas(max_align_t) char data[];
};

void *hc_arena_alloc(struct hc_arena *arena, size_t size)
{
    size_t align = alignof(max_align_t), rounded = size > SIZE_MAX - align ? size : (size + align - 1) / align * align;
    struct hc_arena_block *block = arena->block;
    if (!block || block->size - block->used < rounded) {
        size_t room = rounded > BLOCK / 4 ? rounded : BLOCK;
        struct hc_arena_block *fresh = hc_alloc(1, sizeof *fresh + room);
        *fresh = (struct hc_arena_block){.size = room};
        /* A block for one large thing goes behind the current one, which may still have room. */
        if (block && room == rounded) {
            fresh->older = block->older;
            block->older = fresh;
        } else {
            fresh->older = block;
            arena->block = fresh;
        }
        block = fresh;
    }
    void *p = block->data + block->used;
    block->used += rounded;
    return p;
}

char *hc_arena_strndup(struct hc_arena *arena, const char *s, size_t n)
{
    char *copy = hc_arena_alloc(arena, n + 1);
    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *hc_arena_strdup(struct hc_arena *arena, const char *s)
{
    return s ? hc_arena_strndup(arena, s, strlen(s)) : NULL;
}

void hc_arena_join(struct hc_arena *arena, struct hc_arena *from)
{
    struct hc_arena_block **end = &arena->block; /* behind the current block, which goes on being filled */
    while (*end)
        end = &(*end)->older;
    *end = from->block;
    from->block = NULL;
}

void hc_arena_release(struct hc_arena *arena)
{
    while (arena->block) {
        struct hc_arena_block *older = arena->block->older;
        free(arena->block);
        arena->block = older;
    }
}
