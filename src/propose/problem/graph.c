#include "propose/problem/question.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    uint32_t a, b;
    int64_t length;
    bool cut;
};

struct pairs {
    struct pair *items;
    size_t n, cap;
};

static void add(struct pairs *pairs, uint32_t a, uint32_t b, int64_t length, bool cut)
{
    if (a == b)
        return;
    HC_GROW(pairs->items, pairs->cap, pairs->n + 1);
    pairs->items[pairs->n++] = (struct pair){a < b ? a : b, a < b ? b : a, length, cut};
}

static int compare_pairs(const void *p, const void *q)
{
    const struct pair *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (x->cut != y->cut)
        return x->cut ? -1 : 1;
    return (x->length < y->length) - (x->length > y->length);
}

/* The unit that a link's code stands for: of the level itself, or the one that holds that unit of the base level. */
static uint32_t unit_of(const struct hc_question *q, const struct hc_setting *s, const char *code)
{
    const struct hc_level_state *level = &q->result->states[q->state].levels[q->level];
    uint32_t unit = hc_map_find(&s->units->by_code, code);
    if (unit != HC_NONE || q->input->base == HC_NONE || !level->face_unit)
        return unit;
    uint32_t face = hc_map_find(&q->result->states[0].levels[q->input->base].units.by_code, code);
    return face == HC_NONE ? HC_NONE : level->face_unit[face];
}

static void add_links(const struct hc_question *q, struct hc_setting *s, struct pairs *pairs,
                      struct hc_findings *findings)
{
    for (size_t i = 0; i < q->input->n_links; i++) {
        const struct hc_link *l = &q->input->links[i];
        uint32_t a = unit_of(q, s, l->a), b = unit_of(q, s, l->b);
        if (a == HC_NONE || b == HC_NONE) {
            /* A link between units of a finer level, or of another date, says nothing here. */
            struct hc_finding *f =
                hc_findings_add(findings, "unused_link", HC_WARNING,
                                "%s:%ld: link between %s and %s: no such unit at this level and date",
                                "%s:%ld：连接 %s 与 %s：该层级、该日期没有此单元",
                                hc_source_label(q->input->project.links), l->row, l->a ? l->a : "", l->b ? l->b : "");
            hc_finding_remedy(f, "correct the code, or take the row out", "请更正代码，或删去该行");
            continue;
        }
        double length = isnan(l->length_m) ? 0 : l->length_m;
        add(pairs, a, b, llround(length * 1e6), l->cut);
    }
}

/* Links to units of other blocks are between new units whatever happens: the same cost in every plan, so left out. */
void hc_setting_graph(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings)
{
    struct hc_problem *p = &s->problem;
    const struct hc_level_state *level = &q->result->states[q->state].levels[q->level];
    struct pairs pairs = {0};
    size_t n = 0;
    if (q->cover && level->face_unit) {
        struct hc_pairs touching = {0};
        hc_cover_neighbours(q->cover, level->face_unit, p->n, &touching);
        for (size_t i = 0; i < touching.n; i++)
            add(&pairs, touching.items[i].a, touching.items[i].b, touching.items[i].length, false);
        hc_pairs_release(&touching);
    }
    add_links(q, s, &pairs, findings);
    if (pairs.n)
        qsort(pairs.items, pairs.n, sizeof *pairs.items, compare_pairs);
    struct pair before = {.a = HC_NONE};
    for (size_t i = 0; i < pairs.n; i++) { /* of equal ones the first counts; a cut is first */
        struct pair x = pairs.items[i];
        if ((x.a != before.a || x.b != before.b) && !x.cut && p->block[x.a] == p->block[x.b])
            pairs.items[n++] = x;
        before = x;
    }
    p->edge_at = hc_calloc(p->n + 2, sizeof *p->edge_at);
    p->edge = hc_alloc(2 * n, sizeof *p->edge);
    for (size_t i = 0; i < n; i++) {
        p->edge_at[pairs.items[i].a + 2]++;
        p->edge_at[pairs.items[i].b + 2]++;
    }
    for (size_t u = 2; u < p->n + 2; u++)
        p->edge_at[u] += p->edge_at[u - 1];
    for (size_t i = 0; i < n; i++) {
        const struct pair *x = &pairs.items[i];
        p->edge[p->edge_at[x->a + 1]++] = (struct hc_edge){x->b, x->length};
        p->edge[p->edge_at[x->b + 1]++] = (struct hc_edge){x->a, x->length};
    }
    hc_free(pairs.items);
}

/* Where people are, in metres: coordinates of the units, else a point inside. Distances are those on a sphere, on a map
 * that is true to scale along the meridian in the middle: within a district the error is far below a per mille. */
static void to_metres(struct hc_xy *xy, size_t n)
{
    double middle = 0;
    for (size_t i = 0; i < n; i++)
        middle += xy[i].y / (double)n;
    for (size_t i = 0; i < n; i++) {
        xy[i].x *= 6371008.8 * M_PI / 180 * cos(middle * M_PI / 180);
        xy[i].y *= 6371008.8 * M_PI / 180;
    }
}

/* The points inside a unit's faces, averaged. */
static bool inner_points(const struct hc_question *q, const struct hc_level_state *level, struct hc_xy *xy, size_t n)
{
    size_t n_faces = hc_cover_n_faces(q->cover);
    struct hc_xy *inner = hc_alloc(n_faces, sizeof *inner);
    double *count = hc_calloc(n, sizeof *count);
    bool all = true;
    hc_cover_inner_points(q->cover, inner);
    for (size_t f = 0; f < n_faces; f++) {
        uint32_t u = level->face_unit[f];
        if (u == HC_NONE)
            continue;
        count[u]++;
        xy[u].x += (inner[f].x - xy[u].x) / count[u];
        xy[u].y += (inner[f].y - xy[u].y) / count[u];
    }
    for (size_t u = 0; u < n; u++)
        all = all && count[u] > 0;
    hc_free(inner);
    hc_free(count);
    return all;
}

void hc_setting_places(const struct hc_question *q, struct hc_setting *s)
{
    struct hc_problem *p = &s->problem;
    const struct hc_level_state *level = &q->result->states[q->state].levels[q->level];
    struct hc_xy *xy = hc_calloc(p->n, sizeof *xy);
    struct hc_err err = {0};
    bool given = level->units.x && level->units.y, known = given, degrees = true;
    for (size_t i = 0; given && i < p->n; i++) {
        xy[i] = (struct hc_xy){level->units.x[i], level->units.y[i]};
        known = known && !isnan(xy[i].x) && !isnan(xy[i].y);
        degrees = degrees && fabs(xy[i].x) <= 180 && fabs(xy[i].y) <= 90;
    }
    if (!known && q->cover && level->face_unit) {
        memset(xy, 0, p->n * sizeof *xy);
        known = inner_points(q, level, xy, p->n);
    }
    if (known && q->cover) {
        known = hc_crs_to_lonlat(hc_cover_crs(q->cover), xy, p->n, 1, &err) == 0;
        degrees = true;
    }
    if (known && degrees)
        to_metres(xy, p->n);
    if (known) {
        p->x_m = hc_alloc(p->n, sizeof *p->x_m);
        p->y_m = hc_alloc(p->n, sizeof *p->y_m);
        for (size_t i = 0; i < p->n; i++) {
            p->x_m[i] = xy[i].x;
            p->y_m[i] = xy[i].y;
        }
    }
    hc_err_release(&err);
    hc_free(xy);
}
