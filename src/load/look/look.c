#include "load/look/look.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "load/archive/archive.h"
#include "load/layer/wkt.h"
#include "load/load.h"
#include "load/look/inside.h"
#include <dirent.h>
#include <errno.h>
#include <ogr_srs_api.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

void hc_look_note(struct hc_find *f, const char *en, const char *zh, ...)
{
    va_list args;
    va_start(args, zh);
    hc_text_vset(&f->note, en, zh, args);
    va_end(args);
}

static struct hc_find *add_find(struct hc_look *look, const char *source)
{
    HC_GROW(look->items, look->cap, look->n + 1);
    struct hc_find *f = &look->items[look->n++];
    *f = (struct hc_find){.source = hc_strdup(source), .date = hc_look_date_in(source)};
    f->code = f->name = f->kind = f->parent = HC_NONE;
    f->level = HC_NONE;
    return f;
}

/* The first complaint about a source is why it is not used. */
static void keep_complaint(struct hc_find *f, const struct hc_findings *findings)
{
    for (size_t i = 0; i < findings->count && !f->note.en; i++) {
        const struct hc_text *what = &findings->items[i].what;
        if (findings->items[i].severity == HC_REFUSAL)
            hc_look_note(f, "%s%.0s", "%.0s%s", hc_text_in(what, HC_EN), hc_text_in(what, HC_ZH));
    }
}

/* Boundaries, whether their CRS is known, and which it may be. */
static void look_at_geometry(struct hc_find *f, OGRLayerH layer)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(layer));
    OGREnvelope box;
    if (type == wkbUnknown) {
        OGRFeatureH first = OGR_L_GetNextFeature(layer);
        OGRGeometryH geometry = first ? OGR_F_GetGeometryRef(first) : NULL;
        type = geometry ? wkbFlatten(OGR_G_GetGeometryType(geometry)) : wkbNone;
        OGR_F_Destroy(first);
        OGR_L_ResetReading(layer);
    }
    f->polygons = type == wkbPolygon || type == wkbMultiPolygon || type == wkbCurvePolygon || type == wkbMultiSurface;
    f->lacks_crs = f->polygons && !OGR_L_GetSpatialRef(layer);
    if (f->lacks_crs && OGR_L_GetExtent(layer, &box, 1) == OGRERR_NONE)
        f->likely_epsg = hc_likely_epsg((struct hc_xy){box.MaxX, box.MaxY});
}

/* The same of a table with boundaries as text. */
static void look_at_text(struct hc_find *f, struct hc_findings *findings)
{
    struct hc_polygons polygons;
    struct hc_geometry_job job = {.polygons = &polygons, .findings = findings};
    uint32_t col = f->polygons ? HC_NONE : hc_wkt_column(&f->sheet);
    if (col == HC_NONE)
        return;
    hc_polygons_init(&polygons);
    hc_wkt_take(&job, &f->sheet, col);
    f->polygons = f->lacks_crs = true;
    f->likely_epsg = polygons.n_xy ? hc_likely_epsg(polygons.xy[0]) : 0;
    hc_polygons_release(&polygons);
}

static void read_find(struct hc_look *look, struct hc_find *f)
{
    struct hc_findings findings = {0};
    struct hc_source source = {0};
    int status = hc_source_init(&source, &look->input, f->source, &findings);
    if (status == 0 && hc_source_is_csv(&source)) {
        status = hc_sheet_read(&f->sheet, &source, &look->input, &findings);
    } else if (status == 0) {
        GDALDatasetH dataset = hc_source_open(&source, &findings);
        OGRLayerH layer = dataset ? hc_source_layer(&source, dataset, &findings) : NULL;
        if (layer)
            look_at_geometry(f, layer);
        status = layer ? hc_sheet_read_layer(&f->sheet, &source, layer, &look->input, &findings) : -1;
        if (dataset)
            GDALClose(dataset);
    }
    if (status == 0)
        look_at_text(f, &findings);
    if (status < 0) {
        keep_complaint(f, &findings);
        f->sheet.n_rows = 0;
    }
    f->sheet.name = f->source;
    hc_look_at_columns(f);
    hc_source_release(&source);
    hc_findings_release(&findings);
}

/* One find a layer; those of a file with several are named FILE#LAYER. */
static void add_layers(struct hc_look *look, const char *name, const char *path)
{
    struct hc_findings findings = {0};
    bool harmless = hc_archive_check(path, name, &findings) == 0; /* else the find says so */
    GDALDatasetH dataset = harmless ? GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL) : NULL;
    int n = dataset ? GDALDatasetGetLayerCount(dataset) : 0;
    if (n <= 1)
        add_find(look, name);
    for (int i = 0; n > 1 && i < n; i++) {
        const char *layer = OGR_L_GetName(GDALDatasetGetLayer(dataset, i));
        struct hc_buf source = {0};
        hc_buf_addf(&source, "%s#%s", name, layer);
        if (OGR_L_GetFeatureCount(GDALDatasetGetLayer(dataset, i), 0) != 0 && hc_utf8_valid(source.data, source.len) &&
            !strchr(layer, '#'))
            add_find(look, source.data);
        hc_buf_release(&source);
    }
    if (dataset)
        GDALClose(dataset);
    hc_findings_release(&findings);
}

static bool has_suffix(const char *name, const char *const *suffixes)
{
    const char *dot = strrchr(name, '.');
    for (; dot && *suffixes; suffixes++)
        if (strcasecmp(dot + 1, *suffixes) == 0)
            return true;
    return false;
}

