#include "report/book/annex.h"

#include "base/buf.h"
#include "base/mem.h"
#include "report/book/verify.h"
#include "report/book/xlsx.h"
#include "simulate/count/count.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#define FONT          "宋体"
#define MAX_ROWS      1000000u
#define ROWS_PER_PAGE 37u /* of A4 on its side, below the repeated head */
#define HEAD_ROWS     4u  /* title, notice, two of column heads */

enum column {
    NUMBER,
    PARENT,
    NAME,
    CODE,
    KIND,
    PEOPLE,
    AREA,
    FINER,
    OLD_NAME,
    OLD_CODE,
    OLD_PEOPLE,
    OLD_AREA,
    OLD_FINER
};
enum { N_COLUMNS = OLD_FINER + 1 };

/* One predecessor of a unit after. */
struct member {
    uint32_t target, source;
    bool part; /* only a share of it */
};

/* One side of the table: the units of a level in a state, and what is shown of them. */
struct side {
    const struct hc_units *units;
    const int64_t *area;
    const struct hc_column *people;
    uint32_t *finer; /* units of the next finer level in each; NULL at the finest */
};

struct annex {
    const struct hc_job *job;
    uint32_t level;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *title, *notice, *head, *text, *count, *decimal, *sum_text, *sum_count, *sum_decimal;
    struct side before, after;
    const struct hc_units *parents; /* NULL at the coarsest level */
    bool by_parent;                 /* these, or those that the units of the only level name */
    struct member *members;         /* in the order of the table */
    size_t n_members;
    lxw_row_t row, page; /* the row being written, and the first of its page */
    lxw_row_t *breaks;
    size_t n_breaks, cap_breaks;
};

/* What a subtotal adds up. */
struct totals {
    size_t units, members;
    bool parts; /* of members only parts are here: what was before is not told */
    struct hc_number people, area, finer, old_people, old_area, old_finer;
};

static const char *say(const struct annex *a, const char *en, const char *zh)
{
    return a->job->options->lang == HC_ZH ? zh : en;
}

static const char *parent_of(const struct annex *a, uint32_t unit)
{
    const char *code = a->after.units->parent_code[unit];
    return a->by_parent && code ? code : "";
}

/* By parent, unit, member: qsort has no context, so the keys stand in the items. */
struct sortable {
    const char *parent, *unit, *member;
    struct member value;
};

static int compare_members(const void *p, const void *q)
{
    const struct sortable *a = p, *b = q;
    int order = strcmp(a->parent, b->parent);
    order = order ? order : strcmp(a->unit, b->unit);
    return order ? order : strcmp(a->member, b->member);
}

static void list_members(struct annex *a)
{
    const struct hc_crosswalk *c = &a->job->result->levels[a->level].crosswalk;
    struct sortable *list = hc_alloc(c->n, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct hc_crosswalk_row *row = &c->rows[i];
        bool shared =
            (i && c->rows[i - 1].source == row->source) || (i + 1 < c->n && c->rows[i + 1].source == row->source);
        if (row->target == HC_NONE)
            continue;
        list[n++] = (struct sortable){parent_of(a, row->target),
                                      a->after.units->code[row->target],
                                      a->before.units->code[row->source],
                                      {row->target, row->source, shared}};
    }
    if (n)
        qsort(list, n, sizeof *list, compare_members);
    a->members = hc_alloc(n, sizeof *a->members);
    for (size_t i = 0; i < n; i++)
        a->members[i] = list[i].value;
    a->n_members = n;
    hc_free(list);
}

static struct side side_of(const struct annex *a, size_t state)
{
    const struct hc_result *r = a->job->result;
    const struct hc_level_state *l = &r->states[state].levels[a->level];
    struct side s = {.units = &l->units, .area = l->face_unit ? l->area : NULL};
    s.people = hc_units_column(&l->units, r->population);
    if (a->level)
        s.finer = hc_count_descendants(&r->states[state], a->level, a->level - 1);
    return s;
}

static struct hc_number people_of(const struct side *s, uint32_t unit)
{
    return s->people ? hc_column_number(s->people, unit) : hc_number_missing();
}

