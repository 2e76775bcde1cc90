#include "simulate/state/state.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

const char *hc_level_title(const struct hc_input *input, uint32_t level)
{
    const struct hc_level_spec *spec = &input->project.levels[level];
    return spec->title ? spec->title : spec->id;
}

void hc_unit_share(struct hc_units *to, uint32_t i, const struct hc_units *from, uint32_t j)
{
    to->code[i] = from->code[j];
    to->name[i] = from->name[j];
    to->kind[i] = from->kind[j];
    to->parent_code[i] = from->parent_code[j];
    to->seat[i] = from->seat[j];
}

/* The layer's units, whose text is shared. */
static void take_layer(struct hc_units *to, const struct hc_units *from)
{
    hc_units_init(to, from->count);
    to->row = hc_alloc(from->count, sizeof *to->row);
    for (uint32_t i = 0; i < from->count; i++) {
        hc_unit_share(to, i, from, i);
        to->row[i] = from->row[i];
    }
    if (from->x && from->y) {
        to->x = hc_alloc(from->count, sizeof *to->x);
        to->y = hc_alloc(from->count, sizeof *to->y);
        memcpy(to->x, from->x, from->count * sizeof *to->x);
        memcpy(to->y, from->y, from->count * sizeof *to->y);
    }
    hc_map_copy(&to->by_code, &from->by_code);
}

static int compare_codes(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

/* A level without a source has the units that the finer level names as parents, by code. */
static void name_parents(struct hc_units *to, const struct hc_units *children)
{
    struct hc_map seen = {0};
    char **codes = hc_alloc(children->count, sizeof *codes);
    uint32_t n = 0;
    for (size_t i = 0; i < children->count; i++)
        if (children->parent_code[i] && hc_map_put(&seen, children->parent_code[i], n) == HC_NONE)
            codes[n++] = children->parent_code[i];
    hc_sort(codes, n, sizeof *codes, compare_codes);
    hc_units_init(to, n);
    for (uint32_t i = 0; i < n; i++)
        to->code[i] = hc_arena_strdup(&to->strings, codes[i]);
    hc_units_index(to);
    hc_free(codes);
    hc_map_release(&seen);
}

void hc_state_parents(struct hc_run *run, size_t index)
{
    struct hc_state *state = &run->result->states[index];
    for (uint32_t l = 0; l < run->input->project.n_levels; l++) {
        struct hc_units *u = &state->levels[l].units;
        bool top = l + 1 == run->input->project.n_levels;
        u->parent = hc_realloc(u->parent, u->count, sizeof *u->parent);
        for (uint32_t i = 0; i < u->count; i++) {
            bool as_before = i && u->parent_code[i] == u->parent_code[i - 1];
            u->parent[i] = top         ? HC_NONE
                           : as_before ? u->parent[i - 1]
                                       : hc_map_find(&state->levels[l + 1].units.by_code, u->parent_code[i]);
            if (top || u->parent[i] != HC_NONE)
                continue;
            const char *up = hc_level_title(run->input, l + 1);
            struct hc_finding *f =
                u->parent_code[i]
                    ? hc_findings_add(run->findings, "unknown_parent", HC_ERROR,
                                      "unit %s lies in %s %s, which is not known", "单元 %s 的上级（%s %s）不存在",
                                      u->code[i], up, u->parent_code[i])
                    : hc_findings_add(run->findings, "no_parent", HC_ERROR, "unit %s names no %s that it lies in",
                                      "单元 %s 没有注明所属的%s", u->code[i], up);
            hc_finding_level(f, run->input->project.levels[l].id);
            hc_finding_unit(f, u->code[i]);
            hc_finding_remedy(f, "correct its parent code", "请更正其上级代码");
        }
    }
}

void hc_state_faces_up(const struct hc_run *run, struct hc_state *state, uint32_t level)
{
    size_t n = run->cover ? hc_cover_n_faces(run->cover) : 0;
    for (uint32_t l = level + 1; run->cover && l < run->input->project.n_levels; l++) {
        const struct hc_level_state *below = &state->levels[l - 1];
        state->levels[l].face_unit = hc_realloc(state->levels[l].face_unit, n, sizeof(uint32_t));
        for (size_t f = 0; f < n; f++) {
            uint32_t u = below->face_unit[f];
            state->levels[l].face_unit[f] = u == HC_NONE ? HC_NONE : below->units.parent[u];
        }
    }
}

void hc_state_first(struct hc_run *run)
{
    const struct hc_input *input = run->input;
    struct hc_state *state = &run->result->states[0];
    state->date = hc_strdup(input->project.date ? input->project.date : "before");
    for (uint32_t l = 0; l < input->project.n_levels; l++) {
        if (input->project.levels[l].source)
            take_layer(&state->levels[l].units, &input->layers[l].units);
        else
            name_parents(&state->levels[l].units, &state->levels[l - 1].units);
    }
    hc_state_parents(run, 0);
    hc_state_join(run, 0);
    hc_state_aggregate(run, 0);
    if (!run->cover)
        return;
    size_t n = hc_cover_n_faces(run->cover);
    struct hc_level_state *base = &state->levels[input->base];
    base->face_unit = hc_alloc(n, sizeof *base->face_unit);
    for (uint32_t f = 0; f < n; f++)
        base->face_unit[f] = f;
    hc_state_faces_up(run, state, input->base);
}
