#include "cover/check/survey.h"

#include "base/mem.h"
#include "cover/check/edges.h"
#include "cover/geometry/predicates.h"
#include <math.h>
#include <stdlib.h>

void hc_survey_add(struct hc_survey *s, uint32_t a, uint32_t b, enum hc_contact_type type, struct hc_xy place)
{
    HC_GROW(s->contacts, s->cap_contacts, s->n_contacts + 1);
    s->contacts[s->n_contacts++] = (struct hc_contact){a < b ? a : b, a < b ? b : a, type, place};
}

struct limits {
    const struct hc_topology *t;
    const struct hc_metric *metric;
    double tolerance_m, noise;
};

static bool edges_cross(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct hc_topology *t = ((const struct limits *)ctx)->t;
    const struct hc_xy *xy = t->polygons->xy;
    uint32_t a = t->first[p->from], b = t->first[p->to], c = t->first[q->from], d = t->first[q->to];
    if (a != c && a != d && b != c && b != d)
        return hc_segments_meet(xy[a], xy[b], xy[c], xy[d]);
    /* From a common endpoint o they go to e and f: they overlap if both lie the same way. */
    uint32_t o = a == c || a == d ? a : b, e = o == a ? b : a, f = o == c ? d : c;
    struct hc_xy u = {xy[e].x - xy[o].x, xy[e].y - xy[o].y}, v = {xy[f].x - xy[o].x, xy[f].y - xy[o].y};
    return u.x * v.x + u.y * v.y > 0 && hc_side(xy[o], xy[e], xy[f]) == 0;
}

/* The unit of an arc that has only one. */
static uint32_t only_unit(const struct hc_topology *t, uint32_t arc)
{
    return t->face[2 * arc] != HC_NONE ? t->face[2 * arc] : t->face[2 * arc + 1];
}

static bool edges_near(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct limits *limits = ctx;
    const struct hc_topology *t = limits->t;
    const struct hc_xy *xy = t->polygons->xy;
    if (only_unit(t, p->arc) == only_unit(t, q->arc))
        return false;
    double along;
    const struct hc_edge *edges[2] = {p, q};
    for (int i = 0; i < 4; i++) {
        const struct hc_edge *line = edges[i & 1], *other = edges[!(i & 1)];
        uint32_t v = t->first[i & 2 ? other->to : other->from];
        if (v != t->first[line->from] && v != t->first[line->to] &&
            hc_metric_to_segment_m(limits->metric, xy[line->from], xy[line->to], xy[v], &along) <= limits->tolerance_m)
            return true;
    }
    return false;
}

/* The units on both sides of an arc, other claims included; n at most 8. */
static size_t units_at(const struct hc_topology *t, uint32_t arc, uint32_t units[8])
{
    size_t n = 0;
    for (uint32_t h = 2 * arc; h <= 2 * arc + 1; h++)
        if (t->face[h] != HC_NONE)
            units[n++] = t->face[h];
    return n;
}

static void add_crossings(struct hc_survey *s, const struct hc_topology *t, int threads)
{
    struct hc_edge_pairs pairs;
    struct limits limits = {.t = t};
    hc_edges_find(t, false, 0, threads, edges_cross, &limits, &pairs);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct hc_edge *p = &pairs.items[i].a, *q = &pairs.items[i].b;
        uint32_t of_p[8], of_q[8];
        size_t n_p = units_at(t, p->arc, of_p), n_q = units_at(t, q->arc, of_q);
        for (size_t j = 0; j < n_p * n_q; j++)
            hc_survey_add(s, of_p[j / n_q], of_q[j % n_q], HC_CONTACT_CROSSING, t->polygons->xy[p->from]);
    }
    hc_free(pairs.items);
}

/* Whether vertex v lies on the edge, away from its ends by more than the noise: then it is missing there. */
static bool lies_on(const struct limits *limits, const struct hc_edge *line, uint32_t v, double *along)
{
    const struct hc_xy *xy = limits->t->polygons->xy;
    double noise2 = limits->noise * limits->noise;
    if (hc_segment_distance2(xy[line->from], xy[line->to], xy[v], along) > noise2 || *along <= 0 || *along >= 1)
        return false;
    double length = hypot(xy[line->to].x - xy[line->from].x, xy[line->to].y - xy[line->from].y);
    return *along * length > limits->noise && (1 - *along) * length > limits->noise;
}

