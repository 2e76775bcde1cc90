#include "model/units.h"

#include <string.h>

void hc_units_init(struct hc_units *u, size_t count)
{
    *u = (struct hc_units){.count = count};
    u->code = hc_calloc(count, sizeof *u->code);
    u->name = hc_calloc(count, sizeof *u->name);
    u->kind = hc_calloc(count, sizeof *u->kind);
    u->parent_code = hc_calloc(count, sizeof *u->parent_code);
    u->seat = hc_calloc(count, sizeof *u->seat);
}

uint32_t hc_units_index(struct hc_units *u)
{
    uint32_t twice = HC_NONE;
    hc_map_release(&u->by_code);
    hc_map_reserve(&u->by_code, u->count);
    for (uint32_t i = 0; i < u->count; i++)
        if (hc_map_put(&u->by_code, u->code[i], i) != HC_NONE && twice == HC_NONE)
            twice = i;
    return twice;
}

static bool has_code(const struct hc_units *u, uint32_t unit, const char *code)
{
    return unit < u->count && u->code[unit] && strcmp(u->code[unit], code) == 0;
}

uint32_t hc_units_find(const struct hc_units *u, const char *code, uint32_t *last)
{
    if (!code)
        return HC_NONE;
    uint32_t at = has_code(u, *last + 1, code) ? *last + 1
                  : has_code(u, *last, code)   ? *last
                                               : hc_map_find(&u->by_code, code);
    *last = at == HC_NONE ? *last : at;
    return at;
}

struct hc_column *hc_units_column(const struct hc_units *u, const char *name)
{
    for (size_t i = 0; name && i < u->n_columns; i++)
        if (strcmp(u->columns[i].name, name) == 0)
            return &u->columns[i];
    return NULL;
}

struct hc_column *hc_units_add_column(struct hc_units *u, const char *name, enum hc_agg agg, enum hc_column_type type)
{
    if (hc_units_column(u, name))
        return NULL;
    HC_GROW(u->columns, u->cap_columns, u->n_columns + 1);
    struct hc_column *c = &u->columns[u->n_columns++];
    hc_column_init(c, name, agg, type, u->count);
    return c;
}

void hc_units_release(struct hc_units *u)
{
    hc_free(u->code);
    hc_free(u->name);
    hc_free(u->kind);
    hc_free(u->parent_code);
    hc_free(u->seat);
    hc_free(u->parent);
    hc_free(u->x);
    hc_free(u->y);
    hc_free(u->row);
    hc_free(u->estimated);
    for (size_t i = 0; i < u->n_columns; i++)
        hc_column_release(&u->columns[i]);
    hc_free(u->columns);
    hc_map_release(&u->by_code);
    hc_arena_release(&u->strings);
    *u = (struct hc_units){0};
}
