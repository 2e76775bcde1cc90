#include "simulate/convert/flows.h"

#include "base/mem.h"
#include "simulate/step/crosswalk.h"
#include <math.h>
#include <stdlib.h>

__extension__ typedef __int128 wide;

static int compare_flows(const void *p, const void *q)
{
    const struct hc_flow *a = p, *b = q;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* One flow, with what it may be weighed by: people, land. */
struct weighed {
    struct hc_flow flow;
    double people, land; /* NaN unknown */
};

#define PRECISION 1e15

/* Backwards a unit is divided by how many people each of its parts stands for in the earlier state, forwards by the
 * shares of the crosswalk. */
static struct weighed weigh(const struct hc_result *r, uint32_t level, size_t earlier,
                            const struct hc_crosswalk_row *row, bool forwards)
{
    const struct hc_level_state *s = &r->states[earlier].levels[level];
    const char *population = r->population;
    struct weighed w = {{row->source, row->target, 0, row->estimated}, row->share_population, row->share_area};
    if (forwards)
        return w;
    const struct hc_column *c = hc_units_column(&s->units, population);
    struct hc_number people = c ? hc_column_number(c, row->source) : hc_number_missing();
    w.flow.from = row->target;
    w.flow.to = row->source;
    w.people = people.missing ? NAN : people.real * row->share_population;
    w.land = s->area && s->area[row->source] != HC_MISSING ? (double)s->area[row->source] * row->share_area : NAN;
    return w;
}

static int compare_weighed(const void *p, const void *q)
{
    return compare_flows(&((const struct weighed *)p)->flow, &((const struct weighed *)q)->flow);
}

static bool known(double sum)
{
    return sum > 0; /* not for NaN */
}

/* People where all are known, else land, else evenly. */
static void settle_weights(struct weighed *w, size_t n)
{
    double people = 0, land = 0;
    for (size_t i = 0; i < n; i++) {
        people += w[i].people;
        land += w[i].land;
    }
    for (size_t i = 0; i < n; i++)
        w[i].flow.weight = n == 1          ? 1
                           : known(people) ? llround(w[i].people / people * PRECISION)
                           : known(land)   ? llround(w[i].land / land * PRECISION)
                                           : 1;
}

void hc_flows_build(const struct hc_result *r, uint32_t level, size_t from, size_t to, struct hc_flows *out)
{
    bool forwards = from <= to;
    size_t earlier = forwards ? from : to, n_units = r->states[from].levels[level].units.count;
    struct hc_crosswalk walk;
    hc_crosswalk_between(r, level, earlier, forwards ? to : from, &walk);
    struct weighed *w = hc_alloc(walk.n, sizeof *w);
    *out =
        (struct hc_flows){.items = hc_alloc(walk.n, sizeof *out->items), .at = hc_calloc(n_units + 1, sizeof(size_t))};
    for (size_t i = 0; i < walk.n; i++)
        if (forwards || walk.rows[i].target != HC_NONE)
            w[out->n++] = weigh(r, level, earlier, &walk.rows[i], forwards);
    if (out->n)
        qsort(w, out->n, sizeof *w, compare_weighed);
    for (size_t i = 0, end; i < out->n; i = end) {
        for (end = i; end < out->n && w[end].flow.from == w[i].flow.from;)
            end++;
        settle_weights(w + i, end - i);
        out->at[w[i].flow.from + 1] = end - i;
    }
    for (size_t u = 0; u < n_units; u++)
        out->at[u + 1] += out->at[u];
    for (size_t i = 0; i < out->n; i++)
        out->items[i] = w[i].flow;
    hc_free(w);
    hc_free(walk.rows);
}

void hc_flows_release(struct hc_flows *f)
{
    hc_free(f->items);
    hc_free(f->at);
    *f = (struct hc_flows){0};
}

struct rest {
    wide rest;
    size_t i;
};

static int compare_rests(const void *p, const void *q)
{
    const struct rest *a = p, *b = q;
    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return (a->i > b->i) - (a->i < b->i);
}

void hc_flows_divide(const struct hc_flow *flows, size_t n, int64_t total, int64_t *part)
{
    struct rest *rests = hc_alloc(n, sizeof *rests);
    int64_t sign = total < 0 ? -1 : 1, left = total * sign;
    wide sum = 0, whole = left;
    for (size_t i = 0; i < n; i++)
        sum += flows[i].weight;
    for (size_t i = 0; i < n; i++) {
        wide product = whole * flows[i].weight;
        part[i] = (int64_t)(product / sum);
        rests[i] = (struct rest){product % sum, i};
        left -= part[i];
    }
    qsort(rests, n, sizeof *rests, compare_rests);
    for (size_t i = 0; i < n && left > 0; i++, left--) /* less than n are left */
        part[rests[i].i]++;
    for (size_t i = 0; i < n; i++)
        part[i] *= sign;
    hc_free(rests);
}
