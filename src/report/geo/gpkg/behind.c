#include "report/geo/gpkg/behind.h"

#include "base/mem.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define NAME        "hecun-behind"
#define BATCH_BYTES ((size_t)2 << 20)
#define BATCH_RUNS  64
#define MOST_BYTES  65536 /* at once: SQLite's own files take less than 128 KiB */

/* Bytes that lie one behind the other in the file, as they do in their batch. */
struct run {
    sqlite3_int64 offset;
    size_t n;
};

struct batch {
    char *bytes;
    size_t n_bytes;
    struct run runs[BATCH_RUNS];
    size_t n_runs;
};

/* Two batches: one that is being filled, one that is being written. */
struct behind {
    sqlite3_file base;
    sqlite3_file *real;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct batch batches[2];
    struct batch *filling;
    struct batch *writing; /* handed over; NULL: nothing is on its way */
    bool ends;
    int status; /* the first failure */
};

static int write_batch(sqlite3_file *real, const struct batch *b)
{
    int status = SQLITE_OK;
    const char *at = b->bytes;
    for (size_t i = 0; i < b->n_runs; i++)
        for (size_t done = 0, n; done < b->runs[i].n && status == SQLITE_OK; done += n, at += n) {
            n = b->runs[i].n - done < MOST_BYTES ? b->runs[i].n - done : MOST_BYTES;
            status = real->pMethods->xWrite(real, at, (int)n, b->runs[i].offset + (sqlite3_int64)done);
        }
    return status;
}

static void *write_behind(void *arg)
{
    struct behind *f = arg;
    pthread_mutex_lock(&f->mutex);
    for (;;) {
        while (!f->writing && !f->ends)
            pthread_cond_wait(&f->changed, &f->mutex);
        if (!f->writing)
            break;
        bool failed = f->status != SQLITE_OK;
        pthread_mutex_unlock(&f->mutex);
        int status = failed ? SQLITE_OK : write_batch(f->real, f->writing);
        pthread_mutex_lock(&f->mutex);
        f->status = failed ? f->status : status;
        f->writing->n_bytes = f->writing->n_runs = 0;
        f->writing = NULL;
        pthread_cond_broadcast(&f->changed);
    }
    pthread_mutex_unlock(&f->mutex);
    return NULL;
}

/* Hands over what has been filled, once the batch before is written; with `all`, waits for it too. */
static int pass(struct behind *f, bool all)
{
    pthread_mutex_lock(&f->mutex);
    while (f->writing)
        pthread_cond_wait(&f->changed, &f->mutex);
    if (f->filling->n_runs) {
        f->writing = f->filling;
        f->filling = f->filling == f->batches ? f->batches + 1 : f->batches;
        pthread_cond_broadcast(&f->changed);
    }
    while (all && f->writing)
        pthread_cond_wait(&f->changed, &f->mutex);
    int status = f->status;
    pthread_mutex_unlock(&f->mutex);
    return status;
}

static int write_file(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
    struct behind *f = (struct behind *)file;
    struct batch *b = f->filling;
    int status = SQLITE_OK;
    if (b->n_bytes + (size_t)n > BATCH_BYTES || b->n_runs == BATCH_RUNS) {
        status = pass(f, false);
        b = f->filling;
    }
    if (status != SQLITE_OK || (size_t)n > BATCH_BYTES)
        return status != SQLITE_OK ? status : f->real->pMethods->xWrite(f->real, bytes, n, offset);
    memcpy(b->bytes + b->n_bytes, bytes, (size_t)n);
    b->n_bytes += (size_t)n;
    struct run *last = b->n_runs ? &b->runs[b->n_runs - 1] : NULL;
    if (last && last->offset + (sqlite3_int64)last->n == offset)
        last->n += (size_t)n;
    else
        b->runs[b->n_runs++] = (struct run){offset, (size_t)n};
    return SQLITE_OK;
}

