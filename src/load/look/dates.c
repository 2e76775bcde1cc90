#include "load/look/inside.h"

#include "base/buf.h"
#include "load/project/json.h"
#include <ctype.h>
#include <string.h>

static size_t digits_at(const char *s)
{
    size_t n = 0;
    while (isdigit((unsigned char)s[n]))
        n++;
    return n;
}

static int number(const char *s, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

static bool is_year(const char *s)
{
    int year = number(s, 4);
    return year >= 1900 && year < 2100;
}

static bool is_day(const char *month, const char *day)
{
    int m = number(month, 2), d = number(day, 2);
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* "-10-31" or "_10_31" or ".10.31" after a year; with `day` the whole, else "-10" alone. */
static bool parts_follow(const char *s, bool day)
{
    bool month = strchr("-_.", s[0]) && s[0] && digits_at(s + 1) == 2 && is_day(s + 1, "01");
    return month && (!day || (s[3] == s[0] && digits_at(s + 4) == 2 && is_day(s + 1, s + 4)));
}

char *hc_look_date_in(const char *name)
{
    struct hc_buf date = {0};
    for (const char *s = name; *s && !date.len; s++) {
        size_t n = digits_at(s);
        if (!n)
            continue;
        if (n == 8 && is_year(s) && is_day(s + 4, s + 6))
            hc_buf_addf(&date, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
        else if (n == 4 && is_year(s) && parts_follow(s + 4, true))
            hc_buf_addf(&date, "%.4s-%.2s-%.2s", s, s + 5, s + 8);
        else if (n == 4 && is_year(s) && parts_follow(s + 4, false))
            hc_buf_addf(&date, "%.4s-%.2s", s, s + 5);
        else if (n == 4 && is_year(s))
            hc_buf_addf(&date, "%.4s", s);
        s += n - 1;
    }
    return date.len ? hc_buf_take(&date) : NULL;
}

static bool is_whole_date(const char *s)
{
    return strlen(s) == 10 && digits_at(s) == 4 && s[4] == '-' && parts_follow(s + 4, true);
}

static void keep_dates(struct hc_look *look, const cJSON *value)
{
    for (const cJSON *item = value->child; item; item = item->next)
        keep_dates(look, item);
    if (!cJSON_IsString(value) || !is_whole_date(value->valuestring))
        return;
    for (size_t i = 0; i < look->n_full_dates; i++)
        if (strcmp(look->full_dates[i], value->valuestring) == 0)
            return;
    look->full_dates = hc_realloc(look->full_dates, look->n_full_dates + 1, sizeof *look->full_dates);
    look->full_dates[look->n_full_dates++] = hc_strdup(value->valuestring);
}

bool hc_look_figures(struct hc_look *look, const char *path)
{
    struct hc_err err = {0};
    cJSON *root = hc_json_read(path, &err);
    const cJSON *figures = cJSON_GetObjectItemCaseSensitive(root, "figures");
    bool found = cJSON_IsArray(figures);
    for (const cJSON *item = figures ? figures->child : NULL; item; item = item->next) {
        static const char *const keys[] = {"at", "step"};
        for (size_t k = 0; k < 2; k++) {
            const cJSON *date = cJSON_GetObjectItemCaseSensitive(item, keys[k]);
            if (found && date)
                keep_dates(look, date);
        }
    }
    const cJSON *dates = cJSON_GetObjectItemCaseSensitive(root, "dates");
    if (found && dates)
        keep_dates(look, dates);
    cJSON_Delete(root);
    hc_err_release(&err);
    return found;
}

void hc_look_complete_dates(struct hc_look *look)
{
    for (size_t i = 0; i < look->n; i++) {
        struct hc_find *f = &look->items[i];
        const char *only = NULL;
        size_t n = 0;
        for (size_t d = 0; f->date && d < look->n_full_dates; d++)
            if (strncmp(look->full_dates[d], f->date, strlen(f->date)) == 0) {
                only = look->full_dates[d];
                n++;
            }
        if (n != 1)
            continue;
        hc_free(f->date);
        f->date = hc_strdup(only);
    }
}
