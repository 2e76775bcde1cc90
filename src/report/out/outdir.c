#include "report/out/outdir.h"

#include "base/buf.h"
#include "base/mem.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool hc_outdir_is_ours(const char *name)
{
    /* clang-format off */
    static const char *const whole[] = {
        "summary.json",
        "summary.md",
        "summary.csv",
        "summary.xlsx",
        "result.gpkg",
        "findings.csv",
        "findings.gpkg",
        "findings.geojson",
        "findings.pdf",
        "findings.svg",
        "findings.png",
        "figures.csv",
        "figures.xlsx",
        "services.csv",
        "services.pdf",
        "services.svg",
        "services.png",
        "services_idle.csv",
        "services_access.csv",
        "clean.csv",
        "clean.xlsx",
        "comparison.xlsx",
        "对照表.xlsx",
        "report.html",
        "maps",
        "plan.csv",
        "new_units.csv",
        "derived.csv",
        "plan_parents.csv",
        "new_units_parents.csv",
        "derived_parents.csv",
        "converted.csv",
        "reasons.csv",
        "reasons.md",
        "compare.json",
        "compare.csv",
        "compare_units.csv",
        "compare_distance.csv",
        "compare_standing.csv",
        "compare_sample.csv",
    };
    /* clang-format on */
    static const char *const marks[] = {"_after",      "_before", "_crosswalk", "_units",  "_events",
                                        "_neighbours", "_fields", "_clean",     "_changed"};
    static const char *const ends[] = {".geojson", ".csv", ".shp", ".shx", ".dbf", ".prj",
                                       ".cpg",     ".fgb", ".qpj", ".pdf", ".svg", ".png"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(name, whole[i]) == 0)
            return true;
    const char *dot = strrchr(name, '.');
    bool known = false, marked = strstr(name, "_1") || strstr(name, "_2"); /* <level>_<date> */
    for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++)
        known = known || strcmp(dot, ends[i]) == 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        marked = marked || strstr(name, marks[i]);
    return known && marked;
}

static char *beside(const char *wanted, const char *suffix)
{
    const char *slash = strrchr(wanted, '/'), *name = slash ? slash + 1 : wanted;
    struct hc_buf path = {0};
    hc_buf_add(&path, wanted, (size_t)(name - wanted));
    hc_buf_addf(&path, ".%s.hecun-%s", name, suffix);
    return hc_buf_take(&path);
}

static void remove_tree(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        struct hc_buf child = {0};
        struct stat st;
        hc_buf_addf(&child, "%s/%s", path, entry->d_name);
        if (lstat(child.data, &st) == 0 && S_ISDIR(st.st_mode))
            remove_tree(child.data);
        else
            unlink(child.data);
        hc_buf_release(&child);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

/* Locks a folder of ours; -1 if a run that lives holds it. */
static int lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Temporary folders of runs that died. */
static void remove_stale(const char *wanted)
{
    char *prefix = beside(wanted, ""), *slash = strrchr(prefix, '/');
    const char *name = slash ? slash + 1 : prefix;
    char *folder = slash ? hc_strndup(prefix, (size_t)(slash - prefix) + 1) : hc_strdup("./");
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        struct hc_buf path = {0};
        if (strncmp(entry->d_name, name, strlen(name)) != 0 || strcmp(entry->d_name + strlen(name), "old") == 0)
            continue;
        hc_buf_addf(&path, "%s%s", folder, entry->d_name);
        int fd = lock_folder(path.data);
        if (fd >= 0) {
            remove_tree(path.data);
            close(fd);
        }
        hc_buf_release(&path);
    }
    if (dir)
        closedir(dir);
    hc_free(folder);
    hc_free(prefix);
}

/* An exchange by two renames that was cut between them left the earlier output aside. */
static void recover(const char *wanted)
{
    char *old = beside(wanted, "old");
    struct stat st;
    if (stat(old, &st) == 0) {
        if (stat(wanted, &st) != 0)
            rename(old, wanted);
        else
            remove_tree(old);
    }
    hc_free(old);
}

static int refuse(struct hc_err *err, const char *path, int why)
{
    return hc_err_set(err, HC_IO, "%s: cannot be written (%s); choose another folder, such as --out ./out",
                      "%s：无法写入（%s）；请用其他文件夹，如 --out ./结果", path, strerror(why));
}

