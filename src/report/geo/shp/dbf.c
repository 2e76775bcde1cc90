#include "report/geo/shp/dbf.h"

#include "base/mem.h"
#include <errno.h>
#include <math.h>
#include <string.h>

enum { HEAD = 32, FIELD = 32, AT_ROWS = 4, AT_HEAD_BYTES = 8, AT_ROW_BYTES = 10, END_OF_FIELDS = 0x0d, END = 0x1a };

static size_t short_at(const unsigned char *bytes, size_t at)
{
    return (size_t)bytes[at] | (size_t)bytes[at + 1] << 8;
}

bool hc_dbf_read_head(struct hc_dbf *dbf, FILE *file)
{
    unsigned char head[HEAD], field[FIELD];
    size_t cap = 0, bytes = 1; /* of a row: the mark of deletion */
    *dbf = (struct hc_dbf){0};
    errno = EINVAL;
    if (fseek(file, 0, SEEK_SET) != 0 || fread(head, 1, HEAD, file) != HEAD)
        return false;
    while (fread(field, 1, 1, file) == 1 && field[0] != END_OF_FIELDS &&
           fread(field + 1, 1, FIELD - 1, file) == FIELD - 1) {
        HC_GROW(dbf->fields, cap, dbf->n_fields + 1);
        dbf->fields[dbf->n_fields++] = (struct hc_dbf_field){(char)field[11], field[16], field[17]};
        bytes += field[16];
    }
    dbf->head_bytes = short_at(head, AT_HEAD_BYTES);
    dbf->row_bytes = short_at(head, AT_ROW_BYTES);
    errno = dbf->row_bytes == bytes ? 0 : EINVAL;
    return !errno;
}

void hc_dbf_release(struct hc_dbf *dbf)
{
    hc_free(dbf->fields);
    *dbf = (struct hc_dbf){0};
}

size_t hc_dbf_cut(const char *text, size_t width)
{
    size_t n = strlen(text);
    if (n <= width)
        return n;
    for (n = width; n && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
        ;
    return n;
}

static void put_text(char *cell, size_t width, const char *text)
{
    size_t n = text ? hc_dbf_cut(text, width) : 0;
    if (n)
        memcpy(cell, text, n);
}

/* Of whatever text a date has come with: 2019-10-31, 2019/10/31 12:00. */
static void put_date(char *cell, size_t width, const char *text)
{
    int year, month, day;
    char digits[16] = "00000000"; /* none */
    if (text && sscanf(text, "%d%*1[-/.]%d%*1[-/.]%d", &year, &month, &day) == 3 && year >= 0 && year <= 9999 &&
        month >= 1 && month <= 12 && day >= 1 && day <= 31)
        snprintf(digits, sizeof digits, "%04d%02d%02d", year, month, day);
    memcpy(cell, digits, width < 8 ? width : 8);
}

/* Digits that are not so few that they would vanish, and that the width has room for; else an exponent. */
static int format_real(double value, const struct hc_dbf_field *field, char *out, size_t size)
{
    int n = -1;
    if (value == 0 || fabs(value) >= 1e-6)
        for (int decimals = field->decimals; decimals >= 0 && (n < 0 || n > field->width); decimals--)
            n = snprintf(out, size, "%.*f", decimals, value);
    if (n < 0 || n > field->width)
        n = snprintf(out, size, "%.*g", field->width - 8, value);
    return n;
}

static void put_number(char *cell, const struct hc_dbf_field *field, const struct hc_rows_column *column,
                       struct hc_number number)
{
    char text[400];
    size_t n = 0;
    if (number.missing) {
        memset(cell, '*', field->width);
        return;
    }
    if (column->decimals >= 0)
        n = strlen(hc_number_format(number, column->decimals, false, text));
    if (n == 0 || n > field->width)
        n = (size_t)format_real(number.real, field, text, sizeof text);
    if (n <= field->width)
        memcpy(cell + field->width - n, text, n);
}

void hc_dbf_add_row(const struct hc_dbf *dbf, const struct hc_rows *rows, size_t unit, struct hc_buf *out)
{
    HC_GROW(out->data, out->cap, out->len + dbf->row_bytes + 1);
    char *cell = out->data + out->len;
    memset(cell, ' ', dbf->row_bytes);
    out->len += dbf->row_bytes;
    out->data[out->len] = '\0';
    cell++;
    for (size_t c = 0; c < dbf->n_fields; cell += dbf->fields[c++].width) {
        const struct hc_dbf_field *field = &dbf->fields[c];
        if (rows->columns[c].type == HC_CELL_NUMBER)
            put_number(cell, field, &rows->columns[c], hc_rows_number(rows, unit, c));
        else if (field->type == 'D')
            put_date(cell, field->width, hc_rows_text(rows, unit, c));
        else
            put_text(cell, field->width, hc_rows_text(rows, unit, c));
    }
}

bool hc_dbf_finish(FILE *file, size_t n_rows)
{
    unsigned char count[4];
    for (int i = 0; i < 4; i++)
        count[i] = (unsigned char)(n_rows >> 8 * i & 0xff);
    return fputc(END, file) != EOF && fseek(file, AT_ROWS, SEEK_SET) == 0 &&
           fwrite(count, 1, sizeof count, file) == sizeof count;
}
