/* Maps of seeded random coverages: borders, colours, vertices left out, room inside units, labels. */
#include "cover/lines.h"
#include "coverage.h"
#include "map/label/inscribed.h"
#include "map/label/place.h"
#include "map/scene/colouring.h"
#include "map/scene/thin.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

struct world {
    struct coverage coverage;
    struct hc_findings findings;
    struct hc_cover *cover;
    uint32_t *own; /* each face is a unit of its own */
    size_t n;
};

static void world_make(struct world *w, uint64_t seed, size_t n_cells)
{
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = 2};
    memset(w, 0, sizeof *w);
    coverage_make(&w->coverage, seed, n_cells, true);
    w->cover = hc_cover_new(&w->coverage.layer, "unit", &options, &w->findings, &err);
    assert_non_null(w->cover);
    w->n = hc_cover_n_faces(w->cover);
    w->own = hc_alloc(w->n, sizeof *w->own);
    for (uint32_t i = 0; i < w->n; i++)
        w->own[i] = i;
}

static void world_release(struct world *w)
{
    hc_cover_free(w->cover);
    hc_findings_release(&w->findings);
    hc_free(w->own);
    coverage_release(&w->coverage);
}

static void merge_at_random(struct world *w, struct rng *r, size_t n_units)
{
    for (size_t i = 0; i < w->n; i++)
        w->own[i] = rng_below(r, 9) ? rng_below(r, (uint32_t)n_units) : HC_NONE;
}

/* Each unit's borders are as long as its rings, each pair of neighbours has one, and no line changes its sides. */
static void borders_are_the_rings(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(60); seed++) {
        struct world w;
        struct rng r = {seed};
        struct hc_lines lines;
        struct hc_polygons p;
        struct hc_pairs pairs;
        struct hc_err err = {0};
        world_make(&w, seed, 3 + seed % 9);
        size_t n_units = seed % 3 ? 1 + w.n / 3 : w.n;
        if (seed % 3)
            merge_at_random(&w, &r, n_units);
        hc_cover_lines(w.cover, w.own, &lines);
        assert_int_equal(hc_cover_dissolve(w.cover, w.own, n_units, &p, &err), 0);
        hc_cover_neighbours(w.cover, w.own, n_units, &pairs);
        double *length = hc_calloc(n_units, sizeof *length), *expected = hc_calloc(n_units, sizeof *expected);
        size_t n_pairs = 0;
        for (size_t i = 0; i < lines.n; i++) {
            assert_true(lines.left[i] < lines.right[i] && lines.at[i + 1] >= lines.at[i] + 2);
            bool again = i && lines.left[i] == lines.left[i - 1] && lines.right[i] == lines.right[i - 1];
            n_pairs += lines.right[i] != HC_NONE && !again;
            for (size_t k = lines.at[i] + 1; k < lines.at[i + 1]; k++) {
                double d = hypot(lines.xy[k].x - lines.xy[k - 1].x, lines.xy[k].y - lines.xy[k - 1].y);
                length[lines.left[i]] += d;
                if (lines.right[i] != HC_NONE)
                    length[lines.right[i]] += d;
            }
        }
        assert_int_equal(n_pairs, pairs.n);
        for (size_t u = 0; u < n_units; u++)
            for (uint32_t ring = p.part_ring[p.unit_part[u]]; ring < p.part_ring[p.unit_part[u + 1]]; ring++)
                for (size_t i = p.ring_xy[ring], last = p.ring_xy[ring + 1] - 1; i < p.ring_xy[ring + 1]; last = i++)
                    expected[u] += hypot(p.xy[i].x - p.xy[last].x, p.xy[i].y - p.xy[last].y);
        for (size_t u = 0; u < n_units; u++)
            assert_true(fabs(length[u] - expected[u]) <= 1e-6 * (1 + expected[u]));
        hc_free(length);
        hc_free(expected);
        hc_pairs_release(&pairs);
        hc_polygons_release(&p);
        hc_lines_release(&lines);
        world_release(&w);
    }
}

