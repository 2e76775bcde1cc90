#include "simulate/consistency/linear.h"

#include <stdlib.h>
#include <string.h>

void hc_linear_init(struct hc_linear *l, size_t n_vars, const bool *whole)
{
    *l = (struct hc_linear){.n_vars = n_vars, .whole = whole};
}

void hc_linear_release(struct hc_linear *l)
{
    hc_free(l->rows);
    hc_arena_release(&l->arena);
    *l = (struct hc_linear){0};
}

static hc_wide magnitude(hc_wide v)
{
    return v < 0 ? -v : v;
}

/* A row without variables holds or not. */
static void settle(struct hc_linear *l, const struct hc_row *row)
{
    int sign = hc_ratio_sign(row->right);
    bool holds = row->relation == HC_EQUAL ? sign == 0 : row->relation == HC_BELOW ? sign > 0 : sign >= 0;
    l->clash = l->clash || !holds;
}

/* Coefficients without a common divisor; a whole right side where all is whole. */
static void tighten(struct hc_linear *l, struct hc_row *row)
{
    hc_wide common = 0;
    bool whole = true;
    for (size_t i = 0; i < row->n; i++) {
        common = hc_wide_gcd(common, magnitude(row->terms[i].coef));
        whole = whole && l->whole[row->terms[i].var];
    }
    for (size_t i = 0; i < row->n; i++)
        row->terms[i].coef /= common;
    row->right = hc_ratio_div(row->right, (struct hc_ratio){common, 1});
    if (!whole || hc_ratio_lost(row->right))
        return;
    if (row->relation == HC_EQUAL) {
        l->clash = l->clash || row->right.den != 1;
        return;
    }
    row->right = row->relation == HC_BELOW ? hc_ratio_sub(hc_ratio_ceil(row->right), hc_ratio_whole(1))
                                           : hc_ratio_floor(row->right);
    row->relation = HC_AT_MOST;
}

static void push(struct hc_linear *l, struct hc_row row)
{
    if (hc_ratio_lost(row.right) || l->n >= HC_LINEAR_MOST) {
        l->undecided = true;
        return;
    }
    if (row.n == 0) {
        settle(l, &row);
        return;
    }
    tighten(l, &row);
    if (hc_ratio_lost(row.right)) {
        l->undecided = true;
        return;
    }
    HC_GROW(l->rows, l->cap, l->n + 1);
    l->rows[l->n++] = row;
}

static int compare_shares(const void *p, const void *q)
{
    const struct hc_share *a = p, *b = q;
    return (a->var > b->var) - (a->var < b->var);
}

void hc_linear_add(struct hc_linear *l, const struct hc_share *shares, size_t n, enum hc_relation relation,
                   struct hc_ratio right)
{
    struct hc_share *sorted = hc_alloc(n, sizeof *sorted);
    struct hc_row row = {hc_arena_alloc(&l->arena, (n + 1) * sizeof *row.terms), 0, relation, right};
    hc_wide scale = 1;
    size_t kept = 0;
    if (n)
        memcpy(sorted, shares, n * sizeof *sorted);
    if (n)
        qsort(sorted, n, sizeof *sorted, compare_shares);
    for (size_t i = 0; i < n; i++) {
        if (kept && sorted[kept - 1].var == sorted[i].var)
            sorted[kept - 1].coef = hc_ratio_add(sorted[kept - 1].coef, sorted[i].coef);
        else
            sorted[kept++] = sorted[i];
    }
    bool lost = hc_ratio_lost(right);
    for (size_t i = 0; i < kept && !lost; i++) {
        lost = hc_ratio_lost(sorted[i].coef);
        if (!lost)
            lost = __builtin_mul_overflow(scale, sorted[i].coef.den / hc_wide_gcd(scale, sorted[i].coef.den), &scale);
    }
    for (size_t i = 0; i < kept && !lost; i++) {
        struct hc_ratio coef = hc_ratio_mul(sorted[i].coef, (struct hc_ratio){scale, 1});
        lost = hc_ratio_lost(coef);
        if (!lost && coef.num != 0)
            row.terms[row.n++] = (struct hc_term){sorted[i].var, coef.num};
    }
    row.right = hc_ratio_mul(right, (struct hc_ratio){scale, 1});
    hc_free(sorted);
    l->undecided = l->undecided || lost;
    if (!lost)
        push(l, row);
}

static hc_wide coef_of(const struct hc_row *row, uint32_t var)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->terms[i].var == var)
            return row->terms[i].coef;
    return 0;
}

