#include "model/finding.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/order/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    if (!order) /* what is not listed is told last */
        order = (a->unlisted > 0) - (b->unlisted > 0);
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

const char *hc_severity_name(enum hc_severity severity, enum hc_lang lang)
{
    static const char *const en[] = {"note", "warning", "error", "error"};
    static const char *const zh[] = {"提示", "警告", "错误", "错误"};
    return lang == HC_ZH ? zh[severity] : en[severity];
}

static void add_copy(struct hc_findings *list, const struct hc_finding *f, const char *before)
{
    const char *en = hc_text_in(&f->what, HC_EN), *zh = hc_text_in(&f->what, HC_ZH);
    struct hc_finding *copy =
        before ? hc_findings_add(list, f->id, f->severity, "%s: %s%.0s", "%s：%.0s%s", before, en, zh)
               : hc_findings_add(list, f->id, f->severity, "%s%.0s", "%.0s%s", en, zh);
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
}

static void release(struct hc_finding *f)
{
    for (size_t c = 0; c < f->n_codes; c++)
        hc_free(f->codes[c]);
    hc_free(f->codes);
    hc_free(f->level);
    hc_text_release(&f->what);
    hc_text_release(&f->remedy);
}

static uint32_t kind_of(struct hc_findings *list, const char *id, enum hc_severity severity)
{
    for (size_t k = 0; k < list->n_kinds; k++)
        if (list->kinds[k].severity == severity && strcmp(list->kinds[k].id, id) == 0)
            return (uint32_t)k;
    HC_GROW(list->kinds, list->cap_kinds, list->n_kinds + 1);
    list->kinds[list->n_kinds] = (struct hc_finding_kind){.id = id, .severity = severity};
    return (uint32_t)list->n_kinds++;
}

static void count_of_rule(struct hc_findings *list, uint32_t rule, size_t n)
{
    if (!rule || !n)
        return;
    if (rule > list->n_rules) {
        list->unlisted_of_rule = hc_realloc(list->unlisted_of_rule, rule, sizeof *list->unlisted_of_rule);
        memset(list->unlisted_of_rule + list->n_rules, 0, (rule - list->n_rules) * sizeof *list->unlisted_of_rule);
        list->n_rules = rule;
    }
    list->unlisted_of_rule[rule - 1] += n;
}

/* It is counted, and no longer kept. */
static void drop(struct hc_findings *list, struct hc_finding *f)
{
    list->kinds[f->kind].n--;
    count_of_rule(list, f->rule, 1);
    release(f);
}

/* Keeps HC_LISTED of a kind that has more, at the end of the list. */
static void trim(struct hc_findings *list, uint32_t k)
{
    struct hc_finding_kind *kind = &list->kinds[k];
    struct hc_finding *own = hc_alloc(kind->n, sizeof *own);
    size_t n = 0, others = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == k && !list->items[i].unlisted)
            own[n++] = list->items[i];
        else
            list->items[others++] = list->items[i];
    hc_sort(own, n, sizeof *own, compare_findings);
    for (size_t i = HC_LISTED; i < n; i++)
        drop(list, &own[i]);
    memcpy(list->items + others, own, HC_LISTED * sizeof *own);
    list->count = others + HC_LISTED;
    kind->full = true;
    kind->last = own[HC_LISTED - 1];
    hc_free(own);
}

/* The last item is complete: it stays, or comes too late in order. */
static void settle(struct hc_findings *list)
{
    if (!list->open)
        return;
    list->open = false;
    struct hc_finding *f = &list->items[list->count - 1];
    struct hc_finding_kind *kind = &list->kinds[f->kind];
    if (kind->full && compare_findings(f, &kind->last) > 0) {
        list->count--;
        drop(list, f);
    } else if (kind->n >= HC_LISTED + HC_LISTED / 2) {
        trim(list, f->kind);
    }
}

struct hc_finding *hc_findings_add(struct hc_findings *list, const char *id, enum hc_severity severity, const char *en,
                                   const char *zh, ...)
{
    settle(list);
    HC_GROW(list->items, list->cap, list->count + 1);
    struct hc_finding *f = &list->items[list->count++];
    uint32_t kind = kind_of(list, id, severity);
    *f = (struct hc_finding){.id = id, .severity = severity, .size_m = NAN, .area_m2 = NAN, .kind = kind};
    list->kinds[kind].total++;
    list->kinds[kind].n++;
    list->added++;
    list->open = true;
    va_list args;
    va_start(args, zh);
    hc_text_vset(&f->what, en, zh, args);
    va_end(args);
    return f;
}

