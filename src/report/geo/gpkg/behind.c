#include "report/geo/gpkg/behind.h"

#include "base/mem.h"
#include "base/parallel.h"
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
    sqlite3_file *file;
    char *bytes;
    size_t n_bytes;
    struct run runs[BATCH_RUNS];
    size_t n_runs;
    int status; /* of writing it */
};

/* Two batches: one that is being filled, one that is being written. */
struct behind {
    sqlite3_file base;
    sqlite3_file *real;
    struct batch batches[2];
    size_t filling;
    struct hc_task *writing; /* NULL: nothing is on its way */
    int status;              /* the first failure */
};

static void write_batch(void *ctx)
{
    struct batch *b = ctx;
    const char *at = b->bytes;
    for (size_t i = 0; i < b->n_runs; i++)
        for (size_t done = 0, n; done < b->runs[i].n && b->status == SQLITE_OK; done += n, at += n) {
            n = b->runs[i].n - done < MOST_BYTES ? b->runs[i].n - done : MOST_BYTES;
            b->status = b->file->pMethods->xWrite(b->file, at, (int)n, b->runs[i].offset + (sqlite3_int64)done);
        }
}

static void await(struct behind *f)
{
    struct batch *written = &f->batches[!f->filling];
    hc_task_end(f->writing);
    f->writing = NULL;
    f->status = f->status == SQLITE_OK ? written->status : f->status;
    written->n_bytes = written->n_runs = 0;
}

/* Hands over what has been filled, once the batch before is written; with `all`, waits for it too. */
static int pass(struct behind *f, bool all)
{
    await(f);
    if (f->batches[f->filling].n_runs && f->status == SQLITE_OK) {
        f->writing = hc_task_begin(all ? 1 : 2, write_batch, &f->batches[f->filling]);
        f->filling = !f->filling;
    }
    if (all)
        await(f);
    return f->status;
}

/* A page at most, and so less than a batch. */
static int write_file(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
    struct behind *f = (struct behind *)file;
    struct batch *b = &f->batches[f->filling];
    int status = SQLITE_OK;
    if (b->n_bytes + (size_t)n > BATCH_BYTES || b->n_runs == BATCH_RUNS) {
        status = pass(f, false);
        b = &f->batches[f->filling];
    }
    if (status != SQLITE_OK)
        return status;
    memcpy(b->bytes + b->n_bytes, bytes, (size_t)n);
    b->n_bytes += (size_t)n;
    struct run *last = b->n_runs ? &b->runs[b->n_runs - 1] : NULL;
    if (last && last->offset + (sqlite3_int64)last->n == offset)
        last->n += (size_t)n;
    else
        b->runs[b->n_runs++] = (struct run){offset, (size_t)n};
    return SQLITE_OK;
}

/* The file once all is written, which everything waits for but writing more. */
static struct behind *settled(sqlite3_file *file)
{
    struct behind *f = (struct behind *)file;
    pass(f, true);
    return f;
}

static int close_file(sqlite3_file *file)
{
    struct behind *f = settled(file);
    hc_free(f->batches[0].bytes);
    hc_free(f->batches[1].bytes);
    int closed = f->real->pMethods->xClose(f->real);
    return f->status != SQLITE_OK ? f->status : closed;
}

static int read_file(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xRead(f->real, bytes, n, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xTruncate(f->real, size);
}

static int sync_file(sqlite3_file *file, int flags)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xSync(f->real, flags);
}

static int ask_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xFileSize(f->real, size);
}

static int lock_file(sqlite3_file *file, int level)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xLock(f->real, level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xUnlock(f->real, level);
}

static int ask_reserved(sqlite3_file *file, int *held)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xCheckReservedLock(f->real, held);
}

/* COMMIT ends with one of these. */
static int control_file(sqlite3_file *file, int what, void *arg)
{
    struct behind *f = settled(file);
    return f->status != SQLITE_OK ? f->status : f->real->pMethods->xFileControl(f->real, what, arg);
}

static int sector_size(sqlite3_file *file)
{
    const struct behind *f = (const struct behind *)file;
    return f->real->pMethods->xSectorSize(f->real);
}

static int characteristics(sqlite3_file *file)
{
    const struct behind *f = (const struct behind *)file;
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

/* Anything but a database is opened as SQLite does. */
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
    for (int i = 0; i < 2; i++)
        f->batches[i] = (struct batch){.file = f->real, .bytes = hc_alloc(BATCH_BYTES, 1)};
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
