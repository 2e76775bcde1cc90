/* Spatial indices of GeoPackages, packed at once.
 *
 * SQLite grows an R-tree row by row, and takes some ten microseconds for each. Where all boxes are known the tree can
 * be laid down whole, fuller and with less overlap, as GDAL's own writer does since 3.7: its nodes are rows of three
 * plain tables (https://www.sqlite.org/rtree.html, section 6). */
#ifndef HC_REPORT_GEO_GPKG_RTREE_H
#define HC_REPORT_GEO_GPKG_RTREE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct hc_rtree_box {
    double x0, x1, y0, y1;
    int64_t id; /* the row's */
};

/* Fills the index of a table's column "geom", which is there and empty; does nothing if there is none. boxes: by id;
 * they are put in another order. An SQLite result code. */
int hc_rtree_fill(sqlite3 *db, const char *table, struct hc_rtree_box *boxes, size_t n);

#endif
