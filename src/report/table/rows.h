/* The units of one level at one date as a table: which columns there are, and what stands in each cell.
 *
 * Every file that lists units (GeoJSON, GeoPackage, CSV, XLSX) has these columns in this order. */
#ifndef HC_REPORT_TABLE_ROWS_H
#define HC_REPORT_TABLE_ROWS_H

#include "base/buf.h"
#include "model/state.h"

enum hc_cell_type { HC_CELL_TEXT, HC_CELL_NUMBER };

struct hc_rows_column {
    const char *name;
    enum hc_cell_type type;
    const struct hc_column *column;        /* of the units; or NULL */
    const struct hc_measure_spec *measure; /* a ratio of the project; or NULL */
    int builtin;                           /* index of a column that every table has; -1 */
    int decimals;                          /* an exact decimal of so many places; -1: a double */
};

struct hc_rows {
    const struct hc_result *result;
    const struct hc_level_state *level;
    struct hc_rows_column *columns;
    size_t n_columns;
};

/* Columns: code, name, kind, parent, members, [area_m2, perimeter_m, polsby_popper, reock,] then those of the units and
 * the ratios of the project, area_difference_m2 (measured less official_area_m2) where an official area is known, and
 * `estimated` where a unit is. */
void hc_rows_init(struct hc_rows *rows, const struct hc_result *result, size_t state, uint32_t level);
void hc_rows_release(struct hc_rows *rows);

/* What people read above a column, its unit as it stands in the cells: a column of the units or a measure by its name.
 */
const char *hc_rows_title(const struct hc_rows *rows, size_t column, enum hc_lang lang);
const char *hc_plain_title(const struct hc_project *project, const char *measure, enum hc_lang lang);

/* NULL where nothing stands. Lives as long as the result. */
const char *hc_rows_text(const struct hc_rows *rows, size_t unit, size_t column);
struct hc_number hc_rows_number(const struct hc_rows *rows, size_t unit, size_t column);

/* An exact decimal as its digits, anything else as the shortest double; missing adds nothing. */
void hc_number_write(struct hc_buf *buf, struct hc_number n);

#endif