static struct hc_number area_of(const struct side *s, uint32_t unit)
{
    return s->area ? hc_number_decimal(s->area[unit], HC_AREA_SCALE + 6) : hc_number_missing();
}

static struct hc_number finer_of(const struct side *s, uint32_t unit)
{
    return s->finer ? hc_number_decimal(s->finer[unit], 0) : hc_number_missing();
}

/* Text or number over the rows first..last of one column. */
static void put_text(struct annex *a, lxw_row_t first, lxw_row_t last, int column, const char *text, lxw_format *f)
{
    lxw_col_t col = (lxw_col_t)column;
    if (first == last)
        worksheet_write_string(a->sheet, first, col, text ? text : "", f);
    else
        worksheet_merge_range(a->sheet, first, col, last, col, text ? text : "", f);
}

static void put_number(struct annex *a, lxw_row_t first, lxw_row_t last, int column, struct hc_number n, lxw_format *f)
{
    put_text(a, first, last, column, "", f);
    if (!n.missing)
        worksheet_write_number(a->sheet, first, (lxw_col_t)column, n.real, f);
}

static void add(struct hc_number *sum, struct hc_number n)
{
    if (!n.missing)
        *sum = hc_number_add(*sum, n);
}

static struct totals no_totals(void)
{
    struct hc_number zero = hc_number_decimal(0, 0);
    return (struct totals){0, 0, false, zero, zero, zero, zero, zero, zero};
}

static void add_member(const struct annex *a, uint32_t source, struct totals *t)
{
    t->members++;
    add(&t->old_people, people_of(&a->before, source));
    add(&t->old_area, area_of(&a->before, source));
    add(&t->old_finer, finer_of(&a->before, source));
}

static void put_member(struct annex *a, const struct member *m, struct totals *t)
{
    const struct side *s = &a->before;
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s%s", s->units->name[m->source] ? s->units->name[m->source] : "",
                m->part ? say(a, " (part; figures of the whole)", "（部分；数字为整个原单元）") : "");
    put_text(a, a->row, a->row, OLD_NAME, name.data, a->text);
    put_text(a, a->row, a->row, OLD_CODE, s->units->code[m->source], a->text);
    put_number(a, a->row, a->row, OLD_PEOPLE, people_of(s, m->source), a->count);
    put_number(a, a->row, a->row, OLD_AREA, area_of(s, m->source), a->decimal);
    put_number(a, a->row, a->row, OLD_FINER, finer_of(s, m->source), a->count);
    t->parts = t->parts || m->part;
    add_member(a, m->source, t);
    hc_buf_release(&name);
}

/* One unit after with its members begin..end-1; returns the row below. */
static void put_unit(struct annex *a, size_t begin, size_t end, size_t number, struct totals *t)
{
    uint32_t unit = a->members[begin].target;
    lxw_row_t first = a->row, last = first + (lxw_row_t)(end - begin) - 1;
    const struct side *s = &a->after;
    put_number(a, first, last, NUMBER, hc_number_decimal((int64_t)number, 0), a->count);
    put_text(a, first, last, NAME, s->units->name[unit], a->text);
    put_text(a, first, last, CODE, s->units->code[unit], a->text);
    put_text(a, first, last, KIND, s->units->kind[unit], a->text);
    put_number(a, first, last, PEOPLE, people_of(s, unit), a->count);
    put_number(a, first, last, AREA, area_of(s, unit), a->decimal);
    put_number(a, first, last, FINER, finer_of(s, unit), a->count);
    t->units++;
    add(&t->people, people_of(s, unit));
    add(&t->area, area_of(s, unit));
    add(&t->finer, finer_of(s, unit));
    for (size_t i = begin; i < end; i++, a->row++)
        put_member(a, &a->members[i], t);
}

