/* Geometry blobs of GeoPackages: what our decoder takes, GDAL's must take for the same polygons. The first byte is how
 * many vertices have room beforehand. */
#include "base/mem.h"
#include "fuzz.h"
#include "load/layer/blob.h"
#include "load/layer/geometry.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(bool same, const char *what)
{
    if (same)
        return;
    fprintf(stderr, "not as GDAL has it: %s\n", what);
    abort();
}

static size_t head_size(const uint8_t *blob)
{
    static const size_t envelopes[] = {0, 32, 48, 48, 64};
    return 8 + envelopes[blob[3] >> 1 & 7];
}

/* Of what else was taken only the type was looked at. */
static bool is_land(const uint8_t *blob)
{
    uint32_t type;
    memcpy(&type, blob + head_size(blob) + 1, sizeof type);
    type = (type & 0x7fffffff) % 1000;
    return type == 3 || type == 6;
}

/* The blob by way of GDAL, as the next unit. */
static void add_by_gdal(const uint8_t *blob, size_t size, struct hc_polygons *polygons)
{
    size_t head = head_size(blob);
    struct hc_geometry_job job = {.polygons = polygons};
    OGRGeometryH geometry = NULL;
    expect(OGR_G_CreateFromWkb(blob + head, NULL, &geometry, (int)(size - head)) == OGRERR_NONE, "refused");
    hc_geometry_add(&job, geometry);
    OGR_G_DestroyGeometry(geometry);
}

static void compare(const struct hc_polygons *a, const struct hc_polygons *b)
{
    expect(a->n_xy == b->n_xy && (!a->n_xy || memcmp(a->xy, b->xy, a->n_xy * sizeof *a->xy) == 0), "vertices");
    expect(a->n_rings == b->n_rings && memcmp(a->ring_xy, b->ring_xy, (a->n_rings + 1) * sizeof *a->ring_xy) == 0,
           "rings");
    expect(a->n_parts == b->n_parts && memcmp(a->part_ring, b->part_ring, (a->n_parts + 1) * sizeof *a->part_ring) == 0,
           "parts");
    expect(a->n_units == b->n_units && memcmp(a->unit_part, b->unit_part, (a->n_units + 1) * sizeof *a->unit_part) == 0,
           "units");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_blobs ours;
    struct hc_polygons theirs;
    if (!size)
        return 0;
    const uint8_t *blob = data + 1;
    size_t cap = data[0] % 16;
    struct hc_xy *room = hc_alloc(cap, sizeof *room);
    hc_blobs_init(&ours, room, cap);
    hc_polygons_init(&theirs);
    bool usual = true;
    for (int i = 0; i < 2 && usual; i++) { /* twice, so that the room is taken, and then too small */
        usual = hc_blobs_add(&ours, blob, size - 1);
        hc_polygons_end_unit(&ours.polygons);
        if (usual && is_land(blob))
            add_by_gdal(blob, size - 1, &theirs);
    }
    if (usual && is_land(blob))
        compare(&ours.polygons, &theirs);
    hc_blobs_release(&ours);
    hc_polygons_release(&theirs);
    hc_free(room);
    return 0;
}
