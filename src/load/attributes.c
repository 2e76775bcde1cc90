#include "load/attributes.h"

#include <math.h>
#include <stdlib.h>

/* False if some cell is no whole number that fits. */
static bool take_whole(struct hc_column *column, const struct hc_sheet *sheet, size_t col)
{
    for (size_t i = 0; i < sheet->n_rows; i++) {
        const char *cell = hc_sheet_cell(sheet, i, col);
        int scale = 0;
        if (cell && (hc_decimal_parse(cell, &column->value[i], &scale) != HC_PARSE_OK || scale))
            return false;
    }
    return true;
}

static void take_column(struct hc_column *column, struct hc_layer *layer, const struct hc_sheet *sheet, size_t col)
{
    if (sheet->whole[col]) {
        hc_column_init(column, sheet->header[col], HC_AGG_FIRST, HC_DECIMAL, sheet->n_rows);
        if (take_whole(column, sheet, col))
            return;
        hc_column_release(column);
    }
    bool real = sheet->numeric[col];
    hc_column_init(column, sheet->header[col], HC_AGG_FIRST, real ? HC_REAL : HC_TEXT, sheet->n_rows);
    column->date = sheet->date[col];
    for (size_t i = 0; i < sheet->n_rows; i++) {
        const char *cell = hc_sheet_cell(sheet, i, col);
        if (real)
            column->real[i] = cell ? strtod(cell, NULL) : NAN;
        else
            column->text[i] = hc_arena_strdup(&layer->units.strings, cell);
    }
}

void hc_attributes_keep(struct hc_layer *layer, const struct hc_sheet *sheet)
{
    layer->attributes = hc_calloc(sheet->n_cols, sizeof *layer->attributes);
    layer->n_attributes = sheet->n_cols;
    for (size_t i = 0; i < sheet->n_cols; i++)
        take_column(&layer->attributes[i], layer, sheet, i);
}