static int close_file(sqlite3_file *file)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    pthread_mutex_lock(&f->mutex);
    f->ends = true;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->mutex);
    pthread_join(f->thread, NULL);
    pthread_cond_destroy(&f->changed);
    pthread_mutex_destroy(&f->mutex);
    hc_free(f->batches[0].bytes);
    hc_free(f->batches[1].bytes);
    int closed = f->real->pMethods->xClose(f->real);
    return status != SQLITE_OK ? status : closed;
}

static int read_file(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xRead(f->real, bytes, n, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xTruncate(f->real, size);
}

static int sync_file(sqlite3_file *file, int flags)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xSync(f->real, flags);
}

static int ask_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xFileSize(f->real, size);
}

static int lock_file(sqlite3_file *file, int level)
{
    struct behind *f = (struct behind *)file;
    return f->real->pMethods->xLock(f->real, level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xUnlock(f->real, level);
}

static int ask_reserved(sqlite3_file *file, int *held)
{
    struct behind *f = (struct behind *)file;
    return f->real->pMethods->xCheckReservedLock(f->real, held);
}

/* COMMIT ends with one of these. */
static int control_file(sqlite3_file *file, int what, void *arg)
{
    struct behind *f = (struct behind *)file;
    int status = pass(f, true);
    return status != SQLITE_OK ? status : f->real->pMethods->xFileControl(f->real, what, arg);
}

static int sector_size(sqlite3_file *file)
{
    struct behind *f = (struct behind *)file;
    return f->real->pMethods->xSectorSize(f->real);
}

static int characteristics(sqlite3_file *file)
{
    struct behind *f = (struct behind *)file;
    return f->real->pMethods->xDeviceCharacteristics(f->real);
}

/* Of version 1: neither memory that is shared nor files that are mapped. */
static const sqlite3_io_methods methods = {.iVersion = 1,
                                           .xClose = close_file,
                                           .xRead = read_file,
                                           .xWrite = write_file,
                                           .xTruncate = truncate_file,
                                           .xSync = sync_file,
                                           .xFileSize = ask_size,
                                           .xLock = lock_file,
                                           .xUnlock = unlock_file,
                                           .xCheckReservedLock = ask_reserved,
                                           .xFileControl = control_file,
                                           .xSectorSize = sector_size,
                                           .xDeviceCharacteristics = characteristics};

/* Anything but a database, and one that no thread can be had for, is opened as SQLite does. */
static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
    sqlite3_vfs *own = vfs->pAppData;
    struct behind *f = (struct behind *)file;
    if (!(flags & SQLITE_OPEN_MAIN_DB))
        return own->xOpen(own, path, file, flags, flags_out);
    memset(f, 0, sizeof *f);
    f->real = (sqlite3_file *)(f + 1);
    int status = own->xOpen(own, path, f->real, flags, flags_out);
    if (status != SQLITE_OK)
        return status;
    f->filling = f->batches;
    pthread_mutex_init(&f->mutex, NULL);
    pthread_cond_init(&f->changed, NULL);
    if (pthread_create(&f->thread, NULL, write_behind, f) != 0) {
        f->real->pMethods->xClose(f->real);
        pthread_cond_destroy(&f->changed);
        pthread_mutex_destroy(&f->mutex);
        return own->xOpen(own, path, file, flags, flags_out);
    }
    for (int i = 0; i < 2; i++)
        f->batches[i].bytes = hc_alloc(BATCH_BYTES, 1);
    f->base.pMethods = &methods;
    return SQLITE_OK;
}

const char *hc_behind_vfs(void)
{
    static sqlite3_vfs vfs; /* SQLite's list of them is the process's too */
    sqlite3_vfs *own = sqlite3_vfs_find(NULL);
    if (!own || sqlite3_vfs_find(NAME))
        return own ? NAME : NULL;
    vfs = *own;
    vfs.pNext = NULL;
    vfs.zName = NAME;
    vfs.pAppData = own;
    vfs.szOsFile = (int)sizeof(struct behind) + own->szOsFile;
    vfs.xOpen = open_file;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? NAME : NULL;
}
