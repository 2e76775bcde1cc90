#include "base/mem.h"
#include "report/geo/files.h"
#include "report/geo/gpkg/styles.h"
#include <math.h>
#include <string.h>

static void add_layer(struct hc_ogr *o, const struct hc_findings *findings, enum hc_lang lang, bool no_index)
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
        add_layer(o, &moved, job->options->lang, job->options->no_index);
    hc_crs_free(to);
    hc_free(moved.items);
    return status;
}

int hc_findings_gpkg_write(const struct hc_job *job, struct hc_err *err)
{
    char *path = hc_outdir_path(job->out, "findings.gpkg"), *crs = job->cover ? hc_job_crs(job, err) : NULL;
    static const struct hc_style style = {"findings", HC_STYLE_FINDINGS};
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
