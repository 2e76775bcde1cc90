#include "report/table/grid.h"

#include "base/mem.h"
#include "report/table/rows.h"
#include <math.h>

static void add(struct hc_grid *g, struct hc_grid_cell cell)
{
    HC_GROW(g->cells, g->cap_cells, g->n_cells + 1);
    g->cells[g->n_cells++] = cell;
}

void hc_grid_add_text(struct hc_grid *g, const char *text)
{
    add(g, (struct hc_grid_cell){text ? text : "", hc_number_missing()});
}

void hc_grid_add_number(struct hc_grid *g, struct hc_number n)
{
    add(g, (struct hc_grid_cell){NULL, n});
}

void hc_grid_add_count(struct hc_grid *g, int64_t n)
{
    hc_grid_add_number(g, hc_number_decimal(n, 0));
}

void hc_grid_add_metres(struct hc_grid *g, double metres)
{
    hc_grid_add_number(g, isnan(metres) ? hc_number_missing() : hc_number_decimal(llround(metres * 10), 1));
}

size_t hc_grid_rows(const struct hc_grid *g)
{
    return g->n_cells / g->n_columns;
}

void hc_grid_csv(const struct hc_grid *g, struct hc_buf *out)
{
    for (size_t c = 0; c < g->n_columns; c++) {
        hc_buf_adds(out, c ? "," : "");
        hc_buf_add_csv(out, g->names[c]);
    }
    hc_buf_addc(out, '\n');
    for (size_t i = 0; i < g->n_cells; i++) {
        if (g->cells[i].text)
            hc_buf_add_csv(out, g->cells[i].text);
        else
            hc_number_write(out, g->cells[i].number);
        hc_buf_addc(out, (i + 1) % g->n_columns ? ',' : '\n');
    }
}

void hc_grid_release(struct hc_grid *g)
{
    hc_free(g->cells);
    g->cells = NULL;
    g->n_cells = g->cap_cells = 0;
}
