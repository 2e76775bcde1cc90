#include "simulate/consistency/relations.h"

#include "base/buf.h"
#include <string.h>

void hc_figure_set_add(struct hc_figure_set *set, size_t i)
{
    set->word[i / 64] |= (uint64_t)1 << (i % 64);
}

void hc_figure_set_remove(struct hc_figure_set *set, size_t i)
{
    set->word[i / 64] &= ~((uint64_t)1 << (i % 64));
}

bool hc_figure_set_has(const struct hc_figure_set *set, size_t i)
{
    return set->word[i / 64] >> (i % 64) & 1;
}

size_t hc_figure_set_count(const struct hc_figure_set *set)
{
    size_t n = 0;
    for (size_t w = 0; w < HC_MOST_FIGURES / 64; w++)
        n += (size_t)__builtin_popcountll(set->word[w]);
    return n;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool among(char *const *list, size_t n, const char *word)
{
    bool found = n == 0;
    for (size_t i = 0; i < n && !found; i++)
        found = same(list[i], word);
    return found;
}

static const struct hc_measure_spec *find_ratio(const struct hc_project *p, const char *measure)
{
    for (size_t i = 0; measure && i < p->n_measures; i++)
        if (strcmp(p->measures[i].name, measure) == 0)
            return &p->measures[i];
    return NULL;
}

/* Whether the figures say that a measure counts people or things; whether it can be below zero. */
static bool is_counted(const struct hc_project *p, const char *measure)
{
    bool counted = false;
    for (size_t i = 0; i < p->figures.n && !find_ratio(p, measure); i++)
        counted = counted || (p->figures.items[i].counted && same(p->figures.items[i].measure, measure));
    return counted;
}

static bool is_signed(const struct hc_project *p, const char *measure)
{
    bool negative = false;
    for (size_t i = 0; i < p->figures.n; i++) {
        const struct hc_figure *f = &p->figures.items[i];
        bool level = !f->is_step || f->as == HC_FIGURE_AFTER || f->as == HC_FIGURE_BEFORE;
        negative = negative || (level && f->mantissa < 0 && same(f->measure, measure));
    }
    return negative;
}

static uint32_t find(const struct hc_relations *r, const struct hc_quantity *q)
{
    for (uint32_t i = 0; i < r->n; i++) {
        const struct hc_quantity *o = &r->quantities[i];
        if (o->type == q->type && o->stat == q->stat && o->conserved == q->conserved && same(o->code, q->code) &&
            hc_relations_same_place(o, q))
            return i;
    }
    return HC_NONE;
}

static uint32_t quantity(struct hc_relations *r, struct hc_quantity q)
{
    uint32_t found = find(r, &q);
    if (found != HC_NONE)
        return found;
    HC_GROW(r->quantities, r->cap, r->n + 1);
    r->quantities[r->n] = q;
    return (uint32_t)r->n++;
}

bool hc_relations_same_place(const struct hc_quantity *a, const struct hc_quantity *b)
{
    return same(a->measure, b->measure) && same(a->level, b->level) && same(a->kind, b->kind) &&
           same(a->state, b->state);
}

/* The state that a figure is of: "before" gives that before its step. */
static const char *state_of(struct hc_relations *r, const struct hc_figure *f, bool before)
{
    const struct hc_figures *figures = &r->project->figures;
    struct hc_buf text = {0};
    if (!before)
        return f->date;
    for (size_t d = 1; d < figures->n_dates; d++)
        if (same(figures->dates[d], f->date))
            return figures->dates[d - 1];
    hc_buf_addf(&text, "before %s", f->date);
    const char *kept = hc_arena_strdup(&r->strings, text.data);
    hc_buf_release(&text);
    return kept;
}

static struct hc_quantity count_key(const char *level, const char *kind, const char *state)
{
    return (struct hc_quantity){
        .type = HC_NUMBER_OF_UNITS, .level = level, .kind = kind, .state = state, .conserved = SIZE_MAX};
}

static bool is_level(const struct hc_project *p, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < p->figures.n; i++)
        found = found || same(p->figures.items[i].level, word);
    return found;
}

