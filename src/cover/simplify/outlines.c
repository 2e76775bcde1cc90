#include "cover/simplify/outlines.h"

#include "base/mem.h"
#include "cover/inside.h"
#include "cover/simplify/line.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Arcs as they are simplified: whole vertices of all of them, what each is worth, and how fine each arc is kept. */
struct lines {
    int32_t (*xy)[2];
    size_t *at; /* n + 1 */
    size_t n;
    double *worth;
    uint8_t *fine; /* 0 .. FINEST */
    double threshold;
};
#define FINEST     8 /* everything is kept */
#define FINER      8 /* by how much the threshold falls for an arc that meets another */

#define MOST_STEPS 1e6 /* of the grid along the longer side of the layer */

static int project(const struct hc_cover *cover, struct hc_xy **out, size_t *n, struct hc_err *err)
{
    const struct hc_topology *t = &cover->topology;
    *n = 0;
    for (size_t a = 0; a < t->n_arcs; a++)
        *n += (size_t)t->arcs[a].count + 1;
    struct hc_xy *xy = *out = hc_alloc(*n, sizeof *xy);
    size_t i = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++)
        for (uint32_t k = 0; k <= t->arcs[a].count; k++)
            xy[i++] = t->polygons->xy[hc_half_vertex(t, 2 * a, k)];
    return hc_crs_to_wgs84(cover->crs, xy, *n, cover->threads, err);
}

/* The grid: its corner and the smallest power of ten that divides the layer into few enough steps. */
static void choose_grid(const struct hc_xy *xy, size_t n, struct hc_outlines *out)
{
    double x1 = -INFINITY, y1 = -INFINITY, x0 = INFINITY, y0 = INFINITY;
    for (size_t i = 0; i < n; i++) {
        x0 = fmin(x0, xy[i].x);
        x1 = fmax(x1, xy[i].x);
        y0 = fmin(y0, xy[i].y);
        y1 = fmax(y1, xy[i].y);
    }
    double extent = n ? fmax(x1 - x0, y1 - y0) : 0;
    int digits = 7;
    while (digits > 0 && extent * pow(10, digits) > MOST_STEPS)
        digits--;
    double steps = pow(10, digits);
    out->quantum_deg = 1 / steps;
    out->lon0 = n ? floor(x0 * steps) / steps : 0;
    out->lat0 = n ? floor(y0 * steps) / steps : 0;
}

/* Whole coordinates; vertices that fall together with the one before go, unless they end an arc. */
static void snap(const struct hc_cover *cover, const struct hc_xy *xy, const struct hc_outlines *grid, struct lines *l)
{
    const struct hc_topology *t = &cover->topology;
    double steps = round(1 / grid->quantum_deg);
    size_t from = 0, n = 0;
    for (uint32_t a = 0; a < t->n_arcs; a++) {
        l->at[a] = n;
        for (uint32_t k = 0; k <= t->arcs[a].count; k++, from++) {
            int32_t x = (int32_t)lround((xy[from].x - grid->lon0) * steps),
                    y = (int32_t)lround((xy[from].y - grid->lat0) * steps);
            bool same = n > l->at[a] && l->xy[n - 1][0] == x && l->xy[n - 1][1] == y;
            if (same && (k < t->arcs[a].count || n > l->at[a] + 1))
                continue;
            l->xy[n][0] = x;
            l->xy[n++][1] = y;
        }
    }
    l->at[t->n_arcs] = n;
    l->n = t->n_arcs;
}

static int compare_down(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a < b) - (a > b);
}

/* What a vertex must be worth so that at most `most` are. */
static double choose_threshold(const struct lines *l, size_t most)
{
    size_t n = l->at[l->n];
    if (n <= most)
        return 0;
    double *sorted = hc_alloc(n, sizeof *sorted);
    memcpy(sorted, l->worth, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare_down);
    double threshold = nextafter(sorted[most], INFINITY);
    hc_free(sorted);
    return threshold;
}

static bool kept(const struct lines *l, size_t arc, size_t i)
{
    if (l->fine[arc] == FINEST)
        return true;
    return l->worth[i] >= l->threshold / pow(FINER, l->fine[arc]);
}

