/* A coverage of arbitrary rings: bytes are vertices on a small lattice, so that they meet, cross and repeat. */
#include "base/mem.h"
#include "cover/cover.h"
#include "fuzz.h"
#include <stdio.h>
#include <stdlib.h>

static void add_vertex(struct hc_polygons *p, uint8_t x, uint8_t y)
{
    struct hc_xy xy = {105 + x * 1e-4, 31 + y * 1e-4};
    hc_polygons_add_vertices(p, &xy, 1);
}

/* Pairs of bytes; 255 as the first ends a ring, a part or a unit. */
static void make_layer(const uint8_t *data, size_t size, struct hc_layer *layer)
{
    struct hc_polygons *p = &layer->polygons;
    hc_polygons_init(p);
    for (size_t i = 0; i + 1 < size; i += 2) {
        if (data[i] != 255) {
            add_vertex(p, data[i], data[i + 1]);
            continue;
        }
        hc_polygons_end_ring(p);
        if (data[i + 1] % 3 > 0)
            hc_polygons_end_part(p);
        if (data[i + 1] % 3 > 1)
            hc_polygons_end_unit(p);
    }
    hc_polygons_end_ring(p);
    hc_polygons_end_part(p);
    hc_polygons_end_unit(p);
    hc_units_init(&layer->units, p->n_units);
    for (size_t u = 0; u < p->n_units; u++) {
        char code[24];
        snprintf(code, sizeof code, "%zu", u);
        layer->units.code[u] = hc_arena_strdup(&layer->units.strings, code);
    }
    /* in degrees, and without a name: hardly a look into PROJ's database each time */
    layer->crs = hc_strdup("+proj=longlat +ellps=GRS80 +type=crs");
    layer->has_polygons = true;
}

static void use(const struct hc_cover *cover)
{
    size_t n = hc_cover_n_faces(cover);
    uint32_t *unit = hc_alloc(n, sizeof *unit);
    int64_t *area = hc_alloc(2, sizeof *area), *perimeter = hc_alloc(2, sizeof *perimeter);
    struct hc_measures measures = {.area = area, .perimeter = perimeter};
    struct hc_polygons out = {0};
    struct hc_pairs pairs = {0};
    struct hc_err err = {0};
    for (size_t i = 0; i < n; i++)
        unit[i] = (uint32_t)i % 2;
    hc_cover_measure(cover, unit, 2, &measures, &err);
    if (hc_cover_dissolve(cover, unit, 2, &out, &err) == 0)
        hc_polygons_release(&out);
    hc_cover_neighbours(cover, unit, 2, &pairs);
    hc_pairs_release(&pairs);
    hc_err_release(&err);
    hc_free(unit);
    hc_free(area);
    hc_free(perimeter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_layer layer = {0};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_cover_options options = {.threads = 1};
    if (size < 6 || size > 4096)
        return 0;
    make_layer(data, size, &layer);
    struct hc_cover *cover = hc_cover_new(&layer, "unit", &options, &findings, &err);
    if (cover)
        use(cover);
    if (err.code == HC_FAULT)
        abort();
    hc_cover_free(cover);
    hc_layer_release(&layer);
    hc_findings_release(&findings);
    hc_err_release(&err);
    return 0;
}