/* fa * a + fb * b as a new row. */
static void combine(struct hc_linear *l, const struct hc_row *a, hc_wide fa, const struct hc_row *b, hc_wide fb,
                    enum hc_relation relation)
{
    struct hc_row row = {hc_arena_alloc(&l->arena, (a->n + b->n + 1) * sizeof *row.terms), 0, relation, {0, 0}};
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        uint32_t va = i < a->n ? a->terms[i].var : HC_NONE, vb = k < b->n ? b->terms[k].var : HC_NONE;
        uint32_t var = va < vb ? va : vb;
        hc_wide x = 0, y = 0, sum;
        if ((va == var && __builtin_mul_overflow(a->terms[i++].coef, fa, &x)) ||
            (vb == var && __builtin_mul_overflow(b->terms[k++].coef, fb, &y)) || __builtin_add_overflow(x, y, &sum)) {
            l->undecided = true;
            return;
        }
        if (sum != 0)
            row.terms[row.n++] = (struct hc_term){var, sum};
    }
    row.right = hc_ratio_add(hc_ratio_mul(a->right, (struct hc_ratio){fa, 1}),
                             hc_ratio_mul(b->right, (struct hc_ratio){fb, 1}));
    push(l, row);
}

static int compare_rows(const void *p, const void *q)
{
    const struct hc_row *a = p, *b = q;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++) {
        if (a->terms[i].var != b->terms[i].var)
            return a->terms[i].var < b->terms[i].var ? -1 : 1;
        if (a->terms[i].coef != b->terms[i].coef)
            return a->terms[i].coef < b->terms[i].coef ? -1 : 1;
    }
    if ((a->relation == HC_EQUAL) != (b->relation == HC_EQUAL))
        return a->relation == HC_EQUAL ? -1 : 1;
    int order = hc_ratio_compare(a->right, b->right);
    return order ? order : (int)b->relation - (int)a->relation; /* strict before weak */
}

static bool same_terms(const struct hc_row *a, const struct hc_row *b)
{
    bool same = a->n == b->n && (a->relation == HC_EQUAL) == (b->relation == HC_EQUAL);
    for (size_t i = 0; same && i < a->n; i++)
        same = a->terms[i].var == b->terms[i].var && a->terms[i].coef == b->terms[i].coef;
    return same;
}

/* Of rows with the same terms only the tightest says something; of equations, both must. */
static void drop_slack(struct hc_linear *l)
{
    size_t kept = 0;
    if (l->n)
        qsort(l->rows, l->n, sizeof *l->rows, compare_rows);
    for (size_t i = 0; i < l->n; i++) {
        bool repeated = kept && same_terms(&l->rows[kept - 1], &l->rows[i]);
        if (repeated && l->rows[i].relation == HC_EQUAL)
            l->clash = l->clash || hc_ratio_compare(l->rows[kept - 1].right, l->rows[i].right) != 0;
        if (!repeated)
            l->rows[kept++] = l->rows[i];
    }
    l->n = kept;
}

/* A variable whose bounds meet has an equation: what it is multiplied with becomes exact, before anything is paired.
 * Rows of one term are of coefficient 1 or -1. */
static void fix_known(struct hc_linear *l)
{
    struct hc_row **high = hc_calloc(l->n_vars, sizeof(struct hc_row *));
    size_t n = l->n;
    for (size_t i = 0; i < n; i++)
        if (l->rows[i].n == 1 && l->rows[i].relation == HC_AT_MOST && l->rows[i].terms[0].coef > 0)
            high[l->rows[i].terms[0].var] = &l->rows[i];
    for (size_t i = 0; i < n; i++) {
        struct hc_row *low = &l->rows[i];
        struct hc_row *up = low->n == 1 ? high[low->terms[0].var] : NULL;
        if (up && low->relation == HC_AT_MOST && low->terms[0].coef < 0 &&
            hc_ratio_compare(up->right, hc_ratio_neg(low->right)) == 0)
            up->relation = HC_EQUAL;
    }
    hc_free(high);
}

/* The equation in which `var` has its smallest coefficient, or SIZE_MAX. */
static size_t find_equation(const struct hc_linear *l, uint32_t var)
{
    size_t best = SIZE_MAX;
    hc_wide least = 0;
    for (size_t i = 0; i < l->n; i++) {
        hc_wide coef = l->rows[i].relation == HC_EQUAL ? magnitude(coef_of(&l->rows[i], var)) : 0;
        if (coef && (best == SIZE_MAX || coef < least)) {
            best = i;
            least = coef;
        }
    }
    return best;
}

