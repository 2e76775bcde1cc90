#include "base/mem.h"
#include "report/geo/files.h"
#include "report/geo/gpkg/fill.h"
#include "report/geo/gpkg/styles.h"
#include "report/geo/services.h"
#include <cpl_conv.h>
#include <math.h>
#include <stdio.h>

/* GDAL makes the file: its CRS, its tables and spatial indices without rows, the findings and styles. SQLite fills the
 * tables. */
struct gpkg {
    const struct hc_job *job;
    struct hc_arena names;
    struct hc_style *styles;
    size_t n_styles;
};

/* "<level><suffix>" */
static char *layer_name(struct gpkg *g, uint32_t level, const char *suffix)
{
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s%s", g->job->result->input->project.levels[level].id, suffix);
    char *kept = hc_arena_strdup(&g->names, name.data);
    hc_buf_release(&name);
    return kept;
}

/* Calls what(g, level, after, layer, ctx) for each layer of units, in the order of the file: of the last state, or of
 * the first. */
static int each_units_layer(struct gpkg *g,
                            int (*what)(struct gpkg *g, uint32_t level, bool after, const char *layer, void *ctx),
                            void *ctx)
{
    const struct hc_result *r = g->job->result;
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        if (what(g, l, true, layer_name(g, l, "_after"), ctx) < 0)
            return -1;
        if (g->job->options->before && l != r->input->base && what(g, l, false, layer_name(g, l, "_before"), ctx) < 0)
            return -1;
    }
    return 0;
}

static bool has_polygons(const struct gpkg *g, uint32_t level, size_t state)
{
    return g->job->cover && hc_has_land(g->job->result, state, level);
}

static size_t state_of(const struct gpkg *g, bool after)
{
    return after ? g->job->result->n_states - 1 : 0;
}

static int frame_units(struct gpkg *g, uint32_t level, bool after, const char *layer, void *ctx)
{
    static const char *const no_index[] = {"SPATIAL_INDEX=NO", NULL};
    size_t state = state_of(g, after);
    bool land = has_polygons(g, level, state);
    struct hc_rows rows;
    hc_rows_init(&rows, g->job->result, state, level);
    const char **names = hc_rows_names(&rows);
    hc_ogr_settle(
        hc_ogr_frame_units(ctx, layer, &rows, land, names, land && g->job->options->no_index ? no_index : NULL));
    g->styles[g->n_styles++] = (struct hc_style){layer, (int)level};
    hc_free(names);
    hc_rows_release(&rows);
    return 0;
}

static const struct {
    const char *name;
    OGRFieldType type;
} crosswalk_fields[] = {{"source", OFTString},
                        {"target", OFTString},
                        {"share_area", OFTReal},
                        {"share_population", OFTReal},
                        {"estimated", OFTInteger}};
static const char *const event_fields[] = {"date", "event", "source", "target", "detail"};

static void frame_tables(struct gpkg *g, struct hc_ogr *o)
{
    for (uint32_t l = 0; l < g->job->result->input->project.n_levels; l++) {
        OGRLayerH crosswalk = hc_ogr_add_layer(o, layer_name(g, l, "_crosswalk"), wkbNone, NULL);
        for (size_t i = 0; i < 5; i++)
            hc_ogr_add_field(crosswalk, crosswalk_fields[i].name, crosswalk_fields[i].type);
        hc_ogr_settle(crosswalk);
        OGRLayerH events = hc_ogr_add_layer(o, layer_name(g, l, "_events"), wkbNone, NULL);
        for (size_t i = 0; i < 5; i++)
            hc_ogr_add_field(events, event_fields[i], OFTString);
        hc_ogr_settle(events);
    }
}

/* Where there are many vertices, larger pages than SQLite's usual 4 KiB: polygons leave less of them empty, and there
 * are fewer to write. */
#define MANY_VERTICES 1000000

static void choose_pages(const struct gpkg *g)
{
    bool many = g->job->cover && hc_cover_n_vertices(g->job->cover) > MANY_VERTICES;
    CPLSetThreadLocalConfigOption("OGR_SQLITE_PRAGMA", many ? "page_size=16384" : NULL);
}

static int frame(struct gpkg *g, const char *path, struct hc_err *err)
{
    char *crs = g->job->cover ? hc_job_crs(g->job, err) : NULL;
    struct hc_ogr o;
    choose_pages(g);
    int status = g->job->cover && !crs ? -1 : hc_ogr_create(&o, "GPKG", path, "result.gpkg", crs, err);
    if (status == 0) {
        each_units_layer(g, frame_units, &o);
        status = hc_findings_place(g->job, &o, err);
        if (g->job->result->services) {
            hc_services_frame(g->job, &o);
            g->styles[g->n_styles++] = (struct hc_style){"services", HC_STYLE_OFFICES};
            g->styles[g->n_styles++] =
                (struct hc_style){layer_name(g, g->job->result->input->base, "_access"), HC_STYLE_ACCESS};
        }
        g->styles[g->n_styles++] = (struct hc_style){"findings", HC_STYLE_FINDINGS};
        frame_tables(g, &o);
        hc_styles_add(&o, g->styles, g->n_styles);
        if (hc_ogr_close(&o, err) < 0)
            status = -1;
    }
    CPLSetThreadLocalConfigOption("OGR_SQLITE_PRAGMA", NULL);
    hc_free(crs);
    return status;
}

struct crosswalk {
    const struct hc_crosswalk *rows;
    const struct hc_units *from, *to;
};

