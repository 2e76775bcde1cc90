#include "cover/measure/lattice.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

#define COARSEST 9
#define FINE_M   1e-3

/* Which four points of a side an interpolation goes through, and what each counts: Lagrange's cubic. */
struct stencil {
    size_t first;
    double weight[4];
};

static struct stencil stencil_at(double place, size_t n)
{
    size_t cell = place > 1 ? (size_t)place : 1, first = cell - 1 < n - 4 ? cell - 1 : n - 4;
    double t = place - (double)first, a = t - 1, b = t - 2, c = t - 3;
    return (struct stencil){first, {-a * b * c / 6, t * b * c / 2, -t * a * c / 2, t * a * b / 6}};
}

static struct hc_xy interpolate(const struct hc_lattice *l, const struct stencil *sx, const struct stencil *sy)
{
    struct hc_xy sum = {0, 0};
    for (size_t j = 0; j < 4; j++) {
        const struct hc_xy *row = l->at + (sy->first + j) * l->n + sx->first;
        double x = 0, y = 0;
        for (size_t i = 0; i < 4; i++) {
            x += sx->weight[i] * row[i].x;
            y += sx->weight[i] * row[i].y;
        }
        sum.x += sy->weight[j] * x;
        sum.y += sy->weight[j] * y;
    }
    return sum;
}

void hc_lattice_place(const struct hc_lattice *l, const double x[3], const double y[3], struct hc_xy at[3][3])
{
    struct stencil sx[3], sy[3];
    for (int i = 0; i < 3; i++) {
        sx[i] = stencil_at((x[i] - l->origin.x) / l->step.x, l->n);
        sy[i] = stencil_at((y[i] - l->origin.y) / l->step.y, l->n);
    }
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++)
            at[j][i] = interpolate(l, &sx[i], &sy[j]);
}

/* n * n points from `first` in steps, projected; new. NULL if PROJ has no place for one of them. */
static struct hc_xy *project(const struct hc_plane *plane, struct hc_xy first, struct hc_xy step, size_t n, int threads)
{
    struct hc_err ignored = {0};
    struct hc_xy *at = hc_alloc(n * n, sizeof *at);
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            at[j * n + i] = (struct hc_xy){first.x + (double)i * step.x, first.y + (double)j * step.y};
    int status = hc_plane_project(plane, at, n * n, threads, &ignored);
    hc_err_release(&ignored);
    if (status == 0)
        return at;
    hc_free(at);
    return NULL;
}

/* The greatest third difference of points that lie `apart` from each other, with room for what lies between. */
static double third_difference(const struct hc_lattice *l, size_t apart)
{
    double most = 0;
    for (size_t i = 0; i < l->n * l->n; i++) {
        size_t place = apart == 1 ? i % l->n : i / l->n;
        const struct hc_xy *p = l->at + i;
        if (place + 3 >= l->n)
            continue;
        double x = p[3 * apart].x - p[0].x - 3 * (p[2 * apart].x - p[apart].x);
        double y = p[3 * apart].y - p[0].y - 3 * (p[2 * apart].y - p[apart].y);
        most = fmax(most, hypot(x, y));
    }
    return 2 * most;
}

/* By PROJ in the middle of each cell, where a cubic is off the most but for cells at the rim: four times that. */
static double miss_of(const struct hc_lattice *l, const struct hc_plane *plane, int threads)
{
    size_t n = l->n - 1;
    struct hc_xy middle = {l->origin.x + l->step.x / 2, l->origin.y + l->step.y / 2};
    struct hc_xy *at = project(plane, middle, l->step, n, threads);
    double most = 0;
    for (size_t j = 0; at && j < n; j++)
        for (size_t i = 0; i < n; i++) {
            struct stencil sx = stencil_at((double)i + 0.5, l->n), sy = stencil_at((double)j + 0.5, l->n);
            struct hc_xy p = interpolate(l, &sx, &sy), is = at[j * n + i];
            most = fmax(most, hypot(p.x - is.x, p.y - is.y));
        }
    most = at ? 4 * most : INFINITY;
    hc_free(at);
    return most;
}

#define NO_WIDTH 1e-6 /* the step where land has none */

static double step_of(double from, double to, size_t n)
{
    return to > from ? (to - from) / (double)(n - 1) : NO_WIDTH;
}

void hc_lattice_init(struct hc_lattice *l, const struct hc_plane *plane, const struct hc_box *extent, int threads)
{
    *l = (struct hc_lattice){.origin = {extent->x0, extent->y0}, .error_m = INFINITY};
    for (size_t n = COARSEST; n <= HC_LATTICE_MOST && l->error_m > FINE_M; n = 2 * n - 1) {
        hc_free(l->at);
        l->n = n;
        l->step = (struct hc_xy){step_of(extent->x0, extent->x1, n), step_of(extent->y0, extent->y1, n)};
        l->at = project(plane, l->origin, l->step, n, threads);
        l->error_m = l->at ? miss_of(l, plane, threads) : INFINITY;
        if (!(l->error_m < INFINITY))
            break;
    }
    if (!l->at || !(l->error_m < INFINITY))
        hc_lattice_release(l);
    else
        l->third_m = (struct hc_xy){third_difference(l, 1), third_difference(l, l->n)};
}

void hc_lattice_release(struct hc_lattice *l)
{
    hc_free(l->at);
    *l = (struct hc_lattice){.error_m = INFINITY};
}
