// Writes a made-up coverage for timing: make_coverage FOLDER UNITS VERTICES [SEED [DAMAGE]]. DAMAGE is the share of
// vertices that one cell of those that meet there has a centimetre off.
//
// Cells in courses like bricks, so that three meet at a corner; each border is drawn once from its own seed (midpoint
// displacement, straight ahead along its chord, so that it cannot cross itself) and used from both sides, so that
// neighbours share every vertex to the bit. FOLDER gets units.gpkg (layer `units`, EPSG:4490) and plan.csv, which sends
// three cells of a course to one. All of it is invented.
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 3, MAX_STEPS = 1024 };

struct grid {
    long columns, rows;
    int steps;   // edges a border is drawn with
    double cell; // side of a cell, degrees
    double roughness;
    double damage;
    uint64_t seed;
};

struct point {
    double x, y;
};

static uint64_t mixed(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

// Uniform in [-1, 1), the same for the same four numbers.
static double noise(const struct grid *g, long i, long y, long which)
{
    uint64_t h = mixed(g->seed ^ mixed((uint64_t)i ^ mixed((uint64_t)y ^ mixed((uint64_t)which))));
    return (double)(h >> 11) / 4503599627370496.0 - 1;
}

// Corner i half cells to the right, y courses up.
static struct point corner(const struct grid *g, long i, long y)
{
    return (struct point){104 + g->cell * (0.5 * (double)i + 0.08 * noise(g, i, y, 1)),
                          26 + g->cell * ((double)y + 0.15 * noise(g, i, y, 2))};
}

// The border from corner (i, y) to its right (up = 0) or upper (up = 1) neighbour: steps + 1 points.
static void draw_border(const struct grid *g, long i, long y, int up, struct point *out)
{
    static double off[MAX_STEPS + 1];
    struct point a = corner(g, i, y), b = corner(g, i + !up, y + up);
    int n = g->steps;
    off[0] = off[n] = 0;
    // Halving from a power of two: what lies beyond n is not drawn.
    int span = 1;
    while (span < n)
        span *= 2;
    for (int half = span / 2; half >= 1; half /= 2)
        for (int k = half; k < n; k += 2 * half) {
            int right = k + half < n ? k + half : n;
            double t = (double)half / (double)(half + right - k);
            off[k] = (1 - t) * off[k - half] + t * off[right] +
                     g->roughness * (double)half / n * noise(g, 4 * i + up, y, 16 + k);
        }
    double dx = b.x - a.x, dy = b.y - a.y;
    for (int k = 0; k <= n; k++) {
        double t = (double)k / n;
        out[k] = (struct point){a.x + t * dx - off[k] * dy, a.y + t * dy + off[k] * dx};
    }
    out[n] = b;
}

// A centimetre off in a direction of its own, for vertex `at` of a cell's ring, if the damage hits it.
static struct point damaged(const struct grid *g, long cell, int at, struct point p)
{
    if (g->damage > 0 && noise(g, cell, at, 5) < 2 * g->damage - 1) {
        double angle = M_PI * noise(g, cell, at, 6), degree = 0.01 / 111320;
        p.x += degree * cos(angle) / cos(p.y * M_PI / 180);
        p.y += degree * sin(angle);
    }
    return p;
}

static void add_border(const struct grid *g, OGRGeometryH ring, long i, long y, int up, bool reversed, int *at,
                       long cell)
{
    static struct point line[MAX_STEPS + 1];
    draw_border(g, i, y, up, line);
    for (int k = 0; k < g->steps; k++) {
        struct point p = damaged(g, cell, *at, line[reversed ? g->steps - k : k]);
        OGR_G_SetPoint_2D(ring, (*at)++, p.x, p.y);
    }
}

static OGRGeometryH cell_polygon(const struct grid *g, long column, long row)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing), polygon = OGR_G_CreateGeometry(wkbPolygon);
    long i = 2 * column + (row & 1), cell = row * g->columns + column;
    int at = 0;
    OGR_G_SetPointCount(ring, 6 * g->steps + 1);
    add_border(g, ring, i, row, 0, false, &at, cell);
    add_border(g, ring, i + 1, row, 0, false, &at, cell);
    add_border(g, ring, i + 2, row, 1, false, &at, cell);
    add_border(g, ring, i + 1, row + 1, 0, true, &at, cell);
    add_border(g, ring, i, row + 1, 0, true, &at, cell);
    add_border(g, ring, i, row, 1, true, &at, cell);
    OGR_G_SetPoint_2D(ring, at, OGR_G_GetX(ring, 0), OGR_G_GetY(ring, 0));
    OGR_G_AddGeometryDirectly(polygon, ring);
    return polygon;
}

