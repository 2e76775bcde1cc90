#include "page/data/data.h"

static void put_ints(struct hc_buf *out, const char *key, const int64_t *values, size_t n)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        hc_buf_adds(out, i ? "," : "");
        hc_data_int(out, values[i]);
    }
    hc_buf_addc(out, ']');
}

static void put_indices(struct hc_buf *out, const char *key, const uint32_t *values, size_t n)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        hc_buf_adds(out, i ? "," : "");
        hc_buf_addi(out, values[i] == HC_NONE ? -1 : (int64_t)values[i]);
    }
    hc_buf_addc(out, ']');
}

static void put_reals(struct hc_buf *out, const char *key, const double *values, size_t n)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        hc_buf_adds(out, i ? "," : "");
        hc_buf_addd(out, values[i]);
    }
    hc_buf_addc(out, ']');
}

/* What was counted of a level; interim states and levels without land have less. */
static void put_measures(struct hc_buf *out, const struct hc_level_state *l, size_t n_faces)
{
    size_t n = l->units.count;
    if (l->area && l->face_unit) {
        put_ints(out, "area", l->area, n);
        put_ints(out, "perimeter", l->perimeter, n);
        put_reals(out, "reock", l->reock, n);
        put_indices(out, "faces", l->face_unit, n_faces);
    }
    if (l->n_members)
        put_indices(out, "nMembers", l->n_members, n);
    if (l->members)
        hc_data_texts(out, "members", l->members, n);
}

static void put_level(struct hc_buf *out, const struct hc_level_state *l, size_t n_faces)
{
    const struct hc_units *u = &l->units;
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_texts(out, "code", u->code, u->count);
    hc_data_texts(out, "name", u->name, u->count);
    hc_data_texts(out, "kind", u->kind, u->count);
    hc_data_texts(out, "parentCode", u->parent_code, u->count);
    hc_data_texts(out, "seat", u->seat, u->count);
    put_indices(out, "parent", u->parent, u->count);
    if (u->estimated) {
        hc_data_key(out, "estimated");
        hc_buf_addc(out, '[');
        for (size_t i = 0; i < u->count; i++)
            hc_buf_addf(out, "%s%d", i ? "," : "", u->estimated[i]);
        hc_buf_addc(out, ']');
    }
    hc_data_key(out, "columns");
    hc_buf_addc(out, '[');
    for (size_t c = 0; c < u->n_columns; c++)
        hc_data_column(out, &u->columns[c]);
    hc_buf_addc(out, ']');
    put_measures(out, l, n_faces);
    hc_buf_addc(out, '}');
}

void hc_data_states(struct hc_buf *out, const struct hc_result *r)
{
    uint32_t base = r->input->base;
    size_t n_faces = base == HC_NONE ? 0 : r->states[0].levels[base].units.count;
    hc_data_key(out, "base");
    hc_buf_addi(out, base == HC_NONE ? -1 : (int64_t)base);
    hc_data_key(out, "states");
    hc_buf_addc(out, '[');
    for (size_t s = 0; s < r->n_states; s++) {
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_text(out, "date", r->states[s].date);
        hc_data_key(out, "interim");
        hc_buf_adds(out, r->states[s].interim ? "true" : "false");
        hc_data_key(out, "levels");
        hc_buf_addc(out, '[');
        for (size_t l = 0; l < r->input->project.n_levels; l++)
            put_level(out, &r->states[s].levels[l], n_faces);
        hc_buf_adds(out, "]}");
    }
    hc_buf_addc(out, ']');
}
