#include "base/mem.h"
#include "cover/check/edges.h"
#include "cover/clean/edits.h"
#include "cover/clean/inside.h"
#include "cover/clean/near.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Narrower units, in tolerances, keep their borders: snapping could close them up. */
#define NARROW 3

/* The edges that have a unit on one side alone are all that can be near a border that is not their own. */
struct snapping {
    struct hc_cleaning *c;
    const uint8_t *narrow; /* by unit */
    struct hc_edges edges;
    struct hc_edge_pairs pairs;
    uint32_t *near; /* names of vertices near a border of another unit, sorted, each once */
    size_t n_near, cap_near;
};

static uint32_t only_unit(const struct hc_topology *t, uint32_t arc)
{
    return t->face[2 * arc] != HC_NONE ? t->face[2 * arc] : t->face[2 * arc + 1];
}

static bool vertex_near(const struct hc_cleaning *c, const struct hc_edge *line, uint32_t v, double *along)
{
    const struct hc_topology *t = &c->topology;
    const struct hc_xy *xy = t->polygons->xy;
    return v != t->first[line->from] && v != t->first[line->to] &&
           hc_metric_to_segment_m(&c->metric, xy[line->from], xy[line->to], xy[v], along) <= c->tolerance_m;
}

static bool edges_near(const void *ctx, const struct hc_edge *p, const struct hc_edge *q)
{
    const struct snapping *s = ctx;
    const struct hc_topology *t = &s->c->topology;
    uint32_t a = only_unit(t, p->arc), b = only_unit(t, q->arc);
    double along;
    return a != b && !s->narrow[a] && !s->narrow[b] &&
           (vertex_near(s->c, p, t->first[q->from], &along) || vertex_near(s->c, p, t->first[q->to], &along) ||
            vertex_near(s->c, q, t->first[p->from], &along) || vertex_near(s->c, q, t->first[p->to], &along));
}

static void find_pairs(struct snapping *s)
{
    const struct hc_cleaning *c = s->c;
    hc_edges_one_sided(&s->edges, &c->topology);
    hc_edges_find(&c->topology, true, hc_metric_units(&c->metric, c->tolerance_m) / 2, c->options->threads, edges_near,
                  s, &s->pairs);
}

static void release(struct snapping *s)
{
    hc_edges_release(&s->edges);
    hc_free(s->pairs.items);
    hc_free(s->near);
    s->pairs = (struct hc_edge_pairs){0};
    s->near = NULL;
    s->n_near = s->cap_near = 0;
}

