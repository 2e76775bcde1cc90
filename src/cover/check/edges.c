#include "cover/check/edges.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hc_edges_build(struct hc_edges *edges, const struct hc_topology *t, bool one_sided)
{
    *edges = (struct hc_edges){.topology = t};
    size_t cap = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        if (one_sided && (t->face[2 * a] == HC_NONE) == (t->face[2 * a + 1] == HC_NONE))
            continue;
        const struct hc_arc *arc = &t->arcs[a];
        HC_GROW(edges->items, cap, edges->n + arc->count);
        for (uint32_t k = 0; k < arc->count; k++)
            edges->items[edges->n++] = (struct hc_edge){hc_arc_vertex(arc, k), hc_arc_vertex(arc, k + 1), a};
    }
}

void hc_edges_release(struct hc_edges *edges)
{
    hc_free(edges->items);
    *edges = (struct hc_edges){0};
}

struct box {
    double x0, y0, x1, y1;
};

struct grid {
    const struct hc_edges *edges;
    const struct hc_xy *xy;
    double margin, x0, y0, cell; /* side of a square cell */
    size_t nx, ny;
    size_t *cell_at; /* nx * ny + 1: where a cell's entries begin */
    uint32_t *entries;
    bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b);
    const void *ctx;
    struct hc_edge_pairs *row_found; /* one a row, so that the order does not depend on threads */
};

static struct box box_of(const struct grid *g, size_t e)
{
    struct hc_xy a = g->xy[g->edges->items[e].from], b = g->xy[g->edges->items[e].to];
    return (struct box){(a.x < b.x ? a.x : b.x) - g->margin, (a.y < b.y ? a.y : b.y) - g->margin,
                        (a.x < b.x ? b.x : a.x) + g->margin, (a.y < b.y ? b.y : a.y) + g->margin};
}

static size_t clamp_cell(double position, size_t n)
{
    return position <= 0 ? 0 : position >= (double)n ? n - 1 : (size_t)position;
}

/* Cells about as many as edges, so that a cell holds a few. */
static void lay_out(struct grid *g)
{
    struct box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t e = 0; e < g->edges->n; e++) {
        struct box b = box_of(g, e);
        all = (struct box){fmin(all.x0, b.x0), fmin(all.y0, b.y0), fmax(all.x1, b.x1), fmax(all.y1, b.y1)};
    }
    double width = all.x1 - all.x0, height = all.y1 - all.y0, n = (double)g->edges->n;
    g->x0 = all.x0;
    g->y0 = all.y0;
    g->cell = fmax(sqrt(width * height / n), fmax(width, height) / n);
    if (!(g->cell > 0))
        g->cell = 1;
    g->nx = (size_t)fmin(width / g->cell, n) + 1;
    g->ny = (size_t)fmin(height / g->cell, n) + 1;
}

/* The columns of row `row` that an edge passes: its x-range is clipped to the row, so that a long edge enters the cells
 * along it and not its whole box. */
static void columns_in_row(const struct grid *g, size_t e, const struct box *b, size_t row, size_t *first, size_t *last)
{
    struct hc_xy p = g->xy[g->edges->items[e].from], q = g->xy[g->edges->items[e].to];
    double lo = b->x0, hi = b->x1, dy = q.y - p.y;
    double y0 = g->y0 + ((double)row - 0.01) * g->cell - g->margin;
    double y1 = g->y0 + ((double)row + 1.01) * g->cell + g->margin;
    if (fabs(dy) > g->cell) {
        double xa = p.x + (q.x - p.x) * ((y0 - p.y) / dy), xb = p.x + (q.x - p.x) * ((y1 - p.y) / dy);
        double slack = g->margin + 0.01 * g->cell;
        lo = fmax(lo, fmin(xa, xb) - slack);
        hi = fmin(hi, fmax(xa, xb) + slack);
    }
    *first = clamp_cell((lo - g->x0) / g->cell, g->nx);
    *last = clamp_cell((hi - g->x0) / g->cell, g->nx);
}

static void each_cell(const struct grid *g, size_t e, bool fill)
{
    struct box b = box_of(g, e);
    size_t top = clamp_cell((b.y1 - g->y0) / g->cell, g->ny);
    for (size_t row = clamp_cell((b.y0 - g->y0) / g->cell, g->ny); row <= top; row++) {
        size_t first, last;
        columns_in_row(g, e, &b, row, &first, &last);
        for (size_t c = row * g->nx + first; c <= row * g->nx + last; c++) {
            if (fill)
                g->entries[--g->cell_at[c]] = (uint32_t)e;
            else
                g->cell_at[c]++;
        }
    }
}