static uint32_t colour_and_check(const struct hc_pairs *pairs, size_t n, uint32_t few, const uint32_t *wish)
{
    uint32_t *colour = hc_alloc(n, sizeof *colour), *again = hc_alloc(n, sizeof *again);
    uint32_t count = hc_colour_units(pairs, n, few, wish, colour);
    hc_colour_units(pairs, n, few, wish, again);
    assert_memory_equal(colour, again, n * sizeof *colour);
    for (size_t i = 0; i < n; i++)
        assert_true(colour[i] < count);
    for (size_t i = 0; i < pairs->n; i++)
        assert_int_not_equal(colour[pairs->items[i].a], colour[pairs->items[i].b]);
    hc_free(colour);
    hc_free(again);
    return count;
}

static void neighbours_differ_in_colour(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(120); seed++) {
        struct world w;
        struct rng r = {seed};
        struct hc_pairs pairs;
        world_make(&w, seed, 3 + seed % 14);
        size_t n_units = w.n;
        if (seed % 2)
            merge_at_random(&w, &r, n_units = 1 + w.n / 4);
        uint32_t *wish = hc_alloc(n_units, sizeof *wish);
        for (size_t i = 0; i < n_units; i++)
            wish[i] = rng_below(&r, 5) ? rng_below(&r, 4) : HC_NONE;
        hc_cover_neighbours(w.cover, w.own, n_units, &pairs);
        colour_and_check(&pairs, n_units, 4, wish);
        colour_and_check(&pairs, n_units, 5, NULL);
        hc_free(wish);
        hc_pairs_release(&pairs);
        world_release(&w);
    }
}

/* A triangulated grid with its diagonals at random: planar, so that four colours are enough. Wheels with an odd rim,
 * and a whole graph of nine. */
static void planar_maps_need_four_or_five(void **state)
{
    (void)state;
    enum { SIDE = 30, WHEEL = 8 };
    size_t n_five = 0, n_maps = 40;
    for (uint64_t seed = 1; seed <= n_maps; seed++) {
        struct rng r = {seed};
        struct hc_pairs pairs = {0};
        HC_GROW(pairs.items, pairs.cap, (size_t)4 * SIDE * SIDE);
        for (uint32_t y = 0; y < SIDE; y++)
            for (uint32_t x = 0; x < SIDE; x++) {
                uint32_t u = y * SIDE + x;
                bool right = x + 1 < SIDE, down = y + 1 < SIDE;
                if (right)
                    pairs.items[pairs.n++] = (struct hc_pair){u, u + 1, 1};
                if (down)
                    pairs.items[pairs.n++] = (struct hc_pair){u, u + SIDE, 1};
                if (right && down && rng_below(&r, 2))
                    pairs.items[pairs.n++] = (struct hc_pair){u, u + SIDE + 1, 1};
                else if (right && down)
                    pairs.items[pairs.n++] = (struct hc_pair){u + 1, u + SIDE, 1};
            }
        uint32_t count = colour_and_check(&pairs, (size_t)SIDE * SIDE, 4, NULL);
        assert_true(count <= 5);
        n_five += count == 5;
        hc_pairs_release(&pairs);
    }
    assert_true(n_five <= n_maps / 4);
    struct hc_pair wheel[2 * (WHEEL - 1)], whole[36];
    struct hc_pairs pairs = {.items = wheel};
    for (uint32_t i = 1; i < WHEEL; i++) {
        wheel[pairs.n++] = (struct hc_pair){0, i, 1};
        wheel[pairs.n++] = (struct hc_pair){i, i + 1 < WHEEL ? i + 1 : 1, 1};
    }
    assert_true(colour_and_check(&pairs, WHEEL, 4, NULL) == 4);
    pairs = (struct hc_pairs){.items = whole};
    for (uint32_t i = 0; i < 9; i++)
        for (uint32_t k = i + 1; k < 9; k++)
            whole[pairs.n++] = (struct hc_pair){i, k, 1};
    assert_int_equal(colour_and_check(&pairs, 9, 4, NULL), 9);
}

