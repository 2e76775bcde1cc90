#include "report/book/xlsx.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "report/book/verify.h"
#include "report/out/outdir.h"
#include "report/table/figures.h"
#include "report/table/services.h"
#include "report/table/summary.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#define MAX_ROWS 1048575u
#define FONT     "Noto Sans CJK SC"

struct book {
    const struct hc_job *job;
    lxw_workbook *workbook;
    lxw_format *head, *plain;
    unsigned n_sheets;
};

/* One sheet with its widths. */
struct sheet {
    lxw_worksheet *sheet;
    struct book *book;
    double width[256];
    lxw_row_t row;
};

static const char *say(const struct book *b, const char *en, const char *zh)
{
    return b->job->options->lang == HC_ZH ? zh : en;
}

void hc_xlsx_sheet_name(unsigned number, const char *title, char name[HC_SHEET_NAME_SIZE])
{
    size_t n = (size_t)snprintf(name, 8, "%u ", number), characters = n;
    for (const char *p = title; *p && characters < 31 && n + 5 < HC_SHEET_NAME_SIZE;) {
        size_t length = 1;
        while (((unsigned char)p[length] & 0xc0) == 0x80)
            length++;
        for (size_t i = 0; i < length; i++)
            name[n++] = strchr("[]:*?/\\'", p[i]) ? '_' : p[i];
        p += length;
        characters++;
    }
    name[n] = '\0';
}

static void new_sheet(struct book *b, struct sheet *s, const char *title)
{
    char name[HC_SHEET_NAME_SIZE];
    hc_xlsx_sheet_name(++b->n_sheets, title, name);
    *s = (struct sheet){.sheet = workbook_add_worksheet(b->workbook, name), .book = b};
    if (!s->sheet)
        s->sheet = workbook_add_worksheet(b->workbook, NULL);
    worksheet_freeze_panes(s->sheet, 1, 0);
}

static void widen(struct sheet *s, lxw_col_t col, const char *text)
{
    double width = (double)hc_utf8_width(text) + 2;
    if (col < 256 && width > s->width[col])
        s->width[col] = width > 60 ? 60 : width;
}

static void put_text(struct sheet *s, lxw_col_t col, const char *text, lxw_format *format)
{
    if (!text || !*text)
        return;
    worksheet_write_string(s->sheet, s->row, col, text, format);
    if (s->row < 2000)
        widen(s, col, text);
}

static void put_number(struct sheet *s, lxw_col_t col, struct hc_number n)
{
    if (n.missing)
        return;
    worksheet_write_number(s->sheet, s->row, col, n.real, s->book->plain);
    if (col < 256 && s->width[col] < 12)
        s->width[col] = 12;
}

static void put_head(struct sheet *s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_text(s, (lxw_col_t)i, names[i], s->book->head);
    s->row = 1;
}

static void end_sheet(struct sheet *s)
{
    for (lxw_col_t c = 0; c < 256; c++)
        if (s->width[c] > 0)
            worksheet_set_column(s->sheet, c, c, s->width[c], NULL);
}

static void summary_row(struct sheet *s, const char *const texts[5], struct hc_number before, struct hc_number after)
{
    for (lxw_col_t c = 0; c < 4; c++)
        put_text(s, c, texts[c], s->book->plain);
    put_number(s, 4, before);
    put_number(s, 5, after);
    put_number(s, 6, hc_number_sub(after, before));
    put_number(s, 7, hc_number_div(hc_number_sub(after, before), before));
    put_text(s, 8, texts[4], s->book->plain);
    s->row++;
}

static void summary_rows(struct sheet *s, const char *level, const char *kind, const struct hc_stats *a,
                         const struct hc_stats *b)
{
    const char *const count[5] = {level, kind, say(s->book, "units", "单元数"), say(s->book, "count", "个数"), "count"};
    struct hc_number none = hc_number_missing();
    summary_row(s, count, hc_number_decimal(a ? (int64_t)a->count : 0, 0), hc_number_decimal((int64_t)b->count, 0));
    for (size_t i = 0; i < b->n; i++) {
        const struct hc_stat *was = hc_stats_find(a, b->items[i].measure);
        for (int k = 0; k < HC_STATS; k++) {
            const struct hc_project *p = &s->book->job->result->input->project;
            enum hc_lang lang = s->book->job->options->lang;
            const char *measure = b->items[i].measure;
            const char *const texts[5] = {level, kind, hc_plain_title(p, measure, lang), hc_stat_title(k, lang),
                                          measure};
            summary_row(s, texts, was ? hc_stat_value(was, k) : none, hc_stat_value(&b->items[i], k));
        }
    }
}

