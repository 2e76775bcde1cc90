#include "cover/mend/mend.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/geometry/geos.h"
#include <stdio.h>
#include <string.h>

/* Calls ring(ctx, r, out) for each ring, which adds its vertices to out, and keeps parts and units as they are. */
static void rewrite(const struct hc_polygons *p, void (*ring)(void *ctx, size_t r, struct hc_polygons *out), void *ctx,
                    struct hc_polygons *out)
{
    hc_polygons_init(out);
    for (size_t u = 0; u < p->n_units; u++) {
        for (uint32_t part = p->unit_part[u]; part < p->unit_part[u + 1]; part++) {
            for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
                ring(ctx, r, out);
                hc_polygons_end_ring(out);
            }
            hc_polygons_end_part(out);
        }
        hc_polygons_end_unit(out);
    }
}

static bool same(struct hc_xy a, struct hc_xy b)
{
    return a.x == b.x && a.y == b.y;
}

struct insertion {
    const struct hc_polygons *p;
    const struct hc_missing *missing;
    size_t n, next;
};

static void copy_without_repeats(void *ctx, size_t r, struct hc_polygons *out)
{
    const struct hc_polygons *p = ((const struct insertion *)ctx)->p;
    for (size_t i = p->ring_xy[r]; i < p->ring_xy[r + 1]; i++)
        if (i == p->ring_xy[r] || !same(p->xy[i], p->xy[i - 1]))
            hc_polygons_add_vertices(out, &p->xy[i], 1);
}

/* The number of vertices of a ring that equal the one before them; *at, unless it is NULL, the first of them. */
static size_t repeats_of_ring(const struct hc_polygons *p, size_t r, struct hc_xy *at)
{
    size_t begin = p->ring_xy[r], end = p->ring_xy[r + 1], n = 0;
    for (size_t i = begin + 1; i <= end; i++) {
        size_t next = i < end ? i : begin;
        if (next != i - 1 && same(p->xy[next], p->xy[i - 1]) && !n++ && at)
            *at = p->xy[next];
    }
    return n;
}

#define RINGS_A_RANGE 256

struct counting {
    const struct hc_polygons *p;
    struct tally {
        size_t n_repeats;
        struct hc_box extent;
    } * ranges;
};

static void count_repeats(void *ctx, size_t first, size_t last)
{
    const struct counting *c = ctx;
    struct tally tally = {.extent = hc_box_nowhere()};
    for (size_t r = first; r < last; r++) {
        size_t begin = c->p->ring_xy[r], end = c->p->ring_xy[r + 1];
        struct hc_box box = begin < end ? hc_box_of(c->p->xy + begin, end - begin) : hc_box_nowhere();
        tally.extent = hc_box_around(&tally.extent, &box);
        tally.n_repeats += repeats_of_ring(c->p, r, NULL);
    }
    c->ranges[first / RINGS_A_RANGE] = tally;
}

size_t hc_mend_repeats(const struct hc_polygons *p, int threads, struct hc_polygons *out, struct hc_xy *first,
                       struct hc_box *extent)
{
    size_t n_ranges = p->n_rings / RINGS_A_RANGE + 1, n = 0;
    struct counting c = {p, hc_calloc(n_ranges, sizeof *c.ranges)};
    struct hc_box all = hc_box_nowhere();
    hc_parallel_for(threads, p->n_rings, RINGS_A_RANGE, count_repeats, &c);
    for (size_t i = 0; i * RINGS_A_RANGE < p->n_rings; i++) {
        n += c.ranges[i].n_repeats;
        all = hc_box_around(&all, &c.ranges[i].extent);
    }
    hc_free(c.ranges);
    if (extent)
        *extent = all;
    for (size_t r = 0; n && first && !repeats_of_ring(p, r, first);)
        r++;
    if (n) {
        struct insertion in = {.p = p};
        rewrite(p, copy_without_repeats, &in, out);
    }
    return n;
}

static double planar_area(struct hc_geos *geos, const GEOSGeometry *geometry)
{
    double area = 0;
    GEOSArea_r(geos->handle, geometry, &area);
    return area;
}

/* Adds unit u to out: as it is if GEOS calls it valid, mended and listed if not. */
static int mend_unit(struct hc_geos *geos, const struct hc_polygons *p, uint32_t u, struct hc_polygons *out,
                     struct hc_invalids *found)
{
    GEOSGeometry *geometry = hc_geos_from_unit(geos, p, u), *place = NULL, *valid = NULL;
    char *reason = NULL;
    int status = -1;
    if (geometry && GEOSisValidDetail_r(geos->handle, geometry, 0, &reason, &place) == 1) {
        hc_polygons_copy_unit(out, p, u);
        status = 0;
    } else if (geometry && (valid = GEOSMakeValid_r(geos->handle, geometry))) {
        HC_GROW(found->items, found->cap, found->n + 1);
        struct hc_invalid *invalid = &found->items[found->n++];
        *invalid = (struct hc_invalid){.unit = u};
        snprintf(invalid->reason, sizeof invalid->reason, "%s", reason ? reason : "invalid");
        if (place) {
            GEOSGeomGetX_r(geos->handle, place, &invalid->place.x);
            GEOSGeomGetY_r(geos->handle, place, &invalid->place.y);
        }
        invalid->planar_before = planar_area(geos, geometry);
        invalid->planar_after = planar_area(geos, valid);
        hc_geos_append_unit(geos, valid, out);
        status = 0;
    }
    GEOSFree_r(geos->handle, reason);
    GEOSGeom_destroy_r(geos->handle, place);
    GEOSGeom_destroy_r(geos->handle, valid);
    GEOSGeom_destroy_r(geos->handle, geometry);
    return status;
}

int hc_mend_invalid(const struct hc_polygons *p, const uint8_t *suspect, struct hc_polygons *out,
                    struct hc_invalids *found, struct hc_err *err)
{
    struct hc_geos geos;
    struct hc_polygons copy;
    int status = 0;
    hc_geos_init(&geos);
    hc_polygons_init(&copy);
    *found = (struct hc_invalids){0};
    for (uint32_t u = 0; u < p->n_units && status == 0; u++) {
        if (!suspect[u])
            hc_polygons_copy_unit(&copy, p, u);
        else if (mend_unit(&geos, p, u, &copy, found) < 0)
            status = hc_err_set(err, HC_FAULT, "GEOS could not mend feature %u: %s", "GEOS 无法修复第 %u 个要素：%s",
                                u + 1, geos.message);
    }
    hc_geos_release(&geos);
    if (status == 0 && found->n)
        *out = copy;
    else
        hc_polygons_release(&copy);
    return status;
}

static void copy_with_missing(void *ctx, size_t r, struct hc_polygons *out)
{
    struct insertion *in = ctx;
    size_t begin = in->p->ring_xy[r], end = in->p->ring_xy[r + 1];
    for (size_t i = begin; i < end; i++) {
        hc_polygons_add_vertices(out, &in->p->xy[i], 1);
        while (in->next < in->n && in->missing[in->next].after == i)
            hc_polygons_add_vertices(out, &in->missing[in->next++].xy, 1);
    }
}

void hc_mend_missing(const struct hc_polygons *p, const struct hc_missing *missing, size_t n, struct hc_polygons *out)
{
    struct insertion in = {p, missing, n, 0};
    rewrite(p, copy_with_missing, &in, out);
}
