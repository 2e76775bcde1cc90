#include "cli/compare/ladder.h"

/* Thresholds shown, at most. */
#define MOST 8

/* People of each new unit of a plan, in the atoms' scale. */
static int64_t *people_of(const struct hc_atoms *atoms, const struct hc_outcome *o)
{
    int64_t *people = hc_calloc(o->n_new, sizeof *people);
    for (size_t a = 0; a < atoms->n; a++)
        if (o->atom_new[a] != HC_NONE)
            people[o->atom_new[a]] += atoms->people[a];
    return people;
}

/* 1, 1.5, 2, 3, 5, 7, 10, 15...: the first above `least`. */
static int64_t next_round(int64_t least)
{
    static const int64_t steps[] = {10, 15, 20, 30, 50, 70};
    for (int64_t ten = 1; ten <= INT64_MAX / 1000; ten *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i] * ten > least)
                return steps[i] * ten;
    return INT64_MAX;
}

void hc_ladder_build(struct hc_ladder *l, const struct hc_atoms *atoms, const struct hc_outcome *const *outcomes,
                     size_t n)
{
    int64_t **people = hc_calloc(n, sizeof(int64_t *)), least = INT64_MAX, most = 0, one = 1;
    *l = (struct hc_ladder){.n_plans = n};
    for (int i = 0; i < atoms->scale; i++)
        one *= 10;
    for (size_t k = 0; k < n; k++) {
        people[k] = people_of(atoms, outcomes[k]);
        for (size_t g = 0; g < outcomes[k]->n_new; g++) {
            least = people[k][g] < least ? people[k][g] : least;
            most = people[k][g] > most ? people[k][g] : most;
        }
    }
    l->people = hc_alloc(MOST, sizeof *l->people);
    l->below = hc_calloc(MOST * n, sizeof *l->below);
    for (int64_t at = least / one; atoms->counted && l->n < MOST && (at = next_round(at)) <= most / one; l->n++) {
        l->people[l->n] = at;
        for (size_t k = 0; k < n; k++)
            for (size_t g = 0; g < outcomes[k]->n_new; g++)
                l->below[l->n * n + k] += people[k][g] < at * one;
    }
    for (size_t k = 0; k < n; k++)
        hc_free(people[k]);
    hc_free(people);
}

void hc_ladder_release(struct hc_ladder *l)
{
    hc_free(l->people);
    hc_free(l->below);
    *l = (struct hc_ladder){0};
}
