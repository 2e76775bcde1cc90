// Writes seeded small coverages and damaged copies of them: make_damaged FOLDER COUNT TOLERANCE. For each seed from 1
// on FOLDER gets <seed>_sound.geojson and <seed>_damaged.geojson with the field `code`, in metres (EPSG:4544), no
// vertex moved by half the tolerance. All of it is invented.
#include "damage.h"
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>

static OGRGeometryH make_ring(const struct hc_xy *xy, size_t n)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    for (size_t i = 0; i <= n; i++)
        OGR_G_AddPoint_2D(ring, xy[i % n].x, xy[i % n].y);
    return ring;
}

static OGRGeometryH make_unit(const struct hc_polygons *p, size_t unit)
{
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++) {
        OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++)
            OGR_G_AddGeometryDirectly(polygon, make_ring(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]));
        OGR_G_AddGeometryDirectly(all, polygon);
    }
    return all;
}

static bool write_layer(const struct hc_layer *layer, const char *path)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4544);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    char *options[] = {"COORDINATE_PRECISION=12", NULL};
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GeoJSON"), path, 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH out = dataset ? GDALDatasetCreateLayer(dataset, "units", srs, wkbMultiPolygon, options) : NULL;
    OGRFieldDefnH field = OGR_Fld_Create("code", OFTString);
    bool ok = out && !OGR_L_CreateField(out, field, 0);
    for (size_t u = 0; ok && u < layer->units.count; u++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out));
        OGR_F_SetFieldString(feature, 0, layer->units.code[u]);
        OGR_F_SetGeometryDirectly(feature, make_unit(&layer->polygons, u));
        ok = !OGR_L_CreateFeature(out, feature);
        OGR_F_Destroy(feature);
    }
    OGR_Fld_Destroy(field);
    OSRRelease(srs);
    if (dataset)
        GDALClose(dataset);
    return ok;
}

int main(int argc, char **argv)
{
    long count = argc > 3 ? atol(argv[2]) : 0;
    double tolerance = argc > 3 ? atof(argv[3]) : 0;
    if (count < 1 || !(tolerance > 0)) {
        fprintf(stderr, "usage: make_damaged FOLDER COUNT TOLERANCE\n");
        return 2;
    }
    GDALAllRegister();
    bool ok = true;
    for (long seed = 1; ok && seed <= count; seed++) {
        struct rng r = {(uint64_t)seed * 7919 + 1};
        struct coverage sound;
        struct hc_layer damaged;
        char path[4096];
        unsigned sorts = 0;
        while (!sorts)
            sorts = DAMAGE_ALL & (unsigned)rng_next(&r) & (unsigned)rng_next(&r);
        coverage_make(&sound, (uint64_t)seed, 3 + (size_t)seed % 3, true);
        damage_make(&sound.layer, &r, sorts, 0.45 * tolerance, &damaged);
        snprintf(path, sizeof path, "%s/%ld_sound.geojson", argv[1], seed);
        ok = write_layer(&sound.layer, path);
        snprintf(path, sizeof path, "%s/%ld_damaged.geojson", argv[1], seed);
        ok = ok && write_layer(&damaged, path);
        hc_layer_release(&damaged);
        coverage_release(&sound);
    }
    return ok ? 0 : 4;
}
