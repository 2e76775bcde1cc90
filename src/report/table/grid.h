/* A table of a few columns, filled row by row once and written as CSV and as a sheet of a workbook. */
#ifndef HC_REPORT_TABLE_GRID_H
#define HC_REPORT_TABLE_GRID_H

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"

struct hc_grid_cell {
    const char *text; /* not owned; NULL: a number */
    struct hc_number number;
};

/* Rows of n_columns cells each, row by row; a zeroed struct with columns set is empty. */
struct hc_grid {
    const char *const *names;     /* of the columns, for programs */
    const struct hc_text *titles; /* and for people */
    size_t n_columns;
    struct hc_grid_cell *cells;
    size_t n_cells, cap_cells;
};

void hc_grid_add_text(struct hc_grid *g, const char *text); /* NULL: blank */
void hc_grid_add_number(struct hc_grid *g, struct hc_number n);
void hc_grid_add_count(struct hc_grid *g, int64_t n);
/* Rounded to tenths: what is known of where people are tells no more. */
void hc_grid_add_metres(struct hc_grid *g, double metres);
size_t hc_grid_rows(const struct hc_grid *g);
void hc_grid_csv(const struct hc_grid *g, struct hc_buf *out);
void hc_grid_release(struct hc_grid *g);

#endif
