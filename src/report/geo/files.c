#include "report/geo/files.h"

#include "base/mem.h"
#include "report/geo/geojson.h"
#include "report/geo/services.h"
#include "report/geo/shapefile.h"
#include "report/geo/styles.h"
#include <math.h>
#include <string.h>

bool hc_has_land(const struct hc_result *r, size_t state, uint32_t level)
{
    return r->states[state].levels[level].face_unit != NULL;
}

char *hc_job_crs(const struct hc_job *job, struct hc_err *err)
{
    if (!job->options->crs)
        return hc_strdup(hc_crs_wkt(hc_cover_crs(job->cover)));
    struct hc_crs *crs = hc_crs_new(job->options->crs, err);
    char *wkt = crs ? hc_strdup(hc_crs_wkt(crs)) : NULL;
    hc_crs_free(crs);
    return wkt;
}

int hc_job_polygons(const struct hc_job *job, size_t state, uint32_t level, bool source_crs, struct hc_polygons *out,
                    struct hc_err *err)
{
    const struct hc_level_state *l = &job->result->states[state].levels[level];
    if (hc_cover_dissolve(job->cover, l->face_unit, l->units.count, out, err) < 0)
        return -1;
    if (source_crs || !job->options->crs)
        return 0;
    struct hc_crs *to = hc_crs_new(job->options->crs, err);
    int status =
        to ? hc_crs_transform(hc_cover_crs(job->cover), to, out->xy, out->n_xy, job->options->threads, err) : -1;
    hc_crs_free(to);
    if (status < 0)
        hc_polygons_release(out);
    return status;
}

void hc_findings_add_layer(struct hc_ogr *o, const struct hc_findings *findings, enum hc_lang lang, bool no_index)
{
    static const char *const names[] = {"id", "severity", "level", "codes", "what", "remedy"};
    const char *const options[] = {no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    OGRLayerH layer = hc_ogr_add_layer(o, "findings", o->srs ? wkbPoint : wkbNone, options);
    if (!layer)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        hc_ogr_add_field(layer, names[i], OFTString);
    hc_ogr_add_field(layer, "size_m", OFTReal);
    hc_ogr_add_field(layer, "area_m2", OFTReal);
    for (size_t i = 0; i < findings->count; i++) {
        const struct hc_finding *f = &findings->items[i];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        struct hc_buf codes = {0};
        for (size_t c = 0; c < f->n_codes; c++)
            hc_buf_addf(&codes, "%s%s", c ? ";" : "", f->codes[c]);
        OGR_F_SetFieldString(feature, 0, f->id);
        OGR_F_SetFieldString(feature, 1, hc_severity_name(f->severity, HC_EN));
        if (f->level)
            OGR_F_SetFieldString(feature, 2, f->level);
        OGR_F_SetFieldString(feature, 3, codes.data ? codes.data : "");
        OGR_F_SetFieldString(feature, 4, hc_text_in(&f->what, lang));
        OGR_F_SetFieldString(feature, 5, hc_text_in(&f->remedy, lang));
        if (!isnan(f->size_m))
            OGR_F_SetFieldDouble(feature, 6, f->size_m);
        if (!isnan(f->area_m2))
            OGR_F_SetFieldDouble(feature, 7, f->area_m2);
        if (f->has_place && o->srs) {
            OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
            OGR_G_SetPoint_2D(point, 0, f->x, f->y);
            OGR_F_SetGeometryDirectly(feature, point);
        }
        hc_ogr_put(o, layer, feature);
        hc_buf_release(&codes);
    }
}

/* A GeoPackage's findings lie in its CRS. */
int hc_findings_place(const struct hc_job *job, struct hc_ogr *o, struct hc_err *err)
{
    struct hc_findings moved = *job->findings;
    int status = 0;
    moved.items = hc_alloc(moved.count, sizeof *moved.items);
    if (moved.count)
        memcpy(moved.items, job->findings->items, moved.count * sizeof *moved.items);
    struct hc_crs *to = job->options->crs && job->cover ? hc_crs_new(job->options->crs, err) : NULL;
    for (size_t i = 0; to && status == 0 && i < moved.count; i++) {
        struct hc_xy xy = {moved.items[i].x, moved.items[i].y};
        if (moved.items[i].has_place)
            status = hc_crs_transform(hc_cover_crs(job->cover), to, &xy, 1, 1, err);
        moved.items[i].x = xy.x;
        moved.items[i].y = xy.y;
    }
    if (status == 0)
        hc_findings_add_layer(o, &moved, job->options->lang, job->options->no_index);
    hc_crs_free(to);
    hc_free(moved.items);
    return status;
}

static const char **plain_names(const struct hc_rows *rows)
{
    const char **names = hc_alloc(rows->n_columns, sizeof *names);
    for (size_t c = 0; c < rows->n_columns; c++)
        names[c] = rows->columns[c].name;
    return names;
}

static int gpkg_level(const struct hc_job *job, struct hc_ogr *o, size_t state, uint32_t level, const char *layer,
                      struct hc_err *err)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    struct hc_rows rows;
    struct hc_polygons polygons;
    bool land = job->cover && hc_has_land(job->result, state, level);
    if (land && hc_job_polygons(job, state, level, false, &polygons, err) < 0)
        return -1;
    hc_rows_init(&rows, job->result, state, level);
    const char **names = plain_names(&rows);
    hc_ogr_add_units(o, layer, &rows, land ? &polygons : NULL, names, land ? options : NULL);
    hc_free(names);
    hc_rows_release(&rows);
    if (land)
        hc_polygons_release(&polygons);
    return 0;
}

