#include "base/mem.h"
#include "cover/clean/land/land.h"
#include "cover/dissolve/chain.h"
#include <stdlib.h>
#include <string.h>

struct writing {
    const struct hc_land *land;
    uint32_t *bounds;  /* by half: the unit that it bounds, with it to the left; HC_NONE: none */
    uint8_t *affected; /* by unit */
    uint32_t *halves;  /* by unit: halves[at[u]] .. halves[at[u + 1] - 1], ascending */
    size_t *at;
};

/* Units whose rings are not just the half-arcs that bound them. */
static bool find_affected(struct writing *w)
{
    const struct hc_topology *t = w->land->faces.t;
    const struct hc_polygons *p = t->polygons;
    for (uint32_t h = 0; h < 2 * t->n_arcs; h++) {
        uint32_t mine = w->land->owner[w->land->faces.of[h]], across = w->land->owner[w->land->faces.of[h ^ 1]];
        w->bounds[h] = mine == across ? HC_NONE : mine;
        if (w->bounds[h] == t->face[h])
            continue;
        if (w->bounds[h] != HC_NONE)
            w->affected[w->bounds[h]] = 1;
        if (t->face[h] != HC_NONE)
            w->affected[t->face[h]] = 1;
    }
    for (size_t i = 0; i < t->n_extra; i++)
        w->affected[t->extra[i].unit] = w->affected[t->face[t->extra[i].half]] = 1;
    size_t pinched = 0, collapsed = 0;
    for (uint32_t u = 0; u < p->n_units; u++)
        for (uint32_t r = p->part_ring[p->unit_part[u]]; r < p->part_ring[p->unit_part[u + 1]]; r++) {
            if (pinched < t->n_pinched && t->pinched[pinched] == r) {
                pinched++;
                w->affected[u] = 1;
            }
            if (collapsed < t->n_collapsed && t->collapsed[collapsed] == r) {
                collapsed++;
                w->affected[u] = 1;
            }
        }
    return memchr(w->affected, 1, p->n_units) != NULL;
}

static void list_halves(struct writing *w)
{
    const struct hc_topology *t = w->land->faces.t;
    size_t n_units = t->polygons->n_units, n = 0;
    w->at = hc_calloc(n_units + 1, sizeof *w->at);
    for (uint32_t h = 0; h < 2 * t->n_arcs; h++)
        if (w->bounds[h] != HC_NONE && w->affected[w->bounds[h]]) {
            w->at[w->bounds[h]]++;
            n++;
        }
    w->halves = hc_alloc(n, sizeof *w->halves);
    for (size_t u = 0; u < n_units; u++)
        w->at[u + 1] += w->at[u];
    for (uint32_t h = 2 * (uint32_t)t->n_arcs; h-- > 0;)
        if (w->bounds[h] != HC_NONE && w->affected[w->bounds[h]])
            w->halves[--w->at[w->bounds[h]]] = h;
}

static int write_units(const struct writing *w, struct hc_polygons *out, struct hc_err *err)
{
    const struct hc_topology *t = w->land->faces.t;
    const struct hc_polygons *p = t->polygons;
    struct hc_chain *chain = hc_chain_new();
    int status = 0;
    for (uint32_t u = 0; u < p->n_units && status == 0; u++) {
        if (!w->affected[u])
            hc_polygons_copy_unit(out, p, u);
        else if (!hc_chain_unit(chain, t, w->halves + w->at[u], w->at[u + 1] - w->at[u], out))
            status = hc_err_set(err, HC_FAULT, "the new border of unit %s does not close", "单元 %s 的新边界未能闭合",
                                w->land->c->units->code[u] ? w->land->c->units->code[u] : "?");
    }
    hc_chain_free(chain);
    return status;
}

static bool same_polygons(const struct hc_polygons *a, const struct hc_polygons *b)
{
    return a->n_xy == b->n_xy && a->n_rings == b->n_rings && a->n_parts == b->n_parts &&
           memcmp(a->ring_xy, b->ring_xy, (a->n_rings + 1) * sizeof *a->ring_xy) == 0 &&
           memcmp(a->part_ring, b->part_ring, (a->n_parts + 1) * sizeof *a->part_ring) == 0 &&
           memcmp(a->unit_part, b->unit_part, (a->n_units + 1) * sizeof *a->unit_part) == 0 &&
           (!a->n_xy || memcmp(a->xy, b->xy, a->n_xy * sizeof *a->xy) == 0);
}

int hc_land_write(const struct hc_land *land, struct hc_polygons *out, bool *changed, struct hc_err *err)
{
    const struct hc_topology *t = land->faces.t;
    struct writing w = {.land = land,
                        .bounds = hc_alloc(2 * t->n_arcs, sizeof *w.bounds),
                        .affected = hc_calloc(t->polygons->n_units, 1)};
    int status = 0;
    *changed = false;
    if (find_affected(&w)) {
        hc_polygons_init(out);
        list_halves(&w);
        status = write_units(&w, out, err);
        *changed = status == 0 && !same_polygons(out, t->polygons);
        if (!*changed)
            hc_polygons_release(out);
    }
    hc_free(w.bounds);
    hc_free(w.affected);
    hc_free(w.halves);
    hc_free(w.at);
    return status;
}