static void put_totals(struct annex *a, const char *what, const struct totals *t)
{
    struct hc_number none = hc_number_missing();
    struct hc_buf after = {0}, before = {0};
    hc_buf_addf(&after, say(a, "%zu units", "%zu 个"), t->units);
    hc_buf_addf(&before, say(a, "%zu units", "%zu 个"), t->members);
    for (int c = 0; c < N_COLUMNS; c++)
        put_text(a, a->row, a->row, c, "", a->sum_text);
    worksheet_merge_range(a->sheet, a->row, NUMBER, a->row, PARENT, what, a->sum_text);
    put_text(a, a->row, a->row, NAME, after.data, a->sum_text);
    put_number(a, a->row, a->row, PEOPLE, t->people, a->sum_count);
    put_number(a, a->row, a->row, AREA, t->area, a->sum_decimal);
    put_number(a, a->row, a->row, FINER, t->finer, a->sum_count);
    put_text(a, a->row, a->row, OLD_NAME, before.data, a->sum_text);
    put_number(a, a->row, a->row, OLD_PEOPLE, t->parts ? none : t->old_people, a->sum_count);
    put_number(a, a->row, a->row, OLD_AREA, t->parts ? none : t->old_area, a->sum_decimal);
    put_number(a, a->row, a->row, OLD_FINER, t->parts ? none : t->old_finer, a->sum_count);
    a->row++;
    hc_buf_release(&after);
    hc_buf_release(&before);
}

/* Units after add up; of those before each counts once, in however many parts it is. */
static void add_totals(struct totals *to, const struct totals *from)
{
    to->units += from->units;
    add(&to->people, from->people);
    add(&to->area, from->area);
    add(&to->finer, from->finer);
}

static void add_members(const struct annex *a, struct totals *all)
{
    uint8_t *seen = hc_calloc(a->before.units->count, 1);
    for (size_t i = 0; i < a->n_members; i++)
        if (!seen[a->members[i].source]++)
            add_member(a, a->members[i].source, all);
    hc_free(seen);
}

static size_t end_of_unit(const struct annex *a, size_t begin)
{
    size_t end = begin + 1;
    while (end < a->n_members && a->members[end].target == a->members[begin].target)
        end++;
    return end;
}

static size_t end_of_parent(const struct annex *a, size_t begin)
{
    size_t end = begin + 1;
    while (end < a->n_members &&
           strcmp(parent_of(a, a->members[end].target), parent_of(a, a->members[begin].target)) == 0)
        end++;
    return end;
}

/* A new page before `rows` rows that would not fit on this one any more. */
static void keep_together(struct annex *a, size_t rows)
{
    lxw_row_t used = a->row - a->page;
    if (!used || used + rows <= ROWS_PER_PAGE)
        return;
    HC_GROW(a->breaks, a->cap_breaks, a->n_breaks + 2);
    a->breaks[a->n_breaks++] = a->row;
    a->page = a->row;
}

static void put_parent(struct annex *a, size_t begin, size_t end, size_t *number, struct totals *all)
{
    struct totals t = no_totals();
    lxw_row_t first = a->row;
    const char *code = parent_of(a, a->members[begin].target);
    uint32_t parent = a->parents ? hc_map_find(&a->parents->by_code, code) : HC_NONE; /* of one level: text alone */
    const char *name = parent == HC_NONE || !a->parents->name[parent] ? code : a->parents->name[parent];
    if (end - begin < ROWS_PER_PAGE)
        keep_together(a, end - begin + 1);
    for (size_t i = begin, next; i < end; i = next) {
        next = end_of_unit(a, i);
        if (a->row > first && end - begin >= ROWS_PER_PAGE && a->row - a->page + (next - i) > ROWS_PER_PAGE) {
            put_text(a, first, a->row - 1, PARENT, name, a->text); /* a merged cell does not run across pages */
            keep_together(a, next - i);
            first = a->row;
        }
        put_unit(a, i, next, ++*number, &t);
    }
    put_text(a, first, a->row - 1, PARENT, name, a->text);
    put_totals(a, say(a, "subtotal", "小计"), &t);
    add_totals(all, &t);
}

static lxw_format *new_format(struct annex *a, double size, const char *number, bool bold, bool border)
{
    lxw_format *f = workbook_add_format(a->book);
    format_set_font_name(f, FONT);
    format_set_font_size(f, size);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (number)
        format_set_num_format(f, number);
    else
        format_set_text_wrap(f);
    if (bold)
        format_set_bold(f);
    if (border)
        format_set_border(f, LXW_BORDER_THIN);
    return f;
}

