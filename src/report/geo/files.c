#include "report/geo/files.h"

#include "base/mem.h"
#include "cover/placed.h"
#include "report/geo/coordinate.h"
#include "report/geo/geojson.h"
#include "report/geo/services.h"
#include "report/geo/shp/shapefile.h"

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

const char **hc_rows_names(const struct hc_rows *rows)
{
    const char **names = hc_alloc(rows->n_columns, sizeof *names);
    for (size_t c = 0; c < rows->n_columns; c++)
        names[c] = rows->columns[c].name;
    return names;
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
        const char **names = hc_rows_names(rows);
        hc_ogr_add_units(&o, name, rows, polygons, names, options);
        hc_free(names);
        status = hc_ogr_close(&o, err);
    }
    hc_free(path);
    hc_buf_release(&file);
    return status;
}

static const char *suffix(const struct hc_result *r, size_t state)
{
    return state + 1 == r->n_states ? "after" : state == 0 ? "before" : r->states[state].date;
}

/* A layer to be written: a level in a state. */
struct layer {
    size_t state;
    uint32_t level;
    const char *name; /* of its files */
    struct hc_rows rows;
};

static int write_geojson(const struct hc_job *job, const struct layer *l, struct hc_placed *placed, struct hc_err *err)
{
    struct hc_polygons polygons;
    struct hc_buf file = {0};
    hc_buf_addf(&file, "%s.geojson", l->name);
    char *path = hc_outdir_path(job->out, file.data);
    int status = hc_job_polygons(job, l->state, l->level, true, &polygons, err);
    if (status == 0) {
        status = hc_geojson_write(path, file.data, &l->rows, &polygons, job->cover, placed, job->options->threads, err);
        hc_polygons_release(&polygons);
    }
    hc_free(path);
    hc_buf_release(&file);
    return status;
}

/* A Shapefile, dissolved as it is written. */
static int write_shapefile(const struct hc_job *job, const struct layer *l, const char *crs, struct hc_err *err)
{
    struct hc_dissolve *dissolve = hc_dissolve_begin(job->cover, l->rows.level->face_unit, l->rows.level->units.count);
    struct hc_shapes shapes = {.dissolve = dissolve, .threads = job->options->threads};
    int status = hc_shapefile_write(job, l->name, &l->rows, &shapes, crs, err);
    hc_dissolve_end(dissolve);
    return status;
}

/* What needs the polygons in another CRS, or all at once. */
static int write_ready(const struct hc_job *job, const struct layer *l, const char *crs, struct hc_err *err)
{
    struct hc_polygons polygons;
    struct hc_shapes shapes = {.ready = &polygons, .threads = job->options->threads};
    int status = hc_job_polygons(job, l->state, l->level, false, &polygons, err);
    if (status < 0)
        return -1;
    if (job->options->formats & HC_FORMAT_SHP)
        status = hc_shapefile_write(job, l->name, &l->rows, &shapes, crs, err);
    if (status == 0 && (job->options->formats & HC_FORMAT_FGB))
        status = hc_flatgeobuf_write(job, l->name, &l->rows, &polygons, crs, err);
    hc_polygons_release(&polygons);
    return status;
}

static int write_layer(const struct hc_job *job, size_t state, uint32_t level, struct hc_placed *placed,
                       struct hc_err *err)
{
    char *part = hc_file_part(job->result->input->project.levels[level].id), *crs = hc_job_crs(job, err);
    struct hc_buf name = {0};
    struct layer layer = {.state = state, .level = level};
    unsigned formats = job->options->formats;
    int status = crs ? 0 : -1;
    hc_buf_addf(&name, "%s_%s", part, suffix(job->result, state));
    layer.name = name.data;
    hc_rows_init(&layer.rows, job->result, state, level);
    if (status == 0 && (formats & HC_FORMAT_GEOJSON))
        status = write_geojson(job, &layer, placed, err);
    if (status == 0 && (formats & HC_FORMAT_SHP) && !(formats & HC_FORMAT_FGB) && !job->options->crs)
        status = write_shapefile(job, &layer, crs, err);
    else if (status == 0 && (formats & (HC_FORMAT_SHP | HC_FORMAT_FGB)))
        status = write_ready(job, &layer, crs, err);
    hc_rows_release(&layer.rows);
    hc_buf_release(&name);
    hc_free(part);
    hc_free(crs);
    return status;
}

static bool is_written(const struct hc_job *job, size_t state, uint32_t level)
{
    const struct hc_result *r = job->result;
    bool first = state == 0 && r->n_states > 1;
    return hc_has_land(r, state, level) && !(first && (!job->options->before || level == r->input->base));
}

/* Calls write_layer() for each layer; only counts them without `write`. */
static size_t each_layer(const struct hc_job *job, bool write, struct hc_placed *placed, struct hc_err *err)
{
    const struct hc_result *r = job->result;
    size_t n = 0;
    for (uint32_t l = 0; l < r->input->project.n_levels; l++)
        for (size_t s = 0; s < r->n_states && err->code == HC_DONE; s = hc_result_next(r, s))
            if (is_written(job, s, l)) {
                n++;
                if (write)
                    write_layer(job, s, l, placed, err);
            }
    return n;
}

int hc_layers_write(const struct hc_job *job, struct hc_err *err)
{
    struct hc_placed *placed = job->options->placed;
    if (!job->cover || !(job->options->formats & (HC_FORMAT_GEOJSON | HC_FORMAT_SHP | HC_FORMAT_FGB)))
        return 0;
    if (!placed && (job->options->formats & HC_FORMAT_GEOJSON) && each_layer(job, false, NULL, err) > 1)
        placed = hc_placed_new(job->cover, HC_COORDINATE_DECIMALS);
    each_layer(job, true, placed, err);
    if (placed != job->options->placed)
        hc_placed_free(placed);
    return err->code == HC_DONE ? 0 : -1;
}
