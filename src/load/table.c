#include "load/table.h"

#include "base/buf.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include "load/sheet/totals.h"
#include <string.h>

struct making {
    struct hc_table *table;
    const struct hc_sheet *sheet;
    struct hc_findings *findings;
    struct hc_layer *layer; /* of the table's level */
    bool *is_total;         /* n_rows */
};

/* One cell read as a number. */
struct cell {
    enum hc_parse parse;
    int64_t value;
    int scale;
};

static void refuse_value(const struct making *m, size_t row, const char *column, const char *text, bool negative)
{
    const char *key = m->table->key[row] ? m->table->key[row] : "?";
    struct hc_finding *f = negative ? hc_findings_add(m->findings, "negative_count", HC_REFUSAL,
                                                      "%s:%ld: %s of unit %s is \"%s\", a negative count",
                                                      "%s:%ld：%s（单元 %s）为“%s”，计数不能为负", m->sheet->name,
                                                      m->table->row[row], column, key, text)
                                    : hc_findings_add(m->findings, "not_a_number", HC_REFUSAL,
                                                      "%s:%ld: %s of unit %s is \"%s\", which is no number",
                                                      "%s:%ld：%s（单元 %s）为“%s”，不是数字", m->sheet->name,
                                                      m->table->row[row], column, key, text);
    hc_finding_unit(f, key);
    hc_finding_remedy(f, "correct the cell, or leave it blank if the value is not known",
                      "请更正该单元格；若数值未知请留空");
}

static void warn_spreadsheet(const struct making *m, size_t row, const char *column, const char *text)
{
    struct hc_finding *f = hc_findings_add(m->findings, "spreadsheet_notation", HC_WARNING,
                                           "%s:%ld: %s is \"%s\", in spreadsheet notation: digits may be lost",
                                           "%s:%ld：%s 为“%s”，是科学计数法，可能已丢失位数", m->sheet->name,
                                           m->table->row[row], column, text);
    hc_finding_remedy(f, "format the column as a number without exponent and export again",
                      "请将该列设为常规数字格式后重新导出");
}

/* Reads a column's cells; returns the largest scale. */
static int parse_cells(const struct making *m, uint32_t col, const char *name, enum hc_agg agg, struct cell *cells)
{
    int scale = 0;
    for (size_t i = 0; i < m->sheet->n_rows; i++) {
        const char *text = hc_sheet_cell(m->sheet, i, col);
        cells[i].parse = hc_decimal_parse(text, &cells[i].value, &cells[i].scale);
        bool number = cells[i].parse == HC_PARSE_OK || cells[i].parse == HC_PARSE_SPREADSHEET;
        if (cells[i].parse == HC_PARSE_BAD || (number && agg == HC_AGG_SUM && cells[i].value < 0))
            refuse_value(m, i, name, text, number);
        if (cells[i].parse == HC_PARSE_SPREADSHEET)
            warn_spreadsheet(m, i, name, text);
        if (number && cells[i].scale > scale)
            scale = cells[i].scale;
    }
    return scale;
}

/* Whether all values, and their sum, fit int64 at this scale. */
static bool fits(const struct cell *cells, size_t n, int scale)
{
    int64_t sum = 0, value;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].parse == HC_PARSE_BLANK || cells[i].parse == HC_PARSE_BAD)
            continue;
        if (!hc_decimal_rescale(cells[i].value, cells[i].scale, scale, &value) ||
            !hc_decimal_add(sum, value < 0 ? -value : value, &sum))
            return false;
    }
    return true;
}

static void take_numbers(const struct making *m, uint32_t col, struct hc_column *column)
{
    size_t n = m->sheet->n_rows;
    struct cell *cells = hc_alloc(n, sizeof *cells);
    int wanted = parse_cells(m, col, column->name, column->agg, cells), scale = wanted;
    while (scale > 0 && !fits(cells, n, scale))
        scale--;
    column->scale = scale;
    if (scale < wanted)
        hc_findings_add(m->findings, "decimals_cut", HC_WARNING,
                        "%s: column %s is kept to %d decimals, so that its sum fits",
                        "%s：列 %s 只保留 %d 位小数，以便求和", m->sheet->name, column->name, scale);
    if (!fits(cells, n, scale))
        hc_findings_add(m->findings, "not_a_number", HC_REFUSAL, "%s: the sum of column %s is beyond all bounds",
                        "%s：列 %s 的合计超出范围", m->sheet->name, column->name);
    for (size_t i = 0; i < n; i++)
        if (cells[i].parse == HC_PARSE_OK || cells[i].parse == HC_PARSE_SPREADSHEET)
            hc_decimal_rescale(cells[i].value, cells[i].scale, scale, &column->value[i]);
    hc_free(cells);
}

