/* The coverage against GEOS and PROJ, on random coverages, sound and damaged. */
#include "cover/cover.h"
#include "coverage.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static struct hc_cover *build(const struct hc_layer *layer, int threads, struct hc_findings *findings)
{
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = threads};
    struct hc_cover *cover = hc_cover_new(layer, "unit", &options, findings, &err);
    if (!cover)
        fail_msg("no cover: %s", hc_text_in(&err.text, HC_EN));
    return cover;
}

static uint32_t *random_plan(struct rng *r, size_t n_units, uint32_t *n_successors)
{
    uint32_t *plan = hc_alloc(n_units, sizeof *plan);
    *n_successors = 1 + rng_below(r, (uint32_t)n_units);
    for (size_t u = 0; u < n_units; u++)
        plan[u] = rng_below(r, 12) ? rng_below(r, *n_successors) : HC_NONE;
    return plan;
}

static void dissolve(const struct hc_cover *cover, const uint32_t *plan, size_t n, struct hc_polygons *out)
{
    struct hc_err err = {0};
    if (hc_cover_dissolve(cover, plan, n, out, &err) < 0)
        fail_msg("no dissolve: %s", hc_text_in(&err.text, HC_EN));
}

static void measure(const struct hc_cover *cover, const uint32_t *plan, size_t n, int64_t *area, int64_t *settled)
{
    struct hc_err err = {0};
    struct hc_measures m = {.area = area, .settled = settled};
    assert_int_equal(hc_cover_measure(cover, plan, n, &m, &err), 0);
}

static void assert_same_polygons(const struct hc_polygons *a, const struct hc_polygons *b)
{
    assert_int_equal(a->n_xy, b->n_xy);
    assert_int_equal(a->n_rings, b->n_rings);
    assert_int_equal(a->n_parts, b->n_parts);
    assert_int_equal(a->n_units, b->n_units);
    assert_memory_equal(a->xy, b->xy, a->n_xy * sizeof *a->xy);
    assert_memory_equal(a->ring_xy, b->ring_xy, (a->n_rings + 1) * sizeof *a->ring_xy);
    assert_memory_equal(a->part_ring, b->part_ring, (a->n_parts + 1) * sizeof *a->part_ring);
    assert_memory_equal(a->unit_part, b->unit_part, (a->n_units + 1) * sizeof *a->unit_part);
}

static void assert_union(const struct hc_polygons *input, const uint32_t *plan, uint32_t n,
                         const struct hc_polygons *out, uint64_t seed)
{
    GEOSContextHandle_t g = GEOS_init_r();
    for (uint32_t s = 0; s < n; s++) {
        GEOSGeometry *truth = geos_union(g, input, plan, s), *found = geos_unit(g, out, s);
        double difference = geos_difference(g, truth, found);
        if (!(difference < 1e-9) || GEOSisValid_r(g, found) != 1)
            fail_msg("seed %llu, successor %u: difference %g, valid %d", (unsigned long long)seed, s, difference,
                     GEOSisValid_r(g, found));
        GEOSGeom_destroy_r(g, truth);
        GEOSGeom_destroy_r(g, found);
    }
    GEOS_finish_r(g);
}

/* Members' areas add up to the successor's, to the last quantum; a unit by itself has nothing to settle. */
static void assert_areas(const struct hc_cover *cover, const uint32_t *plan, uint32_t n, size_t n_units, bool sound)
{
    uint32_t *self = hc_alloc(n_units, sizeof *self);
    int64_t *each = hc_calloc(n_units, sizeof *each), *area = hc_calloc(n, sizeof *area),
            *settled = hc_calloc(n, sizeof *settled);
    for (uint32_t u = 0; u < n_units; u++)
        self[u] = u;
    int64_t *alone = hc_calloc(n_units, sizeof *alone);
    measure(cover, self, n_units, each, alone);
    for (size_t u = 0; u < n_units; u++)
        assert_int_equal(alone[u], 0);
    hc_free(alone);
    measure(cover, plan, n, area, settled);
    for (uint32_t s = 0; s < n; s++) {
        int64_t sum = 0;
        for (size_t u = 0; u < n_units; u++)
            sum += plan[u] == s ? each[u] : 0;
        assert_int_equal(sum, area[s] + settled[s]);
        if (sound)
            assert_int_equal(settled[s], 0);
    }
    hc_free(self);
    hc_free(each);
    hc_free(area);
    hc_free(settled);
}

