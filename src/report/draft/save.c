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

/* Written beside, then linked: the name appears with the whole text, or not at all, and never over another's. A file
 * system without links gets it under its name at once. */
int hc_draft_save(const char *path, const struct hc_buf *text, struct hc_err *err)
{
    struct hc_buf beside = {0};
    int why = 0, fd;
    hc_buf_addf(&beside, "%s.hecun-%ld", path, (long)getpid());
    if (access(path, F_OK) == 0 || (fd = open(beside.data, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666)) < 0) {
        why = access(path, F_OK) == 0 ? EEXIST : errno;
        hc_buf_release(&beside);
        return refuse(path, why, err);
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
    return why ? refuse(path, why, err) : 0;
}
