#include "simulate/state/state.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "simulate/zeros.h"
#include <string.h>

/* One table being joined to the units of its level. */
struct join {
    struct hc_run *run;
    const struct hc_table *table;
    struct hc_units *units;
    const char *level;
    const char *source;
    uint32_t *unit_of_row; /* HC_NONE: none */
    uint32_t *row_of_unit;
    bool later; /* measured in a later state: columns may be there already, carried forward */
};

static const char *skip_zeros(const char *code)
{
    while (*code == '0')
        code++;
    return code;
}

/* The unit that a row without one may mean: the same name, or a code that differs by leading zeros alone. */
static uint32_t near_miss(const struct join *j, size_t row)
{
    const char *name = hc_table_trait(j->table, HC_TRAIT_NAME, row);
    for (uint32_t i = 0; i < j->units->count; i++) {
        if (j->row_of_unit[i] != HC_NONE)
            continue;
        if (strcmp(skip_zeros(j->units->code[i]), skip_zeros(j->table->key[row])) == 0 ||
            hc_utf8_same_name(j->units->code[i], j->table->key[row]) ||
            (name && j->units->name[i] && strcmp(name, j->units->name[i]) == 0))
            return i;
    }
    return HC_NONE;
}

static void match_rows(struct join *j)
{
    const struct hc_table *t = j->table;
    uint32_t last = HC_NONE;
    for (size_t i = 0; i < t->n_rows; i++) {
        uint32_t u = j->unit_of_row[i] = hc_units_find(j->units, t->key[i], &last);
        if (u == HC_NONE)
            continue;
        if (j->row_of_unit[u] == HC_NONE) {
            j->row_of_unit[u] = (uint32_t)i;
            continue;
        }
        struct hc_finding *f = hc_findings_add(
            j->run->findings, "duplicate_row", HC_REFUSAL, "%s:%ld: unit %s has a row already, row %ld",
            "%s:%ld：单元 %s 已有一行（第 %ld 行）", j->source, t->row[i], t->key[i], t->row[j->row_of_unit[u]]);
        hc_finding_level(f, j->level);
        hc_finding_unit(f, t->key[i]);
        hc_finding_remedy(f, "keep one row for each unit", "每个单元只保留一行");
    }
}

#define SUGGESTIONS 200 /* a table of another place altogether needs no suggestion a row */

/* Rows whose codes have lost their zeros are told of at once; how many zeros, or 0. */
static int report_zeros(const struct join *j)
{
    const struct hc_table *t = j->table;
    struct hc_strays strays = {hc_alloc(t->n_rows, sizeof *strays.key), t->row, t->n_rows};
    for (size_t i = 0; i < t->n_rows; i++)
        strays.key[i] = j->unit_of_row[i] == HC_NONE ? t->key[i] : NULL;
    int zeros = hc_zeros_lost(j->units, &strays);
    if (zeros)
        hc_zeros_report(j->units, &strays, zeros, HC_ERROR, j->source, j->level, j->run->findings);
    hc_free(strays.key);
    return zeros;
}

static void report_rows(const struct join *j)
{
    const struct hc_table *t = j->table;
    size_t n = 0;
    int zeros = report_zeros(j);
    for (size_t i = 0; i < t->n_rows; i++) {
        if (!t->key[i] || j->unit_of_row[i] != HC_NONE || hc_zeros_fit(j->units, t->key[i], zeros))
            continue;
        struct hc_finding *f = hc_findings_add(
            j->run->findings, "unmatched_row", HC_ERROR, "%s:%ld: no %s has code \"%s\"; the row is left out",
            "%s:%ld：没有%s的代码为“%s”，该行已略去", j->source, t->row[i], j->level, t->key[i]);
        hc_finding_level(f, j->level);
        hc_finding_unit(f, t->key[i]);
        uint32_t near = n++ < SUGGESTIONS ? near_miss(j, i) : HC_NONE;
        if (near != HC_NONE)
            hc_finding_remedy(f, "did you mean %s (%s)?", "是否指 %s（%s）？", j->units->code[near],
                              j->units->name[near] ? j->units->name[near] : "-");
        else
            hc_finding_remedy(f, "correct the code (those of this level look like %s), or take the row out",
                              "请更正代码（该层级的代码形如 %s），或删去该行",
                              j->units->count ? j->units->code[0] : "-");
    }
}

static void report_units(const struct join *j)
{
    size_t n = 0;
    struct hc_buf some = {0};
    for (uint32_t i = 0; i < j->units->count; i++)
        if (j->row_of_unit[i] == HC_NONE && n++ < 5)
            hc_buf_addf(&some, "%s%s", some.len ? ", " : "", j->units->code[i]);
    if (n) {
        struct hc_finding *f = hc_findings_add(j->run->findings, "unmatched_unit", HC_ERROR,
                                               "%s: no row for %zu of %zu units (%s%s): their values are missing",
                                               "%s：%zu 个单元（共 %zu 个）没有对应的行（%s%s），其数值缺失", j->source,
                                               n, j->units->count, some.data, n > 5 ? ", ..." : "");
        hc_finding_level(f, j->level);
        for (uint32_t i = 0; i < j->units->count; i++)
            if (j->row_of_unit[i] == HC_NONE)
                hc_finding_unit(f, j->units->code[i]);
        hc_finding_remedy(f, "add the rows, or correct the codes", "请补上缺行，或更正代码");
    }
    hc_buf_release(&some);
}

