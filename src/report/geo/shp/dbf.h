/* The rows of a shapefile's .dbf, as its head says they are. */
#ifndef HC_REPORT_GEO_SHP_DBF_H
#define HC_REPORT_GEO_SHP_DBF_H

#include "base/err.h"
#include "report/table/rows.h"
#include <stdio.h>

struct hc_dbf_field {
    char type; /* C, N, F or D */
    uint8_t width, decimals;
};

struct hc_dbf {
    struct hc_dbf_field *fields;
    size_t n_fields;
    size_t head_bytes, row_bytes;
};

/* Reads the head of a .dbf that has no rows; false, errno telling why, if it is none. Release it either way. */
bool hc_dbf_read_head(struct hc_dbf *dbf, FILE *file);
void hc_dbf_release(struct hc_dbf *dbf);

/* Adds the row of a unit; column c of rows stands in field c. Texts end where their field does, not within a character;
 * numbers that a field has no room for lose decimals, and where that is not enough come with an exponent. */
void hc_dbf_add_row(const struct hc_dbf *dbf, const struct hc_rows *rows, size_t unit, struct hc_buf *out);

/* How many bytes of a text a field of so many holds. */
size_t hc_dbf_cut(const char *text, size_t width);

/* Puts the number of rows into the head, and the mark of the end behind the last: file stands there. False: errno. */
bool hc_dbf_finish(FILE *file, size_t n_rows);

#endif
