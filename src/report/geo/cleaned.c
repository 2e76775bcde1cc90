#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/geometry/loops.h"
#include "report/geo/files.h"
#include "report/geo/geojson.h"
#include "report/geo/gpkg/styles.h"
#include "report/geo/shp/shapefile.h"
#include <math.h>
#include <string.h>

/* The cleaned layer as a table that every writer takes: its own fields, as its source had them. */
struct cleaned {
    struct hc_result result;
    struct hc_level_state level;
    struct hc_rows rows;
    struct hc_polygons polygons; /* in the CRS that is wanted */
    char *name;                  /* <level>_clean */
};

static void set_up(struct cleaned *c, const struct hc_job *job)
{
    const struct hc_layer *layer = &job->input->layers[job->input->base];
    char *part = hc_file_part(job->input->project.levels[job->input->base].id);
    struct hc_buf name = {0};
    *c = (struct cleaned){.result = {.input = job->input}, .level = {.units = layer->units}};
    c->rows = (struct hc_rows){.result = &c->result, .level = &c->level, .n_columns = layer->n_attributes};
    c->rows.columns = hc_calloc(layer->n_attributes, sizeof *c->rows.columns);
    for (size_t i = 0; i < layer->n_attributes; i++) {
        const struct hc_column *column = &layer->attributes[i];
        c->rows.columns[i] =
            (struct hc_rows_column){column->name, column->type == HC_TEXT ? HC_CELL_TEXT : HC_CELL_NUMBER, column, NULL,
                                    -1,           column->type == HC_DECIMAL ? column->scale : -1};
    }
    hc_polygons_init(&c->polygons);
    for (size_t u = 0; u < layer->polygons.n_units; u++)
        hc_polygons_copy_unit(&c->polygons, &layer->polygons, u);
    hc_buf_addf(&name, "%s_clean", part);
    c->name = hc_buf_take(&name);
    hc_free(part);
}

static void release(struct cleaned *c)
{
    hc_free(c->rows.columns);
    hc_free(c->name);
    hc_polygons_release(&c->polygons);
}

static const char *code_of(const struct hc_job *job, uint32_t unit)
{
    return unit == HC_NONE ? NULL : job->input->layers[job->input->base].units.code[unit];
}

static void add_log_layer(const struct hc_job *job, struct hc_ogr *o)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    OGRLayerH layer = hc_ogr_add_layer(o, "clean", wkbPoint, options);
    if (!layer)
        return;
    hc_ogr_add_field(layer, "change", OFTString);
    hc_ogr_add_field(layer, "from_unit", OFTString);
    hc_ogr_add_field(layer, "to_unit", OFTString);
    hc_ogr_add_field(layer, "size_m", OFTReal);
    hc_ogr_add_field(layer, "area_m2", OFTReal);
    for (size_t i = 0; i < job->log->n; i++) {
        const struct hc_change *c = &job->log->changes[i];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_F_SetFieldString(feature, 0, hc_change_name(c->type));
        if (code_of(job, c->from))
            OGR_F_SetFieldString(feature, 1, code_of(job, c->from));
        if (code_of(job, c->to))
            OGR_F_SetFieldString(feature, 2, code_of(job, c->to));
        if (!isnan(c->size_m))
            OGR_F_SetFieldDouble(feature, 3, c->size_m);
        if (!isnan(c->area_m2))
            OGR_F_SetFieldDouble(feature, 4, c->area_m2);
        OGR_G_SetPoint_2D(point, 0, c->place.x, c->place.y);
        OGR_F_SetGeometryDirectly(feature, point);
        hc_ogr_put(o, layer, feature);
    }
}

static int write_gpkg(const struct hc_job *job, const struct cleaned *c, const char *crs, struct hc_err *err)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    char *path = hc_outdir_path(job->out, "result.gpkg");
    const char **names = hc_alloc(c->rows.n_columns, sizeof *names);
    struct hc_ogr o;
    for (size_t i = 0; i < c->rows.n_columns; i++)
        names[i] = c->rows.columns[i].name;
    int status = hc_ogr_create(&o, "GPKG", path, "result.gpkg", crs, err);
    if (status == 0) {
        static const struct hc_style style = {"findings", HC_STYLE_FINDINGS};
        hc_ogr_add_units(&o, c->name, &c->rows, &c->polygons, names, options);
        add_log_layer(job, &o);
        status = hc_findings_place(job, &o, err);
        hc_styles_add(&o, &style, 1);
        if (hc_ogr_close(&o, err) < 0)
            status = -1;
    }
    hc_free(names);
    hc_free(path);
    return status;
}

