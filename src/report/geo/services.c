#include "report/geo/services.h"

#include "base/mem.h"
#include <string.h>

/* Places in degrees brought to the file's CRS; new, NULL with err filled where that fails. */
static struct hc_xy *to_file(const struct hc_job *job, const struct hc_xy *degrees, size_t n, struct hc_err *err)
{
    struct hc_xy *xy = hc_alloc(n, sizeof *xy);
    struct hc_crs *to = job->options->crs ? hc_crs_new(job->options->crs, err) : NULL;
    int status = job->options->crs && !to ? -1 : 0;
    if (n)
        memcpy(xy, degrees, n * sizeof *xy);
    if (status == 0)
        status = hc_cover_from_lonlat(job->cover, to, xy, n, err);
    hc_crs_free(to);
    if (status == 0)
        return xy;
    hc_free(xy);
    return NULL;
}

static const char *const office_columns[] = {"office", "name",     "unit_before", "unit_after", "tenure",
                                             "role",   "given_to", "floor_m2",    "staff"};
static const char *const access_columns[] = {
    "code", "name", "unit_after", "people", "distance_m_before", "distance_m_after"};
enum { OFFICE_TEXTS = 7, OFFICE_COLUMNS = 9, ACCESS_TEXTS = 3, ACCESS_COLUMNS = 6 };

static void frame_layer(const struct hc_job *job, struct hc_ogr *o, const char *name, const char *const *columns,
                        int n_texts, int n)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    OGRLayerH layer = hc_ogr_add_layer(o, name, wkbPoint, options);
    for (int i = 0; i < n; i++)
        hc_ogr_add_field(layer, columns[i], i < n_texts ? OFTString : OFTReal);
    hc_ogr_settle(layer);
}

static char *access_name(const struct hc_job *job)
{
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s_access", job->result->input->project.levels[job->result->input->base].id);
    return hc_buf_take(&name);
}

void hc_services_frame(const struct hc_job *job, struct hc_ogr *o)
{
    char *access = access_name(job);
    frame_layer(job, o, "services", office_columns, OFFICE_TEXTS, OFFICE_COLUMNS);
    frame_layer(job, o, access, access_columns, ACCESS_TEXTS, ACCESS_COLUMNS);
    hc_free(access);
}

static void put_text(sqlite3_context *out, const char *text)
{
    if (text)
        sqlite3_result_text(out, text, -1, SQLITE_STATIC);
}

static void put_number(sqlite3_context *out, struct hc_number n)
{
    if (!n.missing)
        sqlite3_result_double(out, n.real);
}

static void office_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    const struct hc_job *job = ctx;
    const struct hc_result *r = job->result;
    const struct hc_services *s = r->services;
    char *const *code = r->states[s->after.state].levels[s->level].units.code;
    const struct hc_office *office = &r->input->services.offices[row];
    const struct hc_office_fate *fate = &s->fates[row];
    const char *const texts[] = {office->id,
                                 office->name,
                                 office->unit,
                                 fate->unit_after == HC_NONE ? NULL : code[fate->unit_after],
                                 office->tenure,
                                 hc_office_role_name(fate->role, job->options->lang == HC_ZH),
                                 fate->given_to == HC_NONE ? NULL : code[fate->given_to]};
    if (column < OFFICE_TEXTS)
        put_text(out, texts[column]);
    else
        put_number(out, column == OFFICE_TEXTS ? office->m2 : office->staff);
}

static void access_cell(void *ctx, size_t row, int column, sqlite3_context *out)
{
    const struct hc_job *job = ctx;
    const struct hc_result *r = job->result;
    const struct hc_services *s = r->services;
    const struct hc_units *base = &r->states[0].levels[r->input->base].units;
    const struct hc_level_state *after = &r->states[s->after.state].levels[s->level];
    uint32_t unit = after->face_unit[row];
    switch (column) {
    case 0:
        put_text(out, base->code[row]);
        return;
    case 1:
        put_text(out, base->name[row]);
        return;
    case 2:
        put_text(out, unit == HC_NONE ? NULL : after->units.code[unit]);
        return;
    case 3:
        put_number(out, hc_number_decimal(s->people[row], s->people_scale));
        return;
    default:
        put_number(out, hc_number_real((column == 4 ? &s->before : &s->after)->distance_m[row]));
    }
}

int hc_services_fill(const struct hc_job *job, struct hc_fill *fill)
{
    const struct hc_services *s = job->result->services;
    struct hc_job rows_of = *job;
    size_t n_offices = job->result->input->services.n_offices;
    struct hc_xy *offices = to_file(job, s->office_place, n_offices, fill->err);
    struct hc_xy *people = offices ? to_file(job, s->place, s->n_faces, fill->err) : NULL;
    char *access = access_name(job);
    if (people) {
        const struct hc_table_rows tables[] = {
            {"services", office_columns, OFFICE_COLUMNS, n_offices, office_cell, &rows_of, offices},
            {access, access_columns, ACCESS_COLUMNS, s->n_faces, access_cell, &rows_of, people}};
        hc_fill_table(fill, &tables[0]);
        hc_fill_table(fill, &tables[1]);
    }
    hc_free(access);
    hc_free(offices);
    hc_free(people);
    return people ? 0 : -1;
}
