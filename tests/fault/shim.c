/* What the system may refuse: preloaded before hecun, this makes one call of a kind fail, or all from one on.
 *
 *   HC_FAULT_KIND   write, open (for writing), sync, rename, truncate, folder, close, memory
 *   HC_FAULT_AT     the number of the call, from 1; 0: none fails, they are only counted
 *   HC_FAULT_ERRNO  what it fails with (memory: ENOMEM)
 *   HC_FAULT_STAYS  1: every later call fails too, as on a disk that is full
 *   HC_FAULT_LOG    a file of 8 KiB, mapped: how many calls of each kind there were, and which file the failing one was
 * for HC_FAULT_SITES  a file: for memory, the numbers of the first call from each place in the program
 *
 * Standard output and error are not touched. glibc calls its own write() unseen, so stdio's calls are caught
 * themselves. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { WRITE, OPEN, SYNC, RENAME, TRUNCATE, FOLDER, CLOSE, MEMORY, KINDS };
static const char *const kind_names[KINDS] = {"write",    "open",   "sync",  "rename",
                                              "truncate", "folder", "close", "memory"};

struct log {
    uint64_t calls[KINDS], failed; /* of each kind, in the order above */
    char file[8192 - 8 * (KINDS + 1)];
};

static struct log own_log, *fault_log = &own_log;
static enum kind wanted = KINDS;
static uint64_t fault_at;
static int fault_errno = ENOSPC, sites_fd = -1;
static bool stays;
static __thread bool inside; /* what the shim itself and backtrace() call is not counted */

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* The next definition of a function, found once. */
#define REAL(type, name, args)                                                                                         \
    static type(*real_##name) args;                                                                                    \
    if (!real_##name) {                                                                                                \
        void *p = next(#name);                                                                                         \
        memcpy(&real_##name, &p, sizeof p);                                                                            \
    }

__attribute__((constructor)) static void begin(void)
{
    const char *kind = getenv("HC_FAULT_KIND"), *at = getenv("HC_FAULT_AT"), *why = getenv("HC_FAULT_ERRNO"),
               *file = getenv("HC_FAULT_LOG"), *sites = getenv("HC_FAULT_SITES"), *all = getenv("HC_FAULT_STAYS");
    inside = true;
    if (file) {
        int fd = open(file, O_RDWR | O_CLOEXEC);
        void *p = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof own_log, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (p != MAP_FAILED)
            fault_log = p;
        close(fd);
    }
    void *warm[4];
    if (sites) {
        sites_fd = open(sites, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        backtrace(warm, 4); /* loads what it needs */
    }
    fault_at = at ? strtoull(at, NULL, 10) : 0;
    fault_errno = why ? atoi(why) : ENOSPC;
    stays = all && *all == '1';
    for (int k = 0; kind && k < KINDS; k++)
        if (strcmp(kind, kind_names[k]) == 0)
            wanted = (enum kind)k;
    inside = false;
}

#define PLACES 65536
static uint64_t seen[PLACES];

/* Notes the first call from each place: eight return addresses, hashed. */
static void note_place(uint64_t number)
{
    void *frames[10];
    int n = backtrace(frames, 10);
    uint64_t h = 14695981039346656037u;
    for (int i = 2; i < n; i++)
        h = (h ^ (uint64_t)(uintptr_t)frames[i]) * 1099511628211u;
    for (uint64_t i = h % PLACES, tries = 0; tries < PLACES; i = (i + 1) % PLACES, tries++) {
        if (seen[i] == h)
            return;
        if (seen[i])
            continue;
        seen[i] = h;
        dprintf(sites_fd, "%llu\n", (unsigned long long)number);
        return;
    }
}

static bool fails(enum kind kind)
{
    if (inside)
        return false;
    uint64_t number = __atomic_add_fetch(&fault_log->calls[kind], 1, __ATOMIC_RELAXED);
    if (kind == MEMORY && sites_fd >= 0) {
        inside = true;
        note_place(number);
        inside = false;
    }
    if (kind != wanted || !fault_at || (stays ? number < fault_at : number != fault_at))
        return false;
    errno = kind == MEMORY ? ENOMEM : fault_errno;
    return true;
}

static bool fails_path(enum kind kind, const char *path)
{
    if (!fails(kind))
        return false;
    if (__atomic_add_fetch(&fault_log->failed, 1, __ATOMIC_RELAXED) == 1)
        strncpy(fault_log->file, path ? path : "", sizeof fault_log->file - 1);
    return true;
}

static bool fails_fd(enum kind kind, int fd)
{
    if (fd == STDOUT_FILENO || fd == STDERR_FILENO || !fails(kind))
        return false;
    int why = errno;
    if (__atomic_add_fetch(&fault_log->failed, 1, __ATOMIC_RELAXED) == 1) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, fault_log->file, sizeof fault_log->file - 1);
        fault_log->file[n > 0 ? n : 0] = '\0';
    }
    errno = why;
    return true;
}

ssize_t write(int fd, const void *data, size_t n)
{
    REAL(ssize_t, write, (int, const void *, size_t))
    return fails_fd(WRITE, fd) ? -1 : real_write(fd, data, n);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at)
{
    REAL(ssize_t, pwrite, (int, const void *, size_t, off_t))
    return fails_fd(WRITE, fd) ? -1 : real_pwrite(fd, data, n, at);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at)
{
    REAL(ssize_t, pwrite64, (int, const void *, size_t, off64_t))
    return fails_fd(WRITE, fd) ? -1 : real_pwrite64(fd, data, n, at);
}

/* stdio calls write() inside glibc, unseen. So a stream for writing is made of the calls above: what it loses when one
 * fails is then a block of its buffer, as on a real disk. */
static ssize_t cookie_read(void *cookie, char *data, size_t n)
{
    return read((int)(intptr_t)cookie, data, n);
}

static ssize_t cookie_write(void *cookie, const char *data, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t now = write((int)(intptr_t)cookie, data + done, n - done);
        if (now <= 0)
            break;
        done += (size_t)now;
    }
    return (ssize_t)done;
}

static int cookie_seek(void *cookie, off64_t *at, int whence)
{
    off64_t to = lseek64((int)(intptr_t)cookie, *at, whence);
    if (to < 0)
        return -1;
    *at = to;
    return 0;
}

static int cookie_close(void *cookie)
{
    return close((int)(intptr_t)cookie);
}

static FILE *stream(int fd, const char *mode)
{
    static const cookie_io_functions_t functions = {cookie_read, cookie_write, cookie_seek, cookie_close};
    if (fd < 0)
        return NULL;
    FILE *file = fopencookie((void *)(intptr_t)fd, mode, functions);
    if (file)
        file->_fileno = fd; /* for fileno() */
    else
        close(fd);
    return file;
}

int close(int fd)
{
    REAL(int, close, (int))
    int flags = inside ? -1 : fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || !fails_fd(CLOSE, fd))
        return real_close(fd);
    int why = errno;
    real_close(fd);
    errno = why;
    return -1;
}

