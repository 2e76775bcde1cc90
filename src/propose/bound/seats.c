#include "propose/bound/seats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS     100
#define MOST_UNITS 4000
#define MOST_STEPS 5e8 /* ways looked at, for several numbers of seats */

struct seating {
    const struct hc_problem *p;
    size_t k;
    double *pay;  /* the multipliers: what a unit pays for a seat, in people times km */
    double *gain; /* of a unit as a seat: what those who pay more than their way leave over; below 0 */
    double *goes; /* to how many of the chosen seats a unit goes */
    struct place {
        double gain;
        uint32_t unit;
    } * order; /* by gain */
    size_t first, last;
    double *least; /* of each number of seats from first to last */
};

static double way(const struct hc_problem *p, size_t u, size_t seat)
{
    double dx = p->x_m[u] - p->x_m[seat], dy = p->y_m[u] - p->y_m[seat];
    return (double)p->people[u] * sqrt(dx * dx + dy * dy) / 1000;
}

/* Everybody to the nearest unit but their own: what they pay to begin with. */
static void begin(struct seating *s)
{
    for (size_t u = 0; u < s->p->n; u++) {
        double near = INFINITY;
        for (size_t v = 0; v < s->p->n; v++)
            near = v != u ? fmin(near, way(s->p, u, v)) : near;
        s->pay[u] = isfinite(near) ? near : 0;
    }
}

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain < y->gain ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Puts the seats that gain most first. */
static void sort(struct seating *s)
{
    size_t n = s->p->n;
    for (uint32_t v = 0; v < n; v++) {
        s->order[v] = (struct place){0, v};
        for (size_t u = 0; u < n; u++)
            s->order[v].gain += fmin(0, way(s->p, u, v) - s->pay[u]);
    }
    qsort(s->order, n, sizeof *s->order, compare_places);
}

/* What the multipliers say of every number of seats; returns what they say of k. */
static double note(struct seating *s)
{
    double value = 0, own = 0;
    for (size_t u = 0; u < s->p->n; u++)
        value += s->pay[u];
    for (size_t k = 1; k <= s->p->n; k++) {
        value += s->order[k - 1].gain;
        if (k >= s->first && k <= s->last)
            s->least[k - s->first] = fmax(s->least[k - s->first], value * (1 - 1e-9));
        own = k == s->k ? value : own;
    }
    return own;
}

/* Moves the multipliers by a step towards "to one seat each", of a length that their value sets. */
static void step(struct seating *s, double part)
{
    size_t n = s->p->n;
    double off = 0;
    sort(s);
    double least = note(s);
    memset(s->goes, 0, n * sizeof *s->goes);
    for (size_t i = 0; i < s->k; i++)
        for (size_t u = 0; u < n; u++)
            s->goes[u] += way(s->p, u, s->order[i].unit) < s->pay[u];
    for (size_t u = 0; u < n; u++)
        off += (1 - s->goes[u]) * (1 - s->goes[u]);
    double reached = 0; /* what these seats cost: no relaxation is worth more than that */
    for (size_t u = 0; u < n; u++) {
        double near = INFINITY;
        for (size_t i = 0; i < s->k; i++)
            near = fmin(near, way(s->p, u, s->order[i].unit));
        reached += near;
    }
    double length = off > 0 ? part * fmax(reached - least, 0) / off : 0;
    for (size_t u = 0; u < n; u++)
        s->pay[u] = fmax(0, s->pay[u] + length * (1 - s->goes[u]));
}

void hc_seats_bounds(const struct hc_problem *p, size_t first, size_t last, double *least)
{
    struct seating s = {.p = p, .first = first, .last = last, .least = least};
    size_t n = p->n;
    double runs = MOST_STEPS / ROUNDS / ((double)n * (double)n + 1), range = (double)last / (double)first;
    memset(least, 0, (last - first + 1) * sizeof *least);
    if (n > MOST_UNITS || first >= n)
        return;
    s.pay = hc_alloc(n, sizeof *s.pay);
    s.goes = hc_alloc(n, sizeof *s.goes);
    s.order = hc_alloc(n, sizeof *s.order);
    size_t n_runs = first == last || runs < 2 ? 1 : runs < 20 ? (size_t)runs : 20, done = 0;
    for (size_t r = 0; r < n_runs; r++) { /* from few seats to many, by ratios */
        double part = n_runs > 1 ? (double)r / (double)(n_runs - 1) : first == last ? 0 : 0.5;
        s.k = (size_t)((double)first * pow(range, part) + 0.5);
        s.k = s.k < n ? s.k : n - 1;
        if (s.k == done)
            continue;
        done = s.k;
        begin(&s);
        for (int i = 0; i < ROUNDS; i++)
            step(&s, pow(0.95, i));
    }
    hc_free(s.pay);
    hc_free(s.goes);
    hc_free(s.order);
}

double hc_seats_bound(const struct hc_problem *p, size_t k)
{
    double least;
    hc_seats_bounds(p, k, k, &least);
    return least;
}
