#include "load/layer/layer.h"

#include "base/buf.h"
#include "base/parallel.h"
#include "load/ahead.h"
#include "load/attributes.h"
#include "load/layer/geometry.h"
#include "load/layer/gpkg.h"
#include "load/layer/shapefile.h"
#include "load/layer/wkt.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include "load/sheet/sheet.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct hc_layer *layer;
    struct hc_input *input;
    const struct hc_level_spec *spec;
    const struct hc_source *source;
    const struct hc_progress *progress;
    struct hc_findings *findings;
    OGRLayerH spatial; /* the layer that the units are read from, if they have polygons there */
};

static void say_fields(const struct reading *r, const struct hc_sheet *sheet, const uint32_t col[4])
{
    static const char *const roles[] = {"code", "name", "kind", "parent"};
    struct hc_buf text = {0};
    for (size_t i = 0; i < 4; i++)
        if (col[i] != HC_NONE)
            hc_buf_addf(&text, "%s%s=%s", text.len ? ", " : "", roles[i], sheet->header[col[i]]);
    struct hc_finding *f =
        hc_findings_add(r->findings, "field_chosen", HC_NOTE, "%s: %s", "%s：%s", sheet->name, text.data);
    hc_finding_level(f, r->spec->id);
    hc_buf_release(&text);
}

static void refuse_blank_code(const struct reading *r, const struct hc_sheet *sheet, size_t row)
{
    struct hc_finding *f = hc_findings_add(r->findings, "blank_code", HC_REFUSAL, "%s:%ld: the unit has no code",
                                           "%s:%ld：单元没有代码", sheet->name, sheet->row[row]);
    hc_finding_level(f, r->spec->id);
    hc_finding_remedy(f, "give it a code, or take the row out", "请补上代码，或删去该行");
}

static void add_identifier(struct hc_buf *sql, const char *name)
{
    hc_buf_addc(sql, '"');
    for (const char *c = name; *c; c++)
        hc_buf_addf(sql, *c == '"' ? "\"\"" : "%c", *c);
    hc_buf_addc(sql, '"');
}

/* In the dialect of SQLite, all fields kept. */
static char *uniting(const struct hc_sheet *sheet, OGRLayerH layer, uint32_t code)
{
    const char *geometry = *OGR_L_GetGeometryColumn(layer) ? OGR_L_GetGeometryColumn(layer) : "geometry";
    struct hc_buf sql = {0};
    hc_buf_adds(&sql, "SELECT ");
    for (size_t c = 0; c < sheet->n_cols; c++) {
        add_identifier(&sql, sheet->header[c]);
        hc_buf_adds(&sql, ", ");
    }
    hc_buf_adds(&sql, "ST_Union(");
    add_identifier(&sql, geometry);
    hc_buf_adds(&sql, ") AS geometry FROM ");
    add_identifier(&sql, OGR_L_GetName(layer));
    hc_buf_adds(&sql, " GROUP BY ");
    add_identifier(&sql, sheet->header[code]);
    return hc_buf_take(&sql);
}

static void refuse_duplicates(const struct reading *r, const struct hc_sheet *sheet, uint32_t code)
{
    struct hc_units *u = &r->layer->units;
    hc_map_reserve(&u->by_code, u->count);
    for (uint32_t i = 0; i < u->count; i++) {
        uint32_t first = u->code[i] ? hc_map_put(&u->by_code, u->code[i], i) : HC_NONE;
        if (first == HC_NONE)
            continue;
        if (r->spatial && !r->layer->uniting)
            r->layer->uniting = uniting(sheet, r->spatial, code);
        struct hc_finding *f =
            hc_findings_add(r->findings, "duplicate_code", HC_REFUSAL, "%s:%ld: code \"%s\" stands in row %ld already",
                            "%s:%ld：代码“%s”已在第 %ld 行出现", sheet->name, u->row[i], u->code[i], u->row[first]);
        hc_finding_level(f, r->spec->id);
        hc_finding_unit(f, u->code[i]);
        hc_finding_remedy(
            f,
            "give each unit a code of its own (is it the right field? --code FIELD), or unite its parts into one "
            "multipart feature",
            "每个单元应有唯一代码（字段选对了吗？--code 字段），同一单元的多个部分请合成一个多部件要素");
    }
}