size_t hc_findings_count(const struct hc_findings *list, enum hc_severity severity)
{
    size_t n = 0;
    for (size_t k = 0; k < list->n_kinds; k++)
        n += list->kinds[k].severity == severity ? list->kinds[k].total : 0;
    return n;
}

size_t hc_findings_total(const struct hc_findings *list)
{
    size_t n = 0;
    for (size_t k = 0; k < list->n_kinds; k++)
        n += list->kinds[k].total;
    return n;
}

/* The lines of an earlier sort, whose numbers may be others now. */
static void drop_lines(struct hc_findings *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].unlisted)
            release(&list->items[i]);
        else
            list->items[n++] = list->items[i];
    list->count = n;
}

static void add_line(struct hc_findings *list, uint32_t kind)
{
    size_t n = list->kinds[kind].total - list->kinds[kind].n;
    HC_GROW(list->items, list->cap, list->count + 1);
    struct hc_finding *f = &list->items[list->count++];
    *f = (struct hc_finding){.id = list->kinds[kind].id,
                             .severity = list->kinds[kind].severity,
                             .size_m = NAN,
                             .area_m2 = NAN,
                             .kind = kind,
                             .unlisted = n};
    hc_text_set(&f->what, "%zu more of this kind are counted, but not listed one by one",
                "另有 %zu 项同类问题，只计数，不逐条列出", n);
    if (f->severity > HC_NOTE)
        hc_finding_remedy(f, "mend what is listed, then run again", "请先处理已列出的，再重新运行");
}

void hc_findings_sort(struct hc_findings *list)
{
    settle(list);
    drop_lines(list);
    for (uint32_t k = 0; k < list->n_kinds; k++) {
        if (list->kinds[k].n > HC_LISTED)
            trim(list, k);
        if (list->kinds[k].total > list->kinds[k].n)
            add_line(list, k);
    }
    hc_sort(list->items, list->count, sizeof *list->items, compare_findings);
}

/* known[i]: whether a finding of the list says the same as others->items[i]. */
static void find_known(const struct hc_findings *list, const struct hc_findings *others, uint8_t *known)
{
    struct hc_map said = {0};
    for (size_t i = 0; i < list->count; i++)
        hc_map_put(&said, hc_text_in(&list->items[i].what, HC_EN), 0);
    for (size_t i = 0; i < others->count; i++)
        known[i] = hc_map_find(&said, hc_text_in(&others->items[i].what, HC_EN)) != HC_NONE;
    hc_map_release(&said);
}

/* Counts what `from` has not listed, as far as the list has not as many unlisted of that kind. */
static void count_unlisted(struct hc_findings *list, const struct hc_findings *from)
{
    for (size_t k = 0; k < from->n_kinds; k++) {
        const struct hc_finding_kind *theirs = &from->kinds[k];
        if (theirs->total == theirs->n)
            continue;
        uint32_t own = kind_of(list, theirs->id, theirs->severity);
        size_t more = theirs->total - theirs->n, known = list->kinds[own].total - list->kinds[own].n;
        list->kinds[own].total += more > known ? more - known : 0;
    }
}

void hc_findings_add_new(struct hc_findings *list, const struct hc_findings *found, const char *before)
{
    hc_findings_sort(list); /* what is not listed is known then */
    uint8_t *known = hc_calloc(found->count, 1);
    find_known(list, found, known);
    for (size_t i = 0; i < found->count; i++)
        if (!found->items[i].unlisted && !known[i])
            add_copy(list, &found->items[i], before);
    count_unlisted(list, found);
    hc_free(known);
}

void hc_findings_move(struct hc_findings *list, struct hc_findings *from)
{
    settle(list);
    settle(from);
    drop_lines(from);
    for (size_t i = 0; i < from->count; i++) {
        uint32_t kind = kind_of(list, from->items[i].id, from->items[i].severity);
        HC_GROW(list->items, list->cap, list->count + 1);
        list->items[list->count] = from->items[i];
        list->items[list->count++].kind = kind;
        list->kinds[kind].total++;
        list->kinds[kind].n++;
        list->open = true;
        settle(list);
    }
    for (size_t k = 0; k < from->n_kinds; k++) {
        uint32_t kind = kind_of(list, from->kinds[k].id, from->kinds[k].severity);
        list->kinds[kind].total += from->kinds[k].total - from->kinds[k].n;
    }
    for (size_t r = 0; r < from->n_rules; r++)
        count_of_rule(list, (uint32_t)r + 1, from->unlisted_of_rule[r]);
    list->added += from->added;
    from->count = 0;
    hc_findings_release(from);
}

void hc_findings_release(struct hc_findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        release(&list->items[i]);
    hc_free(list->items);
    hc_free(list->kinds);
    hc_free(list->unlisted_of_rule);
    *list = (struct hc_findings){0};
}
