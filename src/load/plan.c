#include "load/plan.h"

#include "base/buf.h"
#include "load/ahead.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void refuse_share(const struct hc_sheet *sheet, size_t row, const char *unit, const char *text,
                         struct hc_findings *findings)
{
    struct hc_finding *f =
        hc_findings_add(findings, "bad_share", HC_REFUSAL, "%s:%ld: share \"%s\" of unit %s is not in (0, 1]",
                        "%s:%ld：份额“%s”（单元 %s）不在 (0, 1] 之内", sheet->name, sheet->row[row], text, unit);
    hc_finding_unit(f, unit);
    hc_finding_remedy(f, "write shares as decimals, such as 0.6", "请用小数填写份额，如 0.6");
}

static void read_share(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_move *move,
                       struct hc_findings *findings)
{
    const char *text = col == HC_NONE ? NULL : hc_sheet_cell(sheet, row, col);
    enum hc_parse parse = hc_decimal_parse(text, &move->share, &move->share_scale);
    int64_t one = 1;
    if (parse == HC_PARSE_BLANK)
        return;
    for (int i = 0; i < move->share_scale; i++)
        one *= 10;
    move->has_share = true;
    if (parse != HC_PARSE_OK || move->share <= 0 || move->share > one)
        refuse_share(sheet, row, move->unit, text, findings);
}

static void read_moves(struct hc_step_input *step, const struct hc_sheet *sheet, struct hc_findings *findings)
{
    uint32_t unit = hc_field_choose(sheet, NULL, HC_ROLE_UNIT, true, "a header: unit,to[,share][,level]", findings);
    uint32_t to = hc_field_choose(sheet, NULL, HC_ROLE_TO, true, "a header: unit,to[,share][,level]", findings);
    uint32_t share = hc_field_find(sheet, HC_ROLE_SHARE), level = hc_field_find(sheet, HC_ROLE_LEVEL);
    if (unit == HC_NONE || to == HC_NONE)
        return;
    step->moves = hc_calloc(sheet->n_rows, sizeof *step->moves);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        struct hc_move move = {.row = sheet->row[i]};
        move.unit = hc_cell_code(sheet, i, unit, &step->strings, findings);
        move.to = hc_cell_code(sheet, i, to, &step->strings, findings);
        move.level = hc_cell_text(sheet, i, level, &step->strings);
        if (!move.unit) {
            hc_findings_add(findings, "blank_code", HC_REFUSAL, "%s:%ld: the row names no unit",
                            "%s:%ld：该行没有单元代码", sheet->name, sheet->row[i]);
            continue;
        }
        if (!move.to)
            move.to = hc_arena_strdup(&step->strings, "");
        read_share(sheet, i, share, &move, findings);
        step->moves[step->n_moves++] = move;
    }
}

static void read_new_units(struct hc_step_input *step, const struct hc_sheet *sheet, struct hc_findings *findings)
{
    uint32_t code =
        hc_field_choose(sheet, NULL, HC_ROLE_CODE, true, "a header: code,name,kind,parent,seat,continues", findings);
    uint32_t name = hc_field_find(sheet, HC_ROLE_NAME), kind = hc_field_find(sheet, HC_ROLE_KIND);
    uint32_t parent = hc_field_find(sheet, HC_ROLE_PARENT), seat = hc_field_find(sheet, HC_ROLE_SEAT);
    uint32_t continues = hc_field_find(sheet, HC_ROLE_CONTINUES);
    struct hc_map seen = {0};
    if (code == HC_NONE)
        return;
    step->new_units = hc_calloc(sheet->n_rows, sizeof *step->new_units);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        struct hc_arena *strings = &step->strings;
        struct hc_new_unit u = {.row = sheet->row[i]};
        u.code = hc_cell_code(sheet, i, code, strings, findings);
        u.name = hc_cell_text(sheet, i, name, strings);
        u.kind = hc_cell_text(sheet, i, kind, strings);
        u.parent = hc_cell_text(sheet, i, parent, strings);
        u.seat = hc_cell_text(sheet, i, seat, strings);
        u.continues = hc_cell_text(sheet, i, continues, strings);
        if (!u.code || hc_map_put(&seen, u.code, (uint32_t)i) != HC_NONE) {
            struct hc_finding *f =
                hc_findings_add(findings, u.code ? "duplicate_code" : "blank_code", HC_REFUSAL,
                                "%s:%ld: new unit \"%s\" has no code of its own", "%s:%ld：新单元“%s”没有唯一代码",
                                sheet->name, u.row, u.code ? u.code : "");
            hc_finding_remedy(f, "give each new unit one row with its code", "每个新单元应有一行，并有自己的代码");
            continue;
        }
        step->new_units[step->n_new_units++] = u;
    }
    hc_map_release(&seen);
}