static bool is_text(enum hc_agg agg)
{
    return agg == HC_AGG_FIRST || agg == HC_AGG_LIST;
}

/* A table's own area must not be taken for the measured one. */
static const char *column_name(const struct making *m, const char *name)
{
    if (strcmp(name, "area_m2") != 0)
        return name;
    hc_findings_add(m->findings, "column_renamed", HC_NOTE,
                    "%s: column area_m2 is called official_area_m2 here, beside the measured area_m2",
                    "%s：列 area_m2 在此称为 official_area_m2，与量算面积 area_m2 并列", m->sheet->name);
    return "official_area_m2";
}

static void take_column(const struct making *m, uint32_t col, const struct hc_column_spec *spec)
{
    struct hc_table *t = m->table;
    t->columns = hc_realloc(t->columns, t->n_columns + 1, sizeof *t->columns);
    struct hc_column *column = &t->columns[t->n_columns++];
    hc_column_init(column, column_name(m, spec->name), spec->agg, is_text(spec->agg) ? HC_TEXT : HC_DECIMAL,
                   m->sheet->n_rows);
    column->weight = hc_strdup(spec->weight);
    if (!is_text(spec->agg)) {
        take_numbers(m, col, column);
        return;
    }
    for (size_t i = 0; i < m->sheet->n_rows; i++)
        column->text[i] = hc_cell_text(m->sheet, i, col, &t->strings);
}

static bool is_trait(const struct hc_table *table, const char *name)
{
    for (size_t t = 0; t < HC_TRAITS; t++)
        if (table->traits[t].field && strcmp(table->traits[t].field, name) == 0)
            return true;
    return false;
}

/* Without a list of columns: those that are known by name; the others are named, so that none is missed unawares. */
static void take_known(const struct making *m, uint32_t key)
{
    struct hc_buf unused = {0};
    for (uint32_t i = 0; i < m->sheet->n_cols; i++) {
        char *name = m->sheet->header[i];
        bool known = hc_field_is(name, HC_ROLE_POPULATION) || hc_field_is(name, HC_ROLE_COUNT);
        bool attribute = i == key || is_trait(m->table, name) || hc_field_is(name, HC_ROLE_CODE) ||
                         hc_field_is(name, HC_ROLE_NAME) || hc_field_is(name, HC_ROLE_KIND) ||
                         hc_field_is(name, HC_ROLE_PARENT);
        if (known)
            take_column(m, i, &(struct hc_column_spec){name, HC_AGG_SUM, NULL});
        else if (!attribute)
            hc_buf_addf(&unused, "%s%s", unused.len ? ", " : "", name);
    }
    if (unused.len) {
        struct hc_finding *f = hc_findings_add(m->findings, "columns_unused", HC_NOTE, "%s: columns not used: %s",
                                               "%s：未使用的列：%s", m->sheet->name, unused.data);
        hc_finding_remedy(f, "to sum them, name them with --sum or in the project",
                          "如需合计，请用 --sum 或在项目中列出");
    }
    hc_buf_release(&unused);
}

/* Codes that a spreadsheet spoilt are gone; where the row has the name of one unit alone, that is the one it means. */
static void offer_code(const struct making *m, size_t row, struct hc_finding *f)
{
    const char *name = hc_table_trait(m->table, HC_TRAIT_NAME, row);
    uint32_t unit = HC_NONE;
    for (uint32_t u = 0; name && u < m->layer->units.count; u++) {
        if (!m->layer->units.name[u] || strcmp(m->layer->units.name[u], name) != 0)
            continue;
        if (unit != HC_NONE)
            return;
        unit = u;
    }
    if (unit != HC_NONE)
        hc_finding_remedy(f, "by its name (%s) it is %s; better get the original, with its codes as text",
                          "按名称（%s）应为 %s；最好取得代码为文本的原始文件", name, m->layer->units.code[unit]);
}