/* The first part of a unit alone. */
static GEOSGeometry *first_part(GEOSContextHandle_t g, const struct hc_polygons *p, size_t unit)
{
    struct hc_polygons one;
    hc_polygons_init(&one);
    uint32_t part = p->unit_part[unit];
    for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
        hc_polygons_add_vertices(&one, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
        hc_polygons_end_ring(&one);
    }
    hc_polygons_end_part(&one);
    hc_polygons_end_unit(&one);
    GEOSGeometry *geometry = geos_unit(g, &one, 0);
    hc_polygons_release(&one);
    return geometry;
}

static GEOSGeometry *box_at(GEOSContextHandle_t g, double x, double y, double w, double h)
{
    return GEOSGeom_createRectangle_r(g, x - w / 2, y - h / 2, x + w / 2, y + h / 2);
}

/* No point of a fine grid has more room than the one found, by GEOS' distances, and the room found is there. */
static void check_circle(GEOSContextHandle_t g, const struct hc_polygons *p, size_t unit)
{
    enum { GRID = 40 };
    GEOSGeometry *area = first_part(g, p, unit), *edge = GEOSBoundary_r(g, area);
    struct hc_spot spot = hc_inscribed_circle(p, unit);
    GEOSGeometry *at = GEOSGeom_createPointFromXY_r(g, spot.at.x, spot.at.y);
    double d = 0, x0, y0, x1, y1, best = 0;
    assert_int_equal(GEOSContains_r(g, area, at), 1);
    GEOSDistance_r(g, at, edge, &d);
    assert_true(fabs(d - spot.room) <= 1e-7 * (1 + d));
    GEOSGeom_getXMin_r(g, area, &x0);
    GEOSGeom_getYMin_r(g, area, &y0);
    GEOSGeom_getXMax_r(g, area, &x1);
    GEOSGeom_getYMax_r(g, area, &y1);
    for (int i = 0; i < GRID * GRID; i++) {
        GEOSGeometry *point = GEOSGeom_createPointFromXY_r(g, x0 + (x1 - x0) * (i % GRID + 0.5) / GRID,
                                                           y0 + (y1 - y0) * (i / GRID + 0.5) / GRID);
        if (GEOSContains_r(g, area, point) == 1) {
            GEOSDistance_r(g, point, edge, &d);
            best = fmax(best, d);
        }
        GEOSGeom_destroy_r(g, point);
    }
    assert_true(spot.room >= 0.99 * best - 1e-9);
    GEOSGeom_destroy_r(g, at);
    GEOSGeom_destroy_r(g, edge);
    GEOSGeom_destroy_r(g, area);
}

/* A box as large as the room found lies inside, one a hundredth larger does not; no point of a grid has 4 % more. */
static void check_box(GEOSContextHandle_t g, const struct hc_polygons *p, size_t unit, double w, double h)
{
    enum { GRID = 30 };
    GEOSGeometry *area = first_part(g, p, unit);
    struct hc_spot spot = hc_inscribed_box(p, unit, w, h), spots[GRID * GRID];
    double k = spot.room * (1 - 1e-6), larger = spot.room * 1.01;
    GEOSGeometry *inside = box_at(g, spot.at.x, spot.at.y, w * k, h * k);
    GEOSGeometry *beyond = box_at(g, spot.at.x, spot.at.y, w * larger, h * larger);
    assert_true(spot.room > 0);
    assert_int_equal(GEOSCovers_r(g, area, inside), 1);
    assert_int_equal(GEOSCovers_r(g, area, beyond), 0);
    /* At that size all spots of a grid must be worse, and at a tenth those given must fit. */
    assert_int_equal(hc_inscribed_spots(p, unit, w * spot.room * 1.045, h * spot.room * 1.045, GRID, NULL, NULL, spots),
                     0);
    double tenth = spot.room / 10;
    size_t n = hc_inscribed_spots(p, unit, w * tenth, h * tenth, GRID, NULL, NULL, spots);
    for (size_t i = 0; i < n; i++) {
        GEOSGeometry *box = box_at(g, spots[i].at.x, spots[i].at.y, w * tenth * 0.999, h * tenth * 0.999);
        assert_int_equal(GEOSCovers_r(g, area, box), 1);
        assert_true(!i || spots[i].room <= spots[i - 1].room);
        GEOSGeom_destroy_r(g, box);
    }
    GEOSGeom_destroy_r(g, inside);
    GEOSGeom_destroy_r(g, beyond);
    GEOSGeom_destroy_r(g, area);
}