static bool add_missing(struct hc_survey *s, const struct limits *limits, const struct hc_edge *p,
                        const struct hc_edge *q)
{
    const struct hc_topology *t = limits->t;
    const struct hc_edge *edges[2] = {p, q};
    bool any = false;
    for (int i = 0; i < 4; i++) {
        const struct hc_edge *line = edges[i & 1], *other = edges[!(i & 1)];
        uint32_t v = t->first[i & 2 ? other->to : other->from];
        double along;
        if (v == t->first[line->from] || v == t->first[line->to] || !lies_on(limits, line, v, &along))
            continue;
        HC_GROW(s->missing, s->cap_missing, s->n_missing + 1);
        s->missing[s->n_missing++] =
            (struct hc_missing){line->from, along, t->polygons->xy[v], only_unit(t, line->arc)};
        any = true;
    }
    return any;
}

static void add_near(struct hc_survey *s, const struct limits *limits, int threads)
{
    const struct hc_topology *t = limits->t;
    struct hc_edge_pairs pairs;
    hc_edges_find(t, true, hc_metric_units(limits->metric, limits->tolerance_m) / 2, threads, edges_near, limits,
                  &pairs);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct hc_edge *p = &pairs.items[i].a, *q = &pairs.items[i].b;
        if (!add_missing(s, limits, p, q))
            hc_survey_add(s, only_unit(t, p->arc), only_unit(t, q->arc), HC_CONTACT_NEAR, t->polygons->xy[p->from]);
    }
    hc_free(pairs.items);
}

/* Sides that two units claim, and arcs that a unit has on both sides (spikes). */
static void add_claims(struct hc_survey *s, const struct hc_topology *t)
{
    for (size_t i = 0; i < t->n_extra; i++) {
        uint32_t half = t->extra[i].half;
        struct hc_xy place = t->polygons->xy[hc_half_vertex(t, half, 0)];
        hc_survey_add(s, t->face[half], t->extra[i].unit, HC_CONTACT_CLAIM, place);
    }
    for (uint32_t a = 0; a < t->n_arcs; a++)
        if (t->face[2 * a] != HC_NONE && t->face[2 * a] == t->face[2 * a + 1])
            hc_survey_add(s, t->face[2 * a], t->face[2 * a], HC_CONTACT_CLAIM, t->polygons->xy[t->arcs[a].start]);
}

static int compare_contacts(const void *p, const void *q)
{
    const struct hc_contact *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (x->type != y->type)
        return (int)x->type - (int)y->type;
    if (x->place.x < y->place.x || x->place.x > y->place.x)
        return x->place.x < y->place.x ? -1 : 1;
    return (x->place.y > y->place.y) - (x->place.y < y->place.y);
}

static int compare_missing(const void *p, const void *q)
{
    const struct hc_missing *x = p, *y = q;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return (x->t > y->t) - (x->t < y->t);
}

static void sort(struct hc_survey *s)
{
    size_t n = 0;
    if (s->n_contacts)
        qsort(s->contacts, s->n_contacts, sizeof *s->contacts, compare_contacts);
    for (size_t i = 0; i < s->n_contacts; i++)
        if (!n || compare_contacts(&s->contacts[i], &s->contacts[n - 1]) != 0)
            s->contacts[n++] = s->contacts[i];
    s->n_contacts = n;
    n = 0;
    if (s->n_missing)
        qsort(s->missing, s->n_missing, sizeof *s->missing, compare_missing);
    for (size_t i = 0; i < s->n_missing; i++) {
        const struct hc_missing *m = &s->missing[i];
        bool again = n && m->after == s->missing[n - 1].after && m->xy.x == s->missing[n - 1].xy.x &&
                     m->xy.y == s->missing[n - 1].xy.y;
        if (!again)
            s->missing[n++] = *m;
    }
    s->n_missing = n;
}

void hc_survey_build(struct hc_survey *s, const struct hc_topology *t, const struct hc_metric *metric,
                     double tolerance_m, double noise, int threads)
{
    struct limits limits = {t, metric, tolerance_m, noise};
    *s = (struct hc_survey){0};
    add_crossings(s, t, threads);
    add_claims(s, t);
    add_near(s, &limits, threads);
    hc_survey_depth(s, t, threads);
    sort(s);
}

void hc_survey_release(struct hc_survey *s)
{
    hc_free(s->contacts);
    hc_free(s->missing);
    *s = (struct hc_survey){0};
}