/* Outer rings counter-clockwise, holes clockwise, as RFC 7946 has them. */
static void turn_rings(struct hc_polygons *p)
{
    for (size_t part = 0; part < p->n_parts; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            struct hc_xy *xy = p->xy + p->ring_xy[r];
            size_t n = p->ring_xy[r + 1] - p->ring_xy[r];
            if ((hc_ring_area2(xy, n) < 0) != (r > p->part_ring[part]))
                hc_ring_reverse(xy, n);
        }
}

static int write_geojson(const struct hc_job *job, struct cleaned *c, struct hc_err *err)
{
    turn_rings(&c->polygons);
    struct hc_buf file = {0};
    hc_buf_addf(&file, "%s.geojson", c->name);
    char *path = hc_outdir_path(job->out, file.data);
    int status =
        hc_geojson_write(path, file.data, &c->rows, &c->polygons, job->cover, NULL, job->options->threads, err);
    hc_free(path);
    hc_buf_release(&file);
    return status;
}

static int write_log(const struct hc_job *job, struct hc_err *err)
{
    size_t n = job->log->n;
    struct hc_xy *lonlat = hc_alloc(n, sizeof *lonlat);
    struct hc_buf out = {0};
    for (size_t i = 0; i < n; i++)
        lonlat[i] = job->log->changes[i].place;
    int status = hc_crs_to_wgs84(hc_cover_crs(job->cover), lonlat, n, job->options->threads, err);
    hc_buf_adds(&out, "change,from_unit,to_unit,x,y,lon,lat,size_m,area_m2\n");
    for (size_t i = 0; i < n && status == 0; i++) {
        const struct hc_change *c = &job->log->changes[i];
        const double place[4] = {c->place.x, c->place.y, lonlat[i].x, lonlat[i].y};
        hc_buf_addf(&out, "%s,", hc_change_name(c->type));
        hc_buf_add_csv(&out, code_of(job, c->from));
        hc_buf_addc(&out, ',');
        hc_buf_add_csv(&out, code_of(job, c->to));
        for (int k = 0; k < 4; k++) {
            hc_buf_addc(&out, ',');
            hc_buf_addd(&out, place[k]);
        }
        hc_buf_addc(&out, ',');
        if (!isnan(c->size_m))
            hc_buf_addd(&out, c->size_m);
        hc_buf_addc(&out, ',');
        if (!isnan(c->area_m2))
            hc_buf_addd(&out, c->area_m2);
        hc_buf_addc(&out, '\n');
    }
    if (status == 0)
        status = hc_outdir_write(job->out, "clean.csv", out.data, out.len, err);
    hc_buf_release(&out);
    hc_free(lonlat);
    return status;
}

int hc_cleaned_write(const struct hc_job *job, struct hc_err *err)
{
    unsigned formats = job->options->formats;
    const char *crs = hc_crs_wkt(hc_cover_crs(job->cover));
    struct cleaned c;
    struct hc_shapes shapes = {.ready = &c.polygons, .threads = job->options->threads};
    int status = 0;
    set_up(&c, job);
    if (formats & HC_FORMAT_GPKG)
        status = write_gpkg(job, &c, crs, err);
    if (status == 0 && (formats & HC_FORMAT_SHP))
        status = hc_shapefile_write(job, c.name, &c.rows, &shapes, crs, err);
    if (status == 0 && (formats & HC_FORMAT_FGB))
        status = hc_flatgeobuf_write(job, c.name, &c.rows, &c.polygons, crs, err);
    if (status == 0 && (formats & HC_FORMAT_CSV))
        status = write_log(job, err);
    if (status == 0 && (formats & HC_FORMAT_GEOJSON)) /* last: it turns rings around and brings them to WGS 84 */
        status = write_geojson(job, &c, err);
    release(&c);
    return status;
}
