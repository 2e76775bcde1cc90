#include "simulate/count/measured.h"

#include "base/mem.h"
#include <math.h>
#include <string.h>

static void take_counts(struct hc_measured *m, const uint32_t *count)
{
    int64_t *decimal = hc_alloc(m->n, sizeof *decimal);
    for (size_t i = 0; i < m->n; i++)
        decimal[i] = count[i];
    m->decimal = m->owned = decimal;
}

static void take_column(struct hc_measured *m, const struct hc_column *c)
{
    if (c->type == HC_DECIMAL) {
        m->decimal = c->value;
        m->scale = c->scale;
    } else if (c->type == HC_REAL) {
        m->real = c->real;
    } else { /* text is no number */
        double *none = hc_alloc(m->n, sizeof *none);
        for (size_t i = 0; i < m->n; i++)
            none[i] = NAN;
        m->real = m->owned = none;
    }
}

static bool take_own(struct hc_measured *m, const struct hc_level_state *l, const char *name)
{
    if (!m->n)
        return false;
    if (strcmp(name, "area_m2") == 0 || strcmp(name, "area_km2") == 0) {
        m->decimal = l->area;
        m->scale = strcmp(name, "area_m2") == 0 ? HC_AREA_SCALE : HC_AREA_SCALE + 6;
    } else if (strcmp(name, "perimeter_m") == 0) {
        m->decimal = l->perimeter;
        m->scale = HC_LENGTH_SCALE;
    } else if (strcmp(name, "polsby_popper") == 0) {
        m->real = l->polsby_popper;
    } else if (strcmp(name, "reock") == 0) {
        m->real = l->reock;
    } else if (strcmp(name, "members") == 0) {
        take_counts(m, l->n_members);
    } else {
        return false;
    }
    return true;
}

static bool take_ratio(const struct hc_run *run, size_t index, uint32_t level, const struct hc_measure_spec *ratio,
                       struct hc_measured *m)
{
    if (hc_count_ratio(run, ratio->of) || hc_count_ratio(run, ratio->per))
        return false; /* a ratio of ratios is no ratio of sums */
    m->of = hc_calloc(2, sizeof *m->of);
    if (hc_measured_get(run, index, level, ratio->of, &m->of[0]) &&
        hc_measured_get(run, index, level, ratio->per, &m->of[1]))
        return true;
    hc_measured_release(m);
    return false;
}

bool hc_measured_get(const struct hc_run *run, size_t index, uint32_t level, const char *name, struct hc_measured *m)
{
    const struct hc_state *state = &run->result->states[index];
    const struct hc_level_state *l = &state->levels[level];
    const struct hc_column *column = hc_units_column(&l->units, name);
    const struct hc_measure_spec *ratio = column ? NULL : hc_count_ratio(run, name);
    *m = (struct hc_measured){.n = l->units.count};
    if (column) {
        take_column(m, column);
        return true;
    }
    if (ratio)
        return take_ratio(run, index, level, ratio, m);
    uint32_t below = hc_project_level(&run->input->project, name);
    if (below == HC_NONE || below >= level)
        return take_own(m, l, name);
    uint32_t *count = hc_count_descendants(state, level, below);
    take_counts(m, count);
    hc_free(count);
    return true;
}

void hc_measured_release(struct hc_measured *m)
{
    if (m->of) {
        hc_measured_release(&m->of[0]);
        hc_measured_release(&m->of[1]);
    }
    hc_free(m->of);
    hc_free(m->owned);
    *m = (struct hc_measured){0};
}

struct hc_number hc_measured_number(const struct hc_measured *m, uint32_t unit)
{
    if (m->decimal)
        return hc_number_decimal(m->decimal[unit], m->scale);
    if (m->real)
        return hc_number_real(m->real[unit]);
    return m->of ? hc_number_div(hc_measured_number(&m->of[0], unit), hc_measured_number(&m->of[1], unit))
                 : hc_number_missing();
}

double *hc_measured_reals(const struct hc_measured *m)
{
    double *real = hc_alloc(m->n, sizeof *real);
    if (m->decimal && m->scale == 0)
        for (size_t i = 0; i < m->n; i++)
            real[i] = m->decimal[i] == HC_MISSING ? NAN : (double)m->decimal[i];
    else if (m->real)
        memcpy(real, m->real, m->n * sizeof *real);
    else if (m->of && m->of[0].decimal && m->of[1].decimal)
        for (size_t i = 0; i < m->n; i++)
            real[i] = hc_decimal_quotient(m->of[0].decimal[i], m->of[0].scale, m->of[1].decimal[i], m->of[1].scale);
    else
        for (uint32_t i = 0; i < m->n; i++)
            real[i] = hc_measured_number(m, i).real;
    return real;
}

struct hc_number *hc_count_values(const struct hc_run *run, size_t index, uint32_t level, const char *name)
{
    struct hc_measured m;
    if (!hc_measured_get(run, index, level, name, &m))
        return NULL;
    struct hc_number *values = hc_alloc(m.n, sizeof *values);
    for (uint32_t i = 0; i < m.n; i++)
        values[i] = hc_measured_number(&m, i);
    hc_measured_release(&m);
    return values;
}