static void assert_neighbours(const struct coverage *c, const struct hc_cover *cover, const uint32_t *plan, uint32_t n)
{
    struct hc_pairs pairs;
    size_t i = 0;
    hc_cover_neighbours(cover, plan, n, &pairs);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            double length = coverage_border(c, plan, a, b);
            if (length < 0)
                continue;
            assert_true(i < pairs.n);
            assert_int_equal(pairs.items[i].a, a);
            assert_int_equal(pairs.items[i].b, b);
            assert_true(fabs((double)pairs.items[i].length / 1e6 - length) < 1e-7 * length + 1e-4);
            i++;
        }
    assert_int_equal(i, pairs.n);
    hc_pairs_release(&pairs);
}

/* Labels spread over links and shared borders inside units until nothing changes. */
static void spread_labels(const struct hc_pairs *borders, const uint32_t (*links)[2], size_t n_links,
                          const uint32_t *plan, uint32_t *label)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < borders->n + n_links; i++) {
            uint32_t a = i < n_links ? links[i][0] : borders->items[i - n_links].a;
            uint32_t b = i < n_links ? links[i][1] : borders->items[i - n_links].b;
            uint32_t least = label[a] < label[b] ? label[a] : label[b];
            if (plan[a] == HC_NONE || plan[a] != plan[b] || label[a] == label[b])
                continue;
            label[a] = label[b] = least;
            changed = true;
        }
    }
}

/* Pieces from faces, from blocks of a finer plan, and from blocks that do not fit are all those that labels find. */
static void assert_pieces(const struct hc_cover *cover, const uint32_t *finer, size_t n_faces, struct rng *r)
{
    uint32_t links[3][2], n = 1 + rng_below(r, (uint32_t)n_faces);
    uint32_t *self = hc_alloc(n_faces, sizeof *self), *label = hc_alloc(n_faces, sizeof *label);
    uint32_t *plan = hc_alloc(n_faces, sizeof *plan), *into = hc_alloc(n_faces, sizeof *into);
    uint32_t *expected = hc_calloc(n, sizeof *expected), *found = hc_alloc(n, sizeof *found);
    struct hc_pairs borders;
    struct hc_blocks fitting, other;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++)
            links[i][k] = rng_below(r, (uint32_t)n_faces);
    for (uint32_t f = 0; f < n_faces; f++) {
        self[f] = label[f] = f;
        into[f] = rng_below(r, n);
    }
    for (size_t f = 0; f < n_faces; f++)
        plan[f] = finer[f] == HC_NONE ? HC_NONE : into[finer[f]];
    hc_cover_neighbours(cover, self, n_faces, &borders);
    spread_labels(&borders, (const uint32_t(*)[2])links, 3, plan, label);
    for (uint32_t f = 0; f < n_faces; f++)
        if (plan[f] != HC_NONE && label[f] == f)
            expected[plan[f]]++;
    hc_cover_blocks(cover, finer, &fitting);
    hc_cover_blocks(cover, into, &other);
    const struct hc_blocks *blocks[] = {NULL, &fitting, &other};
    for (size_t i = 0; i < 3; i++) {
        hc_cover_pieces(cover, blocks[i], plan, n, (const uint32_t(*)[2])links, 3, NULL, 0, found);
        assert_memory_equal(found, expected, n * sizeof *found);
    }
    hc_blocks_release(&fitting);
    hc_blocks_release(&other);
    hc_pairs_release(&borders);
    hc_free(self);
    hc_free(label);
    hc_free(plan);
    hc_free(into);
    hc_free(expected);
    hc_free(found);
}

static void sound_coverages(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(1000); seed++) {
        struct coverage c;
        struct hc_findings findings = {0};
        struct rng r = {seed * 77};
        uint32_t n;
        struct hc_polygons one, other;
        coverage_make(&c, seed, 2 + seed % 9, seed % 3 == 0);
        struct hc_cover *cover = build(&c.layer, 1, &findings);
        assert_int_equal(hc_findings_count(&findings, HC_ERROR), 0);
        assert_int_equal(hc_findings_count(&findings, HC_WARNING), 0);
        uint32_t *plan = random_plan(&r, c.layer.units.count, &n);
        dissolve(cover, plan, n, &one);
        assert_union(&c.layer.polygons, plan, n, &one, seed);
        assert_areas(cover, plan, n, c.layer.units.count, true);
        assert_neighbours(&c, cover, plan, n);
        assert_pieces(cover, plan, c.layer.units.count, &r);
        for (int threads = 2; threads <= 8; threads += 6) {
            struct hc_cover *again = build(&c.layer, threads, &findings);
            dissolve(again, plan, n, &other);
            assert_same_polygons(&one, &other);
            hc_polygons_release(&other);
            hc_cover_free(again);
        }
        hc_polygons_release(&one);
        hc_free(plan);
        hc_cover_free(cover);
        hc_findings_release(&findings);
        coverage_release(&c);
    }
}