static struct hc_quantity total_key(const struct hc_relations *r, const char *measure, const char *level,
                                    const char *kind, const char *state)
{
    const struct hc_figures *figures = &r->project->figures;
    struct hc_quantity q = {.type = HC_TOTAL, .measure = measure, .level = level, .kind = kind, .state = state};
    q.conserved = SIZE_MAX;
    if (!kind && is_level(r->project, measure)) /* how many units of a finer level lie in those of this one */
        return count_key(measure, NULL, state);
    for (size_t c = 0; c < figures->n_conserved && !kind; c++) {
        const struct hc_conserved *item = &figures->conserved[c];
        bool here = item->measure && same(strcmp(item->measure, "area_km2") == 0 ? "area_m2" : item->measure, measure);
        if (!here || !among(item->levels, item->n_levels, level) || !among(item->dates, item->n_dates, state))
            continue;
        q.level = q.state = NULL;
        q.conserved = c;
        break;
    }
    return q;
}

uint32_t hc_relations_find(const struct hc_relations *r, const struct hc_quantity *q, const char *kind)
{
    struct hc_quantity key =
        q->type == HC_TOTAL ? total_key(r, q->measure, q->level, kind, q->state) : count_key(q->level, kind, q->state);
    return find(r, &key);
}

/* A total, area_km2 counted as area_m2; *scale is how much of the measure one of the total is. */
static uint32_t measure_total(struct hc_relations *r, const char *measure, const struct hc_figure *f, const char *state,
                              struct hc_ratio *scale)
{
    bool km2 = strcmp(measure, "area_km2") == 0;
    *scale = km2 ? hc_ratio_make(1, 1000000) : hc_ratio_whole(1);
    return quantity(r, total_key(r, km2 ? "area_m2" : measure, f->level, f->kind, state));
}

static struct hc_subject mean_of(struct hc_relations *r, const struct hc_figure *f, const char *state)
{
    const struct hc_measure_spec *ratio = find_ratio(r->project, f->measure);
    struct hc_subject s;
    struct hc_ratio per = hc_ratio_whole(1);
    s.var = measure_total(r, ratio ? ratio->of : f->measure, f, state, &s.scale);
    s.divisor = ratio ? measure_total(r, ratio->per, f, state, &per) : quantity(r, count_key(f->level, f->kind, state));
    s.scale = hc_ratio_div(s.scale, per);
    s.quotient = quantity(r, (struct hc_quantity){.type = HC_QUOTIENT,
                                                  .measure = f->measure,
                                                  .level = f->level,
                                                  .kind = f->kind,
                                                  .state = state,
                                                  .conserved = SIZE_MAX});
    return s;
}

static struct hc_subject subject_of(struct hc_relations *r, const struct hc_figure *f, const char *state)
{
    struct hc_subject s = {hc_ratio_whole(1), HC_NONE, HC_NONE, HC_NONE};
    struct hc_quantity q = {.measure = f->measure, .level = f->level, .kind = f->kind, .state = state};
    q.conserved = SIZE_MAX;
    switch (f->stat) {
    case HC_FIGURE_COUNT:
        s.var = quantity(r, count_key(f->level, f->kind, state));
        return s;
    case HC_FIGURE_SUM:
        s.var = measure_total(r, f->measure, f, state, &s.scale);
        return s;
    case HC_FIGURE_MEAN:
        return mean_of(r, f, state);
    case HC_FIGURE_MEDIAN:
    case HC_FIGURE_MIN:
    case HC_FIGURE_MAX:
        q.type = HC_STATISTIC;
        q.stat = f->stat;
        break;
    case HC_FIGURE_UNIT:
        q.type = HC_VALUE;
        q.code = f->code;
        break;
    }
    s.var = quantity(r, q);
    return s;
}

/* Wherever a part or the whole is spoken of, all of them are quantities. */
static void add_parts(struct hc_relations *r)
{
    for (size_t c = 0; c < r->project->figures.n_conserved; c++) {
        const struct hc_conserved *item = &r->project->figures.conserved[c];
        for (size_t i = 0, n = r->n; item->n_parts && i < n; i++) {
            struct hc_quantity q = r->quantities[i]; /* a copy: the list grows */
            bool total = q.type == HC_TOTAL;
            if ((!total && q.type != HC_NUMBER_OF_UNITS) || !same(q.level, item->level) ||
                (!same(q.kind, item->of) && !(q.kind && among(item->parts, item->n_parts, q.kind))))
                continue;
            for (size_t k = 0; k <= item->n_parts; k++) {
                const char *kind = k < item->n_parts ? item->parts[k] : item->of;
                quantity(r,
                         total ? total_key(r, q.measure, q.level, kind, q.state) : count_key(q.level, kind, q.state));
            }
        }
    }
}

