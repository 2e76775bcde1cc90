/* Records of shapefiles: what our reader takes, GDAL's must take for the same polygon. The first byte is how many
 * vertices have room beforehand. */
#include "base/mem.h"
#include "fuzz.h"
#include "load/layer/geometry.h"
#include "load/layer/shape.h"
#include "report/geo/shp/record.h"
#include <cpl_vsi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHP "/vsimem/record.shp"
#define SHX "/vsimem/record.shx"

static void expect(bool same, const char *what)
{
    if (same)
        return;
    fprintf(stderr, "not as GDAL has it: %s\n", what);
    abort();
}

static void put_file(const char *name, struct hc_buf *bytes)
{
    static const struct hc_box box = {0, 0, 1, 1};
    hc_shp_put_head(bytes->data, bytes->len, &box);
    VSIFCloseL(VSIFileFromMemBuffer(name, (GByte *)bytes->data, bytes->len, FALSE));
}

/* The record by way of GDAL, out of a file with nothing else. */
static void add_by_gdal(const uint8_t *record, size_t size, struct hc_polygons *polygons)
{
    static const char head[HC_SHP_HEAD], number[4] = {0, 0, 0, 1};
    struct hc_geometry_job job = {.polygons = polygons};
    struct hc_buf shp = {0}, shx = {0}, entry = {0};
    hc_shp_add_entry(&entry, HC_SHP_HEAD, 8 + size);
    hc_buf_add(&shx, head, sizeof head);
    hc_buf_add(&shx, entry.data, entry.len);
    hc_buf_add(&shp, head, sizeof head);
    hc_buf_add(&shp, number, sizeof number);
    hc_buf_add(&shp, entry.data + 4, 4);
    hc_buf_add(&shp, record, size);
    put_file(SHP, &shp);
    put_file(SHX, &shx);
    GDALDatasetH dataset = GDALOpenEx(SHP, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRFeatureH feature = dataset ? OGR_L_GetFeature(GDALDatasetGetLayer(dataset, 0), 0) : NULL;
    expect(feature, "refused");
    hc_geometry_add(&job, OGR_F_GetGeometryRef(feature));
    OGR_F_Destroy(feature);
    GDALClose(dataset);
    VSIUnlink(SHP);
    VSIUnlink(SHX);
    hc_buf_release(&shp);
    hc_buf_release(&shx);
    hc_buf_release(&entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_blobs ours;
    struct hc_polygons theirs;
    if (size % 2 == 0) /* the content of a record is counted in pairs of bytes */
        return 0;
    size_t cap = data[0] % 16;
    struct hc_xy *room = hc_alloc(cap, sizeof *room);
    hc_blobs_init(&ours, room, cap);
    hc_polygons_init(&theirs);
    if (hc_shape_add(&ours, data + 1, size - 1)) {
        hc_polygons_end_unit(&ours.polygons);
        GDALAllRegister();
        add_by_gdal(data + 1, size - 1, &theirs);
        const struct hc_polygons *p = &ours.polygons;
        expect(p->n_xy == theirs.n_xy && (!p->n_xy || memcmp(p->xy, theirs.xy, p->n_xy * sizeof *p->xy) == 0),
               "vertices");
        expect(p->n_rings == theirs.n_rings && p->n_parts == theirs.n_parts && p->n_units == theirs.n_units, "rings");
    } else {
        expect(ours.polygons.n_xy == 0 && ours.polygons.n_rings == 0, "nothing added");
    }
    hc_blobs_release(&ours);
    hc_polygons_release(&theirs);
    hc_free(room);
    return 0;
}
