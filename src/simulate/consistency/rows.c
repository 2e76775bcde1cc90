/* The rows of a set of figures. */
#include "simulate/consistency/relations.h"

#include <string.h>

/* An expression under construction. */
struct sum {
    struct hc_share share[8];
    size_t n;
};

static void plus(struct sum *s, uint32_t var, struct hc_ratio coef)
{
    s->share[s->n++] = (struct hc_share){var, coef};
}

static void plus_times(struct sum *s, const struct sum *other, struct hc_ratio factor)
{
    for (size_t i = 0; i < other->n; i++)
        plus(s, other->share[i].var, hc_ratio_mul(other->share[i].coef, factor));
}

static void add(struct hc_linear *rows, const struct sum *s, enum hc_relation relation, struct hc_ratio right)
{
    hc_linear_add(rows, s->share, s->n, relation, right);
}

/* s >= right, or > if strict. */
static void at_least(struct hc_linear *rows, const struct sum *s, bool strict, struct hc_ratio right)
{
    struct sum negative = {.n = 0};
    plus_times(&negative, s, hc_ratio_whole(-1));
    add(rows, &negative, strict ? HC_BELOW : HC_AT_MOST, hc_ratio_neg(right));
}

static void within(struct hc_linear *rows, const struct sum *s, const struct hc_figure_range *range)
{
    at_least(rows, s, !range->low_in, range->low);
    add(rows, s, range->high_in ? HC_AT_MOST : HC_BELOW, range->high);
}

static bool concerns_level(const struct hc_figure *f)
{
    return !f->is_step || f->as == HC_FIGURE_AFTER || f->as == HC_FIGURE_BEFORE;
}

/* Parts make up the whole, at each date at which either is spoken of. */
static void add_parts(const struct hc_relations *r, bool counts_only, struct hc_linear *rows)
{
    for (size_t c = 0; c < r->project->figures.n_conserved; c++) {
        const struct hc_conserved *item = &r->project->figures.conserved[c];
        for (uint32_t first = 0; item->n_parts && first < r->n; first++) {
            const struct hc_quantity *q = &r->quantities[first];
            struct hc_share *shares;
            size_t n = 0;
            bool total = q->type == HC_TOTAL;
            if ((q->type != HC_NUMBER_OF_UNITS && (!total || counts_only)) || !q->level || !q->kind || !item->level ||
                strcmp(q->level, item->level) != 0 || strcmp(q->kind, item->parts[0]) != 0)
                continue;
            shares = hc_alloc(item->n_parts + 1, sizeof *shares);
            for (size_t k = 0; k <= item->n_parts; k++) {
                const char *kind = k < item->n_parts ? item->parts[k] : item->of;
                uint32_t var = hc_relations_find(r, q, kind);
                if (var != HC_NONE)
                    shares[n++] = (struct hc_share){var, hc_ratio_whole(k < item->n_parts ? 1 : -1)};
            }
            if (n == item->n_parts + 1)
                hc_linear_add(rows, shares, n, HC_EQUAL, hc_ratio_whole(0));
            hc_free(shares);
        }
    }
}

static void add_signs(const struct hc_relations *r, struct hc_linear *rows)
{
    for (uint32_t i = 0; i < r->n; i++) {
        struct sum s = {.n = 0};
        plus(&s, i, hc_ratio_whole(1));
        if (!r->below_zero[i])
            at_least(rows, &s, false, hc_ratio_whole(0));
    }
}

/* Figures of how many units there are, and parts of them: what the divisors of means follow from. */
static void add_counts(const struct hc_relations *r, const struct hc_figure_set *set, struct hc_linear *rows)
{
    for (size_t i = 0; i < r->project->figures.n; i++) {
        const struct hc_figure *f = &r->project->figures.items[i];
        struct hc_figure_range range = hc_figure_range(f);
        struct sum s = {.n = 0};
        if (!hc_figure_set_has(set, i) || f->stat != HC_FIGURE_COUNT || !concerns_level(f))
            continue;
        plus(&s, r->subjects[i][1].var, hc_ratio_whole(1));
        within(rows, &s, &range);
    }
}

