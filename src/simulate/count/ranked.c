#include "simulate/count/ranked.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <math.h>
#include <string.h>

/* Units of equal doubles, in the order of their exact numbers, then of their indices. */
static void order_equals(const struct hc_measured *m, uint32_t *order, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t unit = order[i];
        size_t at = i;
        struct hc_number number = hc_measured_number(m, unit);
        for (; at > 0 && hc_number_compare(hc_measured_number(m, order[at - 1]), number) > 0; at--)
            order[at] = order[at - 1];
        order[at] = unit;
    }
}

#define WHOLE 9007199254740992 /* 2^53: below, equal doubles are equal decimals */

static bool need_exact(const struct hc_measured *m, uint32_t unit)
{
    return m->of || (m->decimal && (m->decimal[unit] >= WHOLE || m->decimal[unit] <= -WHOLE));
}

/* The nearest doubles of two numbers never stand the other way round than the numbers. */
static void rank(struct hc_ranked *r)
{
    const struct hc_measured *m = &r->values;
    double *real = hc_measured_reals(m);
    r->order = hc_alloc(m->n, sizeof *r->order);
    r->n = hc_rank_doubles(real, m->n, r->order);
    for (size_t i = 0, end; i < r->n && !m->real; i = end) {
        end = i + 1;
        while (end < r->n && !(real[r->order[i]] < real[r->order[end]]))
            end++;
        if (end > i + 1 && need_exact(m, r->order[i]))
            order_equals(m, r->order + i, end - i);
    }
    r->real = hc_alloc(r->n, sizeof *r->real);
    for (size_t i = 0; i < r->n; i++)
        r->real[i] = real[r->order[i]];
    if (m->decimal)
        r->decimal = hc_alloc(r->n, sizeof *r->decimal);
    for (size_t i = 0; m->decimal && i < r->n; i++)
        r->decimal[i] = m->decimal[r->order[i]];
    hc_free(real);
}

bool hc_ranked_get(const struct hc_run *run, size_t index, uint32_t level, const char *name, struct hc_ranked *r)
{
    const struct hc_column *column = hc_units_column(&run->result->states[index].levels[level].units, name);
    *r = (struct hc_ranked){.additive = !column || column->agg == HC_AGG_SUM};
    if (!hc_measured_get(run, index, level, name, &r->values))
        return false;
    rank(r);
    return true;
}

void hc_ranked_release(struct hc_ranked *r)
{
    hc_measured_release(&r->values);
    hc_free(r->real);
    hc_free(r->decimal);
    hc_free(r->order);
    *r = (struct hc_ranked){0};
}

void hc_drawing_make(struct hc_drawing *d, const struct hc_ranked *r, const uint32_t *kind_of,
                     const struct hc_level_summary *summary)
{
    size_t n = r->values.n, n_kinds = summary->n_kinds, *at = hc_alloc(n_kinds + 1, sizeof *at);
    *d = (struct hc_drawing){.kind_of = kind_of,
                             .kinds = hc_calloc(n_kinds, sizeof *d->kinds),
                             .order = hc_alloc(n, sizeof *d->order),
                             .real = hc_alloc(n, sizeof *d->real),
                             .decimal = hc_alloc(n, sizeof *d->decimal)};
    at[0] = 0;
    for (size_t k = 0; k < n_kinds; k++)
        at[k + 1] = at[k] + summary->kinds[k].count;
    for (size_t k = 0; k < n_kinds; k++)
        d->kinds[k] =
            (struct hc_drawn){at[k], d->order + at[k], d->real + at[k], r->decimal ? d->decimal + at[k] : NULL};
    for (size_t i = 0; i < r->n; i++) {
        uint32_t unit = r->order[i], kind = kind_of[unit];
        size_t to = kind == HC_NONE ? at[n_kinds]++ : at[kind]++; /* those of no kind behind the others */
        d->order[to] = unit;
        d->real[to] = r->real[i];
        d->decimal[to] = r->decimal ? r->decimal[i] : 0;
    }
    for (size_t k = 0; k < n_kinds; k++)
        d->kinds[k].n = at[k] - d->kinds[k].n;
    hc_free(at);
}

void hc_drawing_release(struct hc_drawing *d)
{
    hc_free(d->kinds);
    hc_free(d->order);
    hc_free(d->real);
    hc_free(d->decimal);
    *d = (struct hc_drawing){0};
}