static int check_foreign(const char *wanted, struct hc_err *err)
{
    struct stat st;
    if (stat(wanted, &st) != 0)
        return errno == ENOENT ? 0 : refuse(err, wanted, errno);
    if (!S_ISDIR(st.st_mode))
        return hc_err_set(err, HC_IO, "%s: is no folder; choose another, such as --out %s_out",
                          "%s：不是文件夹；请另选，如 --out %s_结果", wanted, wanted);
    DIR *dir = opendir(wanted);
    const struct dirent *entry;
    int status = dir ? 0 : refuse(err, wanted, errno);
    while (dir && status == 0 && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !hc_outdir_is_ours(entry->d_name))
            status = hc_err_set(
                err, HC_IO,
                "%s: holds %s, which hecun does not write; nothing was touched: choose another folder, such as --out "
                "%s/out",
                "%s：其中的 %s 不是 hecun 写的，未作改动；请另选文件夹，如 --out %s/结果", wanted, entry->d_name,
                wanted);
    if (dir)
        closedir(dir);
    return status;
}

static int make_parents(const char *path, struct hc_err *err)
{
    char *copy = hc_strdup(path);
    int status = 0;
    for (char *p = copy + 1; *p && status == 0; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            status = refuse(err, copy, errno);
        *p = '/';
    }
    hc_free(copy);
    return status;
}

int hc_outdir_begin(struct hc_outdir *out, const char *wanted, struct hc_err *err)
{
    size_t n = strlen(wanted);
    while (n > 1 && wanted[n - 1] == '/')
        n--;
    *out = (struct hc_outdir){.wanted = hc_strndup(wanted, n), .lock = -1};
    const char *slash = strrchr(out->wanted, '/'), *name = slash ? slash + 1 : out->wanted;
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        char *whole = realpath(out->wanted, NULL);
        if (!whole || strcmp(whole, "/") == 0) {
            free(whole);
            return hc_err_set(err, HC_IO, "%s: cannot be replaced as a whole; choose another folder with --out",
                              "%s：不能整体替换；请用 --out 另选文件夹", wanted);
        }
        hc_free(out->wanted);
        out->wanted = hc_strdup(whole);
        free(whole);
    }
    if (make_parents(out->wanted, err) < 0)
        return -1;
    recover(out->wanted);
    if (check_foreign(out->wanted, err) < 0)
        return -1;
    remove_stale(out->wanted);
    char *temp = beside(out->wanted, "XXXXXX");
    if (!mkdtemp(temp)) {
        int why = errno;
        hc_free(temp);
        return refuse(err, out->wanted, why);
    }
    out->temp = temp;
    chmod(temp, 0755);
    out->lock = lock_folder(temp);
    return out->lock >= 0 ? 0 : refuse(err, out->wanted, errno);
}

static void sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static int exchange(struct hc_outdir *out, struct hc_err *err)
{
    struct stat st;
    if (stat(out->wanted, &st) != 0)
        return rename(out->temp, out->wanted) == 0 ? 0 : refuse(err, out->wanted, errno);
    if (renameat2(AT_FDCWD, out->temp, AT_FDCWD, out->wanted, RENAME_EXCHANGE) == 0) {
        remove_tree(out->temp);
        return 0;
    }
    char *old = beside(out->wanted, "old");
    int status = -1;
    if (rename(out->wanted, old) == 0) {
        status = rename(out->temp, out->wanted) == 0 ? 0 : -1;
        if (status < 0)
            rename(old, out->wanted);
        else
            remove_tree(old);
    }
    if (status < 0)
        refuse(err, out->wanted, errno);
    hc_free(old);
    return status;
}

int hc_outdir_commit(struct hc_outdir *out, struct hc_err *err)
{
    sync_folder(out->temp);
    if (exchange(out, err) < 0)
        return -1;
    hc_free(out->temp);
    out->temp = NULL;
    return 0;
}

void hc_outdir_release(struct hc_outdir *out)
{
    if (out->temp)
        remove_tree(out->temp);
    if (out->lock >= 0)
        close(out->lock);
    hc_free(out->temp);
    hc_free(out->wanted);
    *out = (struct hc_outdir){.lock = -1};
}

char *hc_outdir_path(const struct hc_outdir *out, const char *name)
{
    struct hc_buf path = {0};
    hc_buf_addf(&path, "%s/%s", out->temp, name);
    return hc_buf_take(&path);
}

int hc_outdir_fail(const char *name, const char *why, struct hc_err *err)
{
    return hc_err_set(err, HC_IO,
                      "%s: cannot be written (%s); nothing was changed: free some space, or choose another folder with "
                      "--out",
                      "%s：无法写入（%s），未作任何改动；请腾出空间，或用 --out 另选文件夹", name, why);
}

int hc_outdir_write(const struct hc_outdir *out, const char *name, const char *bytes, size_t n, struct hc_err *err)
{
    char *path = hc_outdir_path(out, name);
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(bytes, 1, n, file) == n;
    if (file && fclose(file) != 0)
        ok = false;
    int why = errno;
    hc_free(path);
    return ok ? 0 : hc_outdir_fail(name, strerror(why), err);
}
