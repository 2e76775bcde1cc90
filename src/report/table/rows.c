#include "report/table/rows.h"

#include "base/mem.h"
#include <string.h>

enum { CODE, NAME, KIND, PARENT, MEMBERS, AREA, PERIMETER, POLSBY_POPPER, REOCK, DIFFERENCE, ESTIMATED };

/* The column of areas as an office published them, beside the measured ones. */
#define OFFICIAL "official_area_m2"

static void add_column(struct hc_rows *rows, struct hc_rows_column column)
{
    rows->columns = hc_realloc(rows->columns, rows->n_columns + 1, sizeof *rows->columns);
    rows->columns[rows->n_columns++] = column;
}

void hc_rows_init(struct hc_rows *rows, const struct hc_result *result, size_t state, uint32_t level)
{
    static const char *const texts[] = {"code", "name", "kind", "parent", "members"};
    static const char *const numbers[] = {"area_m2", "perimeter_m", "polsby_popper", "reock"};
    static const int decimals[] = {HC_AREA_SCALE, HC_LENGTH_SCALE, -1, -1};
    const struct hc_project *p = &result->input->project;
    *rows = (struct hc_rows){.result = result, .level = &result->states[state].levels[level]};
    const struct hc_units *u = &rows->level->units;
    for (int i = 0; i < 5; i++)
        add_column(rows, (struct hc_rows_column){texts[i], HC_CELL_TEXT, NULL, NULL, i, -1});
    for (int i = 0; rows->level->face_unit && i < 4; i++)
        add_column(rows, (struct hc_rows_column){numbers[i], HC_CELL_NUMBER, NULL, NULL, AREA + i, decimals[i]});
    for (size_t c = 0; c < u->n_columns; c++) {
        const struct hc_column *column = &u->columns[c];
        add_column(rows, (struct hc_rows_column){column->name, column->type == HC_TEXT ? HC_CELL_TEXT : HC_CELL_NUMBER,
                                                 column, NULL, -1, column->type == HC_DECIMAL ? column->scale : -1});
    }
    for (size_t m = 0; m < p->n_measures; m++)
        if (!hc_units_column(u, p->measures[m].name))
            add_column(rows,
                       (struct hc_rows_column){p->measures[m].name, HC_CELL_NUMBER, NULL, &p->measures[m], -1, -1});
    if (rows->level->face_unit && hc_units_column(u, OFFICIAL))
        add_column(
            rows, (struct hc_rows_column){"area_difference_m2", HC_CELL_NUMBER, NULL, NULL, DIFFERENCE, HC_AREA_SCALE});
    if (u->estimated)
        add_column(rows, (struct hc_rows_column){"estimated", HC_CELL_NUMBER, NULL, NULL, ESTIMATED, 0});
}

void hc_rows_release(struct hc_rows *rows)
{
    hc_free(rows->columns);
    *rows = (struct hc_rows){0};
}

const char *hc_plain_title(const struct hc_project *project, const char *measure, enum hc_lang lang)
{
    static const char *const plain[][3] = {{"area_m2", "area, m²", "面积，平方米"},
                                           {OFFICIAL, "official area, m²", "公布面积，平方米"},
                                           {"perimeter_m", "perimeter, m", "周长，米"}};
    int64_t divisor;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(plain[i][0], measure) == 0)
            return plain[i][lang == HC_ZH ? 2 : 1];
    return hc_measure_title_in(project, measure, lang, &divisor);
}

const char *hc_rows_title(const struct hc_rows *rows, size_t column, enum hc_lang lang)
{
    static const char *const texts[][2] = {[CODE] = {"code", "代码"},
                                           [NAME] = {"name", "名称"},
                                           [KIND] = {"kind", "类型"},
                                           [PARENT] = {"parent", "上级代码"},
                                           [MEMBERS] = {"members", "原单元代码"},
                                           [DIFFERENCE] = {"measured less official, m²", "量算减公布，平方米"},
                                           [ESTIMATED] = {"estimated", "估算"}};
    const struct hc_rows_column *c = &rows->columns[column];
    if (c->builtin >= 0 && texts[c->builtin][0])
        return texts[c->builtin][lang == HC_ZH];
    return hc_plain_title(&rows->result->input->project, c->name, lang);
}

const char *hc_rows_text(const struct hc_rows *rows, size_t unit, size_t column)
{
    const struct hc_rows_column *c = &rows->columns[column];
    const struct hc_units *u = &rows->level->units;
    if (c->column)
        return c->column->text[unit];
    switch (c->builtin) {
    case CODE:
        return u->code[unit];
    case NAME:
        return u->name[unit];
    case KIND:
        return u->kind[unit];
    case PARENT:
        return u->parent_code[unit];
    default:
        return rows->level->members[unit];
    }
}

static struct hc_number builtin_number(const struct hc_rows *rows, size_t unit, int builtin)
{
    const struct hc_level_state *l = rows->level;
    switch (builtin) {
    case AREA:
        return hc_number_decimal(l->area[unit], HC_AREA_SCALE);
    case PERIMETER:
        return hc_number_decimal(l->perimeter[unit], HC_LENGTH_SCALE);
    case POLSBY_POPPER:
        return hc_number_real(l->polsby_popper[unit]);
    case REOCK:
        return hc_number_real(l->reock[unit]);
    case DIFFERENCE:
        return hc_number_sub(hc_number_decimal(l->area[unit], HC_AREA_SCALE),
                             hc_column_number(hc_units_column(&l->units, OFFICIAL), unit));
    default:
        return hc_number_decimal(l->units.estimated[unit], 0);
    }
}

static struct hc_number operand(const struct hc_rows *rows, size_t unit, const char *name)
{
    const struct hc_column *c = hc_units_column(&rows->level->units, name);
    if (c)
        return hc_column_number(c, unit);
    if (strcmp(name, "area_m2") == 0)
        return hc_number_decimal(rows->level->area[unit], HC_AREA_SCALE);
    if (strcmp(name, "area_km2") == 0)
        return hc_number_decimal(rows->level->area[unit], HC_AREA_SCALE + 6);
    if (strcmp(name, "members") == 0)
        return hc_number_decimal(rows->level->n_members[unit], 0);
    return hc_number_missing();
}

struct hc_number hc_rows_number(const struct hc_rows *rows, size_t unit, size_t column)
{
    const struct hc_rows_column *c = &rows->columns[column];
    if (c->column)
        return hc_column_number(c->column, unit);
    if (c->measure)
        return hc_number_div(operand(rows, unit, c->measure->of), operand(rows, unit, c->measure->per));
    return builtin_number(rows, unit, c->builtin);
}

void hc_number_write(struct hc_buf *buf, struct hc_number n)
{
    char text[64];
    if (n.missing)
        return;
    if (n.exact && n.den == 1)
        hc_buf_adds(buf, hc_decimal_format(n.num, n.scale, text));
    else
        hc_buf_addd(buf, n.real);
}