static void add_near(struct snapping *s, uint32_t name)
{
    HC_GROW(s->near, s->cap_near, s->n_near + 1);
    s->near[s->n_near++] = name;
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t unique(uint32_t *names, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(names, n, sizeof *names, compare_u32);
    for (size_t i = 0; i < n; i++)
        if (!i || names[i] != names[i - 1])
            names[kept++] = names[i];
    return kept;
}

static void list_near(struct snapping *s)
{
    const struct hc_topology *t = &s->c->topology;
    const struct hc_xy *xy = t->polygons->xy;
    for (size_t i = 0; i < s->pairs.n; i++) {
        const struct hc_edge *pair[2] = {&s->pairs.items[i].a, &s->pairs.items[i].b};
        for (int k = 0; k < 4; k++) {
            const struct hc_edge *line = pair[k & 1], *other = pair[!(k & 1)];
            uint32_t v = t->first[k & 2 ? other->to : other->from],
                     ends[2] = {t->first[line->from], t->first[line->to]};
            double along;
            if (!vertex_near(s->c, line, v, &along))
                continue;
            add_near(s, v);
            for (int e = 0; e < 2; e++)
                if (hc_metric_distance_m(&s->c->metric, xy[v], xy[ends[e]]) <= s->c->tolerance_m)
                    add_near(s, ends[e]);
        }
    }
    s->n_near = unique(s->near, s->n_near);
}

/* Vertices that many rings have come first: they stay and the others go to them. */
struct candidate {
    uint32_t name, uses;
    struct hc_xy xy;
};

static int compare_candidates(const void *p, const void *q)
{
    const struct candidate *a = p, *b = q;
    if (a->uses != b->uses)
        return a->uses > b->uses ? -1 : 1;
    if (a->xy.x < b->xy.x || a->xy.x > b->xy.x)
        return a->xy.x < b->xy.x ? -1 : 1;
    return (a->xy.y > b->xy.y) - (a->xy.y < b->xy.y);
}

static struct candidate *list_candidates(const struct snapping *s)
{
    const struct hc_topology *t = &s->c->topology;
    const struct hc_polygons *p = t->polygons;
    uint32_t *uses = hc_calloc(p->n_xy, sizeof *uses);
    struct candidate *list = hc_alloc(s->n_near, sizeof *list);
    for (size_t i = 0; i < p->n_xy; i++)
        uses[t->first[i]]++;
    for (size_t i = 0; i < s->n_near; i++)
        list[i] = (struct candidate){s->near[i], uses[s->near[i]], p->xy[s->near[i]]};
    if (s->n_near)
        qsort(list, s->n_near, sizeof *list, compare_candidates);
    hc_free(uses);
    return list;
}

/* target[name]: to which vertex a vertex goes; itself for most. Returns how many go elsewhere. */
static size_t choose_targets(const struct snapping *s, uint32_t *target)
{
    const struct hc_cleaning *c = s->c;
    const struct hc_topology *t = &c->topology;
    struct candidate *list = list_candidates(s);
    struct hc_near stays;
    size_t n_moved = 0;
    hc_near_init(&stays, &c->metric, c->tolerance_m, s->n_near);
    for (size_t i = 0; i < s->n_near; i++) {
        uint32_t at = hc_near_find(&stays, list[i].xy);
        if (at == HC_NONE)
            hc_near_add(&stays, list[i].name, list[i].xy);
    }
    for (size_t i = 0; i < s->n_near; i++)
        target[list[i].name] = hc_near_find(&stays, list[i].xy);
    /* Vertices of the same borders beside one that stays go to it too: else they would be near it next time. */
    for (size_t e = 0; e < s->edges.n; e++)
        for (int k = 0; k < 2; k++) {
            uint32_t name = t->first[k ? s->edges.items[e].to : s->edges.items[e].from];
            if (target[name] == name && !s->narrow[only_unit(t, s->edges.items[e].arc)]) {
                uint32_t at = hc_near_find(&stays, t->polygons->xy[name]);
                target[name] = at == HC_NONE ? name : at;
            }
        }
    for (size_t e = 0; e < t->polygons->n_xy; e++)
        n_moved += target[e] != e && t->first[e] == e;
    hc_near_release(&stays);
    hc_free(list);
    return n_moved;
}

/* By name, a unit whose border has the vertex: to say to whom a vertex went. */
static void log_moves(struct snapping *s, const uint32_t *target)
{
    struct hc_cleaning *c = s->c;
    const struct hc_topology *t = &c->topology;
    const struct hc_polygons *p = t->polygons;
    uint32_t *unit = hc_alloc(p->n_xy, sizeof *unit);
    memset(unit, 0xff, p->n_xy * sizeof *unit);
    for (size_t e = s->edges.n; e-- > 0;) {
        unit[t->first[s->edges.items[e].from]] = only_unit(t, s->edges.items[e].arc);
        unit[t->first[s->edges.items[e].to]] = only_unit(t, s->edges.items[e].arc);
    }
    for (uint32_t u = 0; u < p->n_units; u++)
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++)
            for (size_t begin = p->ring_xy[r], end = p->ring_xy[r + 1], i = begin; i < end; i++) {
                uint32_t name = t->first[i], to = target[name];
                if (to == name)
                    continue;
                struct hc_xy a = p->xy[i > begin ? i - 1 : end - 1], b = p->xy[i + 1 < end ? i + 1 : begin];
                double dx = p->xy[to].x - p->xy[i].x, dy = p->xy[to].y - p->xy[i].y;
                double swept = fabs(dx * (b.y - a.y) - dy * (b.x - a.x)) / 2;
                hc_cleaning_log(c,
                                (struct hc_change){HC_CHANGE_MOVED, u, unit[to] == u ? HC_NONE : unit[to], p->xy[to],
                                                   hc_metric_distance_m(&c->metric, p->xy[i], p->xy[to]),
                                                   swept * c->metric.unit_m * hc_metric_x_m(&c->metric, p->xy[i].y)});
            }
    hc_free(unit);
}

