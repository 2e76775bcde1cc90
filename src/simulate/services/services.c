#include "simulate/services/services.h"

#include "base/mem.h"
#include "simulate/count/count.h"
#include <string.h>

/* The last state of that date; NULL: the first state. */
static size_t state_at(const struct hc_result *r, const char *date)
{
    for (size_t s = r->n_states; date && s-- > 0;)
        if (strcmp(r->states[s].date, date) == 0)
            return s;
    return 0;
}

static void count_hollow(struct hc_run *run, struct hc_services_side *side)
{
    const struct hc_services_spec *spec = &run->input->project.services;
    struct hc_number *share =
        spec->hollow_measure ? hc_count_values(run, side->state, run->result->services->level, spec->hollow_measure)
                             : NULL;
    size_t n = run->result->states[side->state].levels[run->result->services->level].units.count;
    for (size_t i = 0; share && i < n; i++)
        side->n_hollow += !share[i].missing && hc_number_compare(share[i], spec->hollow_below) < 0;
    hc_free(share);
}

int hc_services_build(struct hc_run *run, struct hc_err *err)
{
    const struct hc_project *p = &run->input->project;
    if (!p->services.offices)
        return 0;
    struct hc_services *s = run->result->services = hc_calloc(1, sizeof *s);
    s->level = hc_project_level(p, p->services.level);
    s->before.state = state_at(run->result, p->services.at);
    s->after.state = run->result->n_states - 1;
    if (!run->cover || s->level < run->input->base)
        return hc_err_set(
            err, HC_REFUSED,
            "services: level %s has no boundaries, so nobody's way can be measured; name a level that has",
            "services：层级 %s 没有边界，无法量算距离；请选择有边界的层级", p->levels[s->level].id);
    s->n_faces = hc_cover_n_faces(run->cover);
    hc_services_halls(run);
    if (hc_services_access(run, err) < 0)
        return -1;
    hc_services_reuse(run);
    count_hollow(run, &s->before);
    count_hollow(run, &s->after);
    return 0;
}
