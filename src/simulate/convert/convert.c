#include "simulate/convert/convert.h"

#include "base/buf.h"
#include "base/number.h"
#include "simulate/convert/flows.h"
#include "simulate/convert/rules.h"
#include <math.h>
#include <string.h>

/* One cell being made. */
struct making {
    int64_t value;          /* sum, max, min; HC_MISSING: nothing yet */
    double weighed, weight; /* of a mean */
    const char *text;
};

/* One row being made: the unit of the wanted date, and what came into it. */
struct row {
    uint32_t unit, n_parts;
    size_t first; /* the table's row that came first */
    bool estimated;
};

struct work {
    const struct hc_converting *c;
    const struct hc_grid *grid;
    struct hc_carry_rule *rules;
    const struct hc_units *from, *to;
    struct hc_flows flows;
    uint32_t *row_of; /* for each unit of the wanted date its row, or HC_NONE */
    struct row *rows;
    size_t n_rows, cap_rows, cap_cells;
    struct making *cells; /* n_rows * n_cols */
    size_t n_unknown;     /* cells added up without a value that was missing */
    struct hc_findings *findings;
    struct hc_converted *out;
};

static size_t find_state(const struct hc_result *r, const char *date, struct hc_err *err)
{
    struct hc_buf dates = {0};
    size_t found = r->n_states;
    for (size_t i = 0; i < r->n_states; i++) {
        if (r->states[i].interim)
            continue;
        hc_buf_addf(&dates, "%s%s", dates.len ? ", " : "", r->states[i].date);
        if (strcmp(r->states[i].date, date) == 0)
            found = i;
    }
    if (found == r->n_states)
        hc_err_set(err, HC_USAGE, "no state is of %s; there are: %s", "没有日期为 %s 的状态；现有：%s", date,
                   dates.len ? dates.data : "-");
    hc_buf_release(&dates);
    return found;
}

/* The level that most keys are found at; the finest of several. */
static uint32_t find_level(const struct hc_result *r, size_t state, const struct hc_grid *grid)
{
    uint32_t best = 0;
    size_t most = 0;
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        size_t n = 0;
        for (size_t i = 0; i < grid->n_rows; i++)
            n += hc_map_find(&r->states[state].levels[l].units.by_code, grid->key[i]) != HC_NONE;
        if (n > most) {
            most = n;
            best = l;
        }
    }
    return best;
}

static struct making *row_cells(struct work *w, uint32_t unit, size_t table_row, struct row **row)
{
    size_t n = w->grid->n_cols;
    if (w->row_of[unit] == HC_NONE) {
        HC_GROW(w->rows, w->cap_rows, w->n_rows + 1);
        HC_GROW(w->cells, w->cap_cells, (w->n_rows + 1) * n);
        w->rows[w->n_rows] = (struct row){unit, 0, table_row, false};
        for (size_t c = 0; c < n; c++)
            w->cells[w->n_rows * n + c] = (struct making){HC_MISSING, 0, 0, NULL};
        w->row_of[unit] = (uint32_t)w->n_rows++;
    }
    *row = &w->rows[w->row_of[unit]];
    return w->cells + w->row_of[unit] * n;
}

