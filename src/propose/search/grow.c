#include "propose/search/state.h"

#include <string.h>

/* Groups while they are joined: a forest with the root's number as the group's. */
static uint32_t root_of(uint32_t *up, uint32_t u)
{
    while (up[u] != u) {
        up[u] = up[up[u]];
        u = up[u];
    }
    return u;
}

static bool is_fixed(const struct hc_problem *p, uint32_t u)
{
    return p->n_fixed && p->fixed[u] != HC_NONE;
}

static bool kept_apart(const struct hc_problem *p, uint32_t *up, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < p->n_apart; i++) {
        uint32_t x = root_of(up, p->apart[i][0]), y = root_of(up, p->apart[i][1]);
        if ((x == a && y == b) || (x == b && y == a))
            return true;
    }
    return false;
}

/* The group next to `group` with the fewest people, each weighed by chance; HC_NONE if none may be joined. */
static uint32_t neighbour(const struct hc_problem *p, uint32_t *up, const double *people, uint32_t group,
                          struct hc_random *random)
{
    uint32_t best = HC_NONE;
    double least = 0;
    for (uint32_t u = 0; u < p->n; u++) {
        if (root_of(up, u) != group)
            continue;
        size_t first = p->contiguous ? p->edge_at[u] : 0, end = p->contiguous ? p->edge_at[u + 1] : p->n;
        for (size_t e = first; e < end; e++) {
            uint32_t v = p->contiguous ? p->edge[e].to : (uint32_t)e, other = root_of(up, v);
            if (other == group || is_fixed(p, v) || kept_apart(p, up, group, other))
                continue;
            double worth = (people[other] + 1) * (0.25 + hc_random_unit(random));
            if (best == HC_NONE || worth < least) {
                best = other;
                least = worth;
            }
        }
    }
    return best;
}

static void join(uint32_t *up, double *people, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    up[high] = low;
    people[low] += people[high];
}

bool hc_search_grow(struct hc_search *s, struct hc_random *random)
{
    const struct hc_problem *p = s->p;
    uint32_t *up = hc_alloc(p->n, sizeof *up), *number = hc_alloc(p->n, sizeof *number), n = (uint32_t)p->n;
    double *people = hc_alloc(p->n, sizeof *people);
    bool *stuck = hc_calloc(p->n, sizeof *stuck), possible = true;
    for (uint32_t u = 0; u < p->n; u++) {
        up[u] = u;
        people[u] = (double)p->people[u];
    }
    for (uint32_t u = 0; u < p->n; u++)
        for (uint32_t v = 0; is_fixed(p, u) && v < u; v++)
            if (p->fixed[u] == p->fixed[v] && root_of(up, u) != root_of(up, v)) {
                join(up, people, root_of(up, u), root_of(up, v));
                n--;
            }
    while (n > s->k && possible) {
        uint32_t smallest = HC_NONE;
        double least = 0;
        for (uint32_t u = 0; u < p->n; u++) {
            double worth = (people[u] + 1) * (0.5 + hc_random_unit(random));
            if (up[u] == u && !stuck[u] && !is_fixed(p, u) && (smallest == HC_NONE || worth < least)) {
                smallest = u;
                least = worth;
            }
        }
        possible = smallest != HC_NONE;
        uint32_t with = possible ? neighbour(p, up, people, smallest, random) : HC_NONE;
        if (with == HC_NONE && possible) {
            stuck[smallest] = true;
            continue;
        }
        if (possible) {
            join(up, people, smallest, with);
            stuck[smallest < with ? smallest : with] = false;
            n--;
        }
    }
    possible = possible && n == s->k;
    memset(number, 0xff, p->n * sizeof *number);
    for (uint32_t u = 0, next = 0; possible && u < p->n; u++) {
        uint32_t r = root_of(up, u);
        if (number[r] == HC_NONE)
            number[r] = next++;
        s->label[u] = number[r];
    }
    if (possible)
        hc_search_load(s, s->label);
    hc_free(up);
    hc_free(number);
    hc_free(people);
    hc_free(stuck);
    return possible;
}
