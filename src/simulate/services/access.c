#include "base/mem.h"
#include "simulate/services/services.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct hc_level_state *level_of(const struct hc_run *run, size_t state, uint32_t level)
{
    return &run->result->states[state].levels[level];
}

/* Where the people of each face are: the place given for the unit, else a point inside it. In degrees. */
static int place_people(struct hc_run *run, struct hc_err *err)
{
    struct hc_services *s = run->result->services;
    const struct hc_units *u = &level_of(run, 0, run->input->base)->units;
    const struct hc_column *c = hc_units_column(u, run->population);
    bool known = c && c->type == HC_DECIMAL;
    s->place = hc_alloc(s->n_faces, sizeof *s->place);
    s->people = hc_alloc(s->n_faces, sizeof *s->people);
    s->people_scale = known ? c->scale : 0;
    hc_cover_inner_points(run->cover, s->place);
    for (size_t f = 0; f < s->n_faces; f++) {
        s->people[f] = known ? c->value[f] : HC_MISSING;
        if (u->x && u->y && !isnan(u->x[f]) && !isnan(u->y[f]))
            s->place[f] = (struct hc_xy){u->x[f], u->y[f]};
    }
    return hc_cover_to_lonlat(run->cover, s->place, s->n_faces, err);
}

/* The face of each unit that has most people, or HC_NONE; new. */
static uint32_t *busiest_faces(const struct hc_run *run, const struct hc_level_state *l)
{
    const struct hc_services *s = run->result->services;
    uint32_t *best = hc_alloc(l->units.count, sizeof *best);
    memset(best, 0xff, l->units.count * sizeof *best);
    for (uint32_t f = 0; f < s->n_faces; f++) {
        uint32_t u = l->face_unit[f];
        if (u != HC_NONE && (best[u] == HC_NONE || s->people[f] > s->people[best[u]]))
            best[u] = f;
    }
    return best;
}

/* An office without a place is taken to be where most people of its unit are. */
static int place_offices(struct hc_run *run, struct hc_err *err)
{
    struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    uint32_t *busiest = busiest_faces(run, level_of(run, s->before.state, s->level));
    size_t n_guessed = 0;
    s->office_place = hc_alloc(in->n_offices, sizeof *s->office_place);
    for (size_t i = 0; i < in->n_offices; i++)
        s->office_place[i] = in->offices[i].degrees ? (struct hc_xy){NAN, NAN} : in->offices[i].place;
    int status = hc_cover_to_lonlat(run->cover, s->office_place, in->n_offices, err);
    for (size_t i = 0; i < in->n_offices; i++) {
        const struct hc_office *o = &in->offices[i];
        uint32_t unit = s->fates[i].unit_before, face = unit == HC_NONE ? HC_NONE : busiest[unit];
        if (o->degrees)
            s->office_place[i] = o->place;
        else if (isnan(o->place.x) && face != HC_NONE) {
            s->office_place[i] = s->place[face];
            n_guessed++;
        }
    }
    if (n_guessed)
        hc_findings_add(run->findings, "office_without_place", HC_NOTE,
                        "%zu offices have no place; they are taken to be where most people of their unit are",
                        "有 %zu 处办公场所没有位置，按其单元人口最多处计", n_guessed);
    hc_free(busiest);
    return status;
}

static void measure_side(const struct hc_run *run, struct hc_services_side *side)
{
    const struct hc_services *s = run->result->services;
    const uint32_t *face_unit = level_of(run, side->state, s->level)->face_unit;
    side->distance_m = hc_alloc(s->n_faces, sizeof *side->distance_m);
    for (size_t f = 0; f < s->n_faces; f++) {
        uint32_t hall = face_unit[f] == HC_NONE ? HC_NONE : side->hall[face_unit[f]];
        side->distance_m[f] =
            hall == HC_NONE ? NAN : hc_cover_distance_m(run->cover, s->place[f], s->office_place[hall]);
    }
}

static void refuse_road(struct hc_run *run, const struct hc_road *r, const char *code)
{
    struct hc_finding *f =
        hc_findings_add(run->findings, "unmatched_row", HC_ERROR, "%s:%ld: \"%s\" is not known", "%s:%ld：“%s”不存在",
                        hc_source_label(run->input->project.services.roads), r->row, code);
    hc_finding_unit(f, code);
    hc_finding_remedy(f, "name a unit of the base level at the first date and the id of an office",
                      "请填首个日期的基础单元代码与办公场所编号");
}

/* Roads replace the straight line where they lead to the hall of the unit. */
static void take_roads(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    const struct hc_units *u = &level_of(run, 0, run->input->base)->units;
    struct hc_map by_id = {0};
    for (uint32_t i = 0; i < in->n_offices; i++)
        hc_map_put(&by_id, in->offices[i].id, i);
    for (size_t i = 0; i < in->n_roads; i++) {
        const struct hc_road *r = &in->roads[i];
        uint32_t face = hc_map_find(&u->by_code, r->unit), office = hc_map_find(&by_id, r->office);
        if (face == HC_NONE || office == HC_NONE) {
            refuse_road(run, r, face == HC_NONE ? r->unit : r->office);
            continue;
        }
        for (int k = 0; k < 2; k++) {
            struct hc_services_side *side = k ? &s->after : &s->before;
            uint32_t unit = level_of(run, side->state, s->level)->face_unit[face];
            if (unit != HC_NONE && side->hall[unit] == office)
                side->distance_m[face] = r->length_m;
        }
    }
    hc_map_release(&by_id);
}

