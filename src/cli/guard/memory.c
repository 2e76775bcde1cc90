/* The allocator before the C library's. It finds the next one when it is first called, which is before main(). */
#include "cli/guard/guard.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER
#endif
#endif
#if !defined(HAS_SANITIZER) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void *(*next_malloc)(size_t n);
static void *(*next_calloc)(size_t n, size_t size);
static void *(*next_realloc)(void *old, size_t n);
static int (*next_memalign)(void **p, size_t alignment, size_t n);

/* ISO C has no cast from a pointer to data to one to a function. */
static void find(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, sizeof found);
}

/* False while dlsym() itself asks for memory: it copes without. */
static bool is_ready(void)
{
    static bool finding;
    if (next_realloc)
        return true;
    if (finding)
        return false;
    finding = true;
    find("malloc", &next_malloc);
    find("calloc", &next_calloc);
    find("posix_memalign", &next_memalign);
    find("realloc", &next_realloc);
    finding = false;
    return next_realloc != NULL;
}

static void *checked(void *p, size_t n)
{
    if (!p && n && n < HC_GUARD_LARGE)
        hc_guard_exhausted(n);
    return p;
}

void *malloc(size_t n)
{
    return is_ready() ? checked(next_malloc(n), n) : NULL;
}

void *calloc(size_t n, size_t size)
{
    size_t total;
    if (!is_ready() || __builtin_mul_overflow(n, size, &total))
        return NULL;
    return checked(next_calloc(n, size), total);
}

void *realloc(void *old, size_t n)
{
    return is_ready() ? checked(next_realloc(old, n), n) : NULL;
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    int status = is_ready() ? next_memalign(p, alignment, n) : ENOMEM;
    if (status == ENOMEM)
        checked(NULL, n);
    return status;
}

#else
typedef int hc_guard_of_sanitizer; /* a source must hold something */
#endif