static void make_formats(struct annex *a)
{
    a->title = new_format(a, 16, NULL, true, false);
    format_set_align(a->title, LXW_ALIGN_CENTER);
    a->notice = new_format(a, 9, NULL, true, false);
    format_set_font_color(a->notice, 0xC00000);
    a->head = new_format(a, 10, NULL, true, true);
    format_set_align(a->head, LXW_ALIGN_CENTER);
    format_set_bg_color(a->head, 0xE7EDF3);
    a->text = new_format(a, 10, NULL, false, true);
    a->count = new_format(a, 10, "#,##0", false, true);
    a->decimal = new_format(a, 10, "#,##0.00", false, true);
    a->sum_text = new_format(a, 10, NULL, true, true);
    a->sum_count = new_format(a, 10, "#,##0", true, true);
    a->sum_decimal = new_format(a, 10, "#,##0.00", true, true);
    format_set_indent(a->text, 1);
    lxw_format *sums[] = {a->sum_text, a->sum_count, a->sum_decimal};
    for (size_t i = 0; i < 3; i++)
        format_set_bg_color(sums[i], 0xF5F2E7);
}

static const char *level_title(const struct annex *a, uint32_t level)
{
    const struct hc_level_spec *spec = &a->job->result->input->project.levels[level];
    return spec->title ? spec->title : spec->id;
}

static void put_head(struct annex *a)
{
    const struct hc_project *p = &a->job->result->input->project;
    const char *finer = a->level ? level_title(a, a->level - 1) : say(a, "-", "—");
    const char *parent = a->parents ? level_title(a, a->level + 1) : say(a, "in", "所属");
    const char *const heads[N_COLUMNS] = {say(a, "no.", "序号"),
                                          parent,
                                          say(a, "name", "名称"),
                                          say(a, "code", "代码"),
                                          say(a, "kind", "类型"),
                                          say(a, "people", "人口"),
                                          say(a, "area, km²", "面积（平方公里）"),
                                          finer,
                                          say(a, "name", "名称"),
                                          say(a, "code", "代码"),
                                          say(a, "people", "人口"),
                                          say(a, "area, km²", "面积（平方公里）"),
                                          finer};
    struct hc_buf title = {0};
    hc_buf_addf(&title, "%s%s%s", p->title ? p->title : "", p->title ? say(a, ": ", "：") : "",
                level_title(a, a->level));
    hc_buf_adds(&title, say(a, " before and after", "调整前后对照表"));
    worksheet_merge_range(a->sheet, 0, 0, 0, N_COLUMNS - 1, title.data, a->title);
    worksheet_set_row(a->sheet, 0, 30, NULL);
    worksheet_merge_range(a->sheet, 1, 0, 1, N_COLUMNS - 1, p->notice ? p->notice : "", a->notice);
    if (p->notice)
        worksheet_set_row(a->sheet, 1, 26, NULL);
    for (int c = 0; c < N_COLUMNS; c++)
        worksheet_write_string(a->sheet, 3, (lxw_col_t)c, heads[c], a->head);
    worksheet_merge_range(a->sheet, 2, NUMBER, 3, NUMBER, heads[NUMBER], a->head);
    worksheet_merge_range(a->sheet, 2, PARENT, 3, PARENT, heads[PARENT], a->head);
    worksheet_merge_range(a->sheet, 2, NAME, 2, FINER, say(a, "after", "调整后"), a->head);
    worksheet_merge_range(a->sheet, 2, OLD_NAME, 2, OLD_FINER, say(a, "before", "调整前"), a->head);
    worksheet_set_row(a->sheet, 3, 30, NULL);
    hc_buf_release(&title);
}