struct ranked {
    double distance_m;
    uint32_t face;
};

static int compare_ranked(const void *p, const void *q)
{
    const struct ranked *a = p, *b = q;
    if (a->distance_m > b->distance_m || a->distance_m < b->distance_m)
        return a->distance_m > b->distance_m ? 1 : -1;
    return (a->face > b->face) - (a->face < b->face);
}

/* ranked: the faces whose distance and people are known, in order of distance. */
static void sum_up(const struct hc_services *s, const struct ranked *ranked, size_t n, struct hc_access *a)
{
    double way = 0, sum = 0;
    a->mean_m = a->p90_m = NAN;
    for (size_t i = 0; i < n; i++) {
        int64_t people = s->people[ranked[i].face];
        a->people += people;
        way += (double)people * ranked[i].distance_m;
        for (int k = 0; k < HC_FAR; k++)
            if (ranked[i].distance_m > hc_far_m[k])
                a->far[k] += people;
    }
    if (a->people > 0)
        a->mean_m = way / (double)a->people;
    for (size_t i = 0; i < n && isnan(a->p90_m); i++) {
        sum += (double)s->people[ranked[i].face];
        if (a->people > 0 && sum * 10 >= (double)a->people * 9)
            a->p90_m = ranked[i].distance_m;
    }
}

/* For each of n units what its faces sum up to; unit_of: of each face, or NULL: one unit for all. New. */
static struct hc_access *group(const struct hc_services *s, const struct hc_services_side *side,
                               const uint32_t *unit_of, size_t n)
{
    struct hc_access *access = hc_calloc(n, sizeof *access);
    struct ranked *ranked = hc_alloc(s->n_faces, sizeof *ranked);
    size_t *at = hc_calloc(n + 2, sizeof *at);
    for (int pass = 0; pass < 2; pass++) { /* counts first, then places */
        for (uint32_t f = 0; f < s->n_faces; f++) {
            uint32_t u = unit_of ? unit_of[f] : 0;
            if (u == HC_NONE || isnan(side->distance_m[f]) || s->people[f] == HC_MISSING)
                continue;
            if (pass)
                ranked[at[u + 1]++] = (struct ranked){side->distance_m[f], f};
            else
                at[u + 2]++;
        }
        for (size_t u = 0; !pass && u < n; u++)
            at[u + 2] += at[u + 1];
    }
    for (size_t u = 0; u < n; u++) {
        size_t count = at[u + 1] - at[u];
        if (count)
            qsort(ranked + at[u], count, sizeof *ranked, compare_ranked);
        sum_up(s, ranked + at[u], count, &access[u]);
    }
    hc_free(ranked);
    hc_free(at);
    return access;
}

/* Both sides are summed up by the units after: the same people, then and now. */
static void count_halls(const struct hc_run *run, struct hc_services_side *side, bool after)
{
    const struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    size_t n_levels = run->input->project.n_levels;
    for (uint32_t i = 0; i < in->n_offices; i++) {
        const struct hc_office_fate *fate = &s->fates[i];
        bool hall = after ? fate->role == HC_OFFICE_HALL : fate->hall_before;
        uint32_t u = fate->unit_after;
        for (uint32_t l = s->level; l <= n_levels && u != HC_NONE; l++) {
            struct hc_access *a = l == n_levels ? &side->all : &side->access[l][u];
            a->halls += hall;
            if (!in->offices[i].staff.missing)
                a->staff = hc_number_add(a->staff, in->offices[i].staff);
            if (l + 1 < n_levels)
                u = level_of(run, s->after.state, l)->units.parent[u];
        }
    }
}

static void group_side(const struct hc_run *run, struct hc_services_side *side, bool after)
{
    const struct hc_services *s = run->result->services;
    size_t n_levels = run->input->project.n_levels;
    side->access = hc_calloc(n_levels, sizeof *side->access);
    for (uint32_t l = s->level; l < n_levels; l++) {
        const struct hc_level_state *state = level_of(run, s->after.state, l);
        side->access[l] = group(s, side, state->face_unit, state->units.count);
        for (size_t u = 0; u < state->units.count; u++)
            side->access[l][u].staff = hc_number_decimal(0, 0);
    }
    struct hc_access *all = group(s, side, NULL, 1);
    side->all = *all;
    side->all.staff = hc_number_decimal(0, 0);
    hc_free(all);
    count_halls(run, side, after);
}

int hc_services_access(struct hc_run *run, struct hc_err *err)
{
    struct hc_services *s = run->result->services;
    if (place_people(run, err) < 0 || place_offices(run, err) < 0)
        return -1;
    measure_side(run, &s->before);
    measure_side(run, &s->after);
    take_roads(run);
    group_side(run, &s->before, false);
    group_side(run, &s->after, true);
    return 0;
}
