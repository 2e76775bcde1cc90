#include "report/geo/services.h"

#include "base/mem.h"
#include <math.h>
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

static void set_number(OGRFeatureH f, int field, struct hc_number n)
{
    if (!n.missing)
        OGR_F_SetFieldDouble(f, field, n.real);
}

static void set_text(OGRFeatureH f, int field, const char *text)
{
    if (text)
        OGR_F_SetFieldString(f, field, text);
}

static void set_place(OGRFeatureH f, struct hc_xy xy)
{
    if (isnan(xy.x))
        return;
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, xy.x, xy.y);
    OGR_F_SetGeometryDirectly(f, point);
}

static OGRLayerH add_layer(const struct hc_job *job, struct hc_ogr *o, const char *name, const char *const *texts,
                           size_t n_texts, const char *const *numbers, size_t n_numbers)
{
    const char *const options[] = {job->options->no_index ? "SPATIAL_INDEX=NO" : "SPATIAL_INDEX=YES", NULL};
    OGRLayerH layer = hc_ogr_add_layer(o, name, wkbPoint, options);
    for (size_t i = 0; layer && i < n_texts; i++)
        hc_ogr_add_field(layer, texts[i], OFTString);
    for (size_t i = 0; layer && i < n_numbers; i++)
        hc_ogr_add_field(layer, numbers[i], OFTReal);
    return layer;
}

static void add_offices(const struct hc_job *job, struct hc_ogr *o, const struct hc_xy *xy)
{
    static const char *const texts[] = {"office", "name", "unit_before", "unit_after", "tenure", "role", "given_to"};
    static const char *const numbers[] = {"floor_m2", "staff"};
    const struct hc_result *r = job->result;
    const struct hc_services *s = r->services;
    const struct hc_units *u = &r->states[s->after.state].levels[s->level].units;
    OGRLayerH layer = add_layer(job, o, "services", texts, 7, numbers, 2);
    for (size_t i = 0; layer && i < r->input->services.n_offices; i++) {
        const struct hc_office *office = &r->input->services.offices[i];
        const struct hc_office_fate *fate = &s->fates[i];
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        set_text(f, 0, office->id);
        set_text(f, 1, office->name);
        set_text(f, 2, office->unit);
        set_text(f, 3, fate->unit_after == HC_NONE ? NULL : u->code[fate->unit_after]);
        set_text(f, 4, office->tenure);
        set_text(f, 5, hc_office_role_name(fate->role, job->options->lang == HC_ZH));
        set_text(f, 6, fate->given_to == HC_NONE ? NULL : u->code[fate->given_to]);
        set_number(f, 7, office->m2);
        set_number(f, 8, office->staff);
        set_place(f, xy[i]);
        hc_ogr_put(o, layer, f);
    }
}

static void add_access(const struct hc_job *job, struct hc_ogr *o, const struct hc_xy *xy)
{
    static const char *const texts[] = {"code", "name", "unit_after"};
    static const char *const numbers[] = {"people", "distance_m_before", "distance_m_after"};
    const struct hc_result *r = job->result;
    const struct hc_services *s = r->services;
    const struct hc_units *base = &r->states[0].levels[r->input->base].units;
    const struct hc_level_state *after = &r->states[s->after.state].levels[s->level];
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s_access", r->input->project.levels[r->input->base].id);
    OGRLayerH layer = add_layer(job, o, name.data, texts, 3, numbers, 3);
    for (size_t i = 0; layer && i < s->n_faces; i++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        uint32_t unit = after->face_unit[i];
        set_text(f, 0, base->code[i]);
        set_text(f, 1, base->name[i]);
        set_text(f, 2, unit == HC_NONE ? NULL : after->units.code[unit]);
        set_number(f, 3, hc_number_decimal(s->people[i], s->people_scale));
        set_number(f, 4, hc_number_real(s->before.distance_m[i]));
        set_number(f, 5, hc_number_real(s->after.distance_m[i]));
        set_place(f, xy[i]);
        hc_ogr_put(o, layer, f);
    }
    hc_buf_release(&name);
}

int hc_services_add_layers(const struct hc_job *job, struct hc_ogr *o, struct hc_err *err)
{
    const struct hc_services *s = job->result->services;
    struct hc_xy *offices = to_file(job, s->office_place, job->result->input->services.n_offices, err);
    struct hc_xy *people = offices ? to_file(job, s->place, s->n_faces, err) : NULL;
    if (people) {
        add_offices(job, o, offices);
        add_access(job, o, people);
    }
    int status = people ? 0 : -1;
    hc_free(offices);
    hc_free(people);
    return status;
}
