#include "model/column.h"

#include <math.h>
#include <string.h>

void hc_column_init(struct hc_column *c, const char *name, enum hc_agg agg, enum hc_column_type type, size_t n)
{
    *c = (struct hc_column){.name = hc_strdup(name), .agg = agg, .type = type, .n = n};
    if (type == HC_DECIMAL) {
        c->value = hc_alloc(n, sizeof *c->value);
        for (size_t i = 0; i < n; i++)
            c->value[i] = HC_MISSING;
    } else if (type == HC_REAL) {
        c->real = hc_alloc(n, sizeof *c->real);
        for (size_t i = 0; i < n; i++)
            c->real[i] = NAN;
    } else {
        c->text = hc_calloc(n, sizeof *c->text);
    }
}

struct hc_number hc_column_number(const struct hc_column *c, size_t i)
{
    if (c->type == HC_DECIMAL)
        return hc_number_decimal(c->value[i], c->scale);
    return c->type == HC_REAL ? hc_number_real(c->real[i]) : hc_number_missing();
}

void hc_column_copy(struct hc_column *to, const struct hc_column *from, struct hc_arena *strings)
{
    hc_column_init(to, from->name, from->agg, from->type, from->n);
    to->weight = hc_strdup(from->weight);
    to->scale = from->scale;
    to->derived = from->derived;
    for (size_t i = 0; i < from->n; i++) {
        if (from->type == HC_DECIMAL)
            to->value[i] = from->value[i];
        else if (from->type == HC_REAL)
            to->real[i] = from->real[i];
        else
            to->text[i] = hc_arena_strdup(strings, from->text[i]);
    }
}

void hc_column_release(struct hc_column *c)
{
    hc_free(c->name);
    hc_free(c->weight);
    hc_free(c->value);
    hc_free(c->real);
    hc_free(c->text);
    *c = (struct hc_column){0};
}

static const char *const agg_names[] = {"sum", "mean", "max", "min", "first", "list"};

const char *hc_agg_name(enum hc_agg agg)
{
    return agg_names[agg];
}

bool hc_agg_parse(const char *s, enum hc_agg *agg, char **weight)
{
    const char *colon = strchr(s, ':');
    size_t n = colon ? (size_t)(colon - s) : strlen(s);
    *weight = NULL;
    for (int i = 0; i < 6; i++)
        if (strlen(agg_names[i]) == n && strncmp(agg_names[i], s, n) == 0) {
            *agg = (enum hc_agg)i;
            if (colon && (*agg != HC_AGG_MEAN || !colon[1]))
                return false;
            if (colon)
                *weight = hc_strdup(colon + 1);
            return true;
        }
    return false;
}