static void room_inside_units(void **state)
{
    (void)state;
    GEOSContextHandle_t g = GEOS_init_r();
    for (uint64_t seed = 1; seed <= seeds_or(12); seed++) {
        struct world w;
        world_make(&w, seed, 3 + seed % 6);
        for (size_t u = 0; u < w.n; u++) {
            check_circle(g, &w.coverage.layer.polygons, u);
            check_box(g, &w.coverage.layer.polygons, u, 3, 1);
        }
        world_release(&w);
    }
    GEOS_finish_r(g);
}

/* What is left out lies no farther from what stays than was allowed, and rings stay rings. */
static void thinning_keeps_within_tolerance(void **state)
{
    (void)state;
    GEOSContextHandle_t g = GEOS_init_r();
    for (uint64_t seed = 1; seed <= seeds_or(40); seed++) {
        struct world w;
        struct hc_err err = {0};
        struct hc_polygons before, after;
        world_make(&w, seed, 3 + seed % 8);
        double tolerance = seed % 4 ? 20.0 * (double)(seed % 4) : 1e9;
        assert_int_equal(hc_cover_dissolve(w.cover, w.own, w.n, &before, &err), 0);
        assert_int_equal(hc_cover_dissolve(w.cover, w.own, w.n, &after, &err), 0);
        hc_thin_polygons(&after, (struct hc_xy){1, 1}, tolerance);
        assert_int_equal(before.n_rings, after.n_rings);
        assert_true(after.n_xy <= before.n_xy);
        for (size_t r = 0; r < before.n_rings; r++) {
            size_t n = after.ring_xy[r + 1] - after.ring_xy[r];
            assert_true(n >= 3);
            if (tolerance > 1e6)
                continue;
            GEOSCoordSequence *line = GEOSCoordSeq_create_r(g, (unsigned)n + 1, 2);
            for (size_t i = 0; i <= n; i++) {
                struct hc_xy v = after.xy[after.ring_xy[r] + i % n];
                GEOSCoordSeq_setXY_r(g, line, (unsigned)i, v.x, v.y);
            }
            GEOSGeometry *ring = GEOSGeom_createLineString_r(g, line);
            for (size_t i = before.ring_xy[r]; i < before.ring_xy[r + 1]; i++) {
                GEOSGeometry *point = GEOSGeom_createPointFromXY_r(g, before.xy[i].x, before.xy[i].y);
                double d;
                GEOSDistance_r(g, point, ring, &d);
                assert_true(d <= tolerance * (1 + 1e-9));
                GEOSGeom_destroy_r(g, point);
            }
            GEOSGeom_destroy_r(g, ring);
        }
        hc_polygons_release(&before);
        hc_polygons_release(&after);
        world_release(&w);
    }
    GEOS_finish_r(g);
}