#define WRITES(flags) (((flags) & (O_WRONLY | O_RDWR | O_CREAT)) != 0)
#define MODE(flags)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode = va_arg(more, mode_t);                                                                                   \
        va_end(more);                                                                                                  \
    }

int open(const char *path, int flags, ...)
{
    REAL(int, open, (const char *, int, ...))
    MODE(flags)
    return WRITES(flags) && fails_path(OPEN, path) ? -1 : real_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    REAL(int, open64, (const char *, int, ...))
    MODE(flags)
    return WRITES(flags) && fails_path(OPEN, path) ? -1 : real_open64(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    REAL(int, openat, (int, const char *, int, ...))
    MODE(flags)
    return WRITES(flags) && fails_path(OPEN, path) ? -1 : real_openat(folder, path, flags, mode);
}

static bool is_writing(const char *mode)
{
    return *mode != 'r' || strchr(mode, '+');
}

static FILE *open_stream(const char *path, const char *mode)
{
    int flags = (strchr(mode, '+') ? O_RDWR : O_WRONLY) | O_CLOEXEC;
    flags |= *mode == 'w' ? O_CREAT | O_TRUNC : *mode == 'a' ? O_CREAT | O_APPEND : 0;
    return stream(open(path, flags, 0666), mode);
}

FILE *fopen(const char *path, const char *mode)
{
    REAL(FILE *, fopen, (const char *, const char *))
    return is_writing(mode) ? open_stream(path, mode) : real_fopen(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    REAL(FILE *, fopen64, (const char *, const char *))
    return is_writing(mode) ? open_stream(path, mode) : real_fopen64(path, mode);
}

FILE *fdopen(int fd, const char *mode)
{
    REAL(FILE *, fdopen, (int, const char *))
    return is_writing(mode) ? stream(fd, mode) : real_fdopen(fd, mode);
}

FILE *tmpfile(void)
{
    return stream(open("/tmp", O_TMPFILE | O_RDWR, 0600), "w+");
}

FILE *tmpfile64(void)
{
    return tmpfile();
}

int fsync(int fd)
{
    REAL(int, fsync, (int))
    return fails_fd(SYNC, fd) ? -1 : real_fsync(fd);
}

int fdatasync(int fd)
{
    REAL(int, fdatasync, (int))
    return fails_fd(SYNC, fd) ? -1 : real_fdatasync(fd);
}

int ftruncate(int fd, off_t n)
{
    REAL(int, ftruncate, (int, off_t))
    return fails_fd(TRUNCATE, fd) ? -1 : real_ftruncate(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
    REAL(int, ftruncate64, (int, off64_t))
    return fails_fd(TRUNCATE, fd) ? -1 : real_ftruncate64(fd, n);
}

int rename(const char *from, const char *to)
{
    REAL(int, rename, (const char *, const char *))
    return fails_path(RENAME, to) ? -1 : real_rename(from, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    REAL(int, renameat2, (int, const char *, int, const char *, unsigned))
    return fails_path(RENAME, to) ? -1 : real_renameat2(a, from, b, to, flags);
}

int link(const char *from, const char *to)
{
    REAL(int, link, (const char *, const char *))
    return fails_path(RENAME, to) ? -1 : real_link(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags)
{
    REAL(int, linkat, (int, const char *, int, const char *, int))
    return fails_path(RENAME, to) ? -1 : real_linkat(a, from, b, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, mkdir, (const char *, mode_t))
    return fails_path(FOLDER, path) ? -1 : real_mkdir(path, mode);
}

char *mkdtemp(char *path)
{
    REAL(char *, mkdtemp, (char *))
    return fails_path(FOLDER, path) ? NULL : real_mkdtemp(path);
}

/* glibc's own names, as dlsym() allocates. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t n);
extern void *__libc_memalign(size_t align, size_t n);

void *malloc(size_t n)
{
    return fails(MEMORY) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
    return n && fails(MEMORY) ? NULL : __libc_realloc(old, n);
}

int posix_memalign(void **out, size_t align, size_t n)
{
    if (fails(MEMORY))
        return ENOMEM;
    *out = __libc_memalign(align, n);
    return *out ? 0 : ENOMEM;
}

void *aligned_alloc(size_t align, size_t n)
{
    return fails(MEMORY) ? NULL : __libc_memalign(align, n);
}

void *mmap(void *where, size_t n, int access, int flags, int fd, off_t at)
{
    REAL(void *, mmap, (void *, size_t, int, int, int, off_t))
    return fails(MEMORY) ? MAP_FAILED : real_mmap(where, n, access, flags, fd, at);
}
