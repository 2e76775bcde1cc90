#include "simulate/state/state.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/order/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_missing(const struct hc_column *c, size_t i)
{
    return c->type == HC_DECIMAL ? c->value[i] == HC_MISSING : c->type == HC_REAL ? isnan(c->real[i]) : !c->text[i];
}

static void fold_decimal(struct hc_column *to, uint32_t p, int64_t v)
{
    int64_t *sum = &to->value[p];
    if (*sum == HC_MISSING)
        *sum = v;
    else if (to->agg == HC_AGG_SUM)
        *sum += v; /* sums of whole columns were found to fit when they were read */
    else if (to->agg == HC_AGG_MAX ? v > *sum : to->agg == HC_AGG_MIN && v < *sum)
        *sum = v;
}

/* Weighted means: children without a value are left out, with their weight. */
static void fold_means(const struct hc_column *from, const struct hc_column *weights, const uint32_t *parent,
                       struct hc_column *to)
{
    double *weight = hc_calloc(to->n, sizeof *weight), *sum = hc_calloc(to->n, sizeof *sum);
    for (size_t i = 0; i < from->n; i++) {
        if (parent[i] == HC_NONE || is_missing(from, i) || (weights && is_missing(weights, i)))
            continue;
        double w = weights ? hc_column_number(weights, i).real : 1;
        weight[parent[i]] += w;
        sum[parent[i]] += w * hc_column_number(from, i).real;
    }
    for (size_t p = 0; p < to->n; p++)
        to->real[p] = weight[p] > 0 ? sum[p] / weight[p] : NAN;
    hc_free(weight);
    hc_free(sum);
}

/* Whether `item` is one of the texts in `list`, which ';' separates. */
static bool listed(const char *list, const char *item)
{
    size_t n = strlen(item);
    for (const char *at = list; (at = strstr(at, item)); at++)
        if ((at == list || at[-1] == ';') && (at[n] == ';' || !at[n]))
            return true;
    return false;
}

static void fold_text(struct hc_column *to, uint32_t p, const char *text, struct hc_arena *strings)
{
    char *old = to->text[p];
    if (!old) {
        to->text[p] = hc_arena_strdup(strings, text);
    } else if (to->agg == HC_AGG_LIST && !listed(old, text)) {
        struct hc_buf both = {0};
        hc_buf_addf(&both, "%s;%s", old, text);
        to->text[p] = hc_arena_strdup(strings, both.data);
        hc_buf_release(&both);
    }
}

struct by_code {
    const char *code;
    uint32_t i;
};

static int compare_by_code(const void *p, const void *q)
{
    return strcmp(((const struct by_code *)p)->code, ((const struct by_code *)q)->code);
}

/* Texts are folded in order of code, whatever order the units came in. */
static void fold_texts(const struct hc_column *from, const uint32_t *parent, const struct hc_units *children,
                       struct hc_column *to, struct hc_arena *strings)
{
    struct by_code *order = hc_alloc(from->n, sizeof *order);
    for (uint32_t i = 0; i < from->n; i++)
        order[i] = (struct by_code){children->code[i], i};
    hc_sort(order, from->n, sizeof *order, compare_by_code);
    for (size_t k = 0; k < from->n; k++) {
        uint32_t i = order[k].i;
        if (parent[i] != HC_NONE && from->text[i])
            fold_text(to, parent[i], from->text[i], strings);
    }
    hc_free(order);
}

void hc_column_aggregate(const struct hc_column *from, const struct hc_column *weights, const uint32_t *parent,
                         const struct hc_units *children, struct hc_column *to, struct hc_arena *strings)
{
    if (from->type == HC_TEXT) {
        fold_texts(from, parent, children, to, strings);
    } else if (from->agg == HC_AGG_MEAN) {
        fold_means(from, weights, parent, to);
    } else {
        for (size_t i = 0; i < from->n; i++)
            if (parent[i] != HC_NONE && !is_missing(from, i))
                fold_decimal(to, parent[i], from->value[i]);
    }
}

/* Where a level has a value of its own, it stays, and a difference to its children is said. */
static void compare_own(const struct hc_run *run, uint32_t level, const struct hc_units *u, const struct hc_column *own,
                        const struct hc_column *summed)
{
    size_t n = 0;
    struct hc_buf codes = {0};
    for (uint32_t i = 0; i < u->count; i++) {
        struct hc_number a = hc_column_number(own, i), b = hc_column_number(summed, i);
        if (a.missing || b.missing || hc_number_compare(a, b) == 0)
            continue;
        if (n++ < 5)
            hc_buf_addf(&codes, "%s%s", codes.len ? ", " : "", u->code[i]);
    }
    if (n) {
        struct hc_finding *f =
            hc_findings_add(run->findings, "measured_differs", HC_WARNING,
                            "%s of %zu units (%s%s) is not what their parts add up to; their own value is kept",
                            "%s：%zu 个单元（%s%s）的数值与其组成部分之和不同，保留其自身数值", own->name, n,
                            codes.data, n > 5 ? ", ..." : "");
        hc_finding_level(f, run->input->project.levels[level].id);
    }
    hc_buf_release(&codes);
}

/* Units that were split by shares keep what the shares gave them: their children went whole to the largest. */
static void keep_estimates(const struct hc_units *u, const struct hc_column *own, struct hc_column *summed)
{
    if (own->type != summed->type)
        return;
    for (size_t i = 0; i < u->count && u->estimated; i++) {
        if (!u->estimated[i])
            continue;
        if (own->type == HC_DECIMAL)
            hc_decimal_rescale(own->value[i], own->scale, summed->scale, &summed->value[i]);
        else if (own->type == HC_REAL)
            summed->real[i] = own->real[i];
        else
            summed->text[i] = own->text[i];
    }
}

static void aggregate_column(const struct hc_run *run, struct hc_state *state, uint32_t level,
                             const struct hc_column *from)
{
    struct hc_units *u = &state->levels[level].units, *children = &state->levels[level - 1].units;
    const struct hc_column *weights = hc_units_column(children, from->weight ? from->weight : run->population);
    struct hc_column *own = hc_units_column(u, from->name), summed;
    enum hc_column_type type = from->agg == HC_AGG_MEAN ? HC_REAL : from->type;
    hc_column_init(&summed, from->name, from->agg, type, u->count);
    summed.scale = from->scale;
    summed.weight = hc_strdup(from->weight);
    hc_column_aggregate(from, weights, children->parent, children, &summed, &u->strings);
    summed.derived = true;
    if (own && own->derived) {
        keep_estimates(u, own, &summed);
        hc_column_release(own);
        *own = summed;
        return;
    }
    if (own) {
        if (own->type == HC_DECIMAL && type == HC_DECIMAL)
            compare_own(run, level, u, own, &summed);
        hc_column_release(&summed);
        return;
    }
    HC_GROW(u->columns, u->cap_columns, u->n_columns + 1);
    u->columns[u->n_columns++] = summed;
}

void hc_state_aggregate(struct hc_run *run, size_t index)
{
    struct hc_state *state = &run->result->states[index];
    for (uint32_t l = 1; l < run->input->project.n_levels; l++) {
        const struct hc_units *children = &state->levels[l - 1].units;
        for (size_t c = 0; c < children->n_columns; c++)
            aggregate_column(run, state, l, &children->columns[c]);
    }
}