#define OFFERED 1000 /* names are looked for one by one */

static void take_key(const struct making *m, size_t i, uint32_t key, size_t *n_spoilt)
{
    struct hc_table *t = m->table;
    const char *total = key == HC_NONE ? NULL : hc_row_total(m->sheet, i, key, &t->strings);
    size_t before = m->findings->added;
    t->key[i] = hc_cell_code(m->sheet, i, key, &t->strings, m->findings);
    if (m->findings->added > before && (*n_spoilt)++ < OFFERED)
        offer_code(m, i, &m->findings->items[m->findings->count - 1]);
    if (total && (!t->key[i] || hc_map_find(&m->layer->units.by_code, t->key[i]) == HC_NONE)) {
        t->key[i] = NULL;
        m->is_total[i] = true;
        hc_findings_add(m->findings, "total_row", HC_NOTE, "%s:%ld: \"%s\": taken for a total and left out",
                        "%s:%ld：“%s”视为合计行，不计入", m->sheet->name, t->row[i], total);
    } else if (!t->key[i] && key != HC_NONE) {
        struct hc_finding *f =
            hc_findings_add(m->findings, "blank_key", HC_ERROR, "%s:%ld: the row has no code; left out",
                            "%s:%ld：该行没有代码，已略去", m->sheet->name, t->row[i]);
        hc_finding_remedy(f, "give the row its unit's code", "请补上单元代码");
    }
}

/* Names, and of a table of the first state kinds and parents: by the fields that the level names, else by known ones.
 */
static void take_traits(const struct making *m, const struct hc_project *project, uint32_t key)
{
    static const enum hc_role roles[HC_TRAITS] = {HC_ROLE_NAME, HC_ROLE_KIND, HC_ROLE_PARENT};
    const char *const *option = hc_field_options[project->one_level] + 1;
    const struct hc_fields *fields = &project->levels[m->table->level].fields;
    const char *const asked[HC_TRAITS] = {fields->name, fields->kind, fields->parent};
    struct hc_table *table = m->table;
    for (size_t t = 0; t < (hc_project_is_first(project, table->spec) ? HC_TRAITS : 1); t++) {
        struct hc_trait_column *column = &table->traits[t];
        struct hc_findings *lacking = &m->layer->lacking[t];
        uint32_t col = !asked[t]        ? HC_NONE
                       : lacking->count ? hc_field_choose(m->sheet, asked[t], roles[t], false, option[t], lacking)
                                        : hc_field_named(m->sheet, asked[t]);
        column->asked = col != HC_NONE;
        if (col == HC_NONE)
            col = hc_field_of_units(m->sheet, roles[t]);
        if (col == HC_NONE || col == key)
            continue;
        column->field = hc_arena_strdup(&table->strings, m->sheet->header[col]);
        column->text = hc_alloc(table->n_rows, sizeof *column->text);
        for (size_t i = 0; i < table->n_rows; i++)
            column->text[i] = hc_cell_text(m->sheet, i, col, &table->strings);
    }
}

static void take_keys(const struct making *m, uint32_t key)
{
    struct hc_table *t = m->table;
    size_t n_spoilt = 0;
    t->key = hc_calloc(t->n_rows, sizeof *t->key);
    t->row = hc_alloc(t->n_rows, sizeof *t->row);
    for (size_t i = 0; i < t->n_rows; i++) {
        t->row[i] = m->sheet->row[i];
        take_key(m, i, key, &n_spoilt);
    }
}

/* Where no field has a name that codes go by: the one most of whose values are codes of units; HC_NONE: none has more
 * than half. */