static bool overlap(struct hc_box a, struct hc_box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* Box on paper back in the plane, a little smaller. */
static GEOSGeometry *box_in_plane(GEOSContextHandle_t g, const struct hc_view *v, struct hc_box b)
{
    double x = v->at.x + (b.x + b.w / 2 - v->on.x) / v->scale, y = v->at.y - (b.y + b.h / 2 - v->on.y) / v->scale;
    return box_at(g, x, y, b.w / v->scale * 0.999, b.h / v->scale * 0.999);
}

/* No two labels overlap, all lie on the sheet, those said to be inside are, those led away stand off all land. */
static void labels_do_not_overlap(void **state)
{
    (void)state;
    GEOSContextHandle_t g = GEOS_init_r();
    struct hc_fonts *fonts = hc_fonts_new();
    size_t n_inside = 0, n_led = 0, n_left = 0;
    for (uint64_t seed = 1; seed <= seeds_or(20); seed++) {
        struct world w;
        world_make(&w, seed, 6 + seed % 20);
        const struct hc_polygons *p = &w.coverage.layer.polygons;
        struct hc_xy first = p->xy[0], low = first, high = first;
        for (size_t i = 0; i < p->n_xy; i++) {
            low = (struct hc_xy){fmin(low.x, p->xy[i].x), fmin(low.y, p->xy[i].y)};
            high = (struct hc_xy){fmax(high.x, p->xy[i].x), fmax(high.y, p->xy[i].y)};
        }
        double size = fmax(high.x - low.x, high.y - low.y);
        struct hc_view view = {{(low.x + high.x) / 2, (low.y + high.y) / 2}, {100, 100}, 120 / size};
        struct hc_occupied occupied;
        hc_occupied_init(&occupied, (struct hc_box){10, 10, 180, 180});
        hc_occupied_add_land(&occupied, &view, p);
        struct hc_label *labels = hc_calloc(w.n, sizeof *labels);
        for (uint32_t i = 0; i < w.n; i++)
            labels[i] = (struct hc_label){.text = i % 3 ? "红旗坝社区" : "Saaremaa vald",
                                          .type = {.size_pt = seed % 2 ? 7 : 16},
                                          .least = 0.8,
                                          .in = p,
                                          .unit = i,
                                          .rank = (int)(i % 2),
                                          .weight = i,
                                          .lead = i % 2 == 0};
        size_t left = hc_labels_place(labels, w.n, &view, fonts, &occupied), counted = 0;
        for (size_t i = 0; i < w.n; i++) {
            counted += !labels[i].placed;
            if (!labels[i].placed)
                continue;
            struct hc_box b = labels[i].box;
            assert_true(b.x >= 10 && b.y >= 10 && b.x + b.w <= 190 && b.y + b.h <= 190);
            for (size_t k = 0; k < i; k++)
                assert_false(labels[k].placed && overlap(b, labels[k].box));
            GEOSGeometry *box = box_in_plane(g, &view, b), *unit = geos_unit(g, p, i);
            if (labels[i].inside)
                assert_int_equal(GEOSCovers_r(g, unit, box), 1);
            for (size_t k = 0; labels[i].led && k < w.n; k++) {
                GEOSGeometry *other = geos_unit(g, p, k);
                assert_int_equal(GEOSIntersects_r(g, other, box), 0);
                GEOSGeom_destroy_r(g, other);
            }
            n_inside += labels[i].inside;
            n_led += labels[i].led;
            GEOSGeom_destroy_r(g, box);
            GEOSGeom_destroy_r(g, unit);
        }
        assert_int_equal(left, counted);
        n_left += left;
        hc_labels_release(labels, w.n);
        hc_free(labels);
        hc_occupied_release(&occupied);
        world_release(&w);
    }
    print_message("%zu inside, %zu led, %zu left out\n", n_inside, n_led, n_left);
    assert_true(n_inside > 0 && n_led > 0 && n_left > 0); /* each way was taken */
    hc_fonts_free(fonts);
    GEOS_finish_r(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(borders_are_the_rings),           cmocka_unit_test(neighbours_differ_in_colour),
        cmocka_unit_test(planar_maps_need_four_or_five),   cmocka_unit_test(room_inside_units),
        cmocka_unit_test(thinning_keeps_within_tolerance), cmocka_unit_test(labels_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
