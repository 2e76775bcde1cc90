#include "report/geo/disk.h"

#include "base/buf.h"
#include "base/mem.h"
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum last { NEITHER, READ, WROTE };

/* GDAL goes on to use what it could not open for writing: that is a handle too, to which nothing can be written. */
struct handle {
    FILE *file; /* NULL: could not be opened */
    char *path;
    enum last last;
};

static void complain(const char *path)
{
    const char *slash = strrchr(path, '/');
    CPLError(CE_Failure, CPLE_FileIO, "%s: %s", slash ? slash + 1 : path, strerror(errno));
}

/* The standard wants a seek between reading and writing one stream. */
static void turn(struct handle *h, enum last now)
{
    if (h->last != NEITHER && h->last != now && fseeko(h->file, 0, SEEK_CUR) != 0)
        complain(h->path);
    h->last = now;
}

static void *open_file(void *ctx, const char *path, const char *access)
{
    (void)ctx;
    bool makes = *access != 'r';
    FILE *file = fopen(path, access);
    if (!file && makes)
        complain(path);
    if (!file && !makes)
        return NULL;
    struct handle *h = hc_alloc(1, sizeof *h);
    h->file = file;
    h->path = hc_strdup(path);
    h->last = NEITHER;
    return h;
}

static vsi_l_offset tell(void *file)
{
    const struct handle *h = file;
    return h->file ? (vsi_l_offset)ftello(h->file) : 0;
}

static int seek(void *file, vsi_l_offset offset, int whence)
{
    struct handle *h = file;
    if (!h->file)
        return -1;
    h->last = NEITHER;
    int status = fseeko(h->file, (off_t)offset, whence); /* writes what waits */
    if (status != 0)
        complain(h->path);
    return status;
}

static size_t read_bytes(void *file, void *bytes, size_t size, size_t count)
{
    struct handle *h = file;
    if (!h->file)
        return 0;
    turn(h, READ);
    return fread(bytes, size, count, h->file);
}

static size_t write_bytes(void *file, const void *bytes, size_t size, size_t count)
{
    struct handle *h = file;
    if (!h->file)
        return 0;
    turn(h, WROTE);
    size_t done = fwrite(bytes, size, count, h->file);
    if (done != count)
        complain(h->path);
    return done;
}

static int is_at_end(void *file)
{
    const struct handle *h = file;
    return !h->file || feof(h->file);
}

static int flush(void *file)
{
    const struct handle *h = file;
    int status = h->file ? fflush(h->file) : 0;
    if (status != 0)
        complain(h->path);
    return status;
}

static int cut(void *file, vsi_l_offset size)
{
    const struct handle *h = file;
    int status = !h->file ? 0 : fflush(h->file) == 0 ? ftruncate(fileno(h->file), (off_t)size) : -1;
    if (status != 0)
        complain(h->path);
    return status;
}

static int close_file(void *file)
{
    struct handle *h = file;
    int status = h->file ? fclose(h->file) : 0;
    if (status != 0)
        complain(h->path);
    hc_free(h->path);
    hc_free(h);
    return status;
}

static int state(void *ctx, const char *path, VSIStatBufL *out, int flags)
{
    (void)ctx;
    return VSIStatExL(path, out, flags);
}

static int unlink_file(void *ctx, const char *path)
{
    (void)ctx;
    return unlink(path);
}

static int rename_file(void *ctx, const char *from, const char *to)
{
    (void)ctx;
    int status = rename(from, to);
    if (status != 0)
        complain(to);
    return status;
}

static int make_folder(void *ctx, const char *path, long mode)
{
    (void)ctx;
    return mkdir(path, (mode_t)mode);
}

static int remove_folder(void *ctx, const char *path)
{
    (void)ctx;
    return rmdir(path);
}

static char **list_folder(void *ctx, const char *path, int most)
{
    (void)ctx;
    return VSIReadDirEx(path, most);
}

void hc_disk_init(void)
{
    char **known = VSIGetFileSystemsPrefixes();
    bool there = CSLFindString(known, HC_DISK) >= 0;
    CSLDestroy(known);
    if (there)
        return;
    VSIFilesystemPluginCallbacksStruct *c = VSIAllocFilesystemPluginCallbacksStruct();
    c->stat = state;
    c->unlink = unlink_file;
    c->rename = rename_file;
    c->mkdir = make_folder;
    c->rmdir = remove_folder;
    c->read_dir = list_folder;
    c->open = open_file;
    c->tell = tell;
    c->seek = seek;
    c->read = read_bytes;
    c->eof = is_at_end;
    c->write = write_bytes;
    c->flush = flush;
    c->truncate = cut;
    c->close = close_file;
    VSIInstallPluginHandler(HC_DISK, c);
    VSIFreeFilesystemPluginCallbacksStruct(c);
}

char *hc_disk_path(const char *path)
{
    struct hc_buf all = {0};
    hc_buf_addf(&all, HC_DISK "%s", path);
    return hc_buf_take(&all);
}