/* Neither the order of units nor where and which way rings run changes a byte. */
static void order_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds_or(500); seed++) {
        struct coverage c;
        struct hc_layer shuffled;
        struct hc_findings findings = {0};
        struct rng r = {seed * 31};
        uint32_t n;
        struct hc_polygons one, other;
        coverage_make(&c, seed + 5000, 2 + seed % 7, seed % 2);
        size_t n_units = c.layer.units.count;
        uint32_t *order = hc_alloc(n_units, sizeof *order), *turned = hc_alloc(n_units, sizeof *turned);
        coverage_shuffle(&c, &r, order, &shuffled);
        uint32_t *plan = random_plan(&r, n_units, &n);
        for (size_t i = 0; i < n_units; i++)
            turned[i] = plan[order[i]];
        struct hc_cover *a = build(&c.layer, 1, &findings), *b = build(&shuffled, 2, &findings);
        dissolve(a, plan, n, &one);
        dissolve(b, turned, n, &other);
        assert_same_polygons(&one, &other);
        hc_polygons_release(&one);
        hc_polygons_release(&other);
        hc_cover_free(a);
        hc_cover_free(b);
        hc_layer_release(&shuffled);
        hc_findings_release(&findings);
        hc_free(plan);
        hc_free(order);
        hc_free(turned);
        coverage_release(&c);
    }
}

/* Moves one vertex of one unit by `by` cells, its neighbours' stay. Returns the unit. */
static uint32_t move_vertex(struct coverage *c, struct rng *r, double by)
{
    struct hc_polygons *p = &c->layer.polygons;
    size_t i = rng_below(r, (uint32_t)p->n_xy), ring = 0;
    double size = strcmp(c->layer.crs, "EPSG:4326") == 0 ? 0.009 : 900;
    uint32_t unit = 0;
    while (p->ring_xy[ring + 1] <= i)
        ring++;
    while (p->part_ring[p->unit_part[unit + 1]] <= ring)
        unit++;
    p->xy[i].x += by * size * (rng_unit(r) - 0.5);
    p->xy[i].y += by * size * (rng_unit(r) - 0.5);
    return unit;
}

static bool named(const struct hc_findings *findings, const char *code)
{
    for (size_t i = 0; i < findings->count; i++)
        for (size_t k = 0; k < findings->items[i].n_codes; k++)
            if (strcmp(findings->items[i].codes[k], code) == 0)
                return true;
    return false;
}

/* A vertex moved on one side only makes gaps, overlaps, crossings: the union is still GEOS's, nothing is lost, and a
 * unit that is in another's way is named. */
static void damaged_coverages(void **state)
{
    (void)state;
    static const double sizes[] = {1e-6, 1e-4, 0.02, 0.3, 1.5};
    for (uint64_t seed = 1; seed <= seeds_or(1000); seed++) {
        struct coverage c;
        struct hc_findings findings = {0};
        struct rng r = {seed * 13};
        uint32_t n;
        struct hc_polygons out;
        coverage_make(&c, seed + 9000, 3 + seed % 5, seed % 2);
        double by = sizes[seed % 5];
        for (uint32_t k = 0; k <= seed % 3; k++)
            move_vertex(&c, &r, by);
        struct hc_cover *cover = build(&c.layer, 2, &findings);
        uint32_t *plan = random_plan(&r, c.layer.units.count, &n);
        dissolve(cover, plan, n, &out);
        assert_union(&c.layer.polygons, plan, n, &out, seed);
        assert_areas(cover, plan, n, c.layer.units.count, false);
        hc_polygons_release(&out);
        hc_free(plan);
        hc_cover_free(cover);
        hc_findings_release(&findings);
        coverage_release(&c);
    }
}