static void summary_sheet(struct book *b)
{
    const char *const names[] = {say(b, "level", "层级"),  say(b, "kind", "类型"),          say(b, "measure", "指标"),
                                 say(b, "stat", "统计量"), say(b, "before", "调整前"),      say(b, "after", "调整后"),
                                 say(b, "change", "增减"), say(b, "change rate", "增减率"), say(b, "field", "字段名")};
    const struct hc_result *r = b->job->result;
    struct sheet s;
    new_sheet(b, &s, say(b, "summary", "汇总"));
    put_head(&s, names, 9);
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const struct hc_level_summary *before = &r->summaries[0][l], *after = &r->summaries[r->n_states - 1][l];
        const struct hc_level_spec *spec = &r->input->project.levels[l];
        const char *level = spec->title ? spec->title : spec->id;
        summary_rows(&s, level, NULL, &before->all, &after->all);
        for (size_t k = 0; k < after->n_kinds; k++)
            summary_rows(&s, level, after->kinds[k].kind, hc_summary_find(r, 0, l, after->kinds[k].kind),
                         &after->kinds[k]);
    }
    if (r->input->project.notice) {
        s.row++;
        put_text(&s, 0, r->input->project.notice, b->head);
    }
    end_sheet(&s);
}

/* True, with a word in the sheet, if a table is too long for one. */
static bool too_long(struct sheet *s, size_t n)
{
    if (n < MAX_ROWS)
        return false;
    put_text(s, 0, say(s->book, "too many rows for a sheet; see the CSV file", "行数超过工作表上限，请见 CSV 文件"),
             s->book->plain);
    return true;
}

/* The title of a column; its name, where one before it has the same. */
static const char *title_of(const struct book *b, const struct hc_rows *rows, size_t column)
{
    enum hc_lang lang = b->job->options->lang;
    const char *title = hc_rows_title(rows, column, lang);
    for (size_t c = 0; c < column; c++)
        if (strcmp(hc_rows_title(rows, c, lang), title) == 0)
            return rows->columns[column].name;
    return title;
}

/* What the columns of the units are called in the files for programs. */
static void fields_sheet(struct book *b)
{
    const struct hc_result *r = b->job->result;
    const char *const names[] = {say(b, "level", "层级"), say(b, "column", "列"),
                                 say(b, "field (in CSV and GIS files)", "字段名（CSV 与 GIS 文件中）")};
    struct sheet s;
    new_sheet(b, &s, say(b, "fields", "字段名"));
    put_head(&s, names, 3);
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const struct hc_level_spec *spec = &r->input->project.levels[l];
        struct hc_rows rows;
        hc_rows_init(&rows, r, r->n_states - 1, l);
        for (size_t c = 0; c < rows.n_columns; c++, s.row++) {
            put_text(&s, 0, spec->title ? spec->title : spec->id, b->plain);
            put_text(&s, 1, title_of(b, &rows, c), b->plain);
            put_text(&s, 2, rows.columns[c].name, b->plain);
        }
        hc_rows_release(&rows);
    }
    end_sheet(&s);
}

static void units_sheet(struct book *b, uint32_t level)
{
    struct hc_rows rows;
    struct sheet s;
    struct hc_buf title = {0};
    const char *id = b->job->result->input->project.levels[level].id;
    hc_rows_init(&rows, b->job->result, b->job->result->n_states - 1, level);
    hc_buf_addf(&title, "%s %s", id, say(b, "units", "单元"));
    new_sheet(b, &s, title.data);
    for (size_t c = 0; c < rows.n_columns; c++)
        put_text(&s, (lxw_col_t)c, title_of(b, &rows, c), b->head);
    s.row = 1;
    for (size_t u = 0; !too_long(&s, rows.level->units.count) && u < rows.level->units.count; u++, s.row++)
        for (size_t c = 0; c < rows.n_columns; c++) {
            if (rows.columns[c].type == HC_CELL_TEXT)
                put_text(&s, (lxw_col_t)c, hc_rows_text(&rows, u, c), b->plain);
            else
                put_number(&s, (lxw_col_t)c, hc_rows_number(&rows, u, c));
        }
    end_sheet(&s);
    hc_buf_release(&title);
    hc_rows_release(&rows);
}

