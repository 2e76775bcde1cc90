#include "base/mem.h"
#include "base/order/sort.h"
#include "simulate/step/step.h"
#include <stdlib.h>
#include <string.h>

/* The events of one level through one step. */
struct listing {
    struct hc_level_step *step;
    const struct hc_units *before, *after;
    const uint32_t *continued; /* for each unit after, the one before that it continues, or HC_NONE */
    uint32_t *n_sources;       /* for each unit after */
    uint32_t *n_targets;       /* for each unit before */
    uint32_t *heir_of;         /* for each unit before, the one after that continues it, or HC_NONE */
};

static struct hc_event *add_event(struct listing *l, enum hc_event_type type, uint32_t source, uint32_t target)
{
    struct hc_level_step *s = l->step;
    HC_GROW(s->events, s->cap_events, s->n_events + 1);
    s->events[s->n_events] = (struct hc_event){.type = type, .source = source, .target = target};
    return &s->events[s->n_events++];
}

static bool differ(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") != 0;
}

static char *arrow(const char *was, const char *to, const char *is)
{
    char *text = hc_alloc(strlen(was) + strlen(to) + strlen(is) + 1, 1);
    stpcpy(stpcpy(stpcpy(text, was), to), is);
    return text;
}

static void add_change(struct listing *l, enum hc_event_type type, uint32_t source, uint32_t target, const char *was,
                       const char *is)
{
    struct hc_event *e = add_event(l, type, source, target);
    e->detail = (struct hc_text){arrow(was ? was : "none", " -> ", is ? is : "none"),
                                 arrow(was ? was : "无", " → ", is ? is : "无")};
}

static void compare_units(struct listing *l, uint32_t source, uint32_t target)
{
    const struct hc_units *a = l->before, *b = l->after;
    size_t n = l->step->n_events;
    if (l->n_sources[target] > 1 || l->n_targets[source] > 1)
        add_event(l, HC_EVENT_BOUNDARY_CHANGED, source, target);
    if (differ(a->parent_code[source], b->parent_code[target]))
        add_change(l, HC_EVENT_REPARENTED, source, target, a->parent_code[source], b->parent_code[target]);
    if (differ(a->name[source], b->name[target]))
        add_change(l, HC_EVENT_RENAMED, source, target, a->name[source], b->name[target]);
    if (differ(a->code[source], b->code[target]))
        add_change(l, HC_EVENT_RECODED, source, target, a->code[source], b->code[target]);
    if (differ(a->kind[source], b->kind[target]))
        add_change(l, HC_EVENT_KIND_CHANGED, source, target, a->kind[source], b->kind[target]);
    if (a->seat[source] && differ(a->seat[source], b->seat[target])) /* else it was only not known */
        add_change(l, HC_EVENT_SEAT_MOVED, source, target, a->seat[source], b->seat[target]);
    if (l->step->n_events == n)
        add_event(l, HC_EVENT_UNCHANGED, source, target);
}

static void count_rows(struct listing *l)
{
    const struct hc_crosswalk *c = &l->step->crosswalk;
    for (size_t i = 0; i < c->n; i++) {
        l->n_targets[c->rows[i].source]++;
        if (c->rows[i].target != HC_NONE)
            l->n_sources[c->rows[i].target]++;
    }
}

static void list_moves(struct listing *l)
{
    const struct hc_crosswalk *c = &l->step->crosswalk;
    for (size_t i = 0; i < c->n; i++) {
        uint32_t source = c->rows[i].source, target = c->rows[i].target;
        bool first = i == 0 || c->rows[i - 1].source != source;
        if (l->n_targets[source] > 1)
            add_event(l, HC_EVENT_SPLIT, source, target);
        if (target != HC_NONE && l->n_sources[target] > 1)
            add_event(l, HC_EVENT_MERGED, source, target);
        if (first && l->heir_of[source] == HC_NONE)
            add_event(l, HC_EVENT_ABOLISHED, source, target);
    }
}

struct sortable {
    const char *source;
    struct hc_event event;
};

/* Of one target. */
static int compare_events(const void *p, const void *q)
{
    const struct sortable *a = p, *b = q;
    int order = strcmp(a->source, b->source);
    return order ? order : (int)a->event.type - (int)b->event.type;
}