/* A coordinate field's values, or NULL where the field is not named. */
static double *coordinates(const struct reading *r, const struct hc_sheet *sheet, const char *field, const char *option)
{
    if (!field)
        return NULL;
    uint32_t col = hc_field_choose(sheet, field, HC_ROLE_CODE, true, option, r->findings);
    double *values = hc_alloc(sheet->n_rows, sizeof *values);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        const char *cell = col == HC_NONE ? NULL : hc_sheet_cell(sheet, i, col);
        values[i] = cell ? strtod(cell, NULL) : NAN;
    }
    return values;
}

/* Names, kinds and parents, while codes are read on another thread. */
struct texts {
    const struct hc_sheet *sheet;
    struct hc_units *units;
    uint32_t name, kind, parent;
    struct hc_arena strings;
};

static void take_texts(void *ctx)
{
    struct texts *t = ctx;
    struct hc_units *u = t->units;
    for (size_t i = 0; i < t->sheet->n_rows; i++) {
        u->name[i] = hc_cell_text(t->sheet, i, t->name, &t->strings);
        u->kind[i] = hc_cell_text(t->sheet, i, t->kind, &t->strings);
        u->parent_code[i] = hc_cell_text(t->sheet, i, t->parent, &t->strings);
    }
}

static void take_codes(const struct reading *r, const struct hc_sheet *sheet, uint32_t code)
{
    struct hc_units *u = &r->layer->units;
    for (size_t i = 0; i < sheet->n_rows; i++) {
        u->row[i] = sheet->row[i];
        u->code[i] = hc_cell_code(sheet, i, code, &u->strings, r->findings);
        if (!u->code[i] && code != HC_NONE)
            refuse_blank_code(r, sheet, i);
    }
}

#define ALONE 10000 /* rows for which a thread is not worth while */

static void take_units(const struct reading *r, const struct hc_sheet *sheet)
{
    const struct hc_fields *fields = &r->spec->fields;
    struct hc_units *u = &r->layer->units;
    const char *const *option = hc_field_options[r->input->project.one_level];
    struct hc_findings *lacking = r->layer->lacking; /* a table may have them */
    const uint32_t col[4] = {
        hc_field_choose(sheet, fields->code, HC_ROLE_CODE, true, option[0], r->findings),
        hc_field_choose(sheet, fields->name, HC_ROLE_NAME, false, option[1], &lacking[HC_TRAIT_NAME]),
        hc_field_choose(sheet, fields->kind, HC_ROLE_KIND, false, option[2], &lacking[HC_TRAIT_KIND]),
        hc_field_choose(sheet, fields->parent, HC_ROLE_PARENT, false, option[3], &lacking[HC_TRAIT_PARENT]),
    };
    hc_units_init(u, sheet->n_rows);
    u->row = hc_alloc(sheet->n_rows, sizeof *u->row);
    struct texts texts = {.sheet = sheet, .units = u, .name = col[1], .kind = col[2], .parent = col[3]};
    struct hc_task *task = hc_task_begin(sheet->n_rows < ALONE ? 1 : r->input->threads, take_texts, &texts);
    take_codes(r, sheet, col[0]);
    u->x = coordinates(r, sheet, fields->x, "--x");
    u->y = coordinates(r, sheet, fields->y, "--y");
    refuse_duplicates(r, sheet, col[0]);
    hc_task_end(task);
    hc_arena_join(&u->strings, &texts.strings);
    if (col[0] != HC_NONE)
        say_fields(r, sheet, col);
}

static bool has_geometry(OGRLayerH layer)
{
    return OGR_FD_GetGeomFieldCount(OGR_L_GetLayerDefn(layer)) > 0 && OGR_L_GetGeomType(layer) != wkbNone;
}