/* Counts, sums, and fills from the back: the entries of a cell end up in increasing order. */
static void fill_cells(struct grid *g)
{
    size_t n_cells = g->nx * g->ny;
    g->cell_at = hc_calloc(n_cells + 1, sizeof *g->cell_at);
    for (size_t e = 0; e < g->edges->n; e++)
        each_cell(g, e, false);
    for (size_t c = 0; c < n_cells; c++)
        g->cell_at[c + 1] += g->cell_at[c];
    g->entries = hc_alloc(g->cell_at[n_cells], sizeof *g->entries);
    for (size_t e = g->edges->n; e-- > 0;)
        each_cell(g, e, true);
}

struct entry {
    struct box box;
    uint32_t edge;
};

static int compare_entries(const void *p, const void *q)
{
    const struct entry *a = p, *b = q;
    if (a->box.x0 != b->box.x0)
        return a->box.x0 < b->box.x0 ? -1 : 1;
    return (a->edge > b->edge) - (a->edge < b->edge);
}

static void test_pair(const struct grid *g, const struct entry *p, const struct entry *q, struct hc_edge_pairs *found)
{
    if (p->box.y0 > q->box.y1 || q->box.y0 > p->box.y1 || p->box.x0 > q->box.x1 || q->box.x0 > p->box.x1)
        return;
    uint32_t a = p->edge < q->edge ? p->edge : q->edge, b = p->edge < q->edge ? q->edge : p->edge;
    if (!g->test(g->ctx, &g->edges->items[a], &g->edges->items[b]))
        return;
    HC_GROW(found->items, found->cap, found->n + 1);
    found->items[found->n++] = (struct hc_edge_pair){a, b};
}

#define CROWD 24 /* from so many edges on, sorting a cell costs less than testing all its pairs */

static void scan_cell(const struct grid *g, size_t c, struct entry **scratch, size_t *cap, struct hc_edge_pairs *found)
{
    size_t n = g->cell_at[c + 1] - g->cell_at[c];
    if (n < 2)
        return;
    HC_GROW(*scratch, *cap, n);
    struct entry *in = *scratch;
    for (size_t i = 0; i < n; i++) {
        uint32_t e = g->entries[g->cell_at[c] + i];
        in[i] = (struct entry){box_of(g, e), e};
    }
    if (n > CROWD)
        qsort(in, n, sizeof *in, compare_entries);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && (n <= CROWD || in[j].box.x0 <= in[i].box.x1); j++)
            test_pair(g, &in[i], &in[j], found);
}

static int compare_pairs(const void *p, const void *q)
{
    const struct hc_edge_pair *a = p, *b = q;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static void scan_rows(void *ctx, size_t begin, size_t end)
{
    struct grid *g = ctx;
    struct entry *scratch = NULL;
    size_t cap = 0;
    for (size_t row = begin; row < end; row++)
        for (size_t c = row * g->nx; c < (row + 1) * g->nx; c++)
            scan_cell(g, c, &scratch, &cap, &g->row_found[row]);
    hc_free(scratch);
}

static void collect(struct grid *g, struct hc_edge_pairs *found)
{
    for (size_t row = 0; row < g->ny; row++) {
        struct hc_edge_pairs *part = &g->row_found[row];
        HC_GROW(found->items, found->cap, found->n + part->n);
        if (part->n)
            memcpy(found->items + found->n, part->items, part->n * sizeof *part->items);
        found->n += part->n;
        hc_free(part->items);
    }
    size_t kept = 0;
    if (found->n)
        qsort(found->items, found->n, sizeof *found->items, compare_pairs);
    for (size_t i = 0; i < found->n; i++)
        if (!i || compare_pairs(&found->items[i], &found->items[kept - 1]) != 0)
            found->items[kept++] = found->items[i];
    found->n = kept;
}

void hc_edges_find(const struct hc_edges *edges, double margin, int threads,
                   bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b), const void *ctx,
                   struct hc_edge_pairs *found)
{
    *found = (struct hc_edge_pairs){0};
    if (edges->n < 2)
        return;
    struct grid g = {.edges = edges, .xy = edges->topology->polygons->xy, .margin = margin, .test = test, .ctx = ctx};
    lay_out(&g);
    fill_cells(&g);
    g.row_found = hc_calloc(g.ny, sizeof *g.row_found);
    hc_parallel_for(threads, g.ny, 8, scan_rows, &g);
    collect(&g, found);
    hc_free(g.row_found);
    hc_free(g.entries);
    hc_free(g.cell_at);
}