/* Units after a step stand by code, so that their indices are keys; what has no target comes first. */
static void sort_events(struct listing *l)
{
    struct hc_level_step *s = l->step;
    size_t n = s->n_events;
    struct hc_keyed *order = hc_alloc(n, sizeof *order);
    struct sortable *list = hc_alloc(n, sizeof *list);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (struct hc_keyed){(uint32_t)(s->events[i].target + 1), i};
    hc_sort_keyed(order, n);
    for (size_t i = 0; i < n; i++) {
        const struct hc_event *e = &s->events[order[i].index];
        list[i] = (struct sortable){e->source == HC_NONE ? "" : l->before->code[e->source], *e};
    }
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && order[end].key == order[i].key;)
            end++;
        hc_sort(list + i, end - i, sizeof *list, compare_events);
    }
    for (size_t i = 0; i < n; i++)
        s->events[i] = list[i].event;
    hc_free(order);
    hc_free(list);
}

/* What a new unit was not given and took from its heir. */
static void say_inherited(const struct hc_stepping *s, uint32_t target, struct hc_event *e)
{
    if (!s->given[target] || !s->given[target]->name)
        hc_text_set(&e->detail, "name and what else was not given inherited from its most populous predecessor",
                    "名称等未给出的属性取自人口最多的原单元");
}

static void list_level(struct hc_stepping *s, uint32_t level)
{
    struct listing l = {.step = &s->run->result->steps[s->index].levels[level],
                        .before = &s->run->result->states[s->index].levels[level].units,
                        .after = &s->run->result->states[s->index + 1].levels[level].units};
    uint32_t *continued = hc_alloc(l.after->count, sizeof *continued);
    l.n_sources = hc_calloc(l.after->count, sizeof *l.n_sources);
    l.n_targets = hc_calloc(l.before->count, sizeof *l.n_targets);
    l.heir_of = hc_alloc(l.before->count, sizeof *l.heir_of);
    memset(l.heir_of, 0xff, l.before->count * sizeof *l.heir_of);
    memset(continued, 0xff, l.after->count * sizeof *continued);
    for (uint32_t i = 0; i < l.before->count; i++)
        if (level != s->level && s->old_to_new[level][i] != HC_NONE)
            continued[s->old_to_new[level][i]] = i;
    for (uint32_t t = 0; level == s->level && t < l.after->count; t++)
        continued[t] = s->continued[t];
    l.continued = continued;
    for (uint32_t t = 0; t < l.after->count; t++)
        if (continued[t] != HC_NONE)
            l.heir_of[continued[t]] = t;
    count_rows(&l);
    for (uint32_t t = 0; t < l.after->count; t++) {
        if (continued[t] != HC_NONE) {
            compare_units(&l, continued[t], t);
            continue;
        }
        struct hc_event *e = add_event(&l, HC_EVENT_ESTABLISHED, HC_NONE, t);
        if (level == s->level)
            say_inherited(s, t, e);
    }
    list_moves(&l);
    sort_events(&l);
    hc_free(continued);
    hc_free(l.n_sources);
    hc_free(l.n_targets);
    hc_free(l.heir_of);
}

void hc_step_events(struct hc_stepping *s)
{
    for (uint32_t level = 0; level < s->run->input->project.n_levels; level++)
        list_level(s, level);
}

int hc_step_take(struct hc_run *run, size_t index, struct hc_left *left, struct hc_err *err)
{
    struct hc_result *r = run->result;
    const struct hc_step_input *input = &run->input->steps[index];
    size_t n_levels = run->input->project.n_levels;
    struct hc_stepping s = {.run = run,
                            .input = input,
                            .index = index,
                            .level = input->level,
                            .old = &r->states[index].levels[input->level].units,
                            .fresh = &r->states[index + 1].levels[input->level].units};
    r->states[index + 1].date = hc_strdup(input->spec->date);
    r->steps[index] = (struct hc_step){.date = hc_strdup(input->spec->date),
                                       .level = input->level,
                                       .levels = hc_calloc(n_levels, sizeof(struct hc_level_step))};
    hc_step_resolve(&s);
    int status = 0;
    if (hc_findings_count(run->findings, HC_REFUSAL) == 0) {
        hc_step_advance(&s);
        if (hc_findings_count(run->findings, HC_REFUSAL) == 0)
            status = hc_step_carry(&s, left, err);
        if (status == 0 && hc_findings_count(run->findings, HC_REFUSAL) == 0) {
            hc_step_crosswalks(&s);
            if (!run->without_events) {
                hc_step_events(&s);
                hc_step_doubt(&s);
            }
        }
    }
    hc_stepping_release(&s);
    return status;
}
