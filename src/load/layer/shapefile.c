#include "load/layer/shapefile.h"

#include "base/buf.h"
#include "base/mem.h"
#include "load/layer/ranges.h"
#include "load/layer/shape.h"
#include "load/sheet/limit.h"
#include <cpl_error.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct shapefile {
    const struct hc_source *source;
    struct hc_buf index;     /* the .shx: a head, then for each record where it begins and how long it is */
    size_t n_records, bytes; /* bytes: of the .shp */
};

enum { FILE_HEAD = 100, RECORD_HEAD = 8, INDEX_ENTRY = 8, READ_AHEAD = 1 << 20 };

static uint32_t big_endian(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool read_index(struct shapefile *s)
{
    char *path = hc_strdup(s->source->path), *last = path + strlen(path) - 1, chunk[1 << 16];
    *last = *last == 'P' ? 'X' : 'x';
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = 0;
    while (file >= 0 && (n = read(file, chunk, sizeof chunk)) > 0)
        hc_buf_add(&s->index, chunk, (size_t)n);
    if (file >= 0)
        close(file);
    hc_free(path);
    return file >= 0 && n == 0 && s->index.len >= FILE_HEAD + s->n_records * INDEX_ENTRY;
}

/* Records of the .shp, a stretch of which is at hand: n bytes from `begin` on. */
struct window {
    int file;
    char *bytes;
    size_t n, cap;
    uint64_t begin;
};

/* So many bytes of the file from `at`, or NULL. */
static const char *look_at(struct window *w, uint64_t at, size_t size)
{
    if (at < w->begin || at + size > w->begin + w->n) {
        size_t want = size > READ_AHEAD ? size : READ_AHEAD;
        HC_GROW(w->bytes, w->cap, want);
        ssize_t n = pread(w->file, w->bytes, want, (off_t)at);
        w->begin = at;
        w->n = n > 0 ? (size_t)n : 0;
        if (w->n < size)
            return NULL;
    }
    return w->bytes + (at - w->begin);
}

/* The layer opened once more, for one thread. */
struct handle {
    GDALDatasetH attributes, shapes; /* shapes: opened where it is needed */
    struct window window;
    char *wkb;
    size_t cap_wkb;
    size_t n_errors;
};

static void CPL_STDCALL count_errors(CPLErr class, CPLErrorNum number, const char *message)
{
    struct handle *h = CPLGetErrorHandlerUserData();
    (void)number, (void)message;
    h->n_errors += class >= CE_Failure;
}

static GDALDatasetH open_again(const struct shapefile *s)
{
    static const char *const options[] = {"ENCODING=", NULL}, *const drivers[] = {"ESRI Shapefile", NULL};
    return GDALOpenEx(s->source->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
}

/* A polygon that GDAL has to make of its rings. */
static bool take_from_gdal(const struct shapefile *s, struct handle *h, int64_t record, struct hc_blobs *blobs)
{
    if (!h->shapes)
        h->shapes = open_again(s);
    OGRLayerH layer = h->shapes ? GDALDatasetGetLayer(h->shapes, 0) : NULL;
    OGRFeatureH feature = layer ? OGR_L_GetFeature(layer, record) : NULL;
    OGRGeometryH geometry = feature ? OGR_F_GetGeometryRef(feature) : NULL;
    size_t size = geometry ? (size_t)OGR_G_WkbSize(geometry) : 0;
    bool taken = feature && !geometry;
    if (size) {
        HC_GROW(h->wkb, h->cap_wkb, size);
        taken = OGR_G_ExportToIsoWkb(geometry, wkbNDR, (unsigned char *)h->wkb) == OGRERR_NONE &&
                hc_blobs_add_wkb(blobs, h->wkb, size);
    }
    OGR_F_Destroy(feature);
    return taken;
}

static bool take_shape(const struct shapefile *s, struct handle *h, int64_t record, struct hc_blobs *blobs)
{
    const char *entry = s->index.data + FILE_HEAD + (size_t)record * INDEX_ENTRY;
    uint64_t at = 2 * (uint64_t)big_endian(entry), size = 2 * (uint64_t)big_endian(entry + 4);
    const char *bytes = at + size <= s->bytes ? look_at(&h->window, at, (size_t)size + RECORD_HEAD) : NULL;
    if (!bytes || 2 * (uint64_t)big_endian(bytes + 4) != size)
        return false;
    return hc_shape_add(blobs, bytes + RECORD_HEAD, (size_t)size) || take_from_gdal(s, h, record, blobs);
}

static bool take_records(const struct shapefile *s, struct handle *h, OGRLayerH layer, struct hc_range *r)
{
    bool usual = OGR_L_SetNextByIndex(layer, r->first) == OGRERR_NONE;
    for (OGRFeatureH feature; usual && (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature)) {
        int64_t record = OGR_F_GetFID(feature);
        if (record > r->last) { /* the first of the next range: some are marked as deleted */
            OGR_F_Destroy(feature);
            break;
        }
        r->n_filled += hc_sheet_take_feature(&r->sheet, feature, hc_range_add_row(r));
        usual = record >= r->first && take_shape(s, h, record, &r->blobs) &&
                !hc_sheet_is_hollow(r->sheet.n_rows, r->sheet.n_cols, r->n_filled, HC_HOLLOW_RATIO);
        hc_polygons_end_unit(&r->blobs.polygons);
    }
    return usual;
}

static void read_range(const void *ctx, struct hc_range *r)
{
    static const char *const no_shapes[] = {"OGR_GEOMETRY", NULL};
    const struct shapefile *s = ctx;
    struct handle h = {.window = {.file = open(s->source->path, O_RDONLY | O_CLOEXEC)}};
    CPLPushErrorHandlerEx(count_errors, &h);
    h.attributes = h.window.file >= 0 ? open_again(s) : NULL;
    OGRLayerH layer = h.attributes ? GDALDatasetGetLayer(h.attributes, 0) : NULL;
    if (layer)
        OGR_L_SetIgnoredFields(layer, (const char **)no_shapes);
    bool usual = layer && take_records(s, &h, layer, r);
    if (h.attributes)
        GDALClose(h.attributes);
    if (h.shapes)
        GDALClose(h.shapes);
    if (h.window.file >= 0)
        close(h.window.file);
    CPLPopErrorHandler();
    r->unusual = !usual || h.n_errors;
    hc_free(h.window.bytes);
    hc_free(h.wkb);
}

/* A file of its own, with polygons. */
static bool is_usual(struct shapefile *s, GDALDatasetH dataset, const struct hc_geometry_job *job)
{
    struct stat st;
    OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(job->layer));
    if (strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "ESRI Shapefile") != 0 || job->swapped ||
        !hc_source_has_extension(s->source, "shp") || (type != wkbPolygon && type != wkbMultiPolygon) ||
        stat(s->source->path, &st) < 0 || !S_ISREG(st.st_mode))
        return false;
    s->bytes = (size_t)st.st_size;
    return true;
}

static bool is_hollow(const struct hc_ranges *ranges, const struct hc_sheet *sheet)
{
    size_t rows = 0, filled = 0;
    for (size_t i = 0; i < ranges->n; i++) {
        rows += ranges->items[i].sheet.n_rows;
        filled += ranges->items[i].n_filled;
    }
    return hc_sheet_is_hollow(rows, sheet->n_cols, filled, HC_HOLLOW_RATIO);
}

bool hc_shapefile_read(GDALDatasetH dataset, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job)
{
    struct shapefile s = {.source = job->source};
    struct hc_ranges ranges = {0};
    GIntBig n = is_usual(&s, dataset, job) ? OGR_L_GetFeatureCount(job->layer, 1) : 0;
    s.n_records = n > 0 ? (size_t)n : 0;
    bool usual = n > 0 && read_index(&s);
    if (usual) {
        hc_ranges_init(&ranges, 0, n - 1, s.bytes, sheet, threads);
        hc_ranges_read(&ranges, threads, read_range, &s);
        usual = !is_hollow(&ranges, sheet) && hc_ranges_join(&ranges, threads, sheet, job);
    }
    hc_ranges_release(&ranges);
    hc_buf_release(&s.index);
    return usual;
}
