#include "cover/check/edges.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/box.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hc_edges_one_sided(struct hc_edges *edges, const struct hc_topology *t)
{
    *edges = (struct hc_edges){0};
    size_t n = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        n += hc_arc_one_sided(t, a) ? t->arcs[a].count : 0;
    edges->items = hc_alloc(n, sizeof *edges->items);
    for (uint32_t a = 0; a < t->n_arcs; a++)
        for (uint32_t k = 0; hc_arc_one_sided(t, a) && k < t->arcs[a].count; k++)
            edges->items[edges->n++] = hc_edge_of(t, a, k);
}

void hc_edges_release(struct hc_edges *edges)
{
    hc_free(edges->items);
    *edges = (struct hc_edges){0};
}

/* Edges step .. step + n - 1 of one arc, which go straight ahead and so cannot meet each other, nor those of other
 * stretches of the same run. */
struct stretch {
    struct hc_box box; /* with the margin */
    uint32_t arc, step;
    uint32_t run;  /* the step at which its run began */
    uint8_t n;     /* at most STRETCH_EDGES */
    bool straying; /* a single edge so long that it enters only the cells along it, not all of its box */
};

struct stretches {
    struct stretch *items;
    size_t n, cap;
};

#define STRETCH_EDGES      24
#define STRETCHES_PER_CELL 2

struct grid {
    const struct hc_topology *t;
    bool one_sided;
    struct stretches stretches;
    struct stretches *ranges;    /* what each range of arcs was cut into */
    size_t *range_at;            /* where that comes to stand among all */
    double margin, x0, y0, cell; /* side of a square cell */
    bool exact;                  /* boxes are no wider than what they hold */
    size_t nx, ny;
    size_t *cell_at; /* nx * ny + 1: where a cell's entries begin */
    uint32_t *entries;
    bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b);
    const void *ctx;
    struct hc_edge_pairs *row_found; /* one a row, so that the order does not depend on threads */
};

/* Whether an edge from c to d goes on within a quarter turn of the direction from a to b in which a run began: then the
 * run advances along that direction all the way. Near a right angle rounding could not tell, and the answer is no. */
static bool goes_on(struct hc_xy a, struct hc_xy b, struct hc_xy c, struct hc_xy d)
{
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, along = ux * vx + uy * vy;
    return along > 0 && along * along > 1e-12 * (ux * ux + uy * uy) * (vx * vx + vy * vy);
}

static bool exceeds(const struct hc_box *box, double size)
{
    return box->x1 - box->x0 > size || box->y1 - box->y0 > size;
}

static void add_stretch(const struct grid *g, const struct stretch *s, struct stretches *out)
{
    HC_GROW(out->items, out->cap, out->n + 1);
    out->items[out->n] = *s;
    out->items[out->n++].straying = s->n == 1 && exceeds(&s->box, g->cell);
}

/* Cuts an arc of count edges into stretches, no larger than a cell unless they are a single edge. */
static void cut_arc(const struct grid *g, uint32_t arc, const struct hc_xy *xy, uint32_t count, struct stretches *out)
{
    struct stretch s = {.arc = arc};
    for (uint32_t k = 0; k < count; k++) {
        struct hc_box edge = hc_box_widened(hc_box_of(xy + k, 2), g->margin), both = hc_box_around(&s.box, &edge);
        bool ahead = k && goes_on(xy[s.run], xy[s.run + 1], xy[k], xy[k + 1]);
        if (ahead && s.n < STRETCH_EDGES && !exceeds(&both, g->cell)) {
            s.box = both;
            s.n++;
            continue;
        }
        if (k)
            add_stretch(g, &s, out);
        s = (struct stretch){edge, arc, k, ahead ? s.run : k, 1, false};
    }
    add_stretch(g, &s, out);
}

#define ARCS_A_RANGE 512

static void cut_range(void *ctx, size_t begin, size_t end)
{
    const struct grid *g = ctx;
    struct hc_xy *scratch = NULL;
    size_t cap = 0;
    for (size_t a = begin; a < end; a++) {
        const struct hc_arc *arc = &g->t->arcs[a];
        if (g->one_sided && !hc_arc_one_sided(g->t, (uint32_t)a))
            continue;
        HC_GROW(scratch, cap, (size_t)arc->count + 1);
        cut_arc(g, (uint32_t)a, hc_arc_view(arc, g->t->polygons->xy, 0, arc->count + 1, scratch), arc->count,
                &g->ranges[begin / ARCS_A_RANGE]);
    }
    hc_free(scratch);
}

