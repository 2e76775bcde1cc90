#include "report/geo/shapefile.h"

#include "base/buf.h"
#include "base/mem.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_BYTES 10
#define TEXT_BYTES 254

/* The first ten bytes at most, not cutting a character. */
static size_t cut(const char *name, size_t limit)
{
    size_t n = strlen(name);
    if (n <= limit)
        return n;
    for (n = limit; n && ((unsigned char)name[n] & 0xc0) == 0x80; n--)
        ;
    return n;
}

static bool taken(char (*names)[NAME_BYTES + 1], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

static bool shorten(const struct hc_rows *rows, char (*names)[NAME_BYTES + 1])
{
    bool changed = false;
    for (size_t c = 0; c < rows->n_columns; c++) {
        const char *whole = rows->columns[c].name;
        snprintf(names[c], NAME_BYTES + 1, "%.*s", (int)cut(whole, NAME_BYTES), whole);
        for (int k = 1; taken(names, c, names[c]) && k < 1000; k++) {
            char number[8];
            snprintf(number, sizeof number, "_%d", k);
            int keep = (int)cut(whole, NAME_BYTES - strlen(number));
            snprintf(names[c], NAME_BYTES + 1, "%.*s%s", keep, whole, number);
        }
        changed = changed || strcmp(names[c], whole) != 0;
    }
    return changed;
}

/* How many texts of a column are longer than a field can hold. */
static size_t count_cut(const struct hc_rows *rows, size_t column)
{
    size_t n = 0;
    for (size_t u = 0; rows->columns[column].type == HC_CELL_TEXT && u < rows->level->units.count; u++) {
        const char *text = hc_rows_text(rows, u, column);
        n += text && strlen(text) > TEXT_BYTES;
    }
    return n;
}

static int write_names(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                       char (*names)[NAME_BYTES + 1], struct hc_err *err)
{
    struct hc_buf file = {0}, text = {0};
    hc_buf_addf(&file, "%s_fields.csv", name);
    hc_buf_adds(&text, "field,stands_for,texts_cut\n");
    for (size_t c = 0; c < rows->n_columns; c++) {
        hc_buf_add_csv(&text, names[c]);
        hc_buf_addc(&text, ',');
        hc_buf_add_csv(&text, rows->columns[c].name);
        hc_buf_addf(&text, ",%zu\n", count_cut(rows, c));
    }
    int status = hc_outdir_write(job->out, file.data, text.data, text.len, err);
    hc_buf_release(&file);
    hc_buf_release(&text);
    return status;
}

int hc_shapefile_write(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                       const struct hc_polygons *polygons, const char *crs, struct hc_err *err)
{
    static const char *const options[] = {"ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=2000-01-01", NULL};
    char(*names)[NAME_BYTES + 1] = hc_alloc(rows->n_columns, sizeof *names);
    const char **list = hc_alloc(rows->n_columns, sizeof *list);
    struct hc_buf file = {0};
    struct hc_ogr o;
    bool changed = shorten(rows, names);
    for (size_t c = 0; c < rows->n_columns; c++)
        list[c] = names[c];
    for (size_t c = 0; c < rows->n_columns; c++)
        changed = changed || count_cut(rows, c);
    hc_buf_addf(&file, "%s.shp", name);
    char *path = hc_outdir_path(job->out, file.data);
    int status = hc_ogr_create(&o, "ESRI Shapefile", path, file.data, crs, err);
    if (status == 0) {
        hc_ogr_add_units(&o, name, rows, polygons, list, options);
        status = hc_ogr_close(&o, err);
    }
    if (status == 0 && changed)
        status = write_names(job, name, rows, names, err);
    hc_free(path);
    hc_buf_release(&file);
    hc_free(names);
    hc_free(list);
    return status;
}