static uint32_t key_by_values(const struct hc_sheet *sheet, const struct hc_units *units)
{
    uint32_t best = HC_NONE;
    size_t most = sheet->n_rows / 2;
    for (uint32_t c = 0; c < sheet->n_cols; c++) {
        struct hc_arena strings = {0};
        size_t n = 0;
        for (size_t i = 0; i < sheet->n_rows; i++) {
            const char *cell = hc_cell_text(sheet, i, c, &strings);
            n += cell && hc_map_find(&units->by_code, cell) != HC_NONE;
        }
        hc_arena_release(&strings);
        if (n > most) {
            most = n;
            best = c;
        }
    }
    return best;
}

static uint32_t find_key(const struct making *m, const struct hc_table_spec *spec, const struct hc_input *input)
{
    const char *name = spec->key ? spec->key : input->project.levels[m->table->level].fields.code;
    if (name && !spec->key && hc_field_named(m->sheet, name) == HC_NONE)
        name = NULL;                             /* the units' own name for the field is only the first guess */
    if (!name && !m->layer->units.by_code.count) /* what a table's codes are is no question while those of units are */
        return hc_field_find(m->sheet, HC_ROLE_CODE);
    uint32_t key = name || hc_field_find(m->sheet, HC_ROLE_CODE) != HC_NONE
                       ? HC_NONE
                       : key_by_values(m->sheet, &input->layers[m->table->level].units);
    if (key == HC_NONE)
        return hc_field_choose(m->sheet, name, HC_ROLE_CODE, true,
                               input->project.one_level ? "--code @" : "\"key\": \"@\"", m->findings);
    hc_findings_add(m->findings, "field_chosen", HC_NOTE, "%s: code=%s, by its values", "%s：code=%s（按列值认定）",
                    m->sheet->name, m->sheet->header[key]);
    return key;
}

/* Whether a table read before, of the same level and time, has the column. */
static bool is_given(const struct hc_input *input, const struct hc_table *table, const char *name)
{
    for (size_t i = 0; i < input->n_tables; i++) {
        const struct hc_table *t = &input->tables[i];
        if (t == table || !t->spec || t->level != table->level || t->spec->at != table->spec->at)
            continue;
        for (size_t c = 0; c < t->n_columns; c++)
            if (strcmp(t->columns[c].name, name) == 0)
                return true;
    }
    return false;
}

/* Columns named with --sum come besides the people, who are counted unasked. */
static void take_people(const struct making *m, const struct hc_input *input)
{
    for (uint32_t i = 0; i < m->sheet->n_cols; i++) {
        char *name = m->sheet->header[i];
        bool taken = !hc_field_is(name, HC_ROLE_POPULATION) || is_given(input, m->table, name);
        for (size_t c = 0; c < m->table->n_columns; c++)
            taken = taken || strcmp(m->table->columns[c].name, name) == 0;
        if (!taken)
            take_column(m, i, &(struct hc_column_spec){name, HC_AGG_SUM, NULL});
    }
}

void hc_table_from_sheet(struct hc_table *table, const struct hc_table_spec *spec, const struct hc_input *input,
                         const struct hc_sheet *sheet, bool *found, struct hc_findings *findings)
{
    uint32_t level = hc_project_level(&input->project, spec->level);
    *table = (struct hc_table){.spec = spec, .level = level == HC_NONE ? 0 : level, .n_rows = sheet->n_rows};
    struct making m = {table, sheet, findings, &input->layers[table->level], hc_calloc(sheet->n_rows, 1)};
    uint32_t key = find_key(&m, spec, input);
    if (!hc_project_is_of_level(&input->project, spec))
        take_traits(&m, &input->project, key);
    take_keys(&m, key);
    for (size_t i = 0; i < spec->n_columns; i++) {
        uint32_t col = input->project.one_level ? hc_field_named(sheet, spec->columns[i].name)
                                                : hc_field_choose(sheet, spec->columns[i].name, HC_ROLE_CODE, true,
                                                                  "\"columns\": {\"FIELD\": \"sum\"}", findings);
        if (col == HC_NONE)
            continue;
        found[i] = true;
        take_column(&m, col, &spec->columns[i]);
    }
    if (!spec->n_columns)
        take_known(&m, key);
    else if (input->project.one_level)
        take_people(&m, input);
    hc_totals_check(table, m.is_total, sheet->name, findings);
    hc_free(m.is_total);
}
