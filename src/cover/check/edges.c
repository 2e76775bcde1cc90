#include "cover/check/edges.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hc_edges_build(struct hc_edges *edges, const struct hc_topology *t, bool one_sided)
{
    *edges = (struct hc_edges){.topology = t};
    size_t n = 0;
    for (int fill = 0; fill < 2; fill++) {
        if (fill)
            edges->items = hc_alloc(n, sizeof *edges->items);
        for (uint32_t a = 0; a < t->n_arcs; a++) {
            const struct hc_arc *arc = &t->arcs[a];
            if (one_sided && (t->face[2 * a] == HC_NONE) == (t->face[2 * a + 1] == HC_NONE))
                continue;
            n += arc->count;
            for (uint32_t k = 0; fill && k < arc->count; k++)
                edges->items[edges->n++] = (struct hc_edge){hc_arc_vertex(arc, k), hc_arc_vertex(arc, k + 1), a};
        }
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

/* Edges first .. end - 1 of one arc, which go straight ahead and so cannot meet each other. */
struct stretch {
    struct box box; /* with the margin */
    uint32_t first, end;
};

#define STRETCH_EDGES      24
#define STRETCHES_PER_CELL 2

struct grid {
    const struct hc_edges *edges;
    const struct hc_xy *xy;
    struct stretch *stretches;
    size_t n_stretches, cap_stretches;
    double margin, x0, y0, cell; /* side of a square cell */
    size_t nx, ny;
    size_t *cell_at; /* nx * ny + 1: where a cell's entries begin */
    uint32_t *entries;
    bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b);
    const void *ctx;
    struct hc_edge_pairs *row_found; /* one a row, so that the order does not depend on threads */
};

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

static struct box box_of(const struct grid *g, size_t e)
{
    struct hc_xy a = g->xy[g->edges->items[e].from], b = g->xy[g->edges->items[e].to];
    return (struct box){lesser(a.x, b.x) - g->margin, lesser(a.y, b.y) - g->margin, greater(a.x, b.x) + g->margin,
                        greater(a.y, b.y) + g->margin};
}

static struct box box_around(const struct box *a, const struct box *b)
{
    return (struct box){lesser(a->x0, b->x0), lesser(a->y0, b->y0), greater(a->x1, b->x1), greater(a->y1, b->y1)};
}

static bool boxes_meet(const struct box *a, const struct box *b)
{
    return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

/* Whether an edge goes on within a quarter turn of the direction that a stretch began in: then the stretch advances
 * along that direction all the way. Near a right angle rounding could not tell, and the answer is no. */
static bool goes_on(const struct grid *g, const struct hc_edge *begin, const struct hc_edge *edge)
{
    struct hc_xy a = g->xy[begin->from], b = g->xy[begin->to], c = g->xy[edge->from], d = g->xy[edge->to];
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, along = ux * vx + uy * vy;
    return along > 0 && along * along > 1e-12 * (ux * ux + uy * uy) * (vx * vx + vy * vy);
}

/* Cuts the edges into stretches, no larger than a cell unless they are a single edge. */
static void cut_stretches(struct grid *g)
{
    const struct hc_edge *items = g->edges->items;
    for (uint32_t e = 0, end; e < g->edges->n; e = end) {
        struct box all = box_of(g, e);
        for (end = e + 1; end < g->edges->n && end < e + STRETCH_EDGES && items[end].arc == items[e].arc; end++) {
            struct box next = box_of(g, end);
            next = box_around(&all, &next);
            if (next.x1 - next.x0 > g->cell || next.y1 - next.y0 > g->cell || !goes_on(g, &items[e], &items[end]))
                break;
            all = next;
        }
        HC_GROW(g->stretches, g->cap_stretches, g->n_stretches + 1);
        g->stretches[g->n_stretches++] = (struct stretch){all, e, end};
    }
}

static size_t clamp_cell(double position, size_t n)
{
    return position <= 0 ? 0 : position >= (double)n ? n - 1 : (size_t)position;
}

static void lay_out(struct grid *g)
{
    struct box all = box_of(g, 0);
    for (size_t e = 1; e < g->edges->n; e++) {
        struct box b = box_of(g, e);
        all = box_around(&all, &b);
    }
    double width = all.x1 - all.x0, height = all.y1 - all.y0;
    double n = 2 * (double)g->edges->n / (STRETCH_EDGES * STRETCHES_PER_CELL) + 1;
    g->x0 = all.x0;
    g->y0 = all.y0;
    g->cell = fmax(sqrt(width * height / n), fmax(width, height) / n);
    if (!(g->cell > 0))
        g->cell = 1;
    g->nx = (size_t)fmin(width / g->cell, n) + 1;
    g->ny = (size_t)fmin(height / g->cell, n) + 1;
}

/* The columns of row `row` that a stretch passes. The x-range of a single edge is clipped to the row, so that a long
 * one enters the cells along it and not its whole box. */
static void columns_in_row(const struct grid *g, const struct stretch *s, size_t row, size_t *first, size_t *last)
{
    struct hc_xy p = g->xy[g->edges->items[s->first].from], q = g->xy[g->edges->items[s->first].to];
    double lo = s->box.x0, hi = s->box.x1, dy = q.y - p.y;
    if (s->end == s->first + 1 && fabs(dy) > g->cell) {
        double y0 = g->y0 + ((double)row - 0.01) * g->cell - g->margin;
        double y1 = g->y0 + ((double)row + 1.01) * g->cell + g->margin;
        double xa = p.x + (q.x - p.x) * ((y0 - p.y) / dy), xb = p.x + (q.x - p.x) * ((y1 - p.y) / dy);
        double slack = g->margin + 0.01 * g->cell;
        lo = fmax(lo, fmin(xa, xb) - slack);
        hi = fmin(hi, fmax(xa, xb) + slack);
    }
    *first = clamp_cell((lo - g->x0) / g->cell, g->nx);
    *last = clamp_cell((hi - g->x0) / g->cell, g->nx);
}

static void each_cell(const struct grid *g, size_t i, bool fill)
{
    const struct stretch *s = &g->stretches[i];
    size_t top = clamp_cell((s->box.y1 - g->y0) / g->cell, g->ny);
    for (size_t row = clamp_cell((s->box.y0 - g->y0) / g->cell, g->ny); row <= top; row++) {
        size_t first, last;
        columns_in_row(g, s, row, &first, &last);
        for (size_t c = row * g->nx + first; c <= row * g->nx + last; c++) {
            if (fill)
                g->entries[--g->cell_at[c]] = (uint32_t)i;
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
    for (size_t i = 0; i < g->n_stretches; i++)
        each_cell(g, i, false);
    for (size_t c = 0; c < n_cells; c++)
        g->cell_at[c + 1] += g->cell_at[c];
    g->entries = hc_alloc(g->cell_at[n_cells], sizeof *g->entries);
    for (size_t i = g->n_stretches; i-- > 0;)
        each_cell(g, i, true);
}

/* All pairs of an edge of s and one of t; only what reaches into both boxes can meet. */
static void test_stretches(const struct grid *g, const struct stretch *s, const struct stretch *t,
                           struct hc_edge_pairs *found)
{
    uint32_t near[STRETCH_EDGES];
    struct box boxes[STRETCH_EDGES];
    size_t n = 0;
    for (uint32_t e = t->first; e < t->end; e++) {
        boxes[n] = box_of(g, e);
        near[n] = e;
        n += boxes_meet(&boxes[n], &s->box);
    }
    for (uint32_t e = s->first; n && e < s->end; e++) {
        struct box box = box_of(g, e);
        if (!boxes_meet(&box, &t->box))
            continue;
        for (size_t i = 0; i < n; i++) {
            if (!boxes_meet(&box, &boxes[i]) || !g->test(g->ctx, &g->edges->items[e], &g->edges->items[near[i]]))
                continue;
            HC_GROW(found->items, found->cap, found->n + 1);
            found->items[found->n++] = (struct hc_edge_pair){e, near[i]};
        }
    }
}

/* In a crowded cell, entries are taken by x, so that not all pairs need to be looked at. */
#define CROWD 24

struct entry {
    double x0, x1;
    uint32_t stretch;
};

static int compare_entries(const void *p, const void *q)
{
    const struct entry *a = p, *b = q;
    if (a->x0 < b->x0 || a->x0 > b->x0)
        return a->x0 < b->x0 ? -1 : 1;
    return (a->stretch > b->stretch) - (a->stretch < b->stretch);
}

static void scan_cell(const struct grid *g, size_t c, struct entry **scratch, size_t *cap, struct hc_edge_pairs *found)
{
    size_t n = g->cell_at[c + 1] - g->cell_at[c];
    if (n < 2)
        return;
    HC_GROW(*scratch, *cap, n);
    struct entry *in = *scratch;
    for (size_t i = 0; i < n; i++) {
        uint32_t s = g->entries[g->cell_at[c] + i];
        in[i] = (struct entry){g->stretches[s].box.x0, g->stretches[s].box.x1, s};
    }
    if (n > CROWD)
        qsort(in, n, sizeof *in, compare_entries);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && (n <= CROWD || in[j].x0 <= in[i].x1); j++) {
            bool ordered = in[i].stretch < in[j].stretch;
            const struct stretch *s = &g->stretches[in[ordered ? i : j].stretch];
            const struct stretch *t = &g->stretches[in[ordered ? j : i].stretch];
            if (boxes_meet(&s->box, &t->box))
                test_stretches(g, s, t, found);
        }
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
    cut_stretches(&g);
    fill_cells(&g);
    g.row_found = hc_calloc(g.ny, sizeof *g.row_found);
    hc_parallel_for(threads, g.ny, 8, scan_rows, &g);
    collect(&g, found);
    hc_free(g.row_found);
    hc_free(g.entries);
    hc_free(g.cell_at);
    hc_free(g.stretches);
}