/* What the counts alone leave to the number of units `var`; for a total, what its own figures do. */
static struct hc_bounds divisor_bounds(const struct hc_relations *r, const struct hc_figure_set *set, uint32_t var)
{
    struct hc_bounds bounds = {0};
    struct hc_linear rows;
    hc_linear_init(&rows, r->n + 2, r->whole);
    add_signs(r, &rows);
    add_parts(r, true, &rows);
    add_counts(r, set, &rows);
    for (size_t i = 0; i < r->project->figures.n && r->quantities[var].type == HC_TOTAL; i++) {
        const struct hc_figure *f = &r->project->figures.items[i];
        struct hc_figure_range range = hc_figure_range(f);
        struct sum s = {.n = 0};
        if (!hc_figure_set_has(set, i) || f->stat != HC_FIGURE_SUM || !concerns_level(f) ||
            r->subjects[i][1].var != var)
            continue;
        plus(&s, var, r->subjects[i][1].scale);
        within(&rows, &s, &range);
    }
    if (hc_linear_bounds(&rows, var, &bounds) != HC_CAN_HOLD)
        bounds = (struct hc_bounds){0};
    hc_linear_release(&rows);
    return bounds;
}

/* low × quotient <= total <= high × quotient, whatever the divisor is within its bounds. */
static void link_quotient(const struct hc_subject *s, const struct hc_bounds *b, struct hc_linear *rows)
{
    struct sum low = {.n = 0}, high = {.n = 0};
    if (b->low_known) {
        plus(&low, s->var, hc_ratio_whole(1));
        plus(&low, s->quotient, hc_ratio_neg(b->low));
        at_least(rows, &low, false, hc_ratio_whole(0));
    }
    if (b->high_known) {
        plus(&high, s->var, hc_ratio_whole(1));
        plus(&high, s->quotient, hc_ratio_neg(b->high));
        add(rows, &high, HC_AT_MOST, hc_ratio_whole(0));
    }
}

/* What a subject is, as a sum; through its quotient where the divisor is not known to be one number. */
static void express(const struct hc_relations *r, const struct hc_figure_set *set, const struct hc_subject *s,
                    struct sum *sum, struct hc_linear *rows)
{
    if (s->divisor == HC_NONE) {
        plus(sum, s->var, s->scale);
        return;
    }
    struct hc_bounds b = divisor_bounds(r, set, s->divisor);
    bool known = b.low_known && b.high_known && hc_ratio_compare(b.low, b.high) == 0 && hc_ratio_sign(b.low) > 0;
    if (known) {
        plus(sum, s->var, hc_ratio_div(s->scale, b.low));
        return;
    }
    plus(sum, s->quotient, s->scale);
    if (!r->below_zero[s->var])
        link_quotient(s, &b, rows);
}

/* low × divisor <= scale × total < high × divisor, and the divisor is not zero. */
static void add_mean(const struct hc_subject *s, const struct hc_figure_range *range, bool count,
                     struct hc_linear *rows)
{
    struct sum low = {.n = 0}, high = {.n = 0}, divisor = {.n = 0}, quotient = {.n = 0};
    plus(&low, s->var, s->scale);
    plus(&low, s->divisor, hc_ratio_neg(range->low));
    at_least(rows, &low, !range->low_in, hc_ratio_whole(0));
    plus(&high, s->var, s->scale);
    plus(&high, s->divisor, hc_ratio_neg(range->high));
    add(rows, &high, range->high_in ? HC_AT_MOST : HC_BELOW, hc_ratio_whole(0));
    plus(&divisor, s->divisor, hc_ratio_whole(1));
    at_least(rows, &divisor, !count, hc_ratio_whole(count ? 1 : 0));
    plus(&quotient, s->quotient, s->scale);
    within(rows, &quotient, range);
}

/* low <= 1 - after / before < high, with before above zero. */
static void add_rate(const struct sum *before, const struct sum *after, const struct hc_figure_range *range,
                     struct hc_linear *rows)
{
    struct hc_ratio one = hc_ratio_whole(1), zero = hc_ratio_whole(0);
    struct sum least = {.n = 0}, most = {.n = 0};
    at_least(rows, before, true, zero);
    plus_times(&most, after, one);
    plus_times(&most, before, hc_ratio_sub(range->low, one));
    add(rows, &most, range->low_in ? HC_AT_MOST : HC_BELOW, zero);
    plus_times(&least, after, one);
    plus_times(&least, before, hc_ratio_sub(range->high, one));
    at_least(rows, &least, !range->high_in, zero);
}

