#include "model/finding.h"

#include "base/mem.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct hc_finding *hc_findings_add(struct hc_findings *list, const char *id, enum hc_severity severity, const char *en,
                                   const char *zh, ...)
{
    HC_GROW(list->items, list->cap, list->count + 1);
    struct hc_finding *f = &list->items[list->count++];
    *f = (struct hc_finding){.id = id, .severity = severity, .size_m = NAN, .area_m2 = NAN};
    va_list args;
    va_start(args, zh);
    hc_text_vset(&f->what, en, zh, args);
    va_end(args);
    return f;
}

void hc_finding_level(struct hc_finding *f, const char *level)
{
    hc_free(f->level);
    f->level = hc_strdup(level);
}

void hc_finding_unit(struct hc_finding *f, const char *code)
{
    f->codes = hc_realloc(f->codes, f->n_codes + 1, sizeof *f->codes);
    f->codes[f->n_codes++] = hc_strdup(code ? code : "");
}

void hc_finding_place(struct hc_finding *f, double x, double y)
{
    f->has_place = true;
    f->x = x;
    f->y = y;
}

void hc_finding_remedy(struct hc_finding *f, const char *en, const char *zh, ...)
{
    va_list args;
    va_start(args, zh);
    hc_text_vset(&f->remedy, en, zh, args);
    va_end(args);
}

size_t hc_findings_count(const struct hc_findings *list, enum hc_severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].severity == severity;
    return n;
}

static int compare_strings(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_codes(const struct hc_finding *a, const struct hc_finding *b)
{
    for (size_t i = 0; i < a->n_codes && i < b->n_codes; i++) {
        int order = strcmp(a->codes[i], b->codes[i]);
        if (order)
            return order;
    }
    return (a->n_codes > b->n_codes) - (a->n_codes < b->n_codes);
}

static int compare_doubles(double a, double b)
{
    return (a > b) - (a < b);
}

/* Runs of digits by their value, so that row 9 comes before row 10. */
static int compare_texts(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    size_t i = 0;
    if (!a || !b)
        return compare_strings(a, b);
    while (a[i] && a[i] == b[i])
        i++;
    while (i > 0 && strchr(digits, a[i - 1]))
        i--;
    size_t na = strspn(a + i, digits), nb = strspn(b + i, digits);
    return na && nb && na != nb ? (na > nb) - (na < nb) : strcmp(a + i, b + i);
}

static int compare_findings(const void *p, const void *q)
{
    const struct hc_finding *a = p, *b = q;
    int order = (int)b->severity - (int)a->severity;
    if (!order)
        order = strcmp(a->id, b->id);
    if (!order)
        order = compare_strings(a->level, b->level);
    if (!order)
        order = compare_codes(a, b);
    if (!order)
        order = compare_doubles(a->x, b->x);
    if (!order)
        order = compare_doubles(a->y, b->y);
    return order ? order : compare_texts(a->what.en, b->what.en);
}

void hc_findings_sort(struct hc_findings *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare_findings);
}

static void release_finding(struct hc_finding *f)
{
    for (size_t c = 0; c < f->n_codes; c++)
        hc_free(f->codes[c]);
    hc_free(f->codes);
    hc_free(f->level);
    hc_text_release(&f->what);
    hc_text_release(&f->remedy);
}

void hc_findings_unite(struct hc_findings *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        if (n && compare_findings(&list->items[n - 1], &list->items[i]) == 0)
            release_finding(&list->items[i]);
        else
            list->items[n++] = list->items[i];
    list->count = n;
}

const char *hc_severity_name(enum hc_severity severity, enum hc_lang lang)
{
    static const char *const en[] = {"note", "warning", "error", "error"};
    static const char *const zh[] = {"提示", "警告", "错误", "错误"};
    return lang == HC_ZH ? zh[severity] : en[severity];
}

struct hc_finding *hc_findings_add_copy(struct hc_findings *list, const struct hc_finding *f, const char *before)
{
    struct hc_finding *copy = hc_findings_add(list, f->id, f->severity, "%s: %s%.0s", "%s：%.0s%s", before,
                                              hc_text_in(&f->what, HC_EN), hc_text_in(&f->what, HC_ZH));
    hc_finding_level(copy, f->level);
    for (size_t i = 0; i < f->n_codes; i++)
        hc_finding_unit(copy, f->codes[i]);
    hc_finding_remedy(copy, "%s%.0s", "%.0s%s", hc_text_in(&f->remedy, HC_EN), hc_text_in(&f->remedy, HC_ZH));
    copy->has_place = f->has_place;
    copy->x = f->x;
    copy->y = f->y;
    copy->size_m = f->size_m;
    copy->area_m2 = f->area_m2;
    copy->rule = f->rule;
    return copy;
}

void hc_findings_move(struct hc_findings *list, struct hc_findings *from)
{
    HC_GROW(list->items, list->cap, list->count + from->count);
    for (size_t i = 0; i < from->count; i++)
        list->items[list->count++] = from->items[i];
    hc_free(from->items);
    *from = (struct hc_findings){0};
}

bool hc_findings_hold(const struct hc_findings *list, const struct hc_finding *f)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].id, f->id) == 0 &&
            strcmp(hc_text_in(&list->items[i].what, HC_EN), hc_text_in(&f->what, HC_EN)) == 0)
            return true;
    return false;
}

void hc_findings_release(struct hc_findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        release_finding(&list->items[i]);
    hc_free(list->items);
    *list = (struct hc_findings){0};
}