static void set_page(struct annex *a)
{
    static const double widths[N_COLUMNS] = {5, 11, 20, 14, 8, 9, 9, 8, 20, 14, 9, 9, 8};
    for (int c = 0; c < N_COLUMNS; c++)
        worksheet_set_column(a->sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
    if (!a->by_parent) /* nothing stands there */
        worksheet_set_column_opt(a->sheet, PARENT, PARENT, widths[PARENT], NULL, &(lxw_row_col_options){.hidden = 1});
    worksheet_set_landscape(a->sheet);
    worksheet_set_paper(a->sheet, 9); /* A4 */
    worksheet_set_margins(a->sheet, 0.4, 0.4, 0.5, 0.6);
    worksheet_center_horizontally(a->sheet);
    worksheet_set_print_scale(a->sheet, 71);
    worksheet_repeat_rows(a->sheet, 0, HEAD_ROWS - 1);
    worksheet_print_area(a->sheet, 0, 0, a->row - 1, N_COLUMNS - 1);
    worksheet_set_footer(a->sheet, say(a, "&Cpage &P of &N", "&C第 &P 页，共 &N 页"));
    worksheet_freeze_panes(a->sheet, HEAD_ROWS, 0);
    if (a->n_breaks) {
        a->breaks[a->n_breaks] = 0; /* ends the list */
        worksheet_set_h_pagebreaks(a->sheet, a->breaks);
    }
}

/* Whether units of the only level say what they lie in. */
static bool names_parents(const struct annex *a)
{
    const struct hc_units *u = a->after.units;
    bool any = false;
    for (size_t i = 0; i < u->count && !any && a->job->result->input->project.n_levels == 1; i++)
        any = u->parent_code[i] != NULL;
    return any;
}

static void put_level(struct annex *a)
{
    const struct hc_result *r = a->job->result;
    struct totals all = no_totals();
    size_t number = 0;
    a->before = side_of(a, 0);
    a->after = side_of(a, r->n_states - 1);
    a->parents =
        a->level + 1 < r->input->project.n_levels ? &r->states[r->n_states - 1].levels[a->level + 1].units : NULL;
    a->by_parent = a->parents || names_parents(a);
    list_members(a);
    a->row = a->page = HEAD_ROWS;
    put_head(a);
    for (size_t i = 0, end; a->n_members < MAX_ROWS && i < a->n_members; i = end) {
        end = a->by_parent ? end_of_parent(a, i) : end_of_unit(a, i);
        if (a->by_parent) {
            put_parent(a, i, end, &number, &all);
        } else {
            struct totals t = no_totals();
            keep_together(a, end - i);
            put_text(a, a->row, a->row + (lxw_row_t)(end - i) - 1, PARENT, "", a->text);
            put_unit(a, i, end, ++number, &t);
            add_totals(&all, &t);
        }
    }
    if (a->n_members >= MAX_ROWS)
        worksheet_write_string(a->sheet, a->row++, 0, say(a, "too many rows for a sheet", "行数超过工作表上限"),
                               a->text);
    add_members(a, &all);
    put_totals(a, say(a, "total", "合计"), &all);
    set_page(a);
    hc_free(a->members);
    hc_free(a->before.finer);
    hc_free(a->after.finer);
    hc_free(a->breaks);
    a->breaks = NULL;
    a->n_breaks = a->cap_breaks = 0;
}

/* The finest of several levels is listed if a plan was about it. */
static bool is_listed(const struct hc_result *r, uint32_t level)
{
    bool listed = level || r->input->project.n_levels == 1;
    for (size_t s = 0; s < r->n_steps; s++)
        listed = listed || r->steps[s].level == level;
    return listed;
}

int hc_annex_write(const struct hc_job *job, struct hc_err *err)
{
    const struct hc_project *p = &job->result->input->project;
    const char *name = job->options->lang == HC_ZH ? "对照表.xlsx" : "comparison.xlsx";
    char *path = hc_outdir_path(job->out, name);
    lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = job->out->temp};
    struct annex a = {.job = job, .book = workbook_new_opt(path, &options)};
    lxw_doc_properties properties = {.title = p->title, .created = 946684800};
    workbook_set_properties(a.book, &properties);
    make_formats(&a);
    for (uint32_t l = 0; l < p->n_levels; l++) {
        if (!is_listed(job->result, l))
            continue;
        a.level = l;
        char sheet[HC_SHEET_NAME_SIZE];
        hc_xlsx_sheet_name(l + 1, level_title(&a, l), sheet);
        a.sheet = workbook_add_worksheet(a.book, sheet);
        put_level(&a);
    }
    int status = hc_book_close(a.book, path, name, err);
    hc_free(path);
    return status;
}
