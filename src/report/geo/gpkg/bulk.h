/* Many rows into a table of an SQLite file by one statement.
 *
 * Statement by statement, what SQLite does around each row costs several times the row itself. Here the rows are shown
 * to it as a table of their own (a virtual one), and put in by a single INSERT ... SELECT. */
#ifndef HC_REPORT_GEO_GPKG_BULK_H
#define HC_REPORT_GEO_GPKG_BULK_H

#include "base/buf.h"
#include <sqlite3.h>
#include <stddef.h>

struct hc_bulk {
    sqlite3 *db;
    struct hc_buf module; /* what the rows are called; of each table another name, so that several can be under way */
    sqlite3_stmt *insert;
    int n_columns;
    size_t row, end; /* rows that are being inserted */
    /* Gives the value of a cell by one of the sqlite3_result functions; SQLITE_STATIC will do for what outlives the
     * call of hc_bulk_insert(). */
    void (*cell)(void *ctx, size_t row, int column, sqlite3_context *out);
    void *ctx;
};

/* Prepares for a table with these columns; the struct must stay where it is. What goes wrong here shows on inserting.
 */
void hc_bulk_begin(struct hc_bulk *bulk, sqlite3 *db, const char *table, const char *const *columns, int n_columns,
                   void (*cell)(void *ctx, size_t row, int column, sqlite3_context *out), void *ctx);
/* Inserts rows begin .. end - 1; an SQLite result code. */
int hc_bulk_insert(struct hc_bulk *bulk, size_t begin, size_t end);
void hc_bulk_end(struct hc_bulk *bulk);

#endif
