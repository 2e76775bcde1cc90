#include "report/geo/gpkg/bulk.h"

#include "base/mem.h"

/* What SQLite sees: a table "rows of TABLE" with columns c0, c1 ... that can be walked from its first row to its last.
 */
struct rows_table {
    sqlite3_vtab base;
    struct hc_bulk *bulk;
};

static int connect_rows(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **table, char **error)
{
    struct hc_bulk *bulk = aux;
    struct hc_buf schema = {0};
    (void)argc, (void)argv, (void)error;
    for (int i = 0; i < bulk->n_columns; i++)
        hc_buf_addf(&schema, "%sc%d", i ? ", " : "CREATE TABLE rows(", i);
    hc_buf_addc(&schema, ')');
    int status = sqlite3_declare_vtab(db, schema.data);
    hc_buf_release(&schema);
    struct rows_table *rows = hc_calloc(1, sizeof *rows);
    rows->bulk = bulk;
    *table = &rows->base;
    return status;
}

static int disconnect_rows(sqlite3_vtab *table)
{
    hc_free(table);
    return SQLITE_OK;
}

static int plan_walk(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    *cursor = hc_calloc(1, sizeof **cursor);
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    hc_free(cursor);
    return SQLITE_OK;
}

static struct hc_bulk *bulk_of(const sqlite3_vtab_cursor *cursor)
{
    return ((const struct rows_table *)cursor->pVtab)->bulk;
}

static int begin_walk(sqlite3_vtab_cursor *cursor, int plan, const char *name, int argc, sqlite3_value **argv)
{
    (void)cursor, (void)plan, (void)name, (void)argc, (void)argv;
    return SQLITE_OK;
}

static int step_on(sqlite3_vtab_cursor *cursor)
{
    bulk_of(cursor)->row++;
    return SQLITE_OK;
}

static int is_past_end(sqlite3_vtab_cursor *cursor)
{
    return bulk_of(cursor)->row >= bulk_of(cursor)->end;
}

static int give_cell(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column)
{
    struct hc_bulk *bulk = bulk_of(cursor);
    bulk->cell(bulk->ctx, bulk->row, column, out);
    return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)bulk_of(cursor)->row;
    return SQLITE_OK;
}

static const sqlite3_module rows_module = {.xConnect = connect_rows,
                                           .xDisconnect = disconnect_rows,
                                           .xBestIndex = plan_walk,
                                           .xOpen = open_cursor,
                                           .xClose = close_cursor,
                                           .xFilter = begin_walk,
                                           .xNext = step_on,
                                           .xEof = is_past_end,
                                           .xColumn = give_cell,
                                           .xRowid = give_rowid};

static void add_name(struct hc_buf *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    hc_buf_adds(sql, quoted);
    sqlite3_free(quoted);
}

void hc_bulk_begin(struct hc_bulk *bulk, sqlite3 *db, const char *table, const char *const *columns, int n_columns,
                   void (*cell)(void *ctx, size_t row, int column, sqlite3_context *out), void *ctx)
{
    struct hc_buf sql = {0};
    *bulk = (struct hc_bulk){.db = db, .n_columns = n_columns, .cell = cell, .ctx = ctx};
    hc_buf_addf(&bulk->module, "rows of %s", table);
    hc_buf_adds(&sql, "INSERT INTO ");
    add_name(&sql, table);
    for (int i = 0; i < n_columns; i++) {
        hc_buf_adds(&sql, i ? ", " : " (");
        add_name(&sql, columns[i]);
    }
    for (int i = 0; i < n_columns; i++)
        hc_buf_addf(&sql, "%sc%d", i ? ", " : ") SELECT ", i);
    hc_buf_adds(&sql, " FROM ");
    add_name(&sql, bulk->module.data);
    if (sqlite3_create_module(db, bulk->module.data, &rows_module, bulk) == SQLITE_OK)
        sqlite3_prepare_v2(db, sql.data, (int)sql.len, &bulk->insert, NULL);
    hc_buf_release(&sql);
}

int hc_bulk_insert(struct hc_bulk *bulk, size_t begin, size_t end)
{
    if (!bulk->insert)
        return sqlite3_errcode(bulk->db);
    bulk->row = begin;
    bulk->end = end;
    sqlite3_step(bulk->insert);
    return sqlite3_reset(bulk->insert);
}

void hc_bulk_end(struct hc_bulk *bulk)
{
    sqlite3_finalize(bulk->insert);
    sqlite3_create_module(bulk->db, bulk->module.data, NULL, NULL);
    hc_buf_release(&bulk->module);
}
