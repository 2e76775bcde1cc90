/* The units of one level at one date. */
#ifndef HC_MODEL_UNITS_H
#define HC_MODEL_UNITS_H

#include "base/map.h"
#include "base/mem.h"
#include "model/column.h"

struct hc_units {
    size_t count;
    char **code; /* never NULL once loaded; text from the first byte read to the last written */
    char **name; /* NULL where not known; likewise below */
    char **kind;
    char **parent_code; /* the code of the unit one level up */
    char **seat;        /* the place that a unit is governed from: a member's code or free text */
    uint32_t *parent;   /* index one level up, or HC_NONE; set when a state is built, NULL before */
    double *x, *y;      /* where people are, in the layer's CRS (option x, y); NULL if not given */
    long *row;          /* row or feature number in the source, from 1, for messages; NULL after a step */
    uint8_t *estimated; /* 1: this unit's values were split by shares; NULL: none */
    struct hc_column *columns;
    size_t n_columns, cap_columns;
    struct hc_map by_code;
    struct hc_arena strings; /* holds every string above, and the text of the columns */
};

/* All strings NULL, parent and the other arrays NULL. */
void hc_units_init(struct hc_units *u, size_t count);
/* Fills by_code. Returns HC_NONE, or the index of the first unit whose code an earlier one has (which stays). */
uint32_t hc_units_index(struct hc_units *u);
/* The unit of that code, or HC_NONE, for who looks up many: rows mostly come in the order of the units, so that the one
 * found last, or the next, is asked before by_code. *last: HC_NONE at first. No two units may have the same code. */
uint32_t hc_units_find(const struct hc_units *u, const char *code, uint32_t *last);
/* The column of that name, or NULL. */
struct hc_column *hc_units_column(const struct hc_units *u, const char *name);
/* A new column of missing values; NULL if there is one of that name. */
struct hc_column *hc_units_add_column(struct hc_units *u, const char *name, enum hc_agg agg, enum hc_column_type type);
void hc_units_release(struct hc_units *u);

#endif
