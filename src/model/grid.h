/* A table as it stands: cells of text in the order of the source, with a column of codes. */
#ifndef HC_MODEL_GRID_H
#define HC_MODEL_GRID_H

#include "base/mem.h"
#include <stddef.h>
#include <stdint.h>

struct hc_grid {
    size_t n_cols, n_rows;
    char **header;
    char **cells;                                     /* n_rows * n_cols, row by row; NULL where nothing stands */
    char **key;                                       /* n_rows; NULL: the row has no code */
    long *row;                                        /* n_rows, as the user counts */
    uint32_t key_col, name_col, kind_col, parent_col; /* attributes of the unit, or HC_NONE */
    uint8_t *count;                                   /* n_cols: 1 where the column is a count known by name */
    struct hc_arena strings;
};

static inline const char *hc_grid_cell(const struct hc_grid *g, size_t row, size_t col)
{
    return g->cells[row * g->n_cols + col];
}

static inline void hc_grid_release(struct hc_grid *g)
{
    hc_free(g->header);
    hc_free(g->cells);
    hc_free(g->key);
    hc_free(g->row);
    hc_free(g->count);
    hc_arena_release(&g->strings);
    *g = (struct hc_grid){0};
}

#endif