/* new_units.csv beside the plan, as propose, derive and the page write it, where the step does not name it: its codes
 * are kept, so that a plan that needs them can say what is missing. It is no input, and nothing is told of it here. */
static void look_beside(const struct hc_input *input, struct hc_step_input *step)
{
    const char *plan = step->spec->plan, *slash = plan ? strrchr(plan, '/') : NULL;
    struct hc_input scratch = {0};
    struct hc_findings ignored = {0};
    struct hc_source source = {0};
    struct hc_sheet sheet;
    struct hc_buf name = {0};
    struct stat st;
    if (!plan || step->spec->units || hc_source_is_connection(plan) || strchr(plan, '#'))
        return;
    hc_buf_addf(&name, "%.*snew_units.csv", slash ? (int)(slash + 1 - plan) : 0, plan);
    char *path = hc_project_path(&input->project, name.data);
    scratch.project.folder = hc_arena_strdup(&scratch.project.strings, input->project.folder);
    if (stat(path, &st) == 0 && hc_sheet_open(&sheet, &source, &scratch, name.data, &ignored) == 0) {
        uint32_t code = hc_field_find(&sheet, HC_ROLE_CODE);
        step->beside = hc_arena_strdup(&step->strings, name.data);
        for (size_t i = 0; code != HC_NONE && i < sheet.n_rows; i++) {
            const char *cell = hc_cell_code(&sheet, i, code, &step->strings, &ignored);
            if (cell)
                hc_map_put(&step->beside_codes, cell, (uint32_t)i);
        }
        hc_sheet_release(&sheet);
    }
    hc_source_release(&source);
    hc_input_release(&scratch);
    hc_findings_release(&ignored);
    hc_buf_release(&name);
    hc_free(path);
}

void hc_plan_read(struct hc_input *input, size_t index, struct hc_findings *findings)
{
    struct hc_step_input *step = &input->steps[index];
    const char *given[2] = {step->spec->plan, step->spec->units};
    for (int i = 0; i < 2; i++) {
        struct hc_sheet sheet;
        struct hc_source source = {0};
        if (!given[i])
            continue;
        if (hc_sheet_open(&sheet, &source, input, given[i], findings) == 0)
            (i ? read_new_units : read_moves)(step, &sheet, findings);
        hc_sheet_release(&sheet);
        hc_source_release(&source);
    }
    look_beside(input, step);
}

static double read_length(const struct hc_sheet *sheet, size_t row, uint32_t col, struct hc_findings *findings)
{
    int64_t value;
    int scale;
    const char *text = col == HC_NONE ? NULL : hc_sheet_cell(sheet, row, col);
    enum hc_parse parse = hc_decimal_parse(text, &value, &scale);
    if (parse == HC_PARSE_BLANK)
        return NAN;
    if (parse == HC_PARSE_BAD || value < 0)
        hc_findings_add(findings, "not_a_number", HC_REFUSAL, "%s:%ld: length \"%s\" is no length",
                        "%s:%ld：长度“%s”无效", sheet->name, sheet->row[row], text);
    return parse == HC_PARSE_BAD ? NAN : hc_number_decimal(value, scale).real;
}

void hc_links_read(struct hc_input *input, struct hc_findings *findings)
{
    struct hc_sheet sheet;
    struct hc_source source = {0};
    if (!input->project.links)
        return;
    if (hc_sheet_open(&sheet, &source, input, input->project.links, findings) == 0) {
        uint32_t a =
            hc_field_choose(&sheet, NULL, HC_ROLE_UNIT_A, true, "a header: unit_a,unit_b[,length_m][,link]", findings);
        uint32_t b =
            hc_field_choose(&sheet, NULL, HC_ROLE_UNIT_B, true, "a header: unit_a,unit_b[,length_m][,link]", findings);
        uint32_t length = hc_field_find(&sheet, HC_ROLE_LENGTH), link = hc_field_find(&sheet, HC_ROLE_LINK);
        input->links = hc_calloc(sheet.n_rows, sizeof *input->links);
        for (size_t i = 0; i < sheet.n_rows && a != HC_NONE && b != HC_NONE; i++) {
            struct hc_link *l = &input->links[input->n_links++];
            const char *kind = hc_cell_text(&sheet, i, link, &input->strings);
            l->a = hc_cell_code(&sheet, i, a, &input->strings, findings);
            l->b = hc_cell_code(&sheet, i, b, &input->strings, findings);
            l->length_m = read_length(&sheet, i, length, findings);
            l->cut = kind && strcmp(kind, "cut") == 0;
            l->row = sheet.row[i];
        }
    }
    hc_sheet_release(&sheet);
    hc_source_release(&source);
}
