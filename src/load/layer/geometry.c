#include "load/layer/geometry.h"

#include "base/parallel.h"
#include <cpl_conv.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void hc_geometry_begin(struct hc_geometry_job *job)
{
    int n = 0;
    OGRSpatialReferenceH srs = job->layer ? OGR_L_GetSpatialRef(job->layer) : NULL;
    if (!srs)
        return;
    /* GDAL gives easting or longitude first for nearly all formats, and says so in the mapping: data axis 1 is CRS axis
     * mapping[0]. Where the first data axis points north it has not. */
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(srs, &n);
    OGRAxisOrientation orientation = OAO_Other;
    const char *root = OSRIsProjected(srs) ? "PROJCS" : "GEOGCS";
    if (mapping && n >= 1 && mapping[0] >= 1)
        OSRGetAxis(srs, root, mapping[0] - 1, &orientation);
    job->swapped = orientation == OAO_North || orientation == OAO_South;
}

static void add_ring(struct hc_geometry_job *job, OGRGeometryH ring)
{
    struct hc_polygons *p = job->polygons;
    int n = OGR_G_GetPointCount(ring);
    if (n <= 0)
        return;
    HC_GROW(p->xy, p->cap_xy, p->n_xy + (size_t)n);
    struct hc_xy *xy = p->xy + p->n_xy;
    OGR_G_GetPoints(ring, job->swapped ? &xy->y : &xy->x, (int)sizeof *xy, job->swapped ? &xy->x : &xy->y,
                    (int)sizeof *xy, NULL, 0);
    p->n_xy += (size_t)n;
    hc_polygons_end_ring(p);
}

static void add_polygon(struct hc_geometry_job *job, OGRGeometryH polygon)
{
    int n = OGR_G_GetGeometryCount(polygon);
    for (int i = 0; i < n; i++)
        add_ring(job, OGR_G_GetGeometryRef(polygon, i));
    hc_polygons_end_part(job->polygons);
}

/* True if the geometry has a polygon somewhere. */
static bool add_geometry(struct hc_geometry_job *job, OGRGeometryH geometry)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    if (type == wkbPolygon || type == wkbTriangle) {
        add_polygon(job, geometry);
        return true;
    }
    if (OGR_GT_IsNonLinear(type)) {
        OGRGeometryH straight = OGR_G_GetLinearGeometry(geometry, 0, NULL);
        bool any = straight && !OGR_GT_IsNonLinear(OGR_G_GetGeometryType(straight)) && add_geometry(job, straight);
        OGR_G_DestroyGeometry(straight);
        return any;
    }
    bool any = false;
    if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) || type == wkbPolyhedralSurface || type == wkbTIN)
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            any |= add_geometry(job, OGR_G_GetGeometryRef(geometry, i));
    return any;
}

void hc_geometry_add(struct hc_geometry_job *job, OGRGeometryH geometry)
{
    if (geometry && !add_geometry(job, geometry) && !OGR_G_IsEmpty(geometry))
        job->n_other++;
    hc_polygons_end_unit(job->polygons);
    job->n_features++;
    if (job->progress && job->progress->tell && job->n_features % 1024 == 0)
        job->progress->tell(job->progress->ctx, "reading", job->n_features, 0);
}

void hc_geometry_add_feature(void *job, OGRFeatureH feature)
{
    hc_geometry_add(job, OGR_F_GetGeometryRef(feature));
}

static int refuse(struct hc_geometry_job *job, const char *id, const char *en, const char *zh, const char *remedy_en,
                  const char *remedy_zh)
{
    struct hc_finding *f =
        hc_findings_add(job->findings, id, HC_REFUSAL, "%s: %s%.0s", "%s：%.0s%s", job->source->name, en, zh);
    hc_finding_remedy(f, "%s%.0s", "%.0s%s", remedy_en, remedy_zh);
    return -1;
}

int hc_likely_epsg(struct hc_xy xy)
{
    int zone = xy.x >= 1e6 && xy.x < 1e8 ? (int)(xy.x / 1e6) : 0;
    if (fabs(xy.x) <= 180 && fabs(xy.y) <= 90)
        return xy.x > 73 && xy.x < 136 && xy.y > 3 && xy.y < 54 ? 4490 : 4326;
    if (!(xy.y > 0 && xy.y < 6.5e6))
        return 0;
    return zone >= 25 && zone <= 45 ? 4488 + zone : zone >= 13 && zone <= 23 ? 4478 + zone : 0;
}

static int refuse_no_crs(struct hc_geometry_job *job)
{
    int epsg = job->polygons->n_xy ? hc_likely_epsg(job->polygons->xy[0]) : 0;
    const char *before = job->in_project ? "\"crs\": \"EPSG:" : "--crs EPSG:", *after = job->in_project ? "\"" : "";
    refuse(job, "no_crs", "the layer has no coordinate reference system", "图层没有坐标系", "", "");
    struct hc_finding *f = &job->findings->items[job->findings->count - 1];
    if (epsg)
        hc_finding_remedy(f, "name it%s; the coordinates look like %s%d%s (%s)",
                          "请指定%.0s；从坐标看像是 %s%d%s（%s）", job->in_project ? " in the project" : "", before,
                          epsg, after, epsg == 4326 ? "WGS 84" : "CGCS2000");
    else
        hc_finding_remedy(
            f,
            "name it%s; of CGCS2000 with central meridian 105: %s4544%s (3-degree; 4534 + (meridian - 75) "
            "/ 3)",
            "请指定%.0s；CGCS2000、中央经线 105 度为 %s4544%s（三度带：4534 +（中央经线 − 75）÷ 3）",
            job->in_project ? " in the project" : "", before, after);
    return -1;
}

