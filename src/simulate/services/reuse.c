#include "base/mem.h"
#include "simulate/count/count.h"
#include "simulate/services/services.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void set_standards(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    const struct hc_services_spec *spec = &run->input->project.services;
    const struct hc_units *u = &run->result->states[s->after.state].levels[s->level].units;
    struct hc_number *households =
        spec->m2_per100.missing
            ? NULL
            : hc_count_values(run, s->after.state, s->level, spec->households ? spec->households : "households");
    s->standard = hc_alloc(u->count, sizeof *s->standard);
    s->below = hc_calloc(u->count, sizeof *s->below);
    for (uint32_t i = 0; i < u->count; i++) {
        bool holds = !spec->kind || (u->kind[i] && strcmp(spec->kind, u->kind[i]) == 0);
        s->standard[i] = holds ? spec->m2 : hc_number_missing();
        if (holds && !spec->m2_per100.missing && households)
            s->standard[i] = hc_number_div(households[i], hc_number_div(hc_number_decimal(100, 0), spec->m2_per100));
        uint32_t hall = s->after.hall[i];
        struct hc_number m2 = hall == HC_NONE ? hc_number_decimal(0, 0) : run->input->services.offices[hall].m2;
        s->below[i] = !s->standard[i].missing && !m2.missing && hc_number_compare(m2, s->standard[i]) < 0;
    }
    hc_free(households);
}

/* An idle office that would be large enough for a unit below the standard. */
struct offer {
    double distance_m;
    uint32_t unit, office;
    const char *unit_code, *office_id;
};

static int compare_offers(const void *p, const void *q)
{
    const struct offer *a = p, *b = q;
    if (a->distance_m > b->distance_m || a->distance_m < b->distance_m)
        return a->distance_m > b->distance_m ? 1 : -1;
    int order = strcmp(a->unit_code, b->unit_code);
    return order ? order : strcmp(a->office_id, b->office_id);
}

/* From the hall, or from where most people are where there is none. */
static struct hc_xy centre_of(const struct hc_run *run, uint32_t unit)
{
    const struct hc_services *s = run->result->services;
    const uint32_t *face_unit = run->result->states[s->after.state].levels[s->level].face_unit;
    uint32_t best = HC_NONE;
    if (s->after.hall[unit] != HC_NONE)
        return s->office_place[s->after.hall[unit]];
    for (uint32_t f = 0; f < s->n_faces; f++)
        if (face_unit[f] == unit && (best == HC_NONE || s->people[f] > s->people[best]))
            best = f;
    return best == HC_NONE ? (struct hc_xy){NAN, NAN} : s->place[best];
}

static size_t list_offers(const struct hc_run *run, struct offer **list)
{
    const struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    const struct hc_units *u = &run->result->states[s->after.state].levels[s->level].units;
    size_t n = 0, cap = 0;
    *list = NULL;
    for (uint32_t i = 0; i < u->count; i++) {
        struct hc_xy from = s->below[i] ? centre_of(run, i) : (struct hc_xy){NAN, NAN};
        for (uint32_t o = 0; s->below[i] && o < in->n_offices; o++) {
            if (s->fates[o].role != HC_OFFICE_IDLE || in->offices[o].m2.missing ||
                hc_number_compare(in->offices[o].m2, s->standard[i]) < 0)
                continue;
            double d = hc_cover_distance_m(run->cover, from, s->office_place[o]);
            if (!(d <= run->input->project.services.within_m.real))
                continue;
            HC_GROW(*list, cap, n + 1);
            (*list)[n++] = (struct offer){d, i, o, u->code[i], in->offices[o].id};
        }
    }
    if (n)
        qsort(*list, n, sizeof **list, compare_offers);
    return n;
}

static void report_unit(struct hc_run *run, uint32_t unit)
{
    const struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    const struct hc_units *u = &run->result->states[s->after.state].levels[s->level].units;
    uint32_t hall = s->after.hall[unit], offer = s->offer[unit];
    char has[64] = "0", needs[64];
    if (hall != HC_NONE)
        hc_number_format(in->offices[hall].m2, 0, true, has);
    hc_number_format(s->standard[unit], 0, true, needs);
    struct hc_finding *f = hc_findings_add(run->findings, "below_standard", HC_WARNING,
                                           "unit %s %s: its hall has %s m², the standard is %s m²",
                                           "单元 %s %s：服务用房 %s 平方米，标准为 %s 平方米", u->code[unit],
                                           u->name[unit] ? u->name[unit] : "", has, needs);
    hc_finding_level(f, run->input->project.levels[s->level].id);
    hc_finding_unit(f, u->code[unit]);
    struct hc_xy place = hall == HC_NONE ? (struct hc_xy){NAN, NAN} : s->office_place[hall];
    struct hc_err ignored = {0};
    if (hc_cover_from_lonlat(run->cover, NULL, &place, 1, &ignored) == 0 && !isnan(place.x))
        hc_finding_place(f, place.x, place.y);
    hc_err_release(&ignored);
    if (offer != HC_NONE) {
        const struct hc_office *o = &in->offices[offer];
        char m2[64];
        hc_finding_remedy(f, "the nearest idle office large enough is %s %s: %s m², %.0f m away",
                          "最近的足够大的闲置场所为 %s %s：%s 平方米，相距 %.0f 米", o->id, o->name ? o->name : "",
                          hc_number_format(o->m2, 0, true, m2), s->offer_m[unit]);
    } else {
        hc_finding_remedy(f, "no idle office is large enough within %.0f m", "%.0f 米内没有足够大的闲置场所",
                          run->input->project.services.within_m.real);
    }
}

void hc_services_reuse(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    size_t n_units = run->result->states[s->after.state].levels[s->level].units.count;
    struct offer *list;
    set_standards(run);
    s->offer = hc_alloc(n_units, sizeof *s->offer);
    s->offer_m = hc_alloc(n_units, sizeof *s->offer_m);
    for (size_t i = 0; i < n_units; i++) {
        s->offer[i] = HC_NONE;
        s->offer_m[i] = NAN;
    }
    size_t n = list_offers(run, &list);
    for (size_t i = 0; i < n; i++) { /* the shortest way first, each office once */
        struct hc_office_fate *fate = &s->fates[list[i].office];
        if (s->offer[list[i].unit] != HC_NONE || fate->role != HC_OFFICE_IDLE)
            continue;
        s->offer[list[i].unit] = list[i].office;
        s->offer_m[list[i].unit] = list[i].distance_m;
        fate->role = HC_OFFICE_GIVEN;
        fate->given_to = list[i].unit;
    }
    for (uint32_t i = 0; i < n_units; i++)
        if (s->below[i])
            report_unit(run, i);
    hc_free(list);
}
