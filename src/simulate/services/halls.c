#include "base/mem.h"
#include "simulate/services/services.h"
#include "simulate/step/crosswalk.h"
#include <string.h>

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whether a seat names this office: by its id or name, or by the unit that it belongs to. */
static bool is_seat(const char *seat, const struct hc_office *o, const struct hc_units *before, uint32_t unit)
{
    return same(seat, o->id) || same(seat, o->name) ||
           (unit != HC_NONE && (same(seat, before->code[unit]) || same(seat, before->name[unit])));
}

/* Offices compared as halls of one unit: what the seat names, halls before, size, then id. */
struct candidate {
    const struct hc_office *office;
    bool seat, hall;
};

static bool better(const struct candidate *a, const struct candidate *b)
{
    if (a->seat != b->seat)
        return a->seat;
    if (a->seat && a->hall != b->hall)
        return a->hall;
    double ma = a->office->m2.missing ? -1 : a->office->m2.real, mb = b->office->m2.missing ? -1 : b->office->m2.real;
    if (ma > mb || ma < mb)
        return ma > mb;
    return strcmp(a->office->id, b->office->id) < 0;
}

static void choose_halls(struct hc_run *run, struct hc_services_side *side, bool after)
{
    struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    const struct hc_units *units = &run->result->states[side->state].levels[s->level].units;
    const struct hc_units *before = &run->result->states[s->before.state].levels[s->level].units;
    struct candidate *best = hc_calloc(units->count, sizeof *best);
    side->hall = hc_alloc(units->count, sizeof *side->hall);
    memset(side->hall, 0xff, units->count * sizeof *side->hall);
    for (uint32_t i = 0; i < in->n_offices; i++) {
        uint32_t unit = after ? s->fates[i].unit_after : s->fates[i].unit_before;
        if (unit == HC_NONE)
            continue;
        struct candidate c = {&in->offices[i],
                              is_seat(units->seat[unit], &in->offices[i], before, s->fates[i].unit_before),
                              s->fates[i].hall_before};
        if (side->hall[unit] == HC_NONE || better(&c, &best[unit])) {
            best[unit] = c;
            side->hall[unit] = i;
        }
    }
    hc_free(best);
}

static void place_offices(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    const struct hc_services_input *in = &run->input->services;
    const struct hc_units *before = &run->result->states[s->before.state].levels[s->level].units;
    for (uint32_t i = 0; i < in->n_offices; i++) {
        const struct hc_office *o = &in->offices[i];
        s->fates[i] = (struct hc_office_fate){.unit_before = hc_map_find(&before->by_code, o->unit),
                                              .unit_after = HC_NONE,
                                              .role = HC_OFFICE_LEFT,
                                              .given_to = HC_NONE};
        if (s->fates[i].unit_before != HC_NONE)
            continue;
        struct hc_finding *f = hc_findings_add(
            run->findings, "unmatched_row", HC_ERROR, "%s:%ld: office %s belongs to unit %s, which is not known at %s",
            "%s:%ld：办公场所 %s 所属单元 %s 在 %s 不存在", hc_source_label(run->input->project.services.offices),
            o->row, o->id, o->unit, run->result->states[s->before.state].date);
        hc_finding_unit(f, o->unit);
        hc_finding_remedy(f, "correct the code, or say in \"at\" which date the offices belong to",
                          "请更正代码，或在“at”中注明办公场所对应的日期");
    }
}

/* Each office goes with the largest part of its unit. */
static void follow_units(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    size_t n = run->result->states[s->before.state].levels[s->level].units.count;
    uint32_t *target = hc_alloc(n, sizeof *target);
    double *share = hc_calloc(n, sizeof *share);
    struct hc_crosswalk c;
    memset(target, 0xff, n * sizeof *target);
    hc_crosswalk_between(run->result, s->level, s->before.state, s->after.state, &c);
    for (size_t i = 0; i < c.n; i++) {
        const struct hc_crosswalk_row *row = &c.rows[i];
        double part = row->share_population >= 0 ? row->share_population : row->share_area >= 0 ? row->share_area : 0;
        if (row->target != HC_NONE && (target[row->source] == HC_NONE || part > share[row->source])) {
            target[row->source] = row->target;
            share[row->source] = part;
        }
    }
    for (uint32_t i = 0; i < run->input->services.n_offices; i++)
        if (s->fates[i].unit_before != HC_NONE)
            s->fates[i].unit_after = target[s->fates[i].unit_before];
    hc_free(c.rows);
    hc_free(target);
    hc_free(share);
}

static void report_units_without(struct hc_run *run)
{
    const struct hc_services *s = run->result->services;
    const struct hc_units *u = &run->result->states[s->after.state].levels[s->level].units;
    for (uint32_t i = 0; i < u->count; i++) {
        if (s->after.hall[i] != HC_NONE)
            continue;
        struct hc_finding *f = hc_findings_add(run->findings, "no_hall", HC_WARNING, "unit %s has no office at all",
                                               "单元 %s 没有任何办公场所", u->code[i]);
        hc_finding_level(f, run->input->project.levels[s->level].id);
        hc_finding_unit(f, u->code[i]);
        hc_finding_remedy(f, "give it an idle office of a neighbour, or add its office to the table",
                          "请调剂邻近的闲置场所，或在表中补上其办公场所");
    }
}

void hc_services_halls(struct hc_run *run)
{
    struct hc_services *s = run->result->services;
    size_t n = run->input->services.n_offices;
    s->fates = hc_calloc(n, sizeof *s->fates);
    place_offices(run);
    follow_units(run);
    choose_halls(run, &s->before, false);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t unit = s->fates[i].unit_before;
        s->fates[i].hall_before = unit != HC_NONE && s->before.hall[unit] == i;
    }
    choose_halls(run, &s->after, true);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t unit = s->fates[i].unit_after;
        if (unit != HC_NONE)
            s->fates[i].role = s->after.hall[unit] == i ? HC_OFFICE_HALL : HC_OFFICE_IDLE;
    }
    report_units_without(run);
}
