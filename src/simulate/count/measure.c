#include "simulate/count/count.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int measure_level(struct hc_run *run, struct hc_level_state *l, struct hc_err *err)
{
    size_t n = l->units.count;
    l->area = hc_alloc(n, sizeof *l->area);
    l->perimeter = hc_alloc(n, sizeof *l->perimeter);
    l->polsby_popper = hc_alloc(n, sizeof *l->polsby_popper);
    l->reock = hc_alloc(n, sizeof *l->reock);
    for (size_t i = 0; i < n; i++) {
        l->area[i] = l->perimeter[i] = HC_MISSING;
        l->polsby_popper[i] = l->reock[i] = NAN;
    }
    if (!run->cover || !l->face_unit)
        return 0;
    struct hc_measures m = {
        .area = l->area, .perimeter = l->perimeter, .polsby_popper = l->polsby_popper, .reock = l->reock};
    return hc_cover_measure(run->cover, l->face_unit, n, &m, err);
}

int hc_count_geometry(struct hc_run *run, size_t index, struct hc_err *err)
{
    for (uint32_t l = 0; l < run->input->project.n_levels; l++)
        if (measure_level(run, &run->result->states[index].levels[l], err) < 0)
            return -1;
    if (run->cover && !run->result->reock_crs)
        run->result->reock_crs = hc_strdup(hc_cover_reock_crs(run->cover));
    return 0;
}

static int compare_codes(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

/* The codes of the first state's units in each unit, sorted, joined by ';'. */
static void list_members(const struct hc_units *first, struct hc_level_state *l, const struct hc_crosswalk *c)
{
    size_t n = l->units.count, *at = hc_calloc(n + 1, sizeof *at);
    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i].target != HC_NONE)
            at[c->rows[i].target + 1]++;
    for (size_t u = 0; u < n; u++) {
        l->n_members[u] = (uint32_t)at[u + 1];
        at[u + 1] += at[u];
    }
    const char **codes = hc_alloc(at[n], sizeof *codes);
    size_t *next = hc_alloc(n + 1, sizeof *next);
    memcpy(next, at, (n + 1) * sizeof *next);
    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i].target != HC_NONE)
            codes[next[c->rows[i].target]++] = first->code[c->rows[i].source];
    struct hc_buf text = {0};
    for (size_t u = 0; u < n; u++) {
        hc_sort(codes + at[u], at[u + 1] - at[u], sizeof *codes, compare_codes);
        hc_buf_clear(&text);
        for (size_t i = at[u]; i < at[u + 1]; i++) {
            hc_buf_adds(&text, i > at[u] ? ";" : "");
            hc_buf_adds(&text, codes[i]);
        }
        l->members[u] = hc_arena_strdup(&l->units.strings, text.data ? text.data : "");
    }
    hc_buf_release(&text);
    hc_free(codes);
    hc_free(next);
    hc_free(at);
}

void hc_count_members(struct hc_run *run, size_t index, const struct hc_crosswalk *from_first)
{
    for (uint32_t l = 0; l < run->input->project.n_levels; l++) {
        struct hc_level_state *state = &run->result->states[index].levels[l];
        size_t n = state->units.count;
        state->n_members = hc_alloc(n, sizeof *state->n_members);
        state->members = hc_alloc(n, sizeof *state->members);
        if (from_first) {
            list_members(&run->result->states[0].levels[l].units, state, &from_first[l]);
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            state->n_members[i] = 1;
            state->members[i] = state->units.code[i];
        }
    }
}

uint32_t *hc_count_descendants(const struct hc_state *state, uint32_t level, uint32_t below)
{
    const struct hc_units *units = &state->levels[below].units;
    uint32_t *count = hc_calloc(state->levels[level].units.count, sizeof *count);
    for (uint32_t i = 0; i < units->count; i++) {
        uint32_t u = i;
        for (uint32_t l = below; l < level && u != HC_NONE; l++)
            u = state->levels[l].units.parent[u];
        if (u != HC_NONE)
            count[u]++;
    }
    return count;
}

const struct hc_measure_spec *hc_count_ratio(const struct hc_run *run, const char *name)
{
    for (size_t i = 0; i < run->input->project.n_measures; i++)
        if (strcmp(run->input->project.measures[i].name, name) == 0)
            return &run->input->project.measures[i];
    return NULL;
}

static struct hc_number own_measure(const struct hc_level_state *l, uint32_t i, const char *name, bool *known)
{
    *known = true;
    if (strcmp(name, "area_m2") == 0)
        return hc_number_decimal(l->area[i], HC_AREA_SCALE);
    if (strcmp(name, "area_km2") == 0)
        return hc_number_decimal(l->area[i], HC_AREA_SCALE + 6);
    if (strcmp(name, "perimeter_m") == 0)
        return hc_number_decimal(l->perimeter[i], HC_LENGTH_SCALE);
    if (strcmp(name, "polsby_popper") == 0)
        return hc_number_real(l->polsby_popper[i]);
    if (strcmp(name, "reock") == 0)
        return hc_number_real(l->reock[i]);
    if (strcmp(name, "members") == 0)
        return hc_number_decimal(l->n_members[i], 0);
    *known = false;
    return hc_number_missing();
}

static struct hc_number *ratio_values(const struct hc_run *run, size_t index, uint32_t level,
                                      const struct hc_measure_spec *ratio)
{
    struct hc_number *of = hc_count_values(run, index, level, ratio->of);
    struct hc_number *per = hc_count_values(run, index, level, ratio->per);
    size_t n = run->result->states[index].levels[level].units.count;
    for (size_t i = 0; of && per && i < n; i++)
        of[i] = hc_number_div(of[i], per[i]);
    if (!per) {
        hc_free(of);
        of = NULL;
    }
    hc_free(per);
    return of;
}

struct hc_number *hc_count_values(const struct hc_run *run, size_t index, uint32_t level, const char *name)
{
    const struct hc_state *state = &run->result->states[index];
    const struct hc_level_state *l = &state->levels[level];
    const struct hc_column *column = hc_units_column(&l->units, name);
    const struct hc_measure_spec *ratio = column ? NULL : hc_count_ratio(run, name);
    uint32_t below = column || ratio ? HC_NONE : hc_project_level(&run->input->project, name);
    if (ratio && (hc_count_ratio(run, ratio->of) || hc_count_ratio(run, ratio->per)))
        return NULL; /* a ratio of ratios is no ratio of sums */
    if (ratio)
        return ratio_values(run, index, level, ratio);
    struct hc_number *values = hc_alloc(l->units.count, sizeof *values);
    uint32_t *descendants = below != HC_NONE && below < level ? hc_count_descendants(state, level, below) : NULL;
    bool known = column || descendants;
    for (uint32_t i = 0; i < l->units.count; i++) {
        if (column)
            values[i] = hc_column_number(column, i);
        else if (descendants)
            values[i] = hc_number_decimal(descendants[i], 0);
        else
            values[i] = own_measure(l, i, name, &known);
    }
    hc_free(descendants);
    if (known)
        return values;
    hc_free(values);
    return NULL;
}
