#include "propose/bound/seats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS     100
#define MOST_UNITS 4000

struct seating {
    const struct hc_problem *p;
    size_t k;
    double *pay;  /* the multipliers: what a unit pays for a seat, in people times km */
    double *gain; /* of a unit as a seat: what those who pay more than their way leave over; below 0 */
    double *goes; /* to how many of the chosen seats a unit goes */
    uint32_t *order;
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

/* Puts the k seats that gain most first in the order. */
static void choose(struct seating *s)
{
    size_t n = s->p->n;
    for (uint32_t v = 0; v < n; v++) {
        s->order[v] = v;
        s->gain[v] = 0;
        for (size_t u = 0; u < n; u++)
            s->gain[v] += fmin(0, way(s->p, u, v) - s->pay[u]);
    }
    for (size_t i = 0; i < s->k; i++) {
        size_t best = i;
        for (size_t j = i + 1; j < n; j++)
            best = s->gain[s->order[j]] < s->gain[s->order[best]] ? j : best;
        uint32_t v = s->order[best];
        s->order[best] = s->order[i];
        s->order[i] = v;
    }
}

/* The value of the multipliers; moves them by a step towards "to one seat each", of a length that the value sets. */
static double step(struct seating *s, double part)
{
    size_t n = s->p->n;
    double least = 0, off = 0;
    choose(s);
    memset(s->goes, 0, n * sizeof *s->goes);
    for (size_t u = 0; u < n; u++)
        least += s->pay[u];
    for (size_t i = 0; i < s->k; i++) {
        least += s->gain[s->order[i]];
        for (size_t u = 0; u < n; u++)
            s->goes[u] += way(s->p, u, s->order[i]) < s->pay[u];
    }
    for (size_t u = 0; u < n; u++)
        off += (1 - s->goes[u]) * (1 - s->goes[u]);
    double reached = 0; /* what these seats cost: no relaxation is worth more than that */
    for (size_t u = 0; u < n; u++) {
        double near = INFINITY;
        for (size_t i = 0; i < s->k; i++)
            near = fmin(near, way(s->p, u, s->order[i]));
        reached += near;
    }
    double length = off > 0 ? part * fmax(reached - least, 0) / off : 0;
    for (size_t u = 0; u < n; u++)
        s->pay[u] = fmax(0, s->pay[u] + length * (1 - s->goes[u]));
    return least;
}

double hc_seats_bound(const struct hc_problem *p, size_t k)
{
    struct seating s = {.p = p, .k = k};
    double best = 0;
    if (p->n > MOST_UNITS || k >= p->n)
        return 0;
    s.pay = hc_alloc(p->n, sizeof *s.pay);
    s.gain = hc_alloc(p->n, sizeof *s.gain);
    s.goes = hc_alloc(p->n, sizeof *s.goes);
    s.order = hc_alloc(p->n, sizeof *s.order);
    begin(&s);
    for (int i = 0; i < ROUNDS; i++)
        best = fmax(best, step(&s, pow(0.95, i)));
    hc_free(s.pay);
    hc_free(s.gain);
    hc_free(s.goes);
    hc_free(s.order);
    return best * (1 - 1e-9);
}
