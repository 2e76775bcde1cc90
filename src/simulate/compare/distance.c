#include "simulate/compare/compare.h"

#include <string.h>

/* The finest level up to `level` at which people are known; the finest if there is none. */
static uint32_t find_level(const struct hc_result *r, const struct hc_state *state, uint32_t level,
                           const struct hc_column **people)
{
    for (uint32_t l = 0; l <= level; l++) {
        const struct hc_column *c = hc_units_column(&state->levels[l].units, r->population);
        if (!c || c->type != HC_DECIMAL || !state->levels[l].units.count)
            continue;
        *people = c;
        return l;
    }
    uint32_t l = 0;
    while (l < level && !state->levels[l].units.count)
        l++;
    return l;
}

void hc_atoms_build(const struct hc_result *r, size_t state, uint32_t level, struct hc_atoms *atoms)
{
    const struct hc_column *people = NULL;
    *atoms = (struct hc_atoms){.level = find_level(r, &r->states[state], level, &people)};
    atoms->n = r->states[state].levels[atoms->level].units.count;
    atoms->counted = people != NULL;
    atoms->scale = people ? people->scale : 0;
    atoms->people = hc_alloc(atoms->n, sizeof *atoms->people);
    for (size_t i = 0; i < atoms->n; i++) {
        atoms->people[i] = people ? people->value[i] : 1;
        if (atoms->people[i] == HC_MISSING)
            atoms->people[i] = 0;
        atoms->total += atoms->people[i];
    }
}

void hc_atoms_release(struct hc_atoms *atoms)
{
    hc_free(atoms->people);
    *atoms = (struct hc_atoms){0};
}

static double known(double share)
{
    return share > 0 ? share : 0; /* NaN too */
}

/* For each unit of a level in state `from` where most of its people go by the last step, else most of its land. */
static uint32_t *follow(const struct hc_result *r, size_t from, uint32_t level)
{
    size_t n = r->states[from].levels[level].units.count;
    uint32_t *to = hc_alloc(n, sizeof *to);
    double *people = hc_alloc(n, sizeof *people), *land = hc_alloc(n, sizeof *land);
    bool moves = from + 1 < r->n_states;
    for (uint32_t i = 0; i < n; i++) {
        to[i] = moves ? HC_NONE : i;
        people[i] = land[i] = -1;
    }
    for (size_t i = 0; moves && i < r->steps[from].levels[level].crosswalk.n; i++) {
        const struct hc_crosswalk_row *row = &r->steps[from].levels[level].crosswalk.rows[i];
        double p = known(row->share_population), a = known(row->share_area);
        uint32_t u = row->source;
        if (p < people[u] || (p <= people[u] && a <= land[u]))
            continue;
        to[u] = row->target;
        people[u] = p;
        land[u] = a;
    }
    hc_free(people);
    hc_free(land);
    return to;
}

static char *copy(struct hc_outcome *o, const char *s)
{
    return hc_arena_strdup(&o->strings, s);
}

void hc_outcome_build(const struct hc_result *r, size_t from, uint32_t level, const struct hc_atoms *atoms,
                      struct hc_outcome *o)
{
    const struct hc_state *last = &r->states[r->n_states - 1];
    const struct hc_units *fresh = &last->levels[level].units;
    *o = (struct hc_outcome){.n_new = fresh->count, .n_units = r->states[from].levels[level].units.count};
    o->code = hc_alloc(o->n_new, sizeof *o->code);
    o->name = hc_alloc(o->n_new, sizeof *o->name);
    o->kind = hc_alloc(o->n_new, sizeof *o->kind);
    o->size = hc_calloc(o->n_new, sizeof *o->size);
    for (size_t i = 0; i < o->n_new; i++) {
        o->code[i] = copy(o, fresh->code[i]);
        o->name[i] = copy(o, fresh->name[i]);
        o->kind[i] = copy(o, fresh->kind[i]);
    }
    o->unit_new = follow(r, from, level);
    o->atom_new = follow(r, from, atoms->level);
    for (size_t i = 0; i < atoms->n; i++) {
        uint32_t u = o->atom_new[i];
        for (uint32_t l = atoms->level; u != HC_NONE && l < level; l++)
            u = last->levels[l].units.parent[u];
        o->atom_new[i] = u;
        if (u != HC_NONE)
            o->size[u]++;
    }
}

void hc_outcome_release(struct hc_outcome *o)
{
    hc_free(o->code);
    hc_free(o->name);
    hc_free(o->kind);
    hc_free(o->unit_new);
    hc_free(o->atom_new);
    hc_free(o->size);
    hc_arena_release(&o->strings);
    *o = (struct hc_outcome){0};
}

/* A new unit of a has the atoms of one of b if they are as many, and all lie in that one. */
struct hc_distance hc_distance(const struct hc_atoms *atoms, const struct hc_outcome *a, const struct hc_outcome *b,
                               uint8_t *same)
{
    struct hc_distance d = {0};
    uint32_t *other = hc_alloc(a->n_new, sizeof *other);
    bool *equal = hc_calloc(a->n_new, sizeof *equal), *seen = hc_calloc(a->n_new, sizeof *seen);
    for (size_t i = 0; i < atoms->n; i++) {
        uint32_t u = a->atom_new[i], v = b->atom_new[i];
        if (u == HC_NONE)
            continue;
        if (!seen[u]) {
            seen[u] = true;
            other[u] = v;
            equal[u] = v != HC_NONE && a->size[u] == b->size[v];
        }
        equal[u] = equal[u] && other[u] == v;
    }
    for (size_t i = 0; i < atoms->n; i++) {
        uint32_t u = a->atom_new[i];
        bool stays = u == HC_NONE ? b->atom_new[i] == HC_NONE : equal[u];
        if (same)
            same[i] = stays;
        if (stays)
            continue;
        d.people += atoms->people[i];
        d.atoms++;
    }
    hc_free(other);
    hc_free(equal);
    hc_free(seen);
    if (atoms->total > 0)
        d.share = (double)d.people / (double)atoms->total;
    return d;
}