static size_t list_segments(const struct lines *l, struct hc_segment *segments)
{
    size_t n = 0;
    for (size_t a = 0; a < l->n; a++) {
        size_t last = l->at[a];
        for (size_t i = l->at[a] + 1; i < l->at[a + 1]; i++) {
            if (!kept(l, a, i))
                continue;
            segments[n++] = (struct hc_segment){l->xy[last][0], l->xy[last][1],   l->xy[i][0],          l->xy[i][1],
                                                (uint32_t)a,    last == l->at[a], i + 1 == l->at[a + 1]};
            last = i;
        }
    }
    return n;
}

/* Arcs that meet where they should not are kept finer, until none does or nothing more can be kept. */
static void keep_apart(struct lines *l)
{
    struct hc_segment *segments = hc_alloc(l->at[l->n], sizeof *segments);
    uint8_t *flag = hc_alloc(l->n, 1);
    for (bool again = true; again;) {
        size_t n = list_segments(l, segments);
        again = false;
        memset(flag, 0, l->n);
        hc_segments_flag(segments, n, flag);
        for (size_t a = 0; a < l->n; a++)
            if (flag[a] && l->fine[a] < FINEST) {
                l->fine[a]++;
                again = true;
            }
    }
    hc_free(segments);
    hc_free(flag);
}

static void take_kept(const struct lines *l, struct hc_outlines *out)
{
    size_t n = 0;
    out->xy = hc_alloc(l->at[l->n], sizeof *out->xy);
    out->arc_xy = hc_alloc(l->n + 1, sizeof *out->arc_xy);
    for (size_t a = 0; a < l->n; a++) {
        out->arc_xy[a] = n;
        for (size_t i = l->at[a]; i < l->at[a + 1]; i++)
            if (kept(l, a, i))
                memcpy(out->xy[n++], l->xy[i], sizeof *out->xy);
    }
    out->arc_xy[l->n] = n;
}

static void copy_sides(const struct hc_cover *cover, struct hc_outlines *out)
{
    const struct hc_topology *t = &cover->topology;
    out->n_arcs = t->n_arcs;
    out->side = hc_alloc(t->n_arcs, sizeof *out->side);
    out->length = hc_alloc(t->n_arcs, sizeof *out->length);
    for (size_t a = 0; a < t->n_arcs; a++) {
        out->side[a][0] = t->face[2 * a];
        out->side[a][1] = t->face[2 * a + 1];
        out->length[a] = cover->arc_length[a];
    }
    out->n_claims = t->n_extra;
    out->claims = hc_alloc(t->n_extra, sizeof *out->claims);
    for (size_t i = 0; i < t->n_extra; i++)
        out->claims[i] = (struct hc_outline_claim){t->extra[i].half, t->extra[i].unit};
    out->n_conflicts = cover->n_conflicts;
    out->conflicts = hc_alloc(cover->n_conflicts, sizeof *out->conflicts);
    for (size_t i = 0; i < cover->n_conflicts; i++) {
        out->conflicts[i][0] = cover->conflicts[i].a;
        out->conflicts[i][1] = cover->conflicts[i].b;
    }
}

int hc_cover_outlines(const struct hc_cover *cover, size_t most, struct hc_outlines *out, struct hc_err *err)
{
    struct hc_xy *xy = NULL;
    struct lines l = {0};
    size_t n, n_arcs = cover->topology.n_arcs;
    *out = (struct hc_outlines){0};
    int status = project(cover, &xy, &n, err);
    if (status == 0) {
        choose_grid(xy, n, out);
        l.xy = hc_alloc(n, sizeof *l.xy);
        l.at = hc_calloc(n_arcs + 1, sizeof *l.at);
        l.worth = hc_alloc(n, sizeof *l.worth);
        l.fine = hc_calloc(n_arcs, 1);
        snap(cover, xy, out, &l);
        double stretch = n ? cos((out->lat0 + xy[0].y) / 2 * M_PI / 180) : 1;
        for (size_t a = 0; a < l.n; a++)
            hc_line_worth((const int32_t(*)[2])l.xy + l.at[a], l.at[a + 1] - l.at[a], stretch, l.worth + l.at[a]);
        l.threshold = choose_threshold(&l, most);
        keep_apart(&l);
        take_kept(&l, out);
        copy_sides(cover, out);
    }
    hc_free(xy);
    hc_free(l.xy);
    hc_free(l.at);
    hc_free(l.worth);
    hc_free(l.fine);
    return status;
}

void hc_outlines_release(struct hc_outlines *b)
{
    hc_free(b->xy);
    hc_free(b->arc_xy);
    hc_free(b->side);
    hc_free(b->length);
    hc_free(b->claims);
    hc_free(b->conflicts);
    *b = (struct hc_outlines){0};
}