static void gpkg_crosswalk(struct hc_ogr *o, const struct hc_result *r, uint32_t level, const char *name)
{
    OGRLayerH layer = hc_ogr_add_layer(o, name, wkbNone, NULL);
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    const struct hc_units *from = &r->states[0].levels[level].units,
                          *to = &r->states[r->n_states - 1].levels[level].units;
    hc_ogr_add_field(layer, "source", OFTString);
    hc_ogr_add_field(layer, "target", OFTString);
    hc_ogr_add_field(layer, "share_area", OFTReal);
    hc_ogr_add_field(layer, "share_population", OFTReal);
    hc_ogr_add_field(layer, "estimated", OFTInteger);
    for (size_t i = 0; layer && i < c->n; i++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFieldString(f, 0, from->code[c->rows[i].source]);
        if (c->rows[i].target != HC_NONE)
            OGR_F_SetFieldString(f, 1, to->code[c->rows[i].target]);
        if (!isnan(c->rows[i].share_area))
            OGR_F_SetFieldDouble(f, 2, c->rows[i].share_area);
        if (!isnan(c->rows[i].share_population))
            OGR_F_SetFieldDouble(f, 3, c->rows[i].share_population);
        OGR_F_SetFieldInteger(f, 4, c->rows[i].estimated);
        hc_ogr_put(o, layer, f);
    }
}

static void gpkg_events(struct hc_ogr *o, const struct hc_result *r, uint32_t level, const char *name,
                        enum hc_lang lang)
{
    static const char *const names[] = {"date", "event", "source", "target", "detail"};
    OGRLayerH layer = hc_ogr_add_layer(o, name, wkbNone, NULL);
    for (size_t i = 0; i < 5; i++)
        hc_ogr_add_field(layer, names[i], OFTString);
    for (size_t s = 0; layer && s < r->n_steps; s++) {
        const struct hc_level_step *step = &r->steps[s].levels[level];
        for (size_t e = 0; e < step->n_events; e++) {
            const struct hc_event *event = &step->events[e];
            OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
            OGR_F_SetFieldString(f, 0, r->steps[s].date);
            OGR_F_SetFieldString(f, 1, hc_event_name(event->type, lang));
            if (event->source != HC_NONE)
                OGR_F_SetFieldString(f, 2, r->states[s].levels[level].units.code[event->source]);
            if (event->target != HC_NONE)
                OGR_F_SetFieldString(f, 3, r->states[s + 1].levels[level].units.code[event->target]);
            OGR_F_SetFieldString(f, 4, hc_text_in(&event->detail, lang));
            hc_ogr_put(o, layer, f);
        }
    }
}

/* "<level><suffix>", in the arena. */
static char *layer_name(struct hc_arena *arena, const char *level, const char *suffix)
{
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s%s", level, suffix);
    char *kept = hc_arena_strdup(arena, name.data);
    hc_buf_release(&name);
    return kept;
}

static int gpkg_contents(const struct hc_job *job, struct hc_ogr *o, struct hc_arena *names, struct hc_err *err)
{
    const struct hc_result *r = job->result;
    size_t n_levels = r->input->project.n_levels, n_styles = 0;
    struct hc_style *styles = hc_alloc(2 * n_levels + 1, sizeof *styles);
    int status = 0;
    for (uint32_t l = 0; l < n_levels && status == 0; l++) {
        const char *id = r->input->project.levels[l].id, *after = layer_name(names, id, "_after");
        status = gpkg_level(job, o, r->n_states - 1, l, after, err);
        styles[n_styles++] = (struct hc_style){after, (int)l};
        if (status == 0 && job->options->before && l != r->input->base) {
            const char *before = layer_name(names, id, "_before");
            status = gpkg_level(job, o, 0, l, before, err);
            styles[n_styles++] = (struct hc_style){before, (int)l};
        }
    }
    if (status == 0)
        status = hc_findings_place(job, o, err);
    if (status == 0 && r->services)
        status = hc_services_add_layers(job, o, err);
    styles[n_styles++] = (struct hc_style){"findings", -1};
    for (uint32_t l = 0; l < n_levels && status == 0; l++) {
        const char *id = r->input->project.levels[l].id;
        gpkg_crosswalk(o, r, l, layer_name(names, id, "_crosswalk"));
        gpkg_events(o, r, l, layer_name(names, id, "_events"), job->options->lang);
    }
    if (status == 0)
        hc_styles_add(o, styles, n_styles);
    hc_free(styles);
    return status;
}

