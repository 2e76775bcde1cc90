#include "base/mem.h"
#include "simulate/count/balance.h"
#include "simulate/step/step.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct hc_units *units_before(const struct hc_stepping *s, uint32_t level)
{
    return &s->run->result->states[s->index].levels[level].units;
}

/* A child's share of its parent by the weight column, as near as a double tells; NaN if not known. */
static double child_weight(const struct hc_stepping *s, uint32_t child, uint32_t parent)
{
    const struct hc_column *c = hc_units_column(units_before(s, s->level - 1), s->run->population);
    const struct hc_column *p = hc_units_column(s->old, s->run->population);
    if (!c || !p)
        return NAN;
    return hc_column_number(c, child).real / hc_column_number(p, parent).real;
}

/* Divides `total` among n shares that sum to 1, by largest remainder; equal remainders go in the given order of codes.
 */
struct remainder {
    double rest;
    const char *code;
    size_t i;
};

static int compare_remainders(const void *p, const void *q)
{
    const struct remainder *a = p, *b = q;
    if (a->rest < b->rest || a->rest > b->rest)
        return a->rest > b->rest ? -1 : 1;
    return strcmp(a->code, b->code);
}

__extension__ typedef __int128 wide;

static int64_t power10(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

static void divide(const struct hc_stepping *s, const struct hc_part *parts, size_t n, int64_t total, int64_t *out)
{
    struct remainder *rest = hc_alloc(n, sizeof *rest);
    int64_t given = 0;
    for (size_t i = 0; i < n; i++) {
        wide product = (wide)total * parts[i].share, one = power10(parts[i].scale);
        out[i] = (int64_t)(product / one);
        rest[i] = (struct remainder){(double)(product % one) / (double)one,
                                     parts[i].target == HC_NONE ? "" : s->target_codes[parts[i].target], i};
        given += out[i];
    }
    qsort(rest, n, sizeof *rest, compare_remainders);
    for (size_t i = 0; i < n && given < total; i++, given++)
        out[rest[i].i]++;
    hc_free(rest);
}

/* For each unit how many of its children have a value; new, NULL where the finer level has no such column. */
static uint32_t *count_known(const struct hc_stepping *s, const struct hc_column *below)
{
    if (!below || below->type != HC_DECIMAL)
        return NULL;
    const uint32_t *parent = units_before(s, s->level - 1)->parent;
    uint32_t *known = hc_calloc(s->old->count, sizeof *known);
    for (size_t i = 0; i < below->n; i++)
        if (parent[i] != HC_NONE && below->value[i] != HC_MISSING)
            known[parent[i]]++;
    return known;
}

/* What each part has of a decimal column; sets *guessed where a child's part had to be estimated. */
static void part_values(const struct hc_stepping *s, const struct hc_column *c, int64_t *value, uint8_t *guessed)
{
    const struct hc_column *below = s->level ? hc_units_column(units_before(s, s->level - 1), c->name) : NULL;
    uint32_t *known = count_known(s, below);
    for (uint32_t u = 0; u < s->old->count; u++) {
        size_t i = s->part_at[u], end = s->part_at[u + 1];
        int64_t left = c->value[u];
        for (; i < end && s->parts[i].child != HC_NONE; i++) {
            int64_t v = HC_MISSING;
            if (known) {
                int64_t own = below->value[s->parts[i].child];
                known[u] -= own != HC_MISSING;
                if (own != HC_MISSING)
                    hc_decimal_rescale(own, below->scale, c->scale, &v);
            } else if (left != HC_MISSING) {
                double weight = child_weight(s, s->parts[i].child, u);
                v = weight >= 0 && weight <= 1 ? (int64_t)llround(weight * (double)c->value[u]) : 0;
                guessed[i] = 1;
            }
            /* Children can claim more than the unit has where its own value differs from theirs. */
            if (v != HC_MISSING && left != HC_MISSING && v > left && c->agg == HC_AGG_SUM) {
                v = left;
                guessed[i] = 1;
            }
            value[i] = left == HC_MISSING ? HC_MISSING : v;
            if (c->agg == HC_AGG_SUM && value[i] != HC_MISSING)
                left -= value[i];
        }
        if (i == end)
            continue;
        /* What is left when every known child has gone is unknown, not zero. */
        if (known && known[u] == 0 && left == 0 && i > s->part_at[u])
            left = HC_MISSING;
        if (left == HC_MISSING || c->agg != HC_AGG_SUM)
            for (size_t k = i; k < end; k++)
                value[k] = left;
        else
            divide(s, &s->parts[i], end - i, left, &value[i]);
    }
    hc_free(known);
}

/* A unit that is wholly named child by child keeps nothing back: what its children do not account for goes with the
 * first of them. */
static void give_rest(const struct hc_stepping *s, const struct hc_column *c, int64_t *value, uint8_t *guessed)
{
    for (uint32_t u = 0; u < s->old->count; u++) {
        size_t begin = s->part_at[u], end = s->part_at[u + 1];
        int64_t sum = 0;
        if (begin == end || s->parts[end - 1].child == HC_NONE || c->value[u] == HC_MISSING)
            continue;
        for (size_t i = begin; i < end; i++)
            sum += value[i] == HC_MISSING ? 0 : value[i];
        if (sum == c->value[u])
            continue;
        value[begin] = (value[begin] == HC_MISSING ? 0 : value[begin]) + c->value[u] - sum;
        guessed[begin] = 1;
    }
}

static void mark_estimated(const struct hc_stepping *s, size_t part)
{
    if (s->parts[part].target == HC_NONE)
        return;
    if (!s->fresh->estimated)
        s->fresh->estimated = hc_calloc(s->fresh->count, 1);
    s->fresh->estimated[s->parts[part].target] = 1;
}

static int check_sum(const struct hc_stepping *s, const struct hc_column *from, const struct hc_column *to,
                     int64_t left, struct hc_err *err)
{
    int64_t before = 0, after = left;
    for (size_t i = 0; i < from->n; i++)
        before += from->value[i] == HC_MISSING ? 0 : from->value[i];
    for (size_t i = 0; i < to->n; i++)
        after += to->value[i] == HC_MISSING ? 0 : to->value[i];
    if (before == after)
        return 0;
    return hc_err_set(err, HC_FAULT, "step %s does not conserve %s: a fault of hecun's own",
                      "步骤 %s 未守恒 %s：这是 hecun 自身的错误", s->input->spec->date, from->name);
}

static int carry_sum(struct hc_stepping *s, const struct hc_column *from, struct hc_column *to, struct hc_left *left,
                     struct hc_err *err)
{
    int64_t *value = hc_alloc(s->n_parts, sizeof *value), gone = 0;
    uint8_t *guessed = hc_calloc(s->n_parts, 1);
    part_values(s, from, value, guessed);
    if (from->agg == HC_AGG_SUM)
        give_rest(s, from, value, guessed);
    for (size_t i = 0; i < s->n_parts; i++) {
        if (guessed[i] || (!s->parts[i].whole && s->parts[i].child == HC_NONE))
            mark_estimated(s, i);
        if (value[i] == HC_MISSING)
            continue;
        if (s->parts[i].target == HC_NONE) {
            gone += value[i];
            continue;
        }
        int64_t *sum = &to->value[s->parts[i].target];
        if (*sum == HC_MISSING)
            *sum = value[i];
        else if (from->agg == HC_AGG_SUM)
            *sum += value[i];
        else if (from->agg == HC_AGG_MAX ? value[i] > *sum : value[i] < *sum)
            *sum = value[i];
    }
    int status = 0;
    if (from->agg == HC_AGG_SUM) {
        hc_left_add(left, from->name, hc_number_decimal(gone, from->scale));
        status = check_sum(s, from, to, gone, err);
    }
    hc_free(value);
    hc_free(guessed);
    return status;
}

/* What parts weigh in a mean. */
static double part_weight(const struct hc_stepping *s, const struct hc_column *weights, const struct hc_part *part)
{
    if (!weights)
        return 1;
    if (part->child != HC_NONE)
        return child_weight(s, part->child, part->unit) * hc_column_number(weights, part->unit).real;
    return hc_column_number(weights, part->unit).real * (double)part->share / (double)power10(part->scale);
}

static void carry_mean(struct hc_stepping *s, const struct hc_column *from, struct hc_column *to)
{
    const struct hc_column *weights = hc_units_column(s->old, from->weight ? from->weight : s->run->population);
    double *weight = hc_calloc(to->n, sizeof *weight), *sum = hc_calloc(to->n, sizeof *sum);
    for (size_t i = 0; i < s->n_parts; i++) {
        const struct hc_part *part = &s->parts[i];
        double value = hc_column_number(from, part->unit).real, w = part_weight(s, weights, part);
        if (part->target == HC_NONE || isnan(value) || isnan(w))
            continue;
        weight[part->target] += w;
        sum[part->target] += w * value;
    }
    for (size_t t = 0; t < to->n; t++)
        to->real[t] = weight[t] > 0 ? sum[t] / weight[t] : NAN;
    hc_free(weight);
    hc_free(sum);
}

/* "first": from the unit that is continued, else from the first part; "list": all, in order of code. */
static void carry_text(struct hc_stepping *s, const struct hc_column *from, struct hc_column *to)
{
    uint32_t *target = hc_alloc(s->old->count, sizeof *target);
    for (size_t u = 0; u < s->old->count; u++)
        target[u] = s->largest[u];
    hc_column_aggregate(from, NULL, target, s->old, to, &s->fresh->strings);
    for (size_t t = 0; from->agg == HC_AGG_FIRST && t < to->n; t++)
        if (s->continued[t] != HC_NONE && from->text[s->continued[t]])
            to->text[t] = hc_arena_strdup(&s->fresh->strings, from->text[s->continued[t]]);
    hc_free(target);
}

static struct hc_column *like(struct hc_units *u, const struct hc_column *from)
{
    struct hc_column *to =
        hc_units_add_column(u, from->name, from->agg, from->agg == HC_AGG_MEAN ? HC_REAL : from->type);
    to->weight = hc_strdup(from->weight);
    to->scale = from->scale;
    to->derived = from->derived;
    return to;
}

static void copy_value(const struct hc_column *from, uint32_t i, struct hc_column *to, uint32_t j,
                       struct hc_arena *strings)
{
    if (to->type == HC_DECIMAL)
        to->value[j] = from->value[i];
    else if (to->type == HC_REAL)
        to->real[j] = hc_column_number(from, i).real;
    else
        to->text[j] = hc_arena_strdup(strings, from->text[i]);
}

/* Levels of which units stay units: values go along. */
static void carry_same(struct hc_stepping *s, uint32_t level)
{
    const struct hc_units *old = units_before(s, level);
    struct hc_units *u = &s->run->result->states[s->index + 1].levels[level].units;
    for (size_t c = 0; c < old->n_columns; c++) {
        struct hc_column *to = like(u, &old->columns[c]);
        for (uint32_t i = 0; i < old->count; i++)
            if (s->old_to_new[level][i] != HC_NONE)
                copy_value(&old->columns[c], i, to, s->old_to_new[level][i], &u->strings);
    }
}

/* Whether a coarser unit has the very children it had: changed[i] is 0. */
static uint8_t *changed_units(const struct hc_stepping *s, uint32_t level)
{
    const struct hc_units *before = units_before(s, level), *children = units_before(s, level - 1);
    const struct hc_units *after = &s->run->result->states[s->index + 1].levels[level].units;
    const struct hc_units *now = &s->run->result->states[s->index + 1].levels[level - 1].units;
    uint8_t *changed = hc_calloc(after->count, 1);
    if (level - 1 == s->level) {
        for (size_t i = 0; i < s->n_parts; i++) {
            uint32_t from = children->parent[s->parts[i].unit];
            uint32_t was = from == HC_NONE ? HC_NONE : s->old_to_new[level][from];
            uint32_t is = s->parts[i].target == HC_NONE ? HC_NONE : now->parent[s->parts[i].target];
            if (was == is)
                continue;
            if (was != HC_NONE)
                changed[was] = 1;
            if (is != HC_NONE)
                changed[is] = 1;
        }
        return changed;
    }
    for (uint32_t i = 0; i < children->count; i++) {
        uint32_t to = s->old_to_new[level - 1][i],
                 was = children->parent[i] == HC_NONE ? HC_NONE : s->old_to_new[level][children->parent[i]];
        uint32_t is = to == HC_NONE ? HC_NONE : now->parent[to];
        if (was != HC_NONE && was != is)
            changed[was] = 1;
        if (is != HC_NONE && was != is)
            changed[is] = 1;
    }
    /* A unit below that itself changed passes the change up. */
    uint8_t *below = changed_units(s, level - 1);
    for (uint32_t i = 0; i < now->count; i++)
        if (below[i] && now->parent[i] != HC_NONE)
            changed[now->parent[i]] = 1;
    hc_free(below);
    (void)before;
    return changed;
}

/* Coarser levels: what did not change keeps its value; what did is counted anew from below, or, where the finer level
 * has no such column, kept and marked as estimated. */
static void carry_coarser(struct hc_stepping *s, uint32_t level)
{
    struct hc_state *after = &s->run->result->states[s->index + 1];
    struct hc_units *u = &after->levels[level].units, *children = &after->levels[level - 1].units;
    uint8_t *changed = changed_units(s, level);
    carry_same(s, level);
    for (size_t c = 0; c < u->n_columns; c++) {
        struct hc_column *own = &u->columns[c], summed;
        const struct hc_column *from = hc_units_column(children, own->name);
        hc_column_init(&summed, own->name, own->agg, own->type, u->count);
        if (from && (from->type == own->type || own->agg == HC_AGG_MEAN)) {
            const struct hc_column *weights =
                hc_units_column(children, from->weight ? from->weight : s->run->population);
            hc_column_aggregate(from, weights, children->parent, children, &summed, &u->strings);
        }
        for (uint32_t i = 0; i < u->count; i++) {
            if (!changed[i])
                continue;
            if (from && from->scale <= own->scale) {
                copy_value(&summed, i, own, i, &u->strings);
                if (own->type == HC_DECIMAL)
                    hc_decimal_rescale(own->value[i], from->scale, own->scale, &own->value[i]);
            } else {
                if (!u->estimated)
                    u->estimated = hc_calloc(u->count, 1);
                u->estimated[i] = 1;
            }
        }
        hc_column_release(&summed);
    }
    hc_free(changed);
}

int64_t hc_part_people(const struct hc_stepping *s, const struct hc_part *part)
{
    const struct hc_column *c = hc_units_column(s->old, s->run->population);
    if (!c || c->type != HC_DECIMAL || c->value[part->unit] == HC_MISSING)
        return -1;
    if (part->child != HC_NONE) {
        const struct hc_column *below = hc_units_column(units_before(s, s->level - 1), s->run->population);
        int64_t value = 0;
        if (!below || below->type != HC_DECIMAL || below->value[part->child] == HC_MISSING ||
            !hc_decimal_rescale(below->value[part->child], below->scale, c->scale, &value))
            return -1;
        return value;
    }
    return c->value[part->unit];
}

int hc_step_carry(struct hc_stepping *s, struct hc_left *left, struct hc_err *err)
{
    for (size_t c = 0; c < s->old->n_columns; c++) {
        const struct hc_column *from = &s->old->columns[c];
        struct hc_column *to = like(s->fresh, from);
        if (from->type == HC_TEXT)
            carry_text(s, from, to);
        else if (from->agg == HC_AGG_MEAN)
            carry_mean(s, from, to);
        else if (carry_sum(s, from, to, left, err) < 0)
            return -1;
    }
    for (uint32_t l = 0; l < s->level; l++)
        carry_same(s, l);
    for (uint32_t l = s->level + 1; l < s->run->input->project.n_levels; l++)
        carry_coarser(s, l);
    /* Once an estimate, always one: a later step makes nothing surer. */
    for (size_t i = 0; i < s->n_parts; i++)
        if (!s->parts[i].whole || (s->old->estimated && s->old->estimated[s->parts[i].unit]))
            mark_estimated(s, i);
    return 0;
}