void hc_relations_init(struct hc_relations *r, const struct hc_project *project)
{
    const struct hc_figures *figures = &project->figures;
    *r = (struct hc_relations){.project = project};
    r->subjects = hc_calloc(figures->n, sizeof *r->subjects);
    r->means = hc_calloc(figures->n, sizeof *r->means);
    for (size_t i = 0; i < figures->n; i++) {
        const struct hc_figure *f = &figures->items[i];
        bool both = f->is_step && (f->as == HC_FIGURE_CHANGE || f->as == HC_FIGURE_RATE);
        bool before = f->is_step && f->as == HC_FIGURE_BEFORE;
        r->subjects[i][1] = subject_of(r, f, state_of(r, f, before));
        if (f->stat == HC_FIGURE_MIN || f->stat == HC_FIGURE_MAX)
            r->means[i] = mean_of(r, f, state_of(r, f, before));
        r->subjects[i][0] = both ? subject_of(r, f, state_of(r, f, true)) : r->subjects[i][1];
    }
    add_parts(r);
    r->whole = hc_calloc(r->n + 2, sizeof *r->whole); /* two spare ones: see hc_relations_subject */
    r->below_zero = hc_calloc(r->n + 2, sizeof *r->below_zero);
    r->whole[r->n + 1] = true;
    for (size_t i = 0; i < r->n; i++) {
        const struct hc_quantity *q = &r->quantities[i];
        bool sums =
            q->type == HC_TOTAL || q->type == HC_VALUE || (q->type == HC_STATISTIC && q->stat != HC_FIGURE_MEDIAN);
        r->whole[i] = q->type == HC_NUMBER_OF_UNITS || (sums && is_counted(project, q->measure));
        r->below_zero[i] = is_signed(project, q->measure);
    }
}

void hc_relations_release(struct hc_relations *r)
{
    hc_free(r->quantities);
    hc_free(r->whole);
    hc_free(r->below_zero);
    hc_free(r->subjects);
    hc_free(r->means);
    hc_arena_release(&r->strings);
    *r = (struct hc_relations){0};
}

static uint32_t root_of(uint32_t *group, uint32_t i)
{
    while (group[i] != i)
        i = group[i] = group[group[i]];
    return i;
}

static void join(uint32_t *group, uint32_t a, uint32_t b)
{
    if (a != HC_NONE && b != HC_NONE)
        group[root_of(group, b)] = root_of(group, a);
}

uint32_t *hc_relations_groups(const struct hc_relations *r, uint32_t **quantity_group)
{
    size_t n = r->project->figures.n;
    struct hc_figure_set all = {0};
    struct hc_linear rows;
    uint32_t *group = hc_alloc(r->n + 2, sizeof *group), *first = hc_alloc(r->n + 2, sizeof *first);
    uint32_t *of_figure = hc_alloc(n, sizeof *of_figure);
    for (uint32_t i = 0; i < r->n + 2; i++) {
        group[i] = i;
        first[i] = HC_NONE;
    }
    for (size_t i = 0; i < n; i++) {
        hc_figure_set_add(&all, i);
        for (int k = 0; k < 2; k++) {
            const struct hc_subject *s = &r->subjects[i][k];
            join(group, r->subjects[i][0].var, s->var);
            join(group, s->var, s->divisor);
            join(group, s->var, s->quotient);
        }
    }
    hc_relations_rows(r, &all, &rows);
    for (size_t i = 0; i < rows.n; i++)
        for (size_t t = 1; t < rows.rows[i].n; t++)
            join(group, rows.rows[i].terms[0].var, rows.rows[i].terms[t].var);
    hc_linear_release(&rows);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t root = root_of(group, r->subjects[i][1].var);
        first[root] = first[root] == HC_NONE ? i : first[root];
        of_figure[i] = first[root];
    }
    *quantity_group = hc_alloc(r->n, sizeof **quantity_group);
    for (uint32_t i = 0; i < r->n; i++)
        (*quantity_group)[i] = first[root_of(group, i)];
    hc_free(group);
    hc_free(first);
    return of_figure;
}
