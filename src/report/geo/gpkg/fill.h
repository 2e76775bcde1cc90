/* The tables of a GeoPackage that GDAL made, filled by SQLite: rows from the arrays, geometries made on other threads
 * while the rows before them are written. A spatial index that GDAL made is filled too. */
#ifndef HC_REPORT_GEO_GPKG_FILL_H
#define HC_REPORT_GEO_GPKG_FILL_H

#include "base/err.h"
#include "report/geo/gpkg/bulk.h"
#include "report/geo/shapes.h"
#include "report/table/rows.h"

struct hc_fill {
    sqlite3 *db;
    const char *name; /* of the file, for messages */
    struct hc_err *err;
};

/* threads: how many may be at work; with one, nothing is written behind. */
int hc_fill_begin(struct hc_fill *fill, const char *path, const char *name, int threads, struct hc_err *err);
/* Commits and closes; -1 if anything failed since hc_fill_begin(). */
int hc_fill_end(struct hc_fill *fill);

/* A table: its columns but for the geometry, n_rows rows, and what gives a cell (see bulk.h). */
struct hc_table_rows {
    const char *table;
    const char *const *columns;
    int n_columns;
    size_t n_rows;
    void (*cell)(void *ctx, size_t row, int column, sqlite3_context *out);
    void *ctx;
    const struct hc_xy *places; /* points for its column "geom", in the file's CRS; x NaN: none. NULL: no such column */
};
void hc_fill_table(struct hc_fill *fill, const struct hc_table_rows *rows);

/* `beside` are n_beside tables that are filled between the units, range by range: SQLite has work on them while the
 * next units are dissolved. */
void hc_fill_units(struct hc_fill *fill, const char *table, const struct hc_rows *rows, const struct hc_shapes *shapes,
                   const struct hc_table_rows *beside, size_t n_beside);

#endif