/* Two squares side by side, and what can be wrong with them. */
static void make_pair(struct hc_layer *layer, const struct hc_xy *a, size_t na, const struct hc_xy *b, size_t nb)
{
    *layer = (struct hc_layer){.has_polygons = true, .crs = hc_strdup("EPSG:4544")};
    hc_units_init(&layer->units, 2);
    hc_polygons_init(&layer->polygons);
    for (int i = 0; i < 2; i++) {
        layer->units.code[i] = hc_arena_strdup(&layer->units.strings, i ? "B" : "A");
        hc_polygons_add_vertices(&layer->polygons, i ? b : a, i ? nb : na);
        hc_polygons_end_ring(&layer->polygons);
        hc_polygons_end_part(&layer->polygons);
        hc_polygons_end_unit(&layer->polygons);
    }
}

static const struct hc_finding *find(const struct hc_findings *findings, const char *id)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->items[i].id, id) == 0)
            return &findings->items[i];
    return NULL;
}

static void check_pair(const struct hc_xy *a, size_t na, const struct hc_xy *b, size_t nb, const char *expected,
                       double area_m2, size_t expected_rings)
{
    struct hc_layer layer;
    struct hc_findings findings = {0};
    struct hc_polygons out;
    const uint32_t together[2] = {0, 0};
    make_pair(&layer, a, na, b, nb);
    struct hc_cover *cover = build(&layer, 1, &findings);
    const struct hc_finding *f = expected ? find(&findings, expected) : NULL;
    if (expected && !f)
        fail_msg("%s was not found", expected);
    if (!expected)
        assert_int_equal(findings.count, 0);
    if (f && !isnan(area_m2)) {
        assert_true(fabs(f->area_m2 - area_m2) < 0.01 * area_m2);
        assert_true(f->has_place);
    }
    if (f)
        assert_true(named(&findings, "A"));
    dissolve(cover, together, 1, &out);
    assert_union(&layer.polygons, together, 1, &out, 0);
    assert_int_equal(out.n_rings, expected_rings);
    hc_polygons_release(&out);
    hc_cover_free(cover);
    hc_findings_release(&findings);
    hc_layer_release(&layer);
}

#define X        500000.0
#define Y        3400000.0
#define N(array) array, sizeof array / sizeof *array

static void each_damage_is_named(void **state)
{
    (void)state;
    const struct hc_xy a[] = {{X, Y}, {X + 100, Y}, {X + 100, Y + 100}, {X, Y + 100}};
    const struct hc_xy b[] = {{X + 100, Y}, {X + 200, Y}, {X + 200, Y + 100}, {X + 100, Y + 100}};
    check_pair(N(a), N(b), NULL, NAN, 1);
    /* B has a vertex in the middle of the border, A has not. */
    const struct hc_xy more[] = {{X + 100, Y}, {X + 200, Y}, {X + 200, Y + 100}, {X + 100, Y + 100}, {X + 100, Y + 50}};
    check_pair(N(a), N(more), "missing_vertex", NAN, 1);
    /* B reaches ten metres into A. */
    const struct hc_xy over[] = {{X + 90, Y}, {X + 200, Y}, {X + 200, Y + 100}, {X + 90, Y + 100}};
    check_pair(N(a), N(over), "overlap", 1000, 1);
    const struct hc_xy inside[] = {{X + 20, Y + 20}, {X + 40, Y + 20}, {X + 40, Y + 40}, {X + 20, Y + 40}};
    check_pair(N(a), N(inside), "overlap", 400, 1);
    check_pair(N(a), N(a), "duplicate_unit", 10000, 1);
    /* B's vertex lies 5 cm off the border: a hair of a gap. */
    const struct hc_xy near[] = {
        {X + 100, Y}, {X + 200, Y}, {X + 200, Y + 100}, {X + 100, Y + 100}, {X + 100.05, Y + 50}};
    check_pair(N(a), N(near), "near_match", NAN, 2);
    check_pair(N(a), N(near), "gap", 2.5, 2);
    const struct hc_xy bow[] = {{X, Y}, {X + 100, Y + 100}, {X + 100, Y}, {X, Y + 80}};
    check_pair(N(bow), N(b), "invalid_polygon", NAN, 2);
    const struct hc_xy spike[] = {
        {X, Y},      {X + 100, Y}, {X + 100, Y + 100}, {X + 50, Y + 100}, {X + 50, Y + 150}, {X + 50, Y + 100},
        {X, Y + 100}};
    check_pair(N(spike), N(b), "invalid_polygon", NAN, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_damage_is_named),
        cmocka_unit_test(sound_coverages),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(damaged_coverages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