static void crosswalk_sheet(struct book *b, uint32_t level)
{
    const struct hc_result *r = b->job->result;
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    const struct hc_units *from = &r->states[0].levels[level].units,
                          *to = &r->states[r->n_states - 1].levels[level].units;
    const char *const names[] = {say(b, "source", "原代码"),          say(b, "source name", "原名称"),
                                 say(b, "target", "新代码"),          say(b, "target name", "新名称"),
                                 say(b, "share of area", "面积份额"), say(b, "share of people", "人口份额"),
                                 say(b, "estimated", "估计")};
    struct sheet s;
    struct hc_buf title = {0};
    hc_buf_addf(&title, "%s %s", r->input->project.levels[level].id, say(b, "crosswalk", "对照"));
    new_sheet(b, &s, title.data);
    put_head(&s, names, 7);
    for (size_t i = 0; !too_long(&s, c->n) && i < c->n; i++, s.row++) {
        const struct hc_crosswalk_row *row = &c->rows[i];
        put_text(&s, 0, from->code[row->source], b->plain);
        put_text(&s, 1, from->name[row->source], b->plain);
        if (row->target != HC_NONE) {
            put_text(&s, 2, to->code[row->target], b->plain);
            put_text(&s, 3, to->name[row->target], b->plain);
        }
        put_number(&s, 4, hc_number_real(row->share_area));
        put_number(&s, 5, hc_number_real(row->share_population));
        put_number(&s, 6, hc_number_decimal(row->estimated, 0));
    }
    end_sheet(&s);
    hc_buf_release(&title);
}

static void events_sheet(struct book *b, uint32_t level)
{
    const struct hc_result *r = b->job->result;
    enum hc_lang lang = b->job->options->lang;
    const char *const names[] = {say(b, "date", "日期"), say(b, "event", "变更"), say(b, "source", "原代码"),
                                 say(b, "target", "新代码"), say(b, "detail", "说明")};
    struct sheet s;
    struct hc_buf title = {0};
    hc_buf_addf(&title, "%s %s", r->input->project.levels[level].id, say(b, "events", "变更"));
    new_sheet(b, &s, title.data);
    put_head(&s, names, 5);
    for (size_t t = 0; t < r->n_steps; t++) {
        const struct hc_level_step *step = &r->steps[t].levels[level];
        for (size_t e = 0; !too_long(&s, s.row + step->n_events) && e < step->n_events; e++, s.row++) {
            const struct hc_event *event = &step->events[e];
            put_text(&s, 0, r->steps[t].date, b->plain);
            put_text(&s, 1, hc_event_name(event->type, lang), b->plain);
            put_text(&s, 2, event->source == HC_NONE ? NULL : r->states[t].levels[level].units.code[event->source],
                     b->plain);
            put_text(&s, 3, event->target == HC_NONE ? NULL : r->states[t + 1].levels[level].units.code[event->target],
                     b->plain);
            put_text(&s, 4, hc_text_in(&event->detail, lang), b->plain);
        }
    }
    end_sheet(&s);
    hc_buf_release(&title);
}

static void grid_sheet(struct book *b, const char *title, const struct hc_listing *g)
{
    struct sheet s;
    new_sheet(b, &s, title);
    for (size_t c = 0; c < g->n_columns; c++)
        put_text(&s, (lxw_col_t)c, hc_text_in(&g->titles[c], b->job->options->lang), b->head);
    s.row = 1;
    size_t n = hc_listing_rows(g);
    for (size_t row = 0; !too_long(&s, n) && row < n; row++, s.row++)
        for (size_t c = 0; c < g->n_columns; c++) {
            const struct hc_listing_cell *cell = &g->cells[row * g->n_columns + c];
            if (cell->text)
                put_text(&s, (lxw_col_t)c, cell->text, b->plain);
            else
                put_number(&s, (lxw_col_t)c, cell->number);
        }
    end_sheet(&s);
}

static void services_sheets(struct book *b)
{
    struct hc_listing grid;
    hc_services_list_halls(b->job->result, &grid);
    grid_sheet(b, say(b, "service halls", "服务大厅"), &grid);
    hc_listing_release(&grid);
    hc_services_list_idle(b->job->result, &grid);
    grid_sheet(b, say(b, "offices to reuse", "闲置场所"), &grid);
    hc_listing_release(&grid);
    hc_services_list_access(b->job->result, &grid);
    grid_sheet(b, say(b, "way to the hall", "服务距离"), &grid);
    hc_listing_release(&grid);
}

static void findings_sheet(struct book *b)
{
    const struct hc_findings *findings = b->job->findings;
    enum hc_lang lang = b->job->options->lang;
    const char *const names[] = {say(b, "severity", "级别"), say(b, "finding", "检查项"), say(b, "level", "层级"),
                                 say(b, "what", "内容"), say(b, "remedy", "处理")};
    struct sheet s;
    new_sheet(b, &s, say(b, "findings", "检查结果"));
    put_head(&s, names, 5);
    for (size_t i = 0; !too_long(&s, findings->count) && i < findings->count; i++, s.row++) {
        const struct hc_finding *f = &findings->items[i];
        put_text(&s, 0, hc_severity_name(f->severity, lang), b->plain);
        put_text(&s, 1, f->id, b->plain);
        put_text(&s, 2, f->level, b->plain);
        put_text(&s, 3, hc_text_in(&f->what, lang), b->plain);
        put_text(&s, 4, hc_text_in(&f->remedy, lang), b->plain);
    }
    end_sheet(&s);
}