/* Of the population of units: divided by n, not n - 1. Added one by one, as the page does, to the last bit. */
static struct hc_number deviation(const double *real, size_t n, double mean)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (real[i] - mean) * (real[i] - mean);
    return hc_number_real(sqrt(sum / (double)n));
}

/* Both sides as whole numbers, where they are and their sums fit. */
static bool sum_sides(const struct hc_ranked *r, const uint32_t *kind_of, uint32_t kind, struct hc_stat *stat)
{
    const struct hc_measured *sides = r->values.of;
    int64_t of = 0, per = 0;
    struct hc_number none = hc_number_decimal(0, 0);
    if (!sides[0].decimal || !sides[1].decimal)
        return false;
    for (uint32_t i = 0; i < r->values.n; i++) {
        int64_t a = sides[0].decimal[i], b = sides[1].decimal[i];
        if ((kind_of && kind_of[i] != kind) || a == HC_MISSING || b == HC_MISSING)
            continue;
        if (!hc_decimal_add(of, a, &of) || !hc_decimal_add(per, b, &per))
            return false;
    }
    stat->mean = hc_number_div(hc_number_add(none, hc_number_decimal(of, sides[0].scale)),
                               hc_number_add(none, hc_number_decimal(per, sides[1].scale)));
    return true;
}

static void set_ratio(const struct hc_ranked *r, const uint32_t *kind_of, uint32_t kind, struct hc_stat *stat)
{
    struct hc_number of = hc_number_decimal(0, 0), per = of;
    if (sum_sides(r, kind_of, kind, stat))
        return;
    for (uint32_t i = 0; i < r->values.n; i++) {
        if (kind_of && kind_of[i] != kind)
            continue;
        struct hc_number a = hc_measured_number(&r->values.of[0], i), b = hc_measured_number(&r->values.of[1], i);
        if (a.missing || b.missing)
            continue;
        of = hc_number_add(of, a);
        per = hc_number_add(per, b);
    }
    stat->mean = hc_number_div(of, per);
}

/* Decimals add without error, in any order; everything else is added in the order of its size: exactly as long as the
 * sum is a fraction that fits, by doubles from there on. */
static struct hc_number sum_of(const struct hc_ranked *r, const struct hc_drawn *d)
{
    struct hc_number sum = hc_number_decimal(0, 0);
    int64_t total = 0;
    bool fits = d->decimal != NULL;
    for (size_t i = 0; i < d->n && fits; i++)
        fits = hc_decimal_add(total, d->decimal[i], &total);
    if (fits)
        return hc_number_add(sum, hc_number_decimal(total, r->values.scale));
    size_t i = 0;
    for (; i < d->n && sum.exact; i++)
        sum = hc_number_add(sum, hc_measured_number(&r->values, d->order[i]));
    double real = sum.real;
    for (; i < d->n; i++)
        real += d->real[i];
    return sum.exact ? sum : hc_number_real(real);
}

struct hc_stat hc_ranked_describe(const struct hc_ranked *r, const char *measure, const struct hc_drawing *drawing,
                                  uint32_t kind, size_t count)
{
    struct hc_number none = hc_number_missing();
    struct hc_stat stat = {measure, false, none, none, none, none, none, none, 0};
    const struct hc_drawn all = {r->n, r->order, r->real, r->decimal}, *d = drawing ? &drawing->kinds[kind] : &all;
    size_t n = d->n;
    stat.missing = count - n;
    if (!n)
        return stat;
    stat.sum = sum_of(r, d);
    stat.mean = hc_number_div(stat.sum, hc_number_decimal((int64_t)n, 0));
    stat.median = hc_measured_number(&r->values, d->order[n / 2]);
    if (n % 2 == 0)
        stat.median = hc_number_div(hc_number_add(hc_measured_number(&r->values, d->order[n / 2 - 1]), stat.median),
                                    hc_number_decimal(2, 0));
    stat.min = hc_measured_number(&r->values, d->order[0]);
    stat.max = hc_measured_number(&r->values, d->order[n - 1]);
    stat.sd = deviation(d->real, n, stat.mean.real);
    if (!r->additive)
        stat.sum = none;
    if (r->values.of) {
        stat.ratio = true;
        stat.sum = none;
        set_ratio(r, drawing ? drawing->kind_of : NULL, kind, &stat);
    }
    return stat;
}