/* Brings a decimal column to a larger scale. */
static void widen(struct hc_column *c, int scale)
{
    for (size_t i = 0; i < c->n; i++)
        hc_decimal_rescale(c->value[i], c->scale, scale, &c->value[i]);
    c->scale = scale;
}

static void report_difference(const struct join *j, const struct hc_column *c, uint32_t unit, struct hc_number was,
                              struct hc_number now, size_t row)
{
    char a[64], b[64];
    struct hc_finding *f = hc_findings_add(
        j->run->findings, "measured_differs", HC_WARNING,
        "%s:%ld: %s of %s was measured as %s; carried forward it would be %s",
        "%s:%ld：%s（单元 %s）实测为 %s，而由前期推算为 %s", j->source, j->table->row[row], c->name,
        j->units->code[unit], hc_number_format(now, c->scale, false, a), hc_number_format(was, c->scale, false, b));
    hc_finding_level(f, j->level);
    hc_finding_unit(f, j->units->code[unit]);
}

static void refuse_twice(const struct join *j, const struct hc_column *c, uint32_t unit, size_t row)
{
    struct hc_finding *f = hc_findings_add(
        j->run->findings, "duplicate_value", HC_REFUSAL, "%s:%ld: unit %s has %s from another table already",
        "%s:%ld：单元 %s 的 %s 已由另一张表给出", j->source, j->table->row[row], j->units->code[unit], c->name);
    hc_finding_unit(f, j->units->code[unit]);
    hc_finding_remedy(f, "take the column from one table", "同一列请只取自一张表");
}

static void join_value(const struct join *j, const struct hc_column *from, struct hc_column *to, uint32_t unit,
                       size_t row)
{
    struct hc_number was = hc_column_number(to, unit), now = hc_column_number(from, row);
    if (from->type == HC_TEXT) {
        if (from->text[row])
            to->text[unit] = hc_arena_strdup(&j->units->strings, from->text[row]);
        return;
    }
    if (now.missing)
        return;
    if (!was.missing && !j->later) {
        refuse_twice(j, to, unit, row);
        return;
    }
    if (!was.missing && hc_number_compare(was, now) != 0)
        report_difference(j, to, unit, was, now, row);
    if (to->type == HC_REAL)
        to->real[unit] = now.real;
    else
        hc_decimal_rescale(from->value[row], from->scale, to->scale, &to->value[unit]);
}

static void join_column(const struct join *j, const struct hc_column *from)
{
    struct hc_column *to = hc_units_column(j->units, from->name);
    if (!to) {
        to = hc_units_add_column(j->units, from->name, from->agg, from->type);
        to->weight = hc_strdup(from->weight);
        to->scale = from->scale;
    } else if (to->type == HC_DECIMAL && from->type == HC_DECIMAL && from->scale > to->scale) {
        widen(to, from->scale);
    }
    if ((to->type == HC_TEXT) != (from->type == HC_TEXT))
        return;
    to->derived = false;
    for (size_t i = 0; i < j->table->n_rows; i++)
        if (j->unit_of_row[i] != HC_NONE && j->row_of_unit[j->unit_of_row[i]] == i)
            join_value(j, from, to, j->unit_of_row[i], i);
}

static void join_table(struct hc_run *run, const struct hc_table *table, struct hc_units *units, bool later)
{
    struct join j = {.run = run,
                     .table = table,
                     .units = units,
                     .level = run->input->project.levels[table->level].id,
                     .source = hc_source_label(table->spec->source),
                     .later = later};
    j.unit_of_row = hc_alloc(table->n_rows, sizeof *j.unit_of_row);
    j.row_of_unit = hc_alloc(units->count, sizeof *j.row_of_unit);
    memset(j.row_of_unit, 0xff, units->count * sizeof *j.row_of_unit);
    match_rows(&j);
    report_rows(&j);
    report_units(&j);
    for (size_t c = 0; c < table->n_columns; c++)
        join_column(&j, &table->columns[c]);
    hc_free(j.unit_of_row);
    hc_free(j.row_of_unit);
}

void hc_state_join(struct hc_run *run, size_t index)
{
    struct hc_state *state = &run->result->states[index];
    if (state->interim)
        return;
    for (size_t i = 0; i < run->input->n_tables; i++) {
        const struct hc_table *table = &run->input->tables[i];
        if (!table->spec)
            continue;
        bool here = table->spec->at ? strcmp(table->spec->at, state->date) == 0 : index == 0;
        if (here && (table->n_columns || table->completes))
            join_table(run, table, &state->levels[table->level].units, index > 0);
    }
}