/* A .dbf that belongs to a shapefile is no table of its own. */
static bool belongs_to_shapefile(const char *path)
{
    static const char *const dbf[] = {"dbf", NULL};
    struct stat st;
    char *shape = hc_strdup(path);
    bool belongs = false;
    for (int upper = 0; upper < 2 && has_suffix(path, dbf); upper++) {
        memcpy(shape + strlen(shape) - 3, upper ? "SHP" : "shp", 3);
        belongs = belongs || stat(shape, &st) == 0;
    }
    hc_free(shape);
    return belongs;
}

static void add_file(struct hc_look *look, const char *name)
{
    static const char *const read[] = {"shp", "gpkg", "geojson", "fgb",  "kml", "gml", "gdb", "csv",
                                       "tsv", "txt",  "xlsx",    "xlsm", "ods", "dbf", NULL};
    static const char *const json[] = {"json", NULL}, *const one[] = {"csv", "tsv", "txt", NULL};
    static const char *const old[] = {"xls", "et", "doc", "docx", "pdf", "rar", "zip", "mdb", "7z", NULL};
    char *path = hc_project_path(&look->input.project, name);
    bool plain = hc_utf8_valid(name, strlen(name)) && !hc_source_is_connection(name);
    for (const char *c = name; *c; c++)
        plain = plain && (unsigned char)*c >= ' ';
    if (!plain) {
        if (has_suffix(name, read))
            look->n_unnamed++;
    } else if (strcasecmp(name, "project.json") == 0 || belongs_to_shapefile(path)) {
        /* not ours to read here */
    } else if (has_suffix(name, json)) {
        struct hc_find *f = add_find(look, name);
        if (hc_look_figures(look, path))
            f->use = HC_FIND_FIGURES;
        else
            f->is_json = true;
    } else if (has_suffix(name, one)) {
        add_find(look, name);
    } else if (has_suffix(name, read)) {
        add_layers(look, name, path);
    } else if (has_suffix(name, old)) {
        struct hc_find *f = add_find(look, name);
        hc_look_note(f, "not a format that is read; save it as XLSX, CSV or a layer (unpack archives)",
                     "不是可读取的格式；请另存为 XLSX、CSV 或图层（压缩包请先解压）");
    }
    hc_free(path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_folder(struct hc_look *look, const char *folder, struct hc_err *err)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    char **names = NULL;
    size_t n = 0, cap = 0;
    if (!dir && (errno == ENOENT || errno == ENOTDIR))
        return hc_err_set(err, HC_REFUSED,
                          "%s: no such folder; make it, put your layers and tables there, and try again",
                          "%s：没有这个文件夹；请先建立，放入图层和表格后再试", folder);
    if (!dir)
        return hc_err_set(err, HC_IO, "%s: cannot be opened: %s", "%s：无法打开：%s", folder, strerror(errno));
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.' || entry->d_name[0] == '~')
            continue;
        HC_GROW(names, cap, n + 1);
        names[n++] = hc_strdup(entry->d_name);
    }
    closedir(dir);
    if (n)
        qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        add_file(look, names[i]);
        hc_free(names[i]);
    }
    hc_free(names);
    return 0;
}

/* Whether some of its characters take two columns, as Chinese ones do and accented letters do not. */
static bool is_wide(const char *cell)
{
    size_t characters = 0;
    for (const char *c = cell; *c; c++)
        characters += ((unsigned char)*c & 0xc0) != 0x80;
    return hc_utf8_width(cell) > characters && !strpbrk(cell, "abcdefghijklmnopqrstuvwxyz"); /* or it is garbled */
}

static bool is_chinese(const struct hc_look *look)
{
    size_t wide = 0, all = 0;
    for (size_t i = 0; i < look->n; i++) {
        const struct hc_find *f = &look->items[i];
        for (size_t r = 0; f->name != HC_NONE && r < f->sheet.n_rows; r++) {
            const char *cell = hc_sheet_cell(&f->sheet, r, f->name);
            all += cell != NULL;
            wide += cell && is_wide(cell);
        }
    }
    return wide > all / 2;
}

int hc_look_into(struct hc_look *look, const char *folder, const enum hc_lang *lang, enum hc_lang usual,
                 struct hc_err *err)
{
    struct hc_project *p = &look->input.project;
    p->folder = hc_arena_strdup(&p->strings, folder);
    if (list_folder(look, folder, err) < 0)
        return -1;
    for (size_t i = 0; i < look->n; i++)
        if (look->items[i].use == HC_FIND_UNUSED && !look->items[i].note.en)
            read_find(look, &look->items[i]);
    for (size_t i = 0; i < look->n; i++)
        for (size_t s = 0; s < look->input.n_sources; s++)
            if (strcmp(look->input.sources[s].name, look->items[i].source) == 0)
                look->items[i].encoding = look->input.sources[s].encoding;
    look->lang_usual = !lang && !is_chinese(look);
    look->lang = lang ? *lang : look->lang_usual ? usual : HC_ZH;
    hc_look_complete_dates(look);
    return 0;
}

void hc_look_release(struct hc_look *look)
{
    for (size_t i = 0; i < look->n; i++) {
        struct hc_find *f = &look->items[i];
        hc_free(f->source);
        hc_free(f->date);
        hc_free(f->columns);
        hc_free(f->lender);
        hc_text_release(&f->note);
        hc_sheet_release(&f->sheet);
    }
    hc_free(look->items);
    for (size_t i = 0; i < look->n_full_dates; i++)
        hc_free(look->full_dates[i]);
    hc_free(look->full_dates);
    hc_input_release(&look->input);
}
