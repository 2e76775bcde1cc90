#include "simulate/count/count.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

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
    char **codes = hc_alloc(at[n], sizeof *codes);
    size_t *next = hc_alloc(n + 1, sizeof *next);
    memcpy(next, at, (n + 1) * sizeof *next);
    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i].target != HC_NONE)
            codes[next[c->rows[i].target]++] = first->code[c->rows[i].source];
    struct hc_buf text = {0};
    for (size_t u = 0; u < n; u++) {
        if (at[u + 1] == at[u] + 1) { /* itself, most often: the first state has the text */
            l->members[u] = codes[at[u]];
            continue;
        }
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
