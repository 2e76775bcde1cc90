/* Packed indices, as SQLite's own R-tree module sees them. */
#include "report/geo/gpkg/rtree.h"

#include "base/mem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the above first */
#include <cmocka.h>

struct world {
    sqlite3 *db;
    struct hc_rtree_box *boxes; /* by id */
    size_t n;
    uint64_t seed;
};

static double draw(struct world *w, double below)
{
    w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(w->seed >> 11) / 9007199254740992.0 * below;
}

static void execute(struct world *w, const char *sql)
{
    if (sqlite3_exec(w->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(w->db));
}

/* Coordinates of a Gauss-Krueger zone, where a float is good for 4 m. Every seventh row has no geometry; some boxes are
 * points, and many are equal. */
static void world_make(struct world *w, size_t n_rows)
{
    *w = (struct world){.boxes = hc_alloc(n_rows, sizeof *w->boxes), .seed = n_rows};
    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    execute(w, "CREATE VIRTUAL TABLE \"rtree_a \"\"b\"\"_geom\" USING rtree(id, minx, maxx, miny, maxy)");
    for (size_t row = 1; row <= n_rows; row++) {
        double x = 35600000 + draw(w, 40000), y = draw(w, 40000) - 20000, size = row % 3 ? draw(w, 500) : 0;
        if (row % 5 == 0)
            x = y = 35610000;
        if (row % 7)
            w->boxes[w->n++] = (struct hc_rtree_box){x, x + size, y, y + size, (int64_t)row};
    }
    struct hc_rtree_box *given = hc_alloc(w->n, sizeof *given);
    if (w->n)
        memcpy(given, w->boxes, w->n * sizeof *given);
    assert_int_equal(hc_rtree_fill(w->db, "a \"b\"", given, w->n), SQLITE_OK);
    hc_free(given);
}

static void world_release(struct world *w)
{
    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    hc_free(w->boxes);
}

static sqlite3_stmt *ask(struct world *w, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(w->db, sql, -1, &s, NULL), SQLITE_OK);
    return s;
}

static void is_well_formed(struct world *w, size_t n)
{
    sqlite3_stmt *s = ask(w, "SELECT rtreecheck('rtree_a \"b\"_geom')");
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "ok");
    sqlite3_finalize(s);
    s = ask(w, "SELECT count(*) FROM \"rtree_a \"\"b\"\"_geom\"");
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(s, 0), n);
    sqlite3_finalize(s);
}

/* Each box is held by the one that is stored, which is wider by two floats at most. */
static void holds_the_boxes(struct world *w)
{
    sqlite3_stmt *s = ask(w, "SELECT * FROM \"rtree_a \"\"b\"\"_geom\" ORDER BY id");
    for (size_t i = 0; i < w->n; i++) {
        const struct hc_rtree_box *b = &w->boxes[i];
        assert_int_equal(sqlite3_step(s), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int64(s, 0), b->id);
        double x0 = sqlite3_column_double(s, 1), x1 = sqlite3_column_double(s, 2);
        double y0 = sqlite3_column_double(s, 3), y1 = sqlite3_column_double(s, 4);
        assert_true(x0 <= b->x0 && b->x0 - x0 <= 8 && x1 >= b->x1 && x1 - b->x1 <= 8);
        assert_true(y0 <= b->y0 && b->y0 - y0 <= 8 && y1 >= b->y1 && y1 - b->y1 <= 8);
    }
    sqlite3_finalize(s);
}

/* A window finds what one by one lies in it, and nothing that is further off than a float. */
static void finds_in_windows(struct world *w)
{
    sqlite3_stmt *s =
        ask(w, "SELECT id FROM \"rtree_a \"\"b\"\"_geom\" WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND "
               "miny <= ? ORDER BY id");
    for (int k = 0; k < 50; k++) {
        double x = 35600000 + draw(w, 40000), y = draw(w, 40000) - 20000, size = draw(w, 5000);
        const double window[4] = {x, x + size, y, y + size};
        for (int i = 0; i < 4; i++)
            sqlite3_bind_double(s, i + 1, window[i]);
        bool more = sqlite3_step(s) == SQLITE_ROW;
        for (size_t i = 0; i < w->n; i++) {
            const struct hc_rtree_box *b = &w->boxes[i];
            bool found = more && sqlite3_column_int64(s, 0) == b->id;
            bool within = b->x1 >= x && b->x0 <= x + size && b->y1 >= y && b->y0 <= y + size;
            bool near = b->x1 >= x - 8 && b->x0 <= x + size + 8 && b->y1 >= y - 8 && b->y0 <= y + size + 8;
            assert_true(within ? found : near || !found);
            if (found)
                more = sqlite3_step(s) == SQLITE_ROW;
        }
        assert_false(more);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
}

/* Full nodes take more rows, and give them back. */
static void can_be_edited(struct world *w)
{
    for (int i = 0; i < 60; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "INSERT INTO \"rtree_a \"\"b\"\"_geom\" VALUES (%d, 35600000, 35600100, 0, %d)",
                 1000000 + i, i);
        execute(w, sql);
    }
    is_well_formed(w, w->n + 60);
    execute(w, "DELETE FROM \"rtree_a \"\"b\"\"_geom\" WHERE id % 2 = 0");
    sqlite3_stmt *s = ask(w, "SELECT rtreecheck('rtree_a \"b\"_geom')");
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "ok");
    sqlite3_finalize(s);
}

static void any_size(void **state)
{
    static const size_t sizes[] = {0, 1, 7, 50, 59, 60, 61, 62, 500, 2999, 3034, 3036, 20000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct world w;
        world_make(&w, sizes[i]);
        is_well_formed(&w, w.n);
        holds_the_boxes(&w);
        finds_in_windows(&w);
        can_be_edited(&w);
        world_release(&w);
    }
}

static void without_index(void **state)
{
    (void)state;
    struct hc_rtree_box box = {0, 1, 0, 1, 1};
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(hc_rtree_fill(db, "a", &box, 1), SQLITE_OK);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_size), cmocka_unit_test(without_index)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