static void put_share(sqlite3_context *out, double share)
{
    if (!isnan(share))
        sqlite3_result_double(out, share);
}

static void crosswalk_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    const struct crosswalk *c = ctx;
    const struct hc_crosswalk_row *r = &c->rows->rows[row];
    switch (column) {
    case 0:
        sqlite3_result_text(out, c->from->code[r->source], -1, SQLITE_STATIC);
        return;
    case 1:
        if (r->target != HC_NONE)
            sqlite3_result_text(out, c->to->code[r->target], -1, SQLITE_STATIC);
        return;
    case 2:
        put_share(out, r->share_area);
        return;
    case 3:
        put_share(out, r->share_population);
        return;
    default:
        sqlite3_result_int(out, r->estimated);
    }
}

/* The events of one step; the rows of the table are those of all steps. */
struct events {
    const struct hc_result *result;
    uint32_t level;
    size_t step, first; /* its first row */
    enum hc_lang lang;
};

static void event_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    struct events *e = ctx;
    const struct hc_result *r = e->result;
    for (; row - e->first >= r->steps[e->step].levels[e->level].n_events; e->step++)
        e->first += r->steps[e->step].levels[e->level].n_events;
    const struct hc_event *event = &r->steps[e->step].levels[e->level].events[row - e->first];
    const char *text = NULL;
    if (column == 0)
        text = r->steps[e->step].date;
    else if (column == 1)
        text = hc_event_name(event->type, e->lang);
    else if (column == 2 && event->source != HC_NONE)
        text = r->states[e->step].levels[e->level].units.code[event->source];
    else if (column == 3 && event->target != HC_NONE)
        text = r->states[e->step + 1].levels[e->level].units.code[event->target];
    else if (column == 4)
        text = hc_text_in(&event->detail, e->lang);
    if (text)
        sqlite3_result_text(out, text, -1, SQLITE_STATIC);
}

/* The tables that go with what a level becomes. */
struct tables {
    struct crosswalk crosswalk;
    struct events events;
    const char *crosswalk_columns[5];
    struct hc_table_rows rows[2];
};

static void list_tables(struct gpkg *g, uint32_t level, struct tables *t)
{
    const struct hc_result *r = g->job->result;
    size_t n_events = 0;
    t->crosswalk = (struct crosswalk){&r->levels[level].crosswalk, &r->states[0].levels[level].units,
                                      &r->states[r->n_states - 1].levels[level].units};
    t->events = (struct events){.result = r, .level = level, .lang = g->job->options->lang};
    for (int i = 0; i < 5; i++)
        t->crosswalk_columns[i] = crosswalk_fields[i].name;
    for (size_t s = 0; s < r->n_steps; s++)
        n_events += r->steps[s].levels[level].n_events;
    t->rows[0] = (struct hc_table_rows){.table = layer_name(g, level, "_crosswalk"),
                                        .columns = t->crosswalk_columns,
                                        .n_columns = 5,
                                        .n_rows = t->crosswalk.rows->n,
                                        .cell = crosswalk_cell,
                                        .ctx = &t->crosswalk};
    t->rows[1] = (struct hc_table_rows){.table = layer_name(g, level, "_events"),
                                        .columns = event_fields,
                                        .n_columns = 5,
                                        .n_rows = n_events,
                                        .cell = event_cell,
                                        .ctx = &t->events};
}

static int fill_units(struct gpkg *g, uint32_t level, bool after, const char *layer, void *ctx)
{
    struct hc_fill *fill = ctx;
    size_t state = state_of(g, after);
    struct hc_rows rows;
    struct hc_polygons ready;
    struct hc_shapes shapes = {.threads = g->job->options->threads};
    struct tables tables;
    int status = 0;
    hc_rows_init(&rows, g->job->result, state, level);
    if (has_polygons(g, level, state) && g->job->options->crs) { /* brought there all at once */
        status = hc_job_polygons(g->job, state, level, false, &ready, fill->err);
        shapes.ready = status == 0 ? &ready : NULL;
    } else if (has_polygons(g, level, state)) {
        shapes.dissolve = hc_dissolve_begin(g->job->cover, rows.level->face_unit, rows.level->units.count);
    }
    if (after)
        list_tables(g, level, &tables);
    if (status == 0)
        hc_fill_units(fill, layer, &rows, &shapes, tables.rows, after ? 2 : 0);
    if (shapes.ready)
        hc_polygons_release(&ready);
    hc_dissolve_end(shapes.dissolve);
    hc_rows_release(&rows);
    return status;
}

static int fill(struct gpkg *g, const char *path, struct hc_err *err)
{
    struct hc_fill fill;
    int status = hc_fill_begin(&fill, path, "result.gpkg", g->job->options->threads, err);
    if (status == 0)
        status = each_units_layer(g, fill_units, &fill);
    if (status == 0 && g->job->result->services)
        status = hc_services_fill(g->job, &fill);
    return hc_fill_end(&fill) < 0 ? -1 : status;
}

int hc_gpkg_write(const struct hc_job *job, struct hc_err *err)
{
    struct gpkg g = {.job = job};
    char *path = hc_outdir_path(job->out, "result.gpkg");
    g.styles = hc_alloc(2 * job->result->input->project.n_levels + 3, sizeof *g.styles);
    int status = frame(&g, path, err);
    if (status == 0)
        status = fill(&g, path, err);
    hc_arena_release(&g.names);
    hc_free(g.styles);
    hc_free(path);
    return status;
}
