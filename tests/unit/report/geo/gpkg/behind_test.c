/* Files written behind SQLite's back: the same as written by itself, and told of when they cannot be. */
#include "report/geo/gpkg/behind.h"

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

#define BLOB  3000
#define ROWS  4000
#define ROUND 97 /* rows after which the last ones are read and some before are changed */

static char folder[] = "/tmp/hc_behind_XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Two tables by turns, with what was written read and changed between; the first code that is none of success. */
static int fill(const char *path, const char *vfs, int page_size)
{
    sqlite3 *db;
    sqlite3_stmt *insert[2];
    unsigned char blob[BLOB];
    char sql[160];
    uint32_t random = 1;
    int status = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
    snprintf(sql, sizeof sql,
             "PRAGMA page_size = %d; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA locking_mode = "
             "EXCLUSIVE; PRAGMA cache_size = 20; BEGIN",
             page_size);
    if (status == SQLITE_OK)
        status = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (status == SQLITE_OK)
        status =
            sqlite3_exec(db, "CREATE TABLE a (id INTEGER PRIMARY KEY, x); CREATE TABLE b (id INTEGER PRIMARY KEY, x)",
                         NULL, NULL, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO a (x) VALUES (?)", -1, &insert[0], NULL);
    sqlite3_prepare_v2(db, "INSERT INTO b (x) VALUES (?)", -1, &insert[1], NULL);
    for (int i = 0; i < ROWS && status == SQLITE_OK; i++) {
        for (int k = 0; k < BLOB; k++)
            blob[k] = (unsigned char)((random = random * 1664525 + 1013904223) >> 24);
        sqlite3_bind_blob(insert[i % 2], 1, blob, i % 5 ? BLOB : 17, SQLITE_STATIC);
        sqlite3_step(insert[i % 2]);
        status = sqlite3_reset(insert[i % 2]);
        if (status == SQLITE_OK && i % ROUND == ROUND - 1)
            status = sqlite3_exec(db, "UPDATE a SET x = x'00' WHERE id % 53 = 7; SELECT sum(length(x)) FROM b", NULL,
                                  NULL, NULL);
    }
    sqlite3_finalize(insert[0]);
    sqlite3_finalize(insert[1]);
    if (status == SQLITE_OK)
        status = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(db);
    return status;
}

static char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*n);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

static void writes_what_sqlite_writes(void **state)
{
    static const int pages[] = {512, 4096, 16384, 65536};
    (void)state;
    assert_non_null(hc_behind_vfs());
    assert_string_equal(hc_behind_vfs(), hc_behind_vfs());
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        size_t n, m;
        assert_int_equal(fill(path_of("own"), NULL, pages[i]), SQLITE_OK);
        char *own = read_all(path_of("own"), &n);
        unlink(path_of("own"));
        assert_int_equal(fill(path_of("behind"), hc_behind_vfs(), pages[i]), SQLITE_OK);
        char *behind = read_all(path_of("behind"), &m);
        unlink(path_of("behind"));
        assert_true(n > (size_t)8 << 20); /* several batches */
        assert_int_equal(n, m);
        assert_memory_equal(own, behind, n);
        free(own);
        free(behind);
    }
}

/* A limit on the size of files stands for a full disk, wherever it is reached: in a batch, or in the last. */
static void tells_of_a_full_disk(void **state)
{
    struct rlimit limit, before;
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    for (rlim_t bytes = 1 << 16; bytes < (rlim_t)9 << 20; bytes = bytes * 3 / 2) {
        limit = before;
        limit.rlim_cur = bytes;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        int status = fill(path_of("full"), hc_behind_vfs(), 16384);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        unlink(path_of("full"));
        assert_int_not_equal(status, SQLITE_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(writes_what_sqlite_writes),
                                       cmocka_unit_test(tells_of_a_full_disk)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
