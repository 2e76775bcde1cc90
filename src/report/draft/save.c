#include "report/draft/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int refuse(const char *path, int why, struct hc_err *err)
{
    if (why == EEXIST)
        return hc_err_set(err, HC_IO, "%s is there already, and is not overwritten; --json shows what would be written",
                          "%s 已存在，不会覆盖；用 --json 可只显示将写入的内容", path);
    return hc_err_set(err, HC_IO, "%s: cannot be written: %s", "%s：无法写入：%s", path, strerror(why));
}

static int write_all(int fd, const struct hc_buf *text)
{
    for (size_t done = 0; done < text->len;) {
        ssize_t n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        done += (size_t)n;
    }
    return fsync(fd);
}

/* A file without a name, which the system forgets if the run dies; -1 where there are none. */
static int open_nameless(const char *path)
{
    struct hc_buf folder = {0};
    const char *slash = strrchr(path, '/');
    hc_buf_add(&folder, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
    int fd = open(folder.data, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    hc_buf_release(&folder);
    return fd;
}

static int give_name(int fd, const char *path)
{
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

/* Why it failed; 0: done; -1: this system has no such files. */
static int save_nameless(const char *path, const struct hc_buf *text)
{
    int fd = open_nameless(path), why = 0;
    if (fd < 0)
        return -1;
    if (write_all(fd, text) < 0)
        why = errno ? errno : EIO;
    else if (give_name(fd, path) < 0)
        why = errno == EEXIST ? EEXIST : -1;
    close(fd);
    return why;
}

/* Written beside, then linked. A file system without links gets it under its name at once. */
static int save_beside(const char *path, const struct hc_buf *text)
{
    struct hc_buf beside = {0};
    int why = 0, fd;
    hc_buf_addf(&beside, "%s.hecun-%ld", path, (long)getpid());
    if ((fd = open(beside.data, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666)) < 0) {
        why = errno;
        hc_buf_release(&beside);
        return why;
    }
    if (write_all(fd, text) < 0)
        why = errno ? errno : EIO;
    if (close(fd) < 0 && !why)
        why = errno;
    if (!why && link(beside.data, path) < 0)
        why = errno;
    if (why == EPERM || why == EOPNOTSUPP || why == ENOSYS || why == EMLINK)
        why = access(path, F_OK) == 0 ? EEXIST : rename(beside.data, path) < 0 ? errno : 0;
    unlink(beside.data);
    hc_buf_release(&beside);
    return why;
}

/* The name appears with the whole text, or not at all, and never over another's. */
int hc_draft_save(const char *path, const struct hc_buf *text, struct hc_err *err)
{
    int why = access(path, F_OK) == 0 ? EEXIST : save_nameless(path, text);
    if (why < 0)
        why = save_beside(path, text);
    return why ? refuse(path, why, err) : 0;
}