static void figures_sheet(struct book *b)
{
    const struct hc_result *r = b->job->result;
    const char *const names[] = {say(b, "figure", "公布数字"), say(b, "of", "含义"),     say(b, "published", "公布"),
                                 say(b, "computed", "计算"),   say(b, "agrees", "相符"), say(b, "off", "末位差"),
                                 say(b, "note", "说明"),       say(b, "source", "来源")};
    struct sheet s;
    new_sheet(b, &s, say(b, "figures", "公布数字"));
    put_head(&s, names, 8);
    for (size_t i = 0; i < r->n_figures; i++, s.row++) {
        struct hc_figure_words w;
        hc_figure_words(&r->figures[i], b->job->options->lang, &w);
        put_text(&s, 0, r->figures[i].figure->id, b->plain);
        put_text(&s, 1, w.what.data, b->plain);
        put_text(&s, 2, w.published.data, b->plain);
        put_text(&s, 3, w.computed.data, b->plain);
        put_text(&s, 4, w.agrees, r->figures[i].agrees ? b->plain : b->head);
        if (!r->figures[i].computed.missing)
            put_number(&s, 5, hc_number_decimal(r->figures[i].off, 0));
        put_text(&s, 6, w.note, b->plain);
        put_text(&s, 7, r->figures[i].figure->source, b->plain);
        hc_figure_words_release(&w);
    }
    end_sheet(&s);
}

static void changes_sheet(struct book *b)
{
    const struct hc_job *job = b->job;
    const struct hc_clean_log *log = job->log;
    char **code = job->input->layers[job->input->base].units.code;
    const char *const names[] = {
        say(b, "change", "改动"),      say(b, "from_unit", "原属单元"),   say(b, "to_unit", "归属单元"), "x", "y",
        say(b, "size, m", "尺寸，米"), say(b, "area, m²", "面积，平方米")};
    struct sheet s;
    new_sheet(b, &s, say(b, "changes", "各处改动"));
    put_head(&s, names, 7);
    for (size_t i = 0; !too_long(&s, log->n) && i < log->n; i++, s.row++) {
        const struct hc_change *c = &log->changes[i];
        const double numbers[4] = {c->place.x, c->place.y, c->size_m, c->area_m2};
        put_text(&s, 0, hc_change_name(c->type), b->plain);
        put_text(&s, 1, c->from == HC_NONE ? NULL : code[c->from], b->plain);
        put_text(&s, 2, c->to == HC_NONE ? NULL : code[c->to], b->plain);
        for (lxw_col_t k = 0; k < 4; k++)
            if (!isnan(numbers[k]))
                put_number(&s, 3 + k, hc_number_real(numbers[k]));
    }
    end_sheet(&s);
}

/* A workbook of that name, with the sheets that `fill` makes. */
static int write_book(const struct hc_job *job, const char *name, char *title, void (*fill)(struct book *b),
                      struct hc_err *err)
{
    char *path = hc_outdir_path(job->out, name);
    lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = job->out->temp};
    struct book b = {.job = job, .workbook = workbook_new_opt(path, &options)};
    lxw_doc_properties properties = {.title = title, .created = 946684800};
    workbook_set_properties(b.workbook, &properties);
    b.head = workbook_add_format(b.workbook);
    b.plain = workbook_add_format(b.workbook);
    format_set_bold(b.head);
    format_set_font_name(b.head, FONT);
    format_set_font_name(b.plain, FONT);
    fill(&b);
    int status = hc_book_close(b.workbook, path, name, err);
    hc_free(path);
    return status;
}

static void fill_summary(struct book *b)
{
    summary_sheet(b);
    if (b->job->result->n_figures)
        figures_sheet(b);
    for (uint32_t l = 0; l < b->job->result->input->project.n_levels; l++) {
        units_sheet(b, l);
        crosswalk_sheet(b, l);
        events_sheet(b, l);
    }
    if (b->job->result->services)
        services_sheets(b);
    findings_sheet(b);
    fields_sheet(b);
}

int hc_xlsx_write(const struct hc_job *job, struct hc_err *err)
{
    return write_book(job, "summary.xlsx", job->result->input->project.title, fill_summary, err);
}

int hc_figures_xlsx_write(const struct hc_job *job, struct hc_err *err)
{
    return write_book(job, "figures.xlsx", job->result->input->project.title, figures_sheet, err);
}

static void fill_clean(struct book *b)
{
    changes_sheet(b);
    findings_sheet(b);
}

int hc_clean_xlsx_write(const struct hc_job *job, struct hc_err *err)
{
    return write_book(job, "clean.xlsx", job->input->project.title, fill_clean, err);
}
