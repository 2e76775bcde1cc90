/* A table of text: what every tabular source becomes first, whatever its format. */
#ifndef HC_LOAD_SHEET_SHEET_H
#define HC_LOAD_SHEET_SHEET_H

#include "load/sheet/encoding.h"
#include "load/source.h"

struct hc_sheet {
    const char *name; /* the source's, for messages */
    size_t n_cols, n_rows;
    char **header;   /* n_cols, normalised */
    bool *numeric;   /* n_cols: cells were numbers in the source, so codes may have lost their leading zeros */
    uint8_t *date;   /* n_cols: 1: cells are dates by their type, 2: dates with a time */
    bool *whole;     /* n_cols: ... and these whole by their type */
    char **cells;    /* n_rows * n_cols, row by row; NULL where nothing stands */
    long *row;       /* n_rows: as the user counts, the header being row 1; in a CSV file the line */
    long header_row; /* the row taken for the header, counted likewise: 1 but for titles above it */
    struct hc_arena strings;
    bool keeps_empty; /* texts of no characters are cells, as attributes that stay are; else they are nothing */
};

/* Reads CSV by itself (comma, semicolon or tab; any encoding that encoding.h knows), everything else by GDAL. -1, with
 * refusals among the findings, where that cannot be done. Blank rows are left out; a row with too many or too few
 * fields is an error finding. */
int hc_sheet_read(struct hc_sheet *sheet, const struct hc_source *source, struct hc_input *input,
                  struct hc_findings *findings);
void hc_sheet_release(struct hc_sheet *sheet);

static inline char *hc_sheet_cell(const struct hc_sheet *s, size_t row, size_t col)
{
    return s->cells[row * s->n_cols + col];
}

/* The same from a layer that is open already. */
int hc_sheet_read_layer(struct hc_sheet *sheet, const struct hc_source *source, OGRLayerH layer, struct hc_input *input,
                        struct hc_findings *findings);

/* What that is made of: the header; rows from features, or by other means; text decoded by the evidence of all rows.
 * With `each`, every feature is shown to it and makes a row, numbered from 1; without, features count from 2 as rows of
 * a sheet do. */
void hc_sheet_begin(struct hc_sheet *sheet, const struct hc_source *source, OGRLayerH layer);
int hc_sheet_add_features(struct hc_sheet *sheet, const struct hc_source *source, OGRLayerH layer,
                          struct hc_findings *findings, void (*each)(void *ctx, OGRFeatureH feature), void *ctx);
int hc_sheet_finish(struct hc_sheet *sheet, const struct hc_source *source, OGRLayerH layer, struct hc_input *input,
                    struct hc_findings *findings);

/* Fills the cells of one row from a feature; returns how many are filled. */
size_t hc_sheet_take_feature(struct hc_sheet *sheet, OGRFeatureH feature, char **cells);

/* A number cell as text: integers whole, others as the shortest decimal that reads back the same. */
void hc_sheet_real(double value, char *out, size_t size);

/* A warning: text is read as the verdict says, which is a guess, or not what the file declares (NULL: nothing). */
void hc_sheet_say_guess(const struct hc_source *source, const char *declared, const struct hc_verdict *verdict,
                        struct hc_findings *findings);

/* A refusal, and -1: from that row on the text is in no known encoding, or not in the forced one (NULL: none). */
int hc_sheet_undecodable(const struct hc_source *source, long row, const char *forced, struct hc_findings *findings);

#endif