static void join_ranges(void *ctx, size_t begin, size_t end)
{
    const struct grid *g = ctx;
    for (size_t i = begin; i < end; i++) {
        struct stretches *part = &g->ranges[i];
        if (part->n)
            memcpy(g->stretches.items + g->range_at[i], part->items, part->n * sizeof *part->items);
        hc_free(part->items);
    }
}

static void cut_stretches(struct grid *g, int threads)
{
    size_t n_ranges = (g->t->n_arcs + ARCS_A_RANGE - 1) / ARCS_A_RANGE;
    g->ranges = hc_calloc(n_ranges, sizeof *g->ranges);
    g->range_at = hc_alloc(n_ranges, sizeof *g->range_at);
    hc_parallel_for(threads, g->t->n_arcs, ARCS_A_RANGE, cut_range, g);
    for (size_t i = 0; i < n_ranges; i++) {
        g->range_at[i] = g->stretches.n;
        g->stretches.n += g->ranges[i].n;
    }
    g->stretches.items = hc_alloc(g->stretches.n, sizeof *g->stretches.items);
    hc_parallel_for(threads, n_ranges, 16, join_ranges, g);
    hc_free(g->ranges);
    hc_free(g->range_at);
}

static size_t clamp_cell(double position, size_t n)
{
    return position <= 0 ? 0 : position >= (double)n ? n - 1 : (size_t)position;
}

static size_t column_of(const struct grid *g, double x)
{
    return clamp_cell((x - g->x0) / g->cell, g->nx);
}

static size_t row_of(const struct grid *g, double y)
{
    return clamp_cell((y - g->y0) / g->cell, g->ny);
}

/* False if there are no two edges to lay a grid over. */
static bool lay_out(struct grid *g)
{
    const struct hc_topology *t = g->t;
    struct hc_box all = hc_box_nowhere();
    size_t n_edges = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        if (g->one_sided && !hc_arc_one_sided(t, a))
            continue;
        n_edges += t->arcs[a].count;
        all = hc_box_around(&all, &t->boxes[a]);
    }
    if (n_edges < 2)
        return false;
    double width = all.x1 - all.x0 + 2 * g->margin, height = all.y1 - all.y0 + 2 * g->margin;
    double n = 2 * (double)n_edges / (STRETCH_EDGES * STRETCHES_PER_CELL) + 1;
    g->x0 = all.x0 - g->margin;
    g->y0 = all.y0 - g->margin;
    g->cell = fmax(sqrt(width * height / n), fmax(width, height) / n);
    if (!(g->cell > 0))
        g->cell = 1;
    g->nx = (size_t)fmin(width / g->cell, n) + 1;
    g->ny = (size_t)fmin(height / g->cell, n) + 1;
    return true;
}

/* The columns of row `row` that a stretch passes. */
static void columns_in_row(const struct grid *g, const struct stretch *s, size_t row, size_t *first, size_t *last)
{
    double lo = s->box.x0, hi = s->box.x1;
    if (s->straying) {
        struct hc_edge edge = hc_edge_of(g->t, s->arc, s->step);
        struct hc_xy p = g->t->polygons->xy[edge.from], q = g->t->polygons->xy[edge.to];
        double y0 = g->y0 + ((double)row - 0.01) * g->cell - g->margin, dy = q.y - p.y;
        double y1 = g->y0 + ((double)row + 1.01) * g->cell + g->margin;
        double xa = p.x + (q.x - p.x) * ((y0 - p.y) / dy), xb = p.x + (q.x - p.x) * ((y1 - p.y) / dy);
        double slack = g->margin + 0.01 * g->cell;
        if (fabs(dy) > g->cell) {
            lo = fmax(lo, fmin(xa, xb) - slack);
            hi = fmin(hi, fmax(xa, xb) + slack);
        }
    }
    *first = column_of(g, lo);
    *last = column_of(g, hi);
}

static void each_cell(const struct grid *g, size_t i, bool fill)
{
    const struct stretch *s = &g->stretches.items[i];
    size_t top = row_of(g, s->box.y1);
    for (size_t row = row_of(g, s->box.y0); row <= top; row++) {
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
    for (size_t i = 0; i < g->stretches.n; i++)
        each_cell(g, i, false);
    for (size_t c = 0; c < n_cells; c++)
        g->cell_at[c + 1] += g->cell_at[c];
    g->entries = hc_alloc(g->cell_at[n_cells], sizeof *g->entries);
    for (size_t i = g->stretches.n; i-- > 0;)
        each_cell(g, i, true);
}

/* The edges of a stretch whose boxes reach into `other`. */
struct reach {
    uint32_t step[STRETCH_EDGES];
    struct hc_box box[STRETCH_EDGES];
    size_t n;
};

static void reach_into(const struct grid *g, const struct stretch *s, const struct hc_box *other, struct reach *out)
{
    struct hc_xy scratch[STRETCH_EDGES + 1];
    const struct hc_xy *xy = hc_arc_view(&g->t->arcs[s->arc], g->t->polygons->xy, s->step, s->n + 1, scratch);
    out->n = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        out->box[out->n] = hc_box_widened(hc_box_of(xy + k, 2), g->margin);
        out->step[out->n] = s->step + k;
        out->n += hc_boxes_meet(&out->box[out->n], other);
    }
}