static OGRLayerH create_layer(GDALDatasetH dataset)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4490);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    char *options[] = {"SPATIAL_INDEX=NO", "DESCRIPTION=made-up data", NULL};
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "units", srs, wkbPolygon, options);
    OSRRelease(srs);
    const char *names[] = {"code", "name", "kind", "succ", "population"};
    for (int f = 0; f < 5; f++) {
        OGRFieldDefnH field = OGR_Fld_Create(names[f], f < 4 ? OFTString : OFTInteger64);
        if (layer && OGR_L_CreateField(layer, field, 0))
            layer = NULL;
        OGR_Fld_Destroy(field);
    }
    return layer;
}

static bool write_cell(const struct grid *g, OGRLayerH layer, FILE *plan, long k)
{
    long column = k % g->columns, row = k / g->columns;
    char code[32], to[32], name[48];
    snprintf(code, sizeof code, "%012ld", 510000000000 + k);
    snprintf(to, sizeof to, "%012ld", 510000000000 + row * g->columns + column / GROUP * GROUP);
    snprintf(name, sizeof name, "模拟村%ld", k);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFieldString(feature, 0, code);
    OGR_F_SetFieldString(feature, 1, name);
    OGR_F_SetFieldString(feature, 2, "建制村");
    OGR_F_SetFieldString(feature, 3, to);
    OGR_F_SetFieldInteger64(feature, 4, (GIntBig)(1500 + 1000 * noise(g, column, row, 3)));
    OGR_F_SetGeometryDirectly(feature, cell_polygon(g, column, row));
    bool ok = !OGR_L_CreateFeature(layer, feature);
    OGR_F_Destroy(feature);
    return fprintf(plan, "%s,%s\n", code, to) > 0 && ok;
}

static bool write_all(const struct grid *g, long units, GDALDatasetH dataset, FILE *plan)
{
    OGRLayerH layer = create_layer(dataset);
    bool ok = layer && !GDALDatasetStartTransaction(dataset, 0) && fprintf(plan, "unit,to\n") > 0;
    for (long k = 0; ok && k < units; k++)
        ok = write_cell(g, layer, plan, k);
    return ok && !GDALDatasetCommitTransaction(dataset);
}

int main(int argc, char **argv)
{
    long units = argc > 3 ? atol(argv[2]) : 0, vertices = argc > 3 ? atol(argv[3]) : 0;
    if (units < 1 || vertices < 6 * units || vertices > 6 * units * MAX_STEPS) {
        fprintf(stderr, "usage: make_coverage FOLDER UNITS VERTICES [SEED [DAMAGE]]\n");
        return 2;
    }
    struct grid g = {.columns = (long)ceil(sqrt((double)units)),
                     .steps = (int)(vertices / (6 * units)),
                     .cell = 0.02,
                     .roughness = 0.06,
                     .seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 1,
                     .damage = argc > 5 ? atof(argv[5]) : 0};
    GDALAllRegister();
    char path[4096], plan_path[4096];
    snprintf(path, sizeof path, "%s/units.gpkg", argv[1]);
    snprintf(plan_path, sizeof plan_path, "%s/plan.csv", argv[1]);
    remove(path);
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    FILE *plan = fopen(plan_path, "w");
    bool ok = dataset && plan && write_all(&g, units, dataset, plan);
    if (dataset)
        GDALClose(dataset);
    return plan && !fclose(plan) && ok ? 0 : 4;
}
