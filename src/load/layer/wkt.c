#include "load/layer/wkt.h"

#include <string.h>
#include <strings.h>

/* "POLYGON (...", "MULTIPOLYGON Z (...", "SRID=4490;POLYGON((..." */
static bool is_polygon(const char *text)
{
    static const char *const types[] = {"POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE"};
    const char *end = strncasecmp(text, "SRID=", 5) == 0 ? strchr(text, ';') : NULL;
    text = end ? end + 1 : text;
    text += strspn(text, " \t\r\n");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strncasecmp(text, types[i], strlen(types[i])) == 0 && strchr(text, '('))
            return true;
    return false;
}

uint32_t hc_wkt_column(const struct hc_sheet *sheet)
{
    for (uint32_t c = 0; c < sheet->n_cols; c++)
        for (size_t i = 0; i < sheet->n_rows; i++) {
            const char *cell = hc_sheet_cell(sheet, i, c);
            if (cell && is_polygon(cell))
                return c;
            if (cell)
                break;
        }
    return HC_NONE;
}

static void refuse_text(const struct hc_geometry_job *job, const struct hc_sheet *sheet, size_t row, uint32_t col)
{
    struct hc_finding *f =
        hc_findings_add(job->findings, "bad_wkt", HC_REFUSAL, "%s:%ld: %s holds no well-known text that can be read",
                        "%s:%ld：%s 列不是可读取的 WKT 文本", sheet->name, sheet->row[row], sheet->header[col]);
    hc_finding_remedy(f, "export the table again; spreadsheets cut cells of more than 32,767 characters",
                      "请重新导出该表；电子表格会截断超过 32767 个字符的单元格");
}

static void drop_column(struct hc_sheet *s, uint32_t col)
{
    size_t n = s->n_cols, out = 0;
    for (size_t i = 0; i < s->n_rows * n; i++)
        if (i % n != col)
            s->cells[out++] = s->cells[i];
    for (size_t c = col; c + 1 < n; c++) {
        s->header[c] = s->header[c + 1];
        s->numeric[c] = s->numeric[c + 1];
        s->date[c] = s->date[c + 1];
        s->whole[c] = s->whole[c + 1];
    }
    s->n_cols--;
}

void hc_wkt_take(struct hc_geometry_job *job, struct hc_sheet *sheet, uint32_t col)
{
    for (size_t i = 0; i < sheet->n_rows; i++) {
        OGRGeometryH geometry = NULL;
        char *text = hc_sheet_cell(sheet, i, col);
        if (text && OGR_G_CreateFromWkt(&text, NULL, &geometry) != OGRERR_NONE)
            refuse_text(job, sheet, i, col);
        hc_geometry_add(job, geometry);
        OGR_G_DestroyGeometry(geometry);
    }
    drop_column(sheet, col);
}