/* All pairs of an edge of s and one of t, s before t; only what reaches into both boxes can meet. */
static void test_stretches(const struct grid *g, const struct stretch *s, const struct stretch *t,
                           struct hc_edge_pairs *found)
{
    struct reach of_s, of_t;
    reach_into(g, s, &t->box, &of_s);
    if (of_s.n)
        reach_into(g, t, &s->box, &of_t);
    for (size_t i = 0; i < of_s.n; i++)
        for (size_t j = 0; j < of_t.n; j++) {
            if (!hc_boxes_meet(&of_s.box[i], &of_t.box[j]))
                continue;
            struct hc_edge_pair pair = {hc_edge_of(g->t, s->arc, of_s.step[i]), hc_edge_of(g->t, t->arc, of_t.step[j])};
            if (!g->test(g->ctx, &pair.a, &pair.b))
                continue;
            HC_GROW(found->items, found->cap, found->n + 1);
            found->items[found->n++] = pair;
        }
}

/* Whether two boxes have no more than a corner of either in common, as where arcs leave a node in opposite quarters. A
 * line comes to a corner of its own box with a vertex only: both do, and it is the same vertex, or they do not meet. */
static bool touch_at_corner(const struct hc_box *a, const struct hc_box *b)
{
    return (a->x0 == b->x1 || a->x1 == b->x0) && (a->y0 == b->y1 || a->y1 == b->y0);
}

/* Whether two stretches that share cell c have to be tested there. Unless one strays, they share the cell in which
 * their boxes' common part begins, and are tested in that one alone. */
static bool meet_in(const struct grid *g, size_t c, const struct stretch *s, const struct stretch *t)
{
    if (!hc_boxes_meet(&s->box, &t->box) || (s->arc == t->arc && s->run == t->run))
        return false;
    if (g->exact && touch_at_corner(&s->box, &t->box))
        return false;
    if (s->straying || t->straying)
        return true;
    double x = s->box.x0 > t->box.x0 ? s->box.x0 : t->box.x0, y = s->box.y0 > t->box.y0 ? s->box.y0 : t->box.y0;
    return c == row_of(g, y) * g->nx + column_of(g, x);
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
        in[i] = (struct entry){g->stretches.items[s].box.x0, g->stretches.items[s].box.x1, s};
    }
    if (n > CROWD)
        qsort(in, n, sizeof *in, compare_entries);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && (n <= CROWD || in[j].x0 <= in[i].x1); j++) {
            bool ordered = in[i].stretch < in[j].stretch;
            const struct stretch *s = &g->stretches.items[in[ordered ? i : j].stretch];
            const struct stretch *t = &g->stretches.items[in[ordered ? j : i].stretch];
            if (meet_in(g, c, s, t))
                test_stretches(g, s, t, found);
        }
}

static int compare_edges(const struct hc_edge *a, const struct hc_edge *b)
{
    if (a->arc != b->arc)
        return a->arc < b->arc ? -1 : 1;
    return (a->step > b->step) - (a->step < b->step);
}

static int compare_pairs(const void *p, const void *q)
{
    const struct hc_edge_pair *x = p, *y = q;
    int order = compare_edges(&x->a, &y->a);
    return order ? order : compare_edges(&x->b, &y->b);
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

void hc_edges_find(const struct hc_topology *t, bool one_sided, double margin, int threads,
                   bool (*test)(const void *ctx, const struct hc_edge *a, const struct hc_edge *b), const void *ctx,
                   struct hc_edge_pairs *found)
{
    struct grid g = {
        .t = t, .one_sided = one_sided, .margin = margin, .exact = !(margin > 0), .test = test, .ctx = ctx};
    *found = (struct hc_edge_pairs){0};
    if (!lay_out(&g))
        return;
    cut_stretches(&g, threads);
    fill_cells(&g);
    g.row_found = hc_calloc(g.ny, sizeof *g.row_found);
    hc_parallel_for(threads, g.ny, 8, scan_rows, &g);
    collect(&g, found);
    hc_free(g.row_found);
    hc_free(g.entries);
    hc_free(g.cell_at);
    hc_free(g.stretches.items);
}
