/* A table of a few columns, filled row by row once and written as CSV and as a sheet of a workbook. */
#ifndef HC_REPORT_TABLE_LISTING_H
#define HC_REPORT_TABLE_LISTING_H

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"

struct hc_listing_cell {
    const char *text; /* not owned; NULL: a number */
    struct hc_number number;
};

/* Rows of n_columns cells each, row by row; a zeroed struct with columns set is empty. */
struct hc_listing {
    const char *const *names;     /* of the columns, for programs */
    const struct hc_text *titles; /* and for people */
    size_t n_columns;
    struct hc_listing_cell *cells;
    size_t n_cells, cap_cells;
};

void hc_listing_add_text(struct hc_listing *g, const char *text); /* NULL: blank */
void hc_listing_add_number(struct hc_listing *g, struct hc_number n);
void hc_listing_add_count(struct hc_listing *g, int64_t n);
/* Rounded to tenths: what is known of where people are tells no more. */
void hc_listing_add_metres(struct hc_listing *g, double metres);
size_t hc_listing_rows(const struct hc_listing *g);
void hc_listing_csv(const struct hc_listing *g, struct hc_buf *out);
void hc_listing_release(struct hc_listing *g);

#endif
