#include "base/mem.h"
#include "cover/check/edges.h"
#include "cover/clean/edits.h"
#include "cover/clean/inside.h"
#include "cover/geometry/predicates.h"
#include <math.h>

/* In a cut coverage edges have common points at common ends alone. */
struct cutting {
    struct hc_cleaning *c;
    const struct hc_topology *t;
    struct hc_edits edits;
};

bool hc_clean_edges_cross(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct hc_topology *t = ctx;
    const struct hc_xy *xy = t->polygons->xy;
    uint32_t a = t->first[p->from], b = t->first[p->to], c = t->first[q->from], d = t->first[q->to];
    if (a != c && a != d && b != c && b != d)
        return hc_segments_meet(xy[a], xy[b], xy[c], xy[d]);
    uint32_t o = a == c || a == d ? a : b, e = o == a ? b : a, f = o == c ? d : c;
    struct hc_xy u = {xy[e].x - xy[o].x, xy[e].y - xy[o].y}, v = {xy[f].x - xy[o].x, xy[f].y - xy[o].y};
    return e != f && u.x * v.x + u.y * v.y > 0 && hc_side(xy[o], xy[e], xy[f]) == 0;
}

static double along(struct hc_xy a, struct hc_xy b, struct hc_xy p)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    return ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
}

/* Puts vertex v in the edge ab if it lies on it. */
static bool put_if_on(struct cutting *k, uint32_t a, uint32_t b, uint32_t v)
{
    const struct hc_xy *xy = k->t->polygons->xy;
    if (v == a || v == b || hc_side(xy[a], xy[b], xy[v]) != 0)
        return false;
    double t = along(xy[a], xy[b], xy[v]);
    if (!(t > 0 && t < 1))
        return false;
    hc_edits_insert(&k->edits, a, b, t, xy[v]);
    return true;
}

static bool near(const struct cutting *k, struct hc_xy p, uint32_t v)
{
    struct hc_xy q = k->t->polygons->xy[v];
    return fabs(p.x - q.x) <= k->c->noise && fabs(p.y - q.y) <= k->c->noise;
}

static struct hc_xy crossing(struct hc_xy a, struct hc_xy b, struct hc_xy c, struct hc_xy d)
{
    /* Always the same of the four possible ways to write it, so that the result does not hang on the order. */
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y;
    double t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / (ux * vy - uy * vx);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return (struct hc_xy){a.x + t * ux, a.y + t * uy};
}

static void log_cut(struct cutting *k, const struct hc_edge *p, const struct hc_edge *q, struct hc_xy place)
{
    const uint32_t *face = k->t->face;
    uint32_t a = face[2 * p->arc], b = face[2 * p->arc + 1], c = face[2 * q->arc], d = face[2 * q->arc + 1];
    uint32_t from = a != HC_NONE ? a : b, to = c != HC_NONE && c != from ? c : d != HC_NONE ? d : c;
    hc_cleaning_log(k->c,
                    (struct hc_change){HC_CHANGE_CUT, from < to ? from : to, from < to ? to : from, place, 0, NAN});
}

static void cut_pair(struct cutting *k, const struct hc_edge *p, const struct hc_edge *q)
{
    const uint32_t *first = k->t->first;
    const struct hc_xy *xy = k->t->polygons->xy;
    uint32_t a = first[p->from], b = first[p->to], c = first[q->from], d = first[q->to];
    bool on = put_if_on(k, a, b, c);
    on = put_if_on(k, a, b, d) || on;
    on = put_if_on(k, c, d, a) || on;
    on = put_if_on(k, c, d, b) || on;
    if (on || a == c || a == d || b == c || b == d)
        return;
    struct hc_xy x = crossing(xy[a], xy[b], xy[c], xy[d]);
    uint32_t of_p = near(k, x, a) ? a : near(k, x, b) ? b : HC_NONE;
    uint32_t of_q = near(k, x, c) ? c : near(k, x, d) ? d : HC_NONE;
    if (of_p == HC_NONE && of_q == HC_NONE)
        log_cut(k, p, q, x);
    struct hc_xy at = of_p != HC_NONE ? xy[of_p] : of_q != HC_NONE ? xy[of_q] : x;
    if (of_p == HC_NONE)
        hc_edits_insert(&k->edits, a, b, along(xy[a], xy[b], at), at);
    if (of_q == HC_NONE || of_p != HC_NONE)
        hc_edits_insert(&k->edits, c, d, along(xy[c], xy[d], at), at);
}

bool hc_clean_cut(struct hc_cleaning *c)
{
    enum { ROUNDS = 16 };
    bool any = false;
    for (int round = 0; round < ROUNDS; round++) {
        struct cutting k = {.c = c, .t = &c->topology};
        struct hc_edge_pairs pairs;
        hc_edges_find(k.t, false, 0, c->options->threads, hc_clean_edges_cross, k.t, &pairs);
        for (size_t i = 0; i < pairs.n; i++)
            cut_pair(&k, &pairs.items[i].a, &pairs.items[i].b);
        bool changed = k.edits.n > 0;
        if (changed) {
            struct hc_polygons out;
            hc_edits_apply(&k.edits, k.t, &out);
            hc_cleaning_replace(c, &out);
        }
        hc_free(pairs.items);
        hc_edits_release(&k.edits);
        any = any || changed;
        if (!changed)
            break;
    }
    return any;
}