static bool in_list(const char *list, const char *text)
{
    size_t n = strlen(text);
    for (const char *p = list; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
        if (strncmp(p, text, n) == 0 && (p[n] == ';' || !p[n]))
            return true;
    return false;
}

static void add_text(struct work *w, struct making *m, const char *text, enum hc_carry carry)
{
    if (!text || (m->text && (carry != HC_CARRY_LIST || in_list(m->text, text))))
        return;
    struct hc_buf list = {0};
    hc_buf_addf(&list, "%s%s%s", m->text ? m->text : "", m->text ? ";" : "", text);
    m->text = hc_arena_strdup(&w->out->strings, list.data);
    hc_buf_release(&list);
}

/* Adds one part of a table's cell: value is the part for sums, the whole value else. */
static void add_cell(struct work *w, struct making *m, size_t table_row, size_t col, int64_t value, double fraction)
{
    const struct hc_carry_rule *rule = &w->rules[col];
    switch (rule->carry) {
    case HC_CARRY_SUM:
        if (value != HC_MISSING)
            m->value = (m->value == HC_MISSING ? 0 : m->value) + value;
        break;
    case HC_CARRY_MAX:
    case HC_CARRY_MIN:
        if (value != HC_MISSING &&
            (m->value == HC_MISSING || (rule->carry == HC_CARRY_MAX ? value > m->value : value < m->value)))
            m->value = value;
        break;
    case HC_CARRY_MEAN: {
        struct hc_number x = hc_number_decimal(value, rule->scale);
        struct hc_number by =
            hc_number_decimal(hc_carry_value(w->grid, w->rules, table_row, rule->weight), w->rules[rule->weight].scale);
        if (!x.missing && !by.missing) {
            m->weighed += x.real * by.real * fraction;
            m->weight += by.real * fraction;
        }
        break;
    }
    default:
        add_text(w, m, hc_grid_cell(w->grid, table_row, col), rule->carry);
    }
}

static void add_row(struct work *w, size_t i, const struct hc_flow *flows, size_t n)
{
    size_t n_cols = w->grid->n_cols;
    int64_t *part = hc_alloc(n, sizeof *part);
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += (double)flows[k].weight;
    for (size_t k = 0; k < n; k++) {
        struct row *row;
        if (flows[k].to == HC_NONE)
            continue;
        row_cells(w, flows[k].to, i, &row);
        row->n_parts += n > 1 ? 2 : 1;
        row->estimated = row->estimated || n > 1 || flows[k].estimated;
    }
    for (size_t col = 0; col < n_cols; col++) {
        enum hc_carry carry = w->rules[col].carry;
        bool number = carry >= HC_CARRY_SUM && carry <= HC_CARRY_MIN;
        int64_t value = number ? hc_carry_value(w->grid, w->rules, i, col) : HC_MISSING;
        if (carry == HC_CARRY_SUM && value != HC_MISSING)
            hc_flows_divide(flows, n, value, part);
        for (size_t k = 0; k < n; k++) {
            struct row *row;
            if (flows[k].to == HC_NONE)
                continue;
            struct making *m = row_cells(w, flows[k].to, i, &row) + col;
            bool divided = carry == HC_CARRY_SUM && value != HC_MISSING;
            add_cell(w, m, i, col, divided ? part[k] : value, (double)flows[k].weight / sum);
            const char *mark = carry == HC_CARRY_ESTIMATED ? hc_grid_cell(w->grid, i, col) : NULL;
            row->estimated = row->estimated || (mark && *mark && strcmp(mark, "0") != 0);
            w->n_unknown += carry == HC_CARRY_SUM && value == HC_MISSING && row->n_parts > 1;
        }
    }
    hc_free(part);
}

static void report_unmatched(struct work *w, size_t i)
{
    const char *key = w->grid->key[i] ? w->grid->key[i] : "";
    struct hc_finding *f = hc_findings_add(
        w->findings, "unmatched_row", HC_ERROR, "%s:%ld: no unit of %s has code \"%s\"; the row is left out",
        "%s:%ld：%s 没有代码为“%s”的单元，该行已略去", w->c->source, w->grid->row[i], w->c->from, key);
    hc_finding_unit(f, key);
    hc_finding_remedy(f, "correct the code, or the date given with --from", "请更正代码，或 --from 的日期");
    w->out->n_unmatched++;
}

static void report_left(struct work *w, size_t i, bool part)
{
    struct hc_finding *f =
        part ? hc_findings_add(w->findings, "left_area", HC_WARNING,
                               "%s:%ld: a part of unit %s has left the area by %s, its counts with it",
                               "%s:%ld：单元 %s 的一部分至 %s 已划出，其数值随之划出", w->c->source, w->grid->row[i],
                               w->grid->key[i], w->c->to)
             : hc_findings_add(w->findings, "left_area", HC_WARNING,
                               "%s:%ld: unit %s has no successor at %s; its counts are left out",
                               "%s:%ld：单元 %s 在 %s 没有对应单元，其数值未计入", w->c->source, w->grid->row[i],
                               w->grid->key[i], w->c->to);
    hc_finding_unit(f, w->grid->key[i]);
    w->out->n_left++;
}

static void refuse_twice(struct work *w, size_t i, size_t first)
{
    struct hc_finding *f = hc_findings_add(
        w->findings, "duplicate_row", HC_REFUSAL, "%s:%ld: unit %s has a row already, row %ld",
        "%s:%ld：单元 %s 已有一行（第 %ld 行）", w->c->source, w->grid->row[i], w->grid->key[i], w->grid->row[first]);
    hc_finding_unit(f, w->grid->key[i]);
    hc_finding_remedy(f, "keep one row for each unit", "每个单元只保留一行");
}

static void carry_rows(struct work *w)
{
    uint32_t *seen = hc_alloc(w->from->count, sizeof *seen);
    memset(seen, 0xff, w->from->count * sizeof *seen);
    for (size_t i = 0; i < w->grid->n_rows; i++) {
        uint32_t u = hc_map_find(&w->from->by_code, w->grid->key[i]);
        if (u == HC_NONE) {
            report_unmatched(w, i);
            continue;
        }
        if (seen[u] != HC_NONE) {
            refuse_twice(w, i, seen[u]);
            continue;
        }
        seen[u] = (uint32_t)i;
        const struct hc_flow *flows = w->flows.items + w->flows.at[u];
        size_t n = w->flows.at[u + 1] - w->flows.at[u], gone = 0;
        for (size_t k = 0; k < n; k++)
            gone += flows[k].to == HC_NONE;
        if (gone || !n)
            report_left(w, i, gone < n);
        if (n > gone)
            add_row(w, i, flows, n);
    }
    hc_free(seen);
}

static char *number_text(struct work *w, const struct making *m, const struct hc_carry_rule *rule)
{
    char text[64];
    struct hc_buf real = {0};
    if (rule->carry != HC_CARRY_MEAN)
        return m->value == HC_MISSING
                   ? NULL
                   : hc_arena_strdup(&w->out->strings, hc_decimal_format(m->value, rule->scale, text));
    if (!(m->weight > 0))
        return NULL;
    hc_buf_addd(&real, m->weighed / m->weight);
    char *kept = hc_arena_strdup(&w->out->strings, real.data);
    hc_buf_release(&real);
    return kept;
}

/* What stands in the new row: attributes of the new unit; where one row came whole, its very text. */
static const char *finished(struct work *w, size_t r, size_t col)
{
    const struct row *row = &w->rows[r];
    const char *old = hc_grid_cell(w->grid, row->first, col), *now = NULL;
    const struct making *m = &w->cells[r * w->grid->n_cols + col];
    switch (w->rules[col].carry) {
    case HC_CARRY_KEY:
        return w->to->code[row->unit];
    case HC_CARRY_NAME:
        now = w->to->name[row->unit];
        return now ? now : row->n_parts == 1 ? old : NULL;
    case HC_CARRY_KIND:
        now = w->to->kind[row->unit];
        return now ? now : row->n_parts == 1 ? old : NULL;
    case HC_CARRY_PARENT:
        now = w->to->parent_code[row->unit];
        return now ? now : row->n_parts == 1 ? old : NULL;
    case HC_CARRY_FIRST:
    case HC_CARRY_LIST:
        return m->text;
    default:
        return row->n_parts == 1 ? old : number_text(w, m, &w->rules[col]);
    }
}

static void finish(struct work *w)
{
    const struct hc_grid *g = w->grid;
    struct hc_converted *out = w->out;
    size_t n = 0;
    out->header = hc_alloc(g->n_cols + 1, sizeof *out->header);
    for (size_t c = 0; c < g->n_cols; c++)
        if (w->rules[c].carry != HC_CARRY_DROP && w->rules[c].carry != HC_CARRY_ESTIMATED)
            out->header[n++] = hc_arena_strdup(&out->strings, g->header[c]);
    out->header[n++] = hc_arena_strdup(&out->strings, "estimated");
    out->n_cols = n;
    out->n_rows = w->n_rows;
    out->cells = hc_calloc(out->n_rows * n, sizeof *out->cells);
    for (size_t r = 0; r < w->n_rows; r++) {
        char **cell = out->cells + r * n;
        for (size_t c = 0; c < g->n_cols; c++)
            if (w->rules[c].carry != HC_CARRY_DROP && w->rules[c].carry != HC_CARRY_ESTIMATED)
                *cell++ = hc_arena_strdup(&out->strings, finished(w, r, c));
        *cell = hc_arena_strdup(&out->strings, w->rows[r].estimated ? "1" : "0");
        out->n_estimated += w->rows[r].estimated;
    }
    if (w->n_unknown)
        hc_findings_add(w->findings, "missing_value", HC_WARNING,
                        "%s: %zu missing values were left out of sums or could not be divided",
                        "%s：%zu 个缺失值未计入合计或无法分摊", w->c->source, w->n_unknown);
}

int hc_convert(const struct hc_converting *c, const struct hc_grid *grid, struct hc_findings *findings,
               struct hc_converted *out, struct hc_err *err)
{
    const struct hc_result *r = c->result;
    struct work w = {.c = c, .grid = grid, .findings = findings, .out = out};
    *out = (struct hc_converted){0};
    size_t from = find_state(r, c->from, err), to = find_state(r, c->to, err);
    if (err->code != HC_DONE)
        return -1;
    uint32_t level = c->level != HC_NONE ? c->level : find_level(r, from, grid);
    w.from = &r->states[from].levels[level].units;
    w.to = &r->states[to].levels[level].units;
    w.rules = hc_carry_rules(c, grid, findings);
    if (hc_findings_count(findings, HC_REFUSAL) == 0) {
        hc_flows_build(r, level, from, to, &w.flows);
        w.row_of = hc_alloc(w.to->count, sizeof *w.row_of);
        memset(w.row_of, 0xff, w.to->count * sizeof *w.row_of);
        carry_rows(&w);
        finish(&w);
    }
    hc_flows_release(&w.flows);
    hc_free(w.row_of);
    hc_free(w.rows);
    hc_free(w.cells);
    hc_free(w.rules);
    return hc_findings_count(findings, HC_REFUSAL) ? -1 : 0;
}

void hc_converted_release(struct hc_converted *c)
{
    hc_free(c->header);
    hc_free(c->cells);
    hc_arena_release(&c->strings);
    *c = (struct hc_converted){0};
}