/* The mean lies between the least and the greatest. */
static void add_extreme(const struct hc_relations *r, const struct hc_figure_set *set, size_t i, struct hc_linear *rows)
{
    const struct hc_figure *f = &r->project->figures.items[i];
    struct sum s = {.n = 0};
    if (f->stat != HC_FIGURE_MIN && f->stat != HC_FIGURE_MAX)
        return;
    express(r, set, &r->means[i], &s, rows);
    plus(&s, r->subjects[i][1].var, hc_ratio_whole(-1));
    if (f->stat == HC_FIGURE_MIN)
        at_least(rows, &s, false, hc_ratio_whole(0));
    else
        add(rows, &s, HC_AT_MOST, hc_ratio_whole(0));
}

static void add_figure(const struct hc_relations *r, const struct hc_figure_set *set, size_t i, struct hc_linear *rows)
{
    const struct hc_figure *f = &r->project->figures.items[i];
    const struct hc_subject *s = r->subjects[i];
    struct hc_figure_range range = hc_figure_range(f);
    struct sum before = {.n = 0}, after = {.n = 0};
    if (concerns_level(f) && s[1].divisor != HC_NONE) {
        add_mean(&s[1], &range, r->quantities[s[1].divisor].type == HC_NUMBER_OF_UNITS, rows);
        return;
    }
    express(r, set, &s[1], &after, rows);
    if (concerns_level(f)) {
        within(rows, &after, &range);
        add_extreme(r, set, i, rows);
        return;
    }
    express(r, set, &s[0], &before, rows);
    if (f->as == HC_FIGURE_RATE) {
        add_rate(&before, &after, &range, rows);
        return;
    }
    plus_times(&after, &before, hc_ratio_whole(-1));
    within(rows, &after, &range);
}

/* min <= median <= max of one measure at one place. */
static void add_orders(const struct hc_relations *r, struct hc_linear *rows)
{
    for (uint32_t a = 0; a < r->n; a++)
        for (uint32_t b = 0; b < r->n; b++) {
            static const int rank[] = {[HC_FIGURE_MIN] = 1, [HC_FIGURE_MEDIAN] = 2, [HC_FIGURE_MAX] = 3};
            const struct hc_quantity *p = &r->quantities[a], *q = &r->quantities[b];
            struct sum s = {.n = 0};
            if (p->type != HC_STATISTIC || q->type != HC_STATISTIC || rank[p->stat] >= rank[q->stat] ||
                !hc_relations_same_place(p, q))
                continue;
            plus(&s, a, hc_ratio_whole(1));
            plus(&s, b, hc_ratio_whole(-1));
            add(rows, &s, HC_AT_MOST, hc_ratio_whole(0));
        }
}

void hc_relations_rows(const struct hc_relations *r, const struct hc_figure_set *set, struct hc_linear *rows)
{
    hc_linear_init(rows, r->n + 2, r->whole);
    add_signs(r, rows);
    add_parts(r, false, rows);
    add_orders(r, rows);
    for (size_t i = 0; i < r->project->figures.n; i++)
        if (hc_figure_set_has(set, i))
            add_figure(r, set, i, rows);
}

uint32_t hc_relations_subject(const struct hc_relations *r, size_t figure, enum hc_figure_as as,
                              const struct hc_figure_set *set, struct hc_linear *rows)
{
    const struct hc_subject *s = r->subjects[figure];
    struct sum sum = {.n = 0}, before = {.n = 0};
    bool whole = s[1].divisor == HC_NONE && r->whole[s[1].var] && s[1].scale.den == 1;
    uint32_t var = (uint32_t)r->n + (whole ? 1 : 0);
    express(r, set, &s[as == HC_FIGURE_BEFORE ? 0 : 1], &sum, rows);
    if (as == HC_FIGURE_CHANGE) {
        express(r, set, &s[0], &before, rows);
        plus_times(&sum, &before, hc_ratio_whole(-1));
    }
    plus(&sum, var, hc_ratio_whole(-1));
    add(rows, &sum, HC_EQUAL, hc_ratio_whole(0));
    return var;
}