int hc_gpkg_write(const struct hc_job *job, struct hc_err *err)
{
    char *path = hc_outdir_path(job->out, "result.gpkg"), *crs = job->cover ? hc_job_crs(job, err) : NULL;
    struct hc_arena names = {0};
    struct hc_ogr o;
    int status = job->cover && !crs ? -1 : hc_ogr_create(&o, "GPKG", path, "result.gpkg", crs, err);
    if (status == 0) {
        status = gpkg_contents(job, &o, &names, err);
        if (hc_ogr_close(&o, err) < 0)
            status = -1;
    }
    hc_arena_release(&names);
    hc_free(path);
    hc_free(crs);
    return status;
}

int hc_findings_gpkg_write(const struct hc_job *job, struct hc_err *err)
{
    char *path = hc_outdir_path(job->out, "findings.gpkg"), *crs = job->cover ? hc_job_crs(job, err) : NULL;
    static const struct hc_style style = {"findings", -1};
    struct hc_ogr o;
    int status = job->cover && !crs ? -1 : hc_ogr_create(&o, "GPKG", path, "findings.gpkg", crs, err);
    if (status == 0) {
        status = hc_findings_place(job, &o, err);
        hc_styles_add(&o, &style, 1);
        if (hc_ogr_close(&o, err) < 0)
            status = -1;
    }
    hc_free(path);
    hc_free(crs);
    return status;
}

int hc_flatgeobuf_write(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                        const struct hc_polygons *polygons, const char *crs, struct hc_err *err)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    struct hc_buf file = {0};
    struct hc_ogr o;
    hc_buf_addf(&file, "%s.fgb", name);
    char *path = hc_outdir_path(job->out, file.data);
    int status = hc_ogr_create(&o, "FlatGeobuf", path, file.data, crs, err);
    if (status == 0) {
        const char **names = plain_names(rows);
        hc_ogr_add_units(&o, name, rows, polygons, names, options);
        hc_free(names);
        status = hc_ogr_close(&o, err);
    }
    hc_free(path);
    hc_buf_release(&file);
    return status;
}

static int write_layer(const struct hc_job *job, size_t state, uint32_t level, const char *suffix, struct hc_err *err)
{
    char *part = hc_file_part(job->result->input->project.levels[level].id), *crs = hc_job_crs(job, err);
    struct hc_polygons polygons;
    struct hc_rows rows;
    struct hc_buf name = {0};
    unsigned formats = job->options->formats;
    int status = crs ? 0 : -1;
    hc_buf_addf(&name, "%s_%s", part, suffix);
    hc_rows_init(&rows, job->result, state, level);
    if (status == 0 && (formats & HC_FORMAT_GEOJSON)) {
        struct hc_buf file = {0};
        hc_buf_addf(&file, "%s.geojson", name.data);
        char *path = hc_outdir_path(job->out, file.data);
        status = hc_job_polygons(job, state, level, true, &polygons, err);
        if (status == 0) {
            status = hc_geojson_write(path, file.data, &rows, &polygons, job->cover, job->options->threads, err);
            hc_polygons_release(&polygons);
        }
        hc_free(path);
        hc_buf_release(&file);
    }
    if (status == 0 && (formats & (HC_FORMAT_SHP | HC_FORMAT_FGB))) {
        status = hc_job_polygons(job, state, level, false, &polygons, err);
        if (status == 0 && (formats & HC_FORMAT_SHP))
            status = hc_shapefile_write(job, name.data, &rows, &polygons, crs, err);
        if (status == 0 && (formats & HC_FORMAT_FGB))
            status = hc_flatgeobuf_write(job, name.data, &rows, &polygons, crs, err);
        hc_polygons_release(&polygons);
    }
    hc_rows_release(&rows);
    hc_buf_release(&name);
    hc_free(part);
    hc_free(crs);
    return status;
}

int hc_layers_write(const struct hc_job *job, struct hc_err *err)
{
    const struct hc_result *r = job->result;
    if (!job->cover || !(job->options->formats & (HC_FORMAT_GEOJSON | HC_FORMAT_SHP | HC_FORMAT_FGB)))
        return 0;
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        for (size_t s = 0; s < r->n_states; s = hc_result_next(r, s)) {
            bool last = s + 1 == r->n_states, first = s == 0 && !last;
            if (!hc_has_land(r, s, l) || (first && (!job->options->before || l == r->input->base)))
                continue;
            if (write_layer(job, s, l, last ? "after" : first ? "before" : r->states[s].date, err) < 0)
                return -1;
        }
    }
    return 0;
}
