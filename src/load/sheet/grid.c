#include "load/sheet/grid.h"

#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <string.h>

static void copy_sheet(const struct hc_sheet *sheet, struct hc_grid *g, struct hc_findings *findings)
{
    g->n_cols = sheet->n_cols;
    g->n_rows = sheet->n_rows;
    g->header = hc_alloc(g->n_cols, sizeof *g->header);
    g->count = hc_calloc(g->n_cols, 1);
    g->cells = hc_alloc(g->n_rows * g->n_cols, sizeof *g->cells);
    g->key = hc_alloc(g->n_rows, sizeof *g->key);
    g->row = hc_alloc(g->n_rows, sizeof *g->row);
    g->name_col = hc_field_find(sheet, HC_ROLE_NAME);
    g->kind_col = hc_field_find(sheet, HC_ROLE_KIND);
    g->parent_col = hc_field_find(sheet, HC_ROLE_PARENT);
    for (size_t c = 0; c < g->n_cols; c++) {
        g->header[c] = hc_arena_strdup(&g->strings, sheet->header[c]);
        g->count[c] = hc_field_is(g->header[c], HC_ROLE_POPULATION) || hc_field_is(g->header[c], HC_ROLE_COUNT);
    }
    for (size_t i = 0; i < g->n_rows; i++) {
        g->row[i] = sheet->row[i];
        g->key[i] = hc_cell_code(sheet, i, g->key_col, &g->strings, findings);
        for (size_t c = 0; c < g->n_cols; c++)
            g->cells[i * g->n_cols + c] = hc_arena_strdup(&g->strings, hc_sheet_cell(sheet, i, c));
    }
}

int hc_load_grid(struct hc_grid *grid, const char *path, const char *key, const char *encoding,
                 struct hc_findings *findings)
{
    struct hc_input input = {0};
    struct hc_source source = {0};
    struct hc_sheet sheet = {0};
    *grid = (struct hc_grid){.key_col = HC_NONE};
    input.project.encoding = hc_arena_strdup(&input.project.strings, encoding);
    int status = hc_source_init(&source, &input, path, findings);
    if (status == 0)
        status = hc_sheet_read(&sheet, &source, &input, findings);
    if (status == 0)
        grid->key_col = hc_field_choose(&sheet, key, HC_ROLE_CODE, true, "--key @", findings);
    if (status == 0 && grid->key_col != HC_NONE)
        copy_sheet(&sheet, grid, findings);
    status = grid->key_col == HC_NONE ? -1 : status;
    hc_sheet_release(&sheet);
    hc_source_release(&source);
    hc_input_release(&input);
    return status;
}