static bool move_vertices(struct snapping *s)
{
    struct hc_cleaning *c = s->c;
    const struct hc_topology *t = &c->topology;
    size_t n = c->polygons.n_xy;
    uint32_t *target = hc_alloc(n, sizeof *target);
    for (uint32_t i = 0; i < n; i++)
        target[i] = i;
    bool moved = choose_targets(s, target) > 0;
    if (moved) {
        struct hc_polygons out;
        struct hc_edits none = {0};
        struct hc_xy *xy = hc_alloc(n, sizeof *xy);
        log_moves(s, target);
        for (size_t i = 0; i < n; i++)
            xy[i] = c->polygons.xy[target[t->first[i]]];
        memcpy(c->polygons.xy, xy, n * sizeof *xy);
        hc_free(xy);
        hc_edits_apply(&none, t, &out); /* what fell together is one vertex */
        hc_cleaning_replace(c, &out);
    }
    hc_free(target);
    return moved;
}

static bool insert_vertices(struct snapping *s)
{
    struct hc_cleaning *c = s->c;
    const struct hc_topology *t = &c->topology;
    const struct hc_xy *xy = t->polygons->xy;
    struct hc_edits edits = {0};
    for (size_t i = 0; i < s->pairs.n; i++) {
        const struct hc_edge *pair[2] = {&s->pairs.items[i].a, &s->pairs.items[i].b};
        for (int k = 0; k < 4; k++) {
            const struct hc_edge *line = pair[k & 1], *other = pair[!(k & 1)];
            uint32_t v = t->first[k & 2 ? other->to : other->from];
            double along;
            if (!vertex_near(c, line, v, &along) || along <= 0 || along >= 1)
                continue;
            hc_edits_insert(&edits, t->first[line->from], t->first[line->to], along, xy[v]);
            hc_cleaning_log(
                c, (struct hc_change){HC_CHANGE_INSERTED, only_unit(t, line->arc), only_unit(t, other->arc), xy[v],
                                      hc_metric_to_segment_m(&c->metric, xy[line->from], xy[line->to], xy[v], &along),
                                      NAN});
        }
    }
    bool any = edits.n > 0;
    if (any) {
        struct hc_polygons out;
        hc_edits_apply(&edits, t, &out);
        hc_cleaning_replace(c, &out);
    }
    hc_edits_release(&edits);
    return any;
}

static uint8_t *find_narrow(const struct hc_cleaning *c)
{
    const struct hc_polygons *p = &c->polygons;
    uint8_t *narrow = hc_calloc(p->n_units, 1);
    for (uint32_t u = 0; u < p->n_units; u++)
        narrow[u] = hc_metric_unit_width_m(&c->metric, p, u) < NARROW * c->tolerance_m;
    return narrow;
}

bool hc_clean_snap(struct hc_cleaning *c)
{
    enum { ROUNDS = 16 };
    uint8_t *narrow = find_narrow(c);
    struct snapping s = {.c = c, .narrow = narrow};
    bool any = false;
    for (int round = 0; round < ROUNDS; round++) {
        find_pairs(&s);
        if (!s.pairs.n) {
            release(&s);
            break;
        }
        list_near(&s);
        bool changed = move_vertices(&s);
        if (!changed)
            changed = insert_vertices(&s);
        release(&s);
        any = any || changed;
        if (!changed)
            break;
    }
    hc_free(narrow);
    return any;
}
