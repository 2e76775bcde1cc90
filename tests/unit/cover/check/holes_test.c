/* What a check says of units whose land is missing, wholly or in part. */
#include "base/mem.h"
#include "cover/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static void add_square(struct hc_polygons *p, double x, double y)
{
    const struct hc_xy xy[] = {{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}, {x, y}};
    hc_polygons_add_vertices(p, xy, 5);
    hc_polygons_end_ring(p);
}

/* A ring without vertices and a part without rings, the last of all, so that nothing lies behind them. */
static void nothing_behind(void **state)
{
    (void)state;
    struct hc_layer layer = {.has_polygons = true, .crs = hc_strdup("EPSG:4544")};
    struct hc_polygons *p = &layer.polygons;
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = 1};
    hc_polygons_init(p);
    add_square(p, 500000, 3400000);
    hc_polygons_end_part(p);
    hc_polygons_end_ring(p);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    hc_polygons_end_ring(p);
    hc_polygons_end_part(p);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    /* no room behind the last vertex, where a sanitizer would not see a read */
    p->cap_xy = p->n_xy;
    p->xy = hc_realloc(p->xy, p->n_xy, sizeof *p->xy);
    hc_units_init(&layer.units, 2);
    layer.units.code[0] = hc_arena_strdup(&layer.units.strings, "01");
    layer.units.code[1] = hc_arena_strdup(&layer.units.strings, "02");
    struct hc_cover *cover = hc_cover_new(&layer, "unit", &options, &findings, &err);
    assert_non_null(cover);
    /* no tiny part: the one finding is that unit 02 has no land */
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].id, "no_boundary");
    assert_string_equal(findings.items[0].codes[0], "02");
    hc_cover_free(cover);
    hc_findings_release(&findings);
    hc_layer_release(&layer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
