#include "model/polygons.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <string.h>

void hc_polygons_init(struct hc_polygons *p)
{
    *p = (struct hc_polygons){0};
    HC_GROW(p->ring_xy, p->cap_rings, 1);
    HC_GROW(p->part_ring, p->cap_parts, 1);
    HC_GROW(p->unit_part, p->cap_units, 1);
    p->ring_xy[0] = 0;
    p->part_ring[0] = p->unit_part[0] = 0;
}

void hc_polygons_add_vertices(struct hc_polygons *p, const struct hc_xy *xy, size_t n)
{
    HC_GROW(p->xy, p->cap_xy, p->n_xy + n);
    if (n)
        memcpy(p->xy + p->n_xy, xy, n * sizeof *xy);
    p->n_xy += n;
}

void hc_polygons_end_ring(struct hc_polygons *p)
{
    size_t begin = p->ring_xy[p->n_rings];
    if (p->n_xy > begin + 1 && p->xy[begin].x == p->xy[p->n_xy - 1].x && p->xy[begin].y == p->xy[p->n_xy - 1].y)
        p->n_xy--;
    if (p->n_xy == begin)
        return;
    HC_GROW(p->ring_xy, p->cap_rings, p->n_rings + 2);
    p->ring_xy[++p->n_rings] = p->n_xy;
}

void hc_polygons_end_part(struct hc_polygons *p)
{
    if (p->n_rings == p->part_ring[p->n_parts])
        return;
    HC_GROW(p->part_ring, p->cap_parts, p->n_parts + 2);
    p->part_ring[++p->n_parts] = (uint32_t)p->n_rings;
}

void hc_polygons_end_unit(struct hc_polygons *p)
{
    HC_GROW(p->unit_part, p->cap_units, p->n_units + 2);
    p->unit_part[++p->n_units] = (uint32_t)p->n_parts;
}

void hc_polygons_copy_unit(struct hc_polygons *p, const struct hc_polygons *from, size_t unit)
{
    for (uint32_t part = from->unit_part[unit]; part < from->unit_part[unit + 1]; part++) {
        for (uint32_t r = from->part_ring[part]; r < from->part_ring[part + 1]; r++) {
            hc_polygons_add_vertices(p, from->xy + from->ring_xy[r], from->ring_xy[r + 1] - from->ring_xy[r]);
            hc_polygons_end_ring(p);
        }
        hc_polygons_end_part(p);
    }
    hc_polygons_end_unit(p);
}

/* All but the vertices. */
static void append(struct hc_polygons *p, const struct hc_polygons *from)
{
    for (size_t r = 1; r <= from->n_rings; r++)
        p->ring_xy[p->n_rings + r] = p->n_xy + from->ring_xy[r];
    for (size_t part = 1; part <= from->n_parts; part++)
        p->part_ring[p->n_parts + part] = (uint32_t)p->n_rings + from->part_ring[part];
    for (size_t u = 1; u <= from->n_units; u++)
        p->unit_part[p->n_units + u] = (uint32_t)p->n_parts + from->unit_part[u];
    p->n_xy += from->n_xy;
    p->n_rings += from->n_rings;
    p->n_parts += from->n_parts;
    p->n_units += from->n_units;
}

struct joining {
    struct hc_xy *xy;
    const struct hc_polygons *list;
    size_t *at; /* where the vertices of each go */
};

static void copy_vertices(void *ctx, size_t begin, size_t end)
{
    const struct joining *j = ctx;
    for (size_t i = begin; i < end; i++)
        if (j->list[i].n_xy)
            memcpy(j->xy + j->at[i], j->list[i].xy, j->list[i].n_xy * sizeof *j->xy);
}

/* Room for all lists; that for vertices only if p has less. */
static void make_room(struct hc_polygons *p, const struct hc_polygons *list, size_t n)
{
    struct hc_polygons sum = *p;
    for (size_t i = 0; i < n; i++) {
        sum.n_xy += list[i].n_xy;
        sum.n_rings += list[i].n_rings;
        sum.n_parts += list[i].n_parts;
        sum.n_units += list[i].n_units;
    }
    HC_GROW(p->xy, p->cap_xy, sum.n_xy);
    HC_GROW(p->ring_xy, p->cap_rings, sum.n_rings + 1);
    HC_GROW(p->part_ring, p->cap_parts, sum.n_parts + 1);
    HC_GROW(p->unit_part, p->cap_units, sum.n_units + 1);
}

void hc_polygons_join(struct hc_polygons *p, const struct hc_polygons *list, size_t n, int threads)
{
    make_room(p, list, n);
    struct joining j = {p->xy, list, hc_alloc(n, sizeof *j.at)};
    for (size_t i = 0; i < n; i++) {
        j.at[i] = p->n_xy;
        if (list[i].n_units)
            append(p, &list[i]);
    }
    hc_parallel_for(threads, n, 1, copy_vertices, &j);
    hc_free(j.at);
}

void hc_polygons_join_within(struct hc_polygons *p, const struct hc_polygons *list, size_t n)
{
    make_room(p, list, n);
    for (size_t i = 0; i < n; i++) {
        if (list[i].n_xy)
            memmove(p->xy + p->n_xy, list[i].xy, list[i].n_xy * sizeof *p->xy);
        if (list[i].n_units)
            append(p, &list[i]);
    }
    p->cap_xy = p->n_xy;
    p->xy = hc_realloc(p->xy, p->cap_xy, sizeof *p->xy);
}

void hc_polygons_release(struct hc_polygons *p)
{
    hc_free(p->xy);
    hc_free(p->ring_xy);
    hc_free(p->part_ring);
    hc_free(p->unit_part);
    *p = (struct hc_polygons){0};
}
