/* Columns: one value a unit, and how the values of merged units become one. */
#ifndef HC_MODEL_COLUMN_H
#define HC_MODEL_COLUMN_H

#include "base/mem.h"
#include "base/number.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum hc_agg { HC_AGG_SUM, HC_AGG_MEAN, HC_AGG_MAX, HC_AGG_MIN, HC_AGG_FIRST, HC_AGG_LIST };

enum hc_column_type {
    HC_DECIMAL, /* value[i] / 10^scale, or HC_MISSING */
    HC_REAL,    /* real[i], or NaN: what a mean of decimals becomes */
    HC_TEXT     /* text[i], or NULL */
};

struct hc_column {
    char *name; /* owned, UTF-8, as in the source */
    enum hc_agg agg;
    char *weight; /* HC_AGG_MEAN: the weight column's name; owned, or NULL for the project's population */
    uint8_t date; /* text that is a date (1), or a date with a time (2): only among a layer's attributes */
    bool derived; /* made of the finer level's values, not measured at this one */
    enum hc_column_type type;
    int scale;
    size_t n;
    int64_t *value; /* owned; only the array of the type is set */
    double *real;
    char **text; /* the array is owned, the strings live in the arena of the units or table that hold the column */
};

/* n missing values. */
void hc_column_init(struct hc_column *c, const char *name, enum hc_agg agg, enum hc_column_type type, size_t n);
/* What unit i has, as a number: missing for text. */
struct hc_number hc_column_number(const struct hc_column *c, size_t i);
void hc_column_copy(struct hc_column *to, const struct hc_column *from, struct hc_arena *strings);
void hc_column_release(struct hc_column *c);

/* "sum", "mean:households", "max", "min", "first", "list"; false if it is none of these. *weight is new, or NULL. */
bool hc_agg_parse(const char *s, enum hc_agg *agg, char **weight);
const char *hc_agg_name(enum hc_agg agg);

#endif
