#include "base/mem.h"
#include "simulate/count/count.h"
#include "simulate/count/land.h"
#include <math.h>
#include <string.h>

static void make_arrays(struct hc_level_state *l)
{
    size_t n = l->units.count;
    l->area = hc_alloc(n, sizeof *l->area);
    l->perimeter = hc_alloc(n, sizeof *l->perimeter);
    l->settled = hc_calloc(n, sizeof *l->settled);
    l->polsby_popper = hc_alloc(n, sizeof *l->polsby_popper);
    l->reock = hc_alloc(n, sizeof *l->reock);
    for (size_t i = 0; i < n; i++) {
        l->area[i] = l->perimeter[i] = HC_MISSING;
        l->polsby_popper[i] = l->reock[i] = NAN;
    }
}

#define MIXED (HC_NONE - 1)

/* For each unit of `l` the one of `before` that has the very same faces; HC_NONE: none has. New. */
static uint32_t *find_same(const struct hc_level_state *before, const struct hc_level_state *l, size_t n_faces)
{
    uint32_t *same = hc_alloc(l->units.count, sizeof *same);
    if (l->units.count == before->units.count && memcmp(before->face_unit, l->face_unit, n_faces * sizeof *same) == 0) {
        for (uint32_t u = 0; u < l->units.count; u++)
            same[u] = u;
        return same;
    }
    uint32_t *had = hc_calloc(before->units.count, sizeof *had), *has = hc_calloc(l->units.count, sizeof *has);
    memset(same, 0xff, l->units.count * sizeof *same);
    for (size_t f = 0; f < n_faces; f++) {
        uint32_t from = before->face_unit[f], to = l->face_unit[f];
        if (from != HC_NONE)
            had[from]++;
        if (to == HC_NONE)
            continue;
        same[to] = from == HC_NONE || (has[to] && same[to] != from) ? MIXED : from;
        has[to]++;
    }
    for (size_t u = 0; u < l->units.count; u++)
        if (same[u] == MIXED || (same[u] != HC_NONE && had[same[u]] != has[u]))
            same[u] = HC_NONE;
    hc_free(had);
    hc_free(has);
    return same;
}

/* What is measured of a unit hangs on its faces alone: the same ones need not be measured twice. flag: set where they
 * must be. */
static void copy_same(const struct hc_level_state *before, struct hc_level_state *l, size_t n_faces, uint8_t *wanted)
{
    uint32_t *same = find_same(before, l, n_faces);
    for (size_t u = 0; u < l->units.count; u++) {
        wanted[u] = same[u] == HC_NONE;
        if (wanted[u])
            continue;
        l->area[u] = before->area[same[u]];
        l->perimeter[u] = before->perimeter[same[u]];
        l->settled[u] = before->settled[same[u]];
        l->polsby_popper[u] = before->polsby_popper[same[u]];
        l->reock[u] = before->reock[same[u]];
    }
    hc_free(same);
}

static int measure_level(struct hc_run *run, size_t index, uint32_t level, struct hc_err *err)
{
    struct hc_level_state *l = &run->result->states[index].levels[level];
    size_t n = l->units.count;
    make_arrays(l);
    if (!run->cover || !l->face_unit)
        return 0;
    struct hc_measures m = {.area = l->area,
                            .perimeter = l->perimeter,
                            .settled = l->settled,
                            .polsby_popper = l->polsby_popper,
                            .reock = l->reock};
    if (index == 0)
        return hc_cover_measure(run->cover, l->face_unit, n, &m, err);
    uint8_t *wanted = hc_alloc(n, 1);
    size_t n_faces = hc_cover_n_faces(run->cover);
    int status = 0;
    copy_same(&run->result->states[index - 1].levels[level], l, n_faces, wanted);
    if (run->land && n && memchr(wanted, 1, n))
        hc_land_recall(run->land, l, n_faces, wanted);
    if (n && memchr(wanted, 1, n)) {
        status = hc_cover_measure_some(run->cover, l->face_unit, n, wanted, run->threads, &m, err);
        if (run->land && status == 0)
            hc_land_keep(run->land, l, n_faces, wanted);
    }
    hc_free(wanted);
    return status;
}

int hc_count_geometry(struct hc_run *run, size_t index, struct hc_err *err)
{
    for (uint32_t l = 0; l < run->input->project.n_levels; l++)
        if (measure_level(run, index, l, err) < 0)
            return -1;
    if (run->cover && !run->result->reock_crs)
        run->result->reock_crs = hc_strdup(hc_cover_reock_crs(run->cover));
    return 0;
}
