#include "propose/sample/sample.h"

#include "base/parallel.h"
#include "propose/sample/recombine.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_A_GROUP 5
#define WARMING       10 /* spacings before the first draw */

struct drawing {
    const struct hc_yardsticks *y;
    const struct hc_sampling *how;
    struct hc_sample *out;
    const uint32_t *start; /* [walk][unit] */
    uint64_t steps[HC_SAMPLE_WALKS], moves[HC_SAMPLE_WALKS];
    uint8_t *moved; /* [walk][block] */
};

static bool stopped(const struct hc_sampling *how)
{
    return how->stop && *how->stop;
}

/* Draws number w, w + HC_SAMPLE_WALKS... are of walk w. */
static void walk(struct drawing *d, size_t w)
{
    const struct hc_problem *p = &d->y->setting->problem;
    struct hc_shuffle walk;
    uint32_t *label = hc_alloc(p->n, sizeof *label);
    hc_shuffle_init(&walk, p, hc_random_stream(d->how->seed, w));
    hc_shuffle_load(&walk, d->start + w * p->n);
    for (size_t i = 0; i < d->out->spacing * WARMING && !stopped(d->how); i++)
        hc_shuffle_step(&walk);
    for (size_t draw = w; draw < d->out->n_draws && !stopped(d->how); draw += HC_SAMPLE_WALKS) {
        for (size_t i = 0; i < d->out->spacing; i++)
            hc_shuffle_step(&walk);
        memcpy(label, walk.label, p->n * sizeof *label);
        size_t k = hc_label_settle(label, p->n);
        hc_yardsticks_measure(d->y, label, NULL, k, d->out->value + draw * d->y->n);
    }
    d->steps[w] = walk.steps;
    d->moves[w] = walk.moves;
    memcpy(d->moved + w * p->n_blocks, walk.moved, p->n_blocks);
    hc_shuffle_release(&walk);
    hc_free(label);
}

static void run_walks(void *ctx, size_t begin, size_t end)
{
    for (size_t w = begin; w < end; w++)
        walk(ctx, w);
}

static void tell(void *ctx, size_t begin, size_t end)
{
    const struct drawing *d = ctx;
    const struct hc_progress *p = d->how->progress;
    (void)begin;
    if (p && p->tell)
        p->tell(p->ctx, "sampling", end, HC_SAMPLE_WALKS);
}

/* How far apart the walks are, as against how far each wanders (Gelman and Rubin, 1992). */
static double mixing(const struct hc_sample *s, size_t yardstick)
{
    size_t n = s->n_draws / HC_SAMPLE_WALKS;
    double mean[HC_SAMPLE_WALKS] = {0}, all = 0, within = 0, between = 0;
    if (n < 2)
        return (double)NAN;
    for (size_t w = 0; w < HC_SAMPLE_WALKS; w++) {
        for (size_t i = 0; i < n; i++)
            mean[w] += s->value[(w + i * HC_SAMPLE_WALKS) * s->n_values + yardstick] / (double)n;
        all += mean[w] / HC_SAMPLE_WALKS;
    }
    for (size_t w = 0; w < HC_SAMPLE_WALKS; w++) {
        between += (mean[w] - all) * (mean[w] - all) / (HC_SAMPLE_WALKS - 1);
        for (size_t i = 0; i < n; i++) {
            double off = s->value[(w + i * HC_SAMPLE_WALKS) * s->n_values + yardstick] - mean[w];
            within += off * off / (double)(n - 1) / HC_SAMPLE_WALKS;
        }
    }
    double tiny = 1e-18 * all * all;
    if (within <= tiny)
        return between <= tiny ? 1 : INFINITY;
    return sqrt((double)(n - 1) / (double)n + between / within);
}

/* Parents that could have other plans by their numbers, and never had. */
static size_t count_still(const struct drawing *d, const uint32_t *label)
{
    const struct hc_problem *p = &d->y->setting->problem;
    size_t *units = hc_calloc(p->n_blocks, sizeof *units), *groups = hc_calloc(p->n_blocks, sizeof *groups), n = 0;
    uint8_t *seen = hc_calloc(p->n, 1);
    for (size_t u = 0; u < p->n; u++) {
        units[p->block[u]]++;
        groups[p->block[u]] += !seen[label[u]];
        seen[label[u]] = 1;
    }
    for (size_t b = 0; b < p->n_blocks; b++) {
        bool moved = groups[b] == units[b] || groups[b] < 2;
        for (size_t w = 0; w < HC_SAMPLE_WALKS; w++)
            moved = moved || d->moved[w * p->n_blocks + b];
        n += !moved;
    }
    hc_free(units);
    hc_free(groups);
    hc_free(seen);
    return n;
}

void hc_sample_draw(const struct hc_yardsticks *y, const uint32_t *label, size_t n_groups,
                    const struct hc_sampling *how, struct hc_sample *out)
{
    const struct hc_problem *p = &y->setting->problem;
    uint32_t *start = hc_alloc(p->n * HC_SAMPLE_WALKS, sizeof *start);
    struct drawing d = {.y = y, .how = how, .out = out, .start = start};
    *out = (struct hc_sample){.n_draws = how->draws, .n_values = y->n};
    out->spacing = how->spacing ? how->spacing : STEPS_A_GROUP * n_groups;
    out->mixing = (double)NAN;
    if (!hc_sample_starts(p, label, how, start)) {
        out->state = stopped(how) ? HC_SAMPLE_STOPPED : HC_SAMPLE_NO_START;
        hc_free(start);
        return;
    }
    out->value = hc_alloc(out->n_draws * y->n, sizeof *out->value);
    d.moved = hc_calloc(HC_SAMPLE_WALKS * p->n_blocks, sizeof *d.moved);
    hc_parallel_ordered(how->threads, HC_SAMPLE_WALKS, 1, HC_SAMPLE_WALKS, run_walks, tell, &d);
    for (size_t w = 0; w < HC_SAMPLE_WALKS; w++) {
        out->steps += d.steps[w];
        out->moves += d.moves[w];
    }
    out->n_still = count_still(&d, label);
    out->state = stopped(how) ? HC_SAMPLE_STOPPED : out->moves ? HC_SAMPLE_DRAWN : HC_SAMPLE_STILL;
    if (out->state == HC_SAMPLE_DRAWN)
        out->mixing = mixing(out, HC_N_TERMS);
    hc_free(d.moved);
    hc_free(start);
}

void hc_sample_release(struct hc_sample *s)
{
    hc_free(s->value);
    *s = (struct hc_sample){0};
}

double hc_sample_percentile(const struct hc_sample *s, size_t yardstick, double value)
{
    size_t below = 0, above = 0;
    for (size_t i = 0; i < s->n_draws; i++) {
        below += s->value[i * s->n_values + yardstick] < value;
        above += s->value[i * s->n_values + yardstick] > value;
    }
    return 50.0 * (double)(s->n_draws + below - above) / (double)s->n_draws;
}

static int compare_doubles(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

double hc_sample_quantile(const struct hc_sample *s, size_t yardstick, double share)
{
    double *sorted = hc_alloc(s->n_draws, sizeof *sorted), place = share * (double)(s->n_draws - 1);
    size_t low = (size_t)place;
    for (size_t i = 0; i < s->n_draws; i++)
        sorted[i] = s->value[i * s->n_values + yardstick];
    qsort(sorted, s->n_draws, sizeof *sorted, compare_doubles);
    double value = sorted[low];
    if (low + 1 < s->n_draws)
        value += (place - (double)low) * (sorted[low + 1] - sorted[low]);
    hc_free(sorted);
    return value;
}