static int read_spatial(struct reading *r, GDALDatasetH dataset, OGRLayerH layer, struct hc_sheet *sheet)
{
    struct hc_geometry_job job = {.source = r->source,
                                  .layer = layer,
                                  .progress = r->progress,
                                  .findings = r->findings,
                                  .polygons = &r->layer->polygons,
                                  .crs = r->input->project.crs,
                                  .in_project = !r->input->project.one_level};
    r->spatial = layer;
    hc_geometry_begin(&job);
    hc_sheet_begin(sheet, r->source, layer);
    sheet->keeps_empty = r->input->project.keep_attributes;
    if (!hc_gpkg_read(dataset, r->input->threads, sheet, &job) &&
        !hc_shapefile_read(dataset, r->input->threads, sheet, &job) &&
        hc_sheet_add_features(sheet, r->source, layer, r->findings, hc_geometry_add_feature, &job) < 0)
        return -1;
    if (hc_sheet_finish(sheet, r->source, layer, r->input, r->findings) < 0)
        return -1;
    take_units(r, sheet);
    int status = hc_geometry_finish(&job, &r->layer->units, r->input->threads, &r->layer->crs);
    r->layer->has_polygons = status == 0;
    return status;
}

/* Units of a table, and their polygons where it has them as text. */
static int take_table(struct reading *r, struct hc_sheet *sheet)
{
    uint32_t col = hc_wkt_column(sheet);
    struct hc_geometry_job job = {.source = r->source,
                                  .findings = r->findings,
                                  .polygons = &r->layer->polygons,
                                  .crs = r->input->project.crs,
                                  .in_project = !r->input->project.one_level};
    if (col == HC_NONE) {
        take_units(r, sheet);
        return 0;
    }
    hc_wkt_take(&job, sheet, col);
    take_units(r, sheet);
    int status = hc_geometry_finish(&job, &r->layer->units, r->input->threads, &r->layer->crs);
    r->layer->has_polygons = status == 0;
    return status;
}

static int read_ogr(struct reading *r, struct hc_sheet *sheet)
{
    GDALDatasetH dataset = hc_source_open(r->source, r->findings);
    OGRLayerH layer = dataset ? hc_source_layer(r->source, dataset, r->findings) : NULL;
    int status = -1;
    if (layer && has_geometry(layer))
        status = read_spatial(r, dataset, layer, sheet);
    else if (layer && (status = hc_sheet_read_layer(sheet, r->source, layer, r->input, r->findings)) == 0)
        status = take_table(r, sheet);
    if (dataset)
        GDALClose(dataset);
    return status;
}

/* The source, and then its units and their polygons. */
static int read_level(struct reading *r, struct hc_source *source, struct hc_sheet *sheet)
{
    const char *given = r->spec->source;
    int status;
    *sheet = (struct hc_sheet){0};
    if (hc_ahead_has(r->input->ahead, given)) {
        status = hc_sheet_open(sheet, source, r->input, given, r->findings);
    } else {
        status = hc_source_init(source, r->input, given, r->findings);
        if (status == 0 && !hc_source_is_csv(source))
            return read_ogr(r, sheet);
        if (status == 0)
            status = hc_sheet_read(sheet, source, r->input, r->findings);
    }
    return status == 0 ? take_table(r, sheet) : status;
}

int hc_layer_read(struct hc_layer *layer, struct hc_input *input, uint32_t level, const struct hc_progress *progress,
                  struct hc_findings *findings, struct hc_sheet *sheet)
{
    struct hc_source source = {0};
    struct reading r = {.layer = layer,
                        .input = input,
                        .spec = &input->project.levels[level],
                        .source = &source,
                        .progress = progress,
                        .findings = findings};
    int status = read_level(&r, &source, sheet);
    if (status == 0 && input->project.keep_attributes)
        hc_attributes_keep(layer, sheet);
    sheet->name = NULL; /* points into source */
    hc_source_release(&source);
    return status;
}
