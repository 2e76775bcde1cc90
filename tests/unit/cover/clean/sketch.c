#include "sketch.h"

#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/cover.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

/* Where sketches lie, in EPSG:4544. */
#define X0 500000.0
#define Y0 3400000.0

void sketch_ring(struct sketch *f, const double (*xy)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct hc_xy v = {X0 + xy[i][0], Y0 + xy[i][1]};
        hc_polygons_add_vertices(&f->layer.polygons, &v, 1);
    }
    hc_polygons_end_ring(&f->layer.polygons);
}

void sketch_end_part(struct sketch *f)
{
    hc_polygons_end_part(&f->layer.polygons);
}

void sketch_end_unit(struct sketch *f)
{
    hc_polygons_end_unit(&f->layer.polygons);
}

void sketch_begin(struct sketch *f, double tolerance_m)
{
    *f = (struct sketch){.layer = {.has_polygons = true}, .options = {.tolerance_m = tolerance_m}};
    hc_polygons_init(&f->layer.polygons);
    f->layer.crs = hc_strdup("EPSG:4544");
}

void sketch_clean(struct sketch *f)
{
    static const char *const codes[] = {"01", "02", "03", "04", "05", "06", "07", "08"};
    struct hc_err err = {0};
    hc_units_init(&f->layer.units, f->layer.polygons.n_units);
    for (size_t u = 0; u < f->layer.units.count; u++)
        f->layer.units.code[u] = hc_arena_strdup(&f->layer.units.strings, codes[u]);
    hc_units_index(&f->layer.units);
    if (hc_clean(&f->layer, "unit", &f->options, &f->cleaned, &f->log, &f->findings, &err) < 0)
        fail_msg("%s", err.text.en);
}

void sketch_end(struct sketch *f)
{
    hc_layer_release(&f->layer);
    hc_polygons_release(&f->cleaned);
    hc_clean_log_release(&f->log);
    hc_findings_release(&f->findings);
}

double sketch_area(const struct hc_polygons *p, uint32_t unit)
{
    double sum = 0;
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            double a = fabs(hc_ring_area2(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r])) / 2;
            sum += r == p->part_ring[part] ? a : -a;
        }
    return sum;
}

void sketch_assert_area(const struct sketch *f, uint32_t unit, double expected)
{
    double found = sketch_area(&f->cleaned, unit);
    if (!(fabs(found - expected) < 1e-6 * expected))
        fail_msg("unit %u has %.9g, not %.9g", unit, found, expected);
}

size_t sketch_n_parts(const struct sketch *f, uint32_t unit)
{
    return f->cleaned.unit_part[unit + 1] - f->cleaned.unit_part[unit];
}

size_t sketch_n_changes(const struct sketch *f, enum hc_change_type type)
{
    size_t n = 0;
    for (size_t i = 0; i < f->log.n; i++)
        n += f->log.changes[i].type == type;
    return n;
}

bool sketch_has_vertex(const struct sketch *f, uint32_t unit, double x, double y)
{
    const struct hc_polygons *p = &f->cleaned;
    size_t begin = p->ring_xy[p->part_ring[p->unit_part[unit]]], end = p->ring_xy[p->part_ring[p->unit_part[unit + 1]]];
    for (size_t i = begin; i < end; i++)
        if (fabs(p->xy[i].x - X0 - x) < 1e-9 && fabs(p->xy[i].y - Y0 - y) < 1e-9)
            return true;
    return false;
}

bool sketch_found(const struct sketch *f, const char *id)
{
    for (size_t i = 0; i < f->findings.count; i++)
        if (strcmp(f->findings.items[i].id, id) == 0)
            return true;
    return false;
}

void sketch_assert_whole(struct sketch *f, size_t n_whole_rings)
{
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = 1, .tolerance_m = f->options.tolerance_m};
    struct hc_polygons raw = f->layer.polygons, whole;
    uint32_t *one = hc_calloc(f->cleaned.n_units, sizeof *one);
    f->layer.polygons = f->cleaned;
    struct hc_cover *cover = hc_cover_new(&f->layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].severity >= HC_WARNING)
            fail_msg("%s", findings.items[i].what.en);
    assert_int_equal(hc_cover_dissolve(cover, one, 1, &whole, &err), 0);
    assert_int_equal(whole.n_parts, 1);
    assert_int_equal(whole.n_rings, n_whole_rings);
    hc_polygons_release(&whole);
    hc_cover_free(cover);
    f->layer.polygons = raw;
    hc_findings_release(&findings);
    hc_free(one);
}
