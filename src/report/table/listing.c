#include "report/table/listing.h"

#include "base/mem.h"
#include "report/table/rows.h"
#include <math.h>

static void add(struct hc_listing *g, struct hc_listing_cell cell)
{
    HC_GROW(g->cells, g->cap_cells, g->n_cells + 1);
    g->cells[g->n_cells++] = cell;
}

void hc_listing_add_text(struct hc_listing *g, const char *text)
{
    add(g, (struct hc_listing_cell){text ? text : "", hc_number_missing()});
}

void hc_listing_add_number(struct hc_listing *g, struct hc_number n)
{
    add(g, (struct hc_listing_cell){NULL, n});
}

void hc_listing_add_count(struct hc_listing *g, int64_t n)
{
    hc_listing_add_number(g, hc_number_decimal(n, 0));
}

void hc_listing_add_metres(struct hc_listing *g, double metres)
{
    hc_listing_add_number(g, isnan(metres) ? hc_number_missing() : hc_number_decimal(llround(metres * 10), 1));
}

size_t hc_listing_rows(const struct hc_listing *g)
{
    return g->n_columns ? g->n_cells / g->n_columns : 0;
}

void hc_listing_csv(const struct hc_listing *g, struct hc_buf *out)
{
    for (size_t c = 0; c < g->n_columns; c++) {
        hc_buf_adds(out, c ? "," : "");
        hc_buf_add_csv(out, g->names[c]);
    }
    hc_buf_addc(out, '\n');
    for (size_t row = 0; row < hc_listing_rows(g); row++) {
        for (size_t c = 0; c < g->n_columns; c++) {
            const struct hc_listing_cell *cell = &g->cells[row * g->n_columns + c];
            hc_buf_adds(out, c ? "," : "");
            if (cell->text)
                hc_buf_add_csv(out, cell->text);
            else
                hc_number_write(out, cell->number);
        }
        hc_buf_addc(out, '\n');
    }
}

void hc_listing_release(struct hc_listing *g)
{
    hc_free(g->cells);
    g->cells = NULL;
    g->n_cells = g->cap_cells = 0;
}