static int find_crs(struct hc_geometry_job *job, char **crs)
{
    OGRSpatialReferenceH srs = job->layer ? OGR_L_GetSpatialRef(job->layer) : NULL;
    static const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    if (job->crs) {
        *crs = hc_strdup(job->crs);
        return 0;
    }
    if (!srs || OSRExportToWktEx(srs, &wkt, options) != OGRERR_NONE || !wkt || !*wkt) {
        CPLFree(wkt);
        return refuse_no_crs(job);
    }
    *crs = hc_strdup(wkt);
    CPLFree(wkt);
    return 0;
}

/* A shapefile's header tells its length in 16-bit words; its .dbf must have as many records. */
static int check_shapefile(struct hc_geometry_job *job, size_t n_units)
{
    unsigned char header[32];
    struct stat st;
    if (!hc_source_has_extension(job->source, "shp"))
        return 0;
    FILE *file = fopen(job->source->path, "rb");
    bool whole = file && fread(header, 1, sizeof header, file) == sizeof header && fstat(fileno(file), &st) == 0;
    if (file)
        fclose(file);
    long told = whole ? ((long)header[24] << 24 | (long)header[25] << 16 | (long)header[26] << 8 | header[27]) * 2 : 0;
    if (!whole || told > (long)st.st_size)
        return refuse(job, "truncated_source", "the .shp is shorter than its header says", ".shp 比文件头声明的短",
                      "the file is cut short; get it anew", "文件被截断，请重新获取");
    char *dbf = hc_strdup(job->source->path), *extension = dbf + strlen(dbf) - 3;
    for (int i = 0; i < 3; i++)
        extension[i] = "dbf"[i];
    file = fopen(dbf, "rb");
    hc_free(dbf);
    size_t n_records = n_units;
    if (file && fread(header, 1, sizeof header, file) == sizeof header && fstat(fileno(file), &st) == 0) {
        size_t size = (size_t)header[10] | (size_t)header[11] << 8, head = (size_t)header[8] | (size_t)header[9] << 8;
        n_records = (size_t)header[4] | (size_t)header[5] << 8 | (size_t)header[6] << 16 | (size_t)header[7] << 24;
        size_t there = size && (size_t)st.st_size > head ? ((size_t)st.st_size - head) / size : 0;
        n_records = there < n_records ? there : n_records;
    }
    if (file)
        fclose(file);
    if (n_records < n_units)
        return refuse(job, "truncated_source", "the .dbf has fewer records than the .shp has shapes",
                      ".dbf 的记录数少于 .shp 的图形数",
                      "the two do not belong together, or the .dbf is cut short; get both anew",
                      "二者不匹配或 .dbf 被截断，请重新获取");
    return 0;
}

struct sums {
    const struct hc_xy *xy;
    atomic_bool endless;
};

static void sum_range(void *ctx, size_t begin, size_t end)
{
    struct sums *sums = ctx;
    double none = 0; /* times anything finite */
    for (size_t i = begin; i < end; i++)
        none += sums->xy[i].x * 0 + sums->xy[i].y * 0;
    if (!(none <= 0))
        atomic_store(&sums->endless, true);
}

static bool is_finite(struct hc_xy xy)
{
    return isfinite(xy.x) && isfinite(xy.y);
}

static int check_coordinates(struct hc_geometry_job *job, const struct hc_units *units, int threads)
{
    const struct hc_polygons *p = job->polygons;
    struct sums sums = {.xy = p->xy};
    size_t u = 0, i = 0;
    hc_parallel_for(threads, p->n_xy, (size_t)1 << 16, sum_range, &sums);
    if (!sums.endless)
        return 0;
    while (is_finite(p->xy[i]))
        i++;
    while (p->ring_xy[p->part_ring[p->unit_part[u + 1]]] <= i)
        u++;
    struct hc_finding *f = hc_findings_add(
        job->findings, "bad_coordinate", HC_REFUSAL, "%s:%ld: unit %s has a coordinate that is no number",
        "%s:%ld：单元 %s 的坐标不是数字", job->source->name, units->row[u], units->code[u] ? units->code[u] : "?");
    hc_finding_remedy(f, "repair the feature and export again", "请修复该要素后重新导出");
    return -1;
}

static void name_missing(struct hc_geometry_job *job, const struct hc_units *units)
{
    const struct hc_polygons *p = job->polygons;
    for (size_t u = 0; u < p->n_units; u++) {
        if (p->unit_part[u] != p->unit_part[u + 1] || !units->code[u])
            continue;
        struct hc_finding *f =
            hc_findings_add(job->findings, "no_boundary", HC_ERROR, "%s:%ld: unit %s has no polygon",
                            "%s:%ld：单元 %s 没有多边形", job->source->name, units->row[u], units->code[u]);
        hc_finding_unit(f, units->code[u]);
        hc_finding_remedy(f, "draw its boundary; until then it has people but no land",
                          "请补绘边界；否则它有人口而无土地");
    }
}

int hc_geometry_finish(struct hc_geometry_job *job, const struct hc_units *units, int threads, char **crs)
{
    int status = check_shapefile(job, units->count);
    if (status == 0 && !job->n_features)
        return refuse(job, "empty_source", "the layer has no features", "图层没有要素",
                      "choose another layer with FILE#LAYER", "请用 文件#图层 指定其他图层");
    if (status == 0 && !job->polygons->n_parts)
        return refuse(job, "no_polygons", "the layer has no polygons", "图层没有多边形",
                      "choose the layer with the boundaries with FILE#LAYER; ogrinfo FILE lists them",
                      "请用 文件#图层 指定边界图层；ogrinfo 文件 可列出各图层");
    if (find_crs(job, crs) < 0 || check_coordinates(job, units, threads) < 0)
        status = -1;
    if (status == 0)
        name_missing(job, units);
    return status;
}
