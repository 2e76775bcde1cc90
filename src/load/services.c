#include "load/services.h"

#include "load/ahead.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include <math.h>

#define OFFICES_HEADER "a header: id,unit,name,floor_m2,tenure,staff,lon,lat"
#define ROADS_HEADER   "a header: unit,office,distance_m"

/* A number that is none or negative is a refusal. */
static struct hc_number read_number(const struct hc_sheet *sheet, size_t row, uint32_t col, bool coordinate,
                                    struct hc_findings *findings)
{
    int64_t value = 0;
    int scale = 0;
    const char *text = col == HC_NONE ? NULL : hc_sheet_cell(sheet, row, col);
    enum hc_parse parse = hc_decimal_parse(text, &value, &scale);
    if (parse == HC_PARSE_BLANK)
        return hc_number_missing();
    if (parse == HC_PARSE_BAD || (value < 0 && !coordinate)) {
        struct hc_finding *f =
            hc_findings_add(findings, parse == HC_PARSE_BAD ? "not_a_number" : "negative_count", HC_REFUSAL,
                            "%s:%ld: %s is \"%s\", which is no number that it can have",
                            "%s:%ld：%s 为“%s”，不是有效数值", sheet->name, sheet->row[row], sheet->header[col], text);
        hc_finding_remedy(f, "correct the cell, or leave it blank if the value is not known",
                          "请更正该单元格；若数值未知请留空");
        return hc_number_missing();
    }
    return hc_number_decimal(value, scale);
}

/* Either both of a pair of coordinates, or none. */
static void read_place(const struct hc_sheet *sheet, size_t row, const uint32_t col[4], struct hc_office *o,
                       struct hc_findings *findings)
{
    o->place = (struct hc_xy){NAN, NAN};
    for (int i = 0; i < 4 && isnan(o->place.x); i += 2) {
        struct hc_number x = read_number(sheet, row, col[i], true, findings),
                         y = read_number(sheet, row, col[i + 1], true, findings);
        if (x.missing || y.missing)
            continue;
        o->place = (struct hc_xy){x.real, y.real};
        o->degrees = i == 0;
    }
    if (o->degrees && (fabs(o->place.x) > 180 || fabs(o->place.y) > 90)) {
        struct hc_finding *f =
            hc_findings_add(findings, "bad_place", HC_REFUSAL, "%s:%ld: %g, %g are no longitude and latitude",
                            "%s:%ld：%g、%g 不是经纬度", sheet->name, o->row, o->place.x, o->place.y);
        hc_finding_remedy(f, "call the columns x and y if they are in the layer's CRS",
                          "若为图层坐标系的坐标，列名请用 x、y");
    }
}

static void refuse_office(const struct hc_sheet *sheet, size_t row, const char *id, struct hc_findings *findings)
{
    struct hc_finding *f = hc_findings_add(
        findings, "duplicate_code", HC_REFUSAL, "%s:%ld: office \"%s\" has no id of its own, or no unit",
        "%s:%ld：办公场所“%s”没有唯一编号，或没有单元代码", sheet->name, sheet->row[row], id ? id : "");
    hc_finding_remedy(f, "give each office one row with its id and its unit", "每处办公场所应有一行，含编号与单元代码");
}

static void take_offices(struct hc_services_input *s, const struct hc_sheet *sheet, struct hc_findings *findings)
{
    uint32_t id = hc_field_choose(sheet, NULL, HC_ROLE_OFFICE, true, OFFICES_HEADER, findings);
    uint32_t unit = hc_field_choose(sheet, NULL, HC_ROLE_UNIT, true, OFFICES_HEADER, findings);
    uint32_t name = hc_field_find(sheet, HC_ROLE_NAME), tenure = hc_field_find(sheet, HC_ROLE_TENURE);
    uint32_t floor = hc_field_find(sheet, HC_ROLE_FLOOR), staff = hc_field_find(sheet, HC_ROLE_STAFF);
    const uint32_t place[4] = {hc_field_find(sheet, HC_ROLE_LON), hc_field_find(sheet, HC_ROLE_LAT),
                               hc_field_find(sheet, HC_ROLE_X), hc_field_find(sheet, HC_ROLE_Y)};
    struct hc_map seen = {0};
    if (id == HC_NONE || unit == HC_NONE)
        return;
    s->offices = hc_calloc(sheet->n_rows, sizeof *s->offices);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        struct hc_office o = {.row = sheet->row[i]};
        o.id = hc_cell_code(sheet, i, id, &s->strings, findings);
        o.unit = hc_cell_code(sheet, i, unit, &s->strings, findings);
        if (!o.id || !o.unit || hc_map_put(&seen, o.id, (uint32_t)i) != HC_NONE) {
            refuse_office(sheet, i, o.id, findings);
            continue;
        }
        o.name = hc_cell_text(sheet, i, name, &s->strings);
        o.tenure = hc_cell_text(sheet, i, tenure, &s->strings);
        o.m2 = read_number(sheet, i, floor, false, findings);
        o.staff = read_number(sheet, i, staff, false, findings);
        read_place(sheet, i, place, &o, findings);
        s->offices[s->n_offices++] = o;
    }
    hc_map_release(&seen);
}

static void take_roads(struct hc_services_input *s, const struct hc_sheet *sheet, struct hc_findings *findings)
{
    uint32_t unit = hc_field_choose(sheet, NULL, HC_ROLE_UNIT, true, ROADS_HEADER, findings);
    uint32_t office = hc_field_choose(sheet, NULL, HC_ROLE_OFFICE, true, ROADS_HEADER, findings);
    uint32_t length = hc_field_choose(sheet, NULL, HC_ROLE_LENGTH, true, ROADS_HEADER, findings);
    if (unit == HC_NONE || office == HC_NONE || length == HC_NONE)
        return;
    s->roads = hc_calloc(sheet->n_rows, sizeof *s->roads);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        struct hc_road r = {.row = sheet->row[i]};
        struct hc_number metres = read_number(sheet, i, length, false, findings);
        r.unit = hc_cell_code(sheet, i, unit, &s->strings, findings);
        r.office = hc_cell_code(sheet, i, office, &s->strings, findings);
        r.length_m = metres.real;
        if (r.unit && r.office && !metres.missing)
            s->roads[s->n_roads++] = r;
    }
}

void hc_services_read(struct hc_input *input, struct hc_findings *findings)
{
    const char *given[2] = {input->project.services.offices, input->project.services.roads};
    for (int i = 0; i < 2; i++) {
        struct hc_sheet sheet = {0};
        struct hc_source source = {0};
        if (!given[i])
            continue;
        if (hc_sheet_open(&sheet, &source, input, given[i], findings) == 0)
            (i ? take_roads : take_offices)(&input->services, &sheet, findings);
        hc_sheet_release(&sheet);
        hc_source_release(&source);
    }
}