/* Takes `var` out of the system. */
static void eliminate(struct hc_linear *l, uint32_t var)
{
    struct hc_row *old = l->rows;
    size_t n = l->n, equation = find_equation(l, var);
    l->rows = NULL;
    l->n = l->cap = 0;
    for (size_t i = 0; i < n && !l->undecided && !l->clash; i++) {
        hc_wide a = coef_of(&old[i], var);
        if (a == 0) {
            push(l, old[i]);
            continue;
        }
        if (equation != SIZE_MAX) {
            hc_wide e = coef_of(&old[equation], var), common = hc_wide_gcd(magnitude(a), magnitude(e));
            if (i != equation) /* the factor of the row must be above 0, that of the equation need not */
                combine(l, &old[i], magnitude(e) / common, &old[equation], (e < 0 ? a : -a) / common, old[i].relation);
            continue;
        }
        for (size_t k = 0; a > 0 && k < n && !l->undecided && !l->clash; k++) {
            hc_wide b = coef_of(&old[k], var), common = b < 0 ? hc_wide_gcd(a, -b) : 1;
            bool strict = old[i].relation == HC_BELOW || old[k].relation == HC_BELOW;
            if (b < 0)
                combine(l, &old[i], -b / common, &old[k], a / common, strict ? HC_BELOW : HC_AT_MOST);
        }
    }
    hc_free(old);
    drop_slack(l);
}

/* What taking a variable out would cost in rows; SIZE_MAX if it is in none. */
static size_t cost(const struct hc_linear *l, uint32_t var)
{
    size_t up = 0, down = 0;
    bool equation = false;
    for (size_t i = 0; i < l->n; i++) {
        hc_wide a = coef_of(&l->rows[i], var);
        up += a > 0;
        down += a < 0;
        equation = equation || (a != 0 && l->rows[i].relation == HC_EQUAL);
    }
    return up + down == 0 ? SIZE_MAX : equation ? 0 : up * down + 1;
}

/* Takes out every variable but `keep`. */
static enum hc_verdict reduce(struct hc_linear *l, uint32_t keep)
{
    drop_slack(l);
    fix_known(l);
    while (!l->undecided && !l->clash) {
        size_t least = SIZE_MAX;
        uint32_t next = HC_NONE;
        for (uint32_t v = 0; v < l->n_vars; v++) {
            size_t c = v == keep ? SIZE_MAX : cost(l, v);
            if (c < least) {
                least = c;
                next = v;
            }
        }
        if (next == HC_NONE)
            break;
        eliminate(l, next);
        fix_known(l);
    }
    return l->clash ? HC_CANNOT_HOLD : l->undecided ? HC_UNDECIDED : HC_CAN_HOLD;
}

/* The rows are copied, their terms shared: nothing changes terms once they are in a row. */
static void copy_rows(struct hc_linear *to, const struct hc_linear *from)
{
    hc_linear_init(to, from->n_vars, from->whole);
    to->clash = from->clash;
    to->undecided = from->undecided;
    for (size_t i = 0; i < from->n; i++) {
        struct hc_row row = from->rows[i];
        row.terms = hc_arena_alloc(&to->arena, (row.n + 1) * sizeof *row.terms);
        memcpy(row.terms, from->rows[i].terms, row.n * sizeof *row.terms);
        push(to, row);
    }
}

static void take_bound(struct hc_bounds *b, const struct hc_row *row)
{
    struct hc_ratio value = hc_ratio_div(row->right, (struct hc_ratio){row->terms[0].coef, 1});
    bool in = row->relation != HC_BELOW, high = row->terms[0].coef > 0 || row->relation == HC_EQUAL;
    bool low = row->terms[0].coef < 0 || row->relation == HC_EQUAL;
    int order = b->high_known && high ? hc_ratio_compare(value, b->high) : -1;
    if (high && (order < 0 || (order == 0 && !in))) {
        b->high_known = true;
        b->high = value;
        b->high_in = in;
    }
    order = b->low_known && low ? hc_ratio_compare(value, b->low) : 1;
    if (low && (order > 0 || (order == 0 && !in))) {
        b->low_known = true;
        b->low = value;
        b->low_in = in;
    }
}

enum hc_verdict hc_linear_bounds(const struct hc_linear *l, uint32_t var, struct hc_bounds *bounds)
{
    struct hc_linear work;
    copy_rows(&work, l);
    *bounds = (struct hc_bounds){0};
    enum hc_verdict verdict = reduce(&work, var);
    for (size_t i = 0; verdict == HC_CAN_HOLD && i < work.n; i++)
        take_bound(bounds, &work.rows[i]);
    if (bounds->low_known && bounds->high_known) {
        int order = hc_ratio_compare(bounds->low, bounds->high);
        if (order > 0 || (order == 0 && !(bounds->low_in && bounds->high_in)))
            verdict = HC_CANNOT_HOLD;
    }
    hc_linear_release(&work);
    return verdict;
}

enum hc_verdict hc_linear_check(const struct hc_linear *l)
{
    struct hc_linear work;
    copy_rows(&work, l);
    enum hc_verdict verdict = reduce(&work, HC_NONE);
    hc_linear_release(&work);
    return verdict;
}
