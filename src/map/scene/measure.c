#include "base/buf.h"
#include "map/scene/build.h"
#include "simulate/state/state.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct classes {
    const struct hc_number *values; /* one a unit */
    size_t n;
    double upper[HC_MOST_CLASSES];
    size_t n_classes;
    int decimals;
    double low[HC_MOST_CLASSES], high[HC_MOST_CLASSES]; /* of the values in each */
    size_t count[HC_MOST_CLASSES], n_missing;
};

static int compare_doubles(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

/* Decimals with which values are told apart: none for whole ones, else three digits of their range. */
static int decimals_of(const double *sorted, size_t n)
{
    bool whole = true;
    for (size_t i = 0; i < n; i++)
        whole = whole && sorted[i] == floor(sorted[i]);
    double range = n ? sorted[n - 1] - sorted[0] : 0;
    if (whole || !(range > 0))
        return whole ? 0 : 2;
    int d = 2 - (int)floor(log10(range));
    return d < 0 ? 0 : d > 6 ? 6 : d;
}

static void classify(struct classes *c, const struct hc_scene_wish *wish)
{
    double *sorted = hc_alloc(c->n, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!c->values[i].missing)
            sorted[n++] = c->values[i].real;
    c->n_missing = c->n - n;
    if (n)
        qsort(sorted, n, sizeof *sorted, compare_doubles);
    c->n_classes = hc_breaks(sorted, n, wish->classes, wish->n_classes, c->upper);
    c->decimals = decimals_of(sorted, n);
    for (size_t k = 0; k < c->n_classes; k++) {
        c->low[k] = INFINITY;
        c->high[k] = -INFINITY;
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = hc_break_of(c->upper, c->n_classes, sorted[i]);
        c->low[k] = fmin(c->low[k], sorted[i]);
        c->high[k] = fmax(c->high[k], sorted[i]);
        c->count[k]++;
    }
    hc_free(sorted);
}

static const char *format(struct hc_scene *s, double value, int decimals)
{
    char text[64];
    return hc_arena_strdup(&s->strings, hc_number_format(hc_number_real(value), decimals, true, text));
}

/* Lighter where marks lie on it. */
static hc_colour class_colour(const struct hc_scene_wish *wish, size_t k, size_t n)
{
    return hc_colour_soften(hc_sequence(k, n), wish->kind == HC_PLOT_SERVICES ? 0.55 : 1);
}

static void add_classes(struct hc_scene *s, const struct classes *c, const struct hc_scene_wish *wish)
{
    for (size_t k = c->n_classes; k-- > 0;) {
        if (!c->count[k])
            continue;
        const char *low = format(s, c->low[k], c->decimals), *high = format(s, c->high[k], c->decimals);
        const char *range = strcmp(low, high) == 0 ? low : hc_scene_text(s, "%s – %s", "%s – %s", low, high);
        struct hc_item *item = hc_scene_add(s, HC_ITEM_ROW, range);
        item->fill = class_colour(wish, k, c->n_classes);
        item->right[1] = hc_scene_text(s, "%zu", "%zu 个", c->count[k]);
    }
    if (c->n_missing) {
        struct hc_item *item = hc_scene_add(s, HC_ITEM_ROW, hc_scene_text(s, "no value", "无数据"));
        item->fill = HC_MISSING_COLOUR;
        item->right[1] = hc_scene_text(s, "%zu", "%zu 个", c->n_missing);
    }
}

static void add_labels(const struct hc_scene_job *job, struct hc_picture *p, size_t state, const struct classes *c,
                       const hc_colour *colours)
{
    hc_picture_names(job, p, state, job->wish->level);
    const struct hc_land *land = hc_atlas_land(job->atlas, state, job->wish->level);
    for (size_t i = 0; i < p->n_labels; i++) {
        struct hc_label *label = &p->labels[i];
        if (label->in != &land->polygons)
            continue;
        label->halo = label->halo || hc_colour_is_dark(colours[label->unit]);
        if (c->n <= 120 && !c->values[label->unit].missing)
            label->text = hc_scene_text(job->scene, "%s\n%s", "%s\n%s", label->text,
                                        format(job->scene, c->values[label->unit].real, c->decimals));
    }
}

/* Fills the units of a level by the classes of their values; values: one a unit. */
static void add_choropleth(const struct hc_scene_job *job, size_t state, uint32_t level, const struct hc_number *values,
                           const char *title)
{
    static const char *const methods[][2] = {{"classes with equally many units", "分位数分级"},
                                             {"equal intervals", "等间距分级"},
                                             {"natural breaks", "自然断点分级"}};
    struct hc_scene *s = job->scene;
    const struct hc_land *land = hc_atlas_land(job->atlas, state, level);
    struct classes c = {.values = values, .n = land->polygons.n_units};
    classify(&c, job->wish);
    struct hc_picture *p = &s->pictures[s->n_pictures++];
    hc_colour *colours = hc_arena_alloc(&s->strings, (c.n + 1) * sizeof *colours);
    for (size_t i = 0; i < c.n; i++)
        colours[i] = values[i].missing
                         ? HC_MISSING_COLOUR
                         : class_colour(job->wish, hc_break_of(c.upper, c.n_classes, values[i].real), c.n_classes);
    p->fill = (struct hc_fill){&land->polygons, colours};
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "%s", "%s", title))->right[1] =
        hc_scene_text(s, "units", "单元数");
    add_classes(s, &c, job->wish);
    hc_scene_add(s, HC_ITEM_TEXT, methods[job->wish->classes][s->lang == HC_ZH]);
    hc_picture_borders(job, p, state, level, true);
    add_labels(job, p, state, &c, colours);
}

static const char *title_of(const struct hc_project *p, const char *measure, enum hc_lang lang)
{
    int64_t divisor;
    return hc_measure_title_in(p, measure, lang, &divisor);
}

int hc_scene_measure(const struct hc_scene_job *job, struct hc_err *err)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    size_t state = r->n_states - 1;
    uint32_t level = job->wish->level;
    struct hc_number *values = hc_atlas_values(job->atlas, state, level, job->wish->measure);
    if (!values)
        return hc_err_set(err, HC_USAGE, "level %s has no measure \"%s\"", "层级 %s 没有指标“%s”",
                          r->input->project.levels[level].id, job->wish->measure);
    const char *title = title_of(&r->input->project, job->wish->measure, s->lang);
    add_choropleth(job, state, level, values, title);
    s->subtitle = hc_scene_text(s, "%s: %s, %s", "%s：%s（%s）", hc_level_title(r->input, level), title,
                                hc_state_title(r->states[state].date, s->lang));
    hc_free(values);
    return 0;
}

static enum hc_symbol symbol_of(enum hc_office_role role)
{
    return role == HC_OFFICE_HALL    ? HC_SYMBOL_SEAT
           : role == HC_OFFICE_IDLE  ? HC_SYMBOL_IDLE
           : role == HC_OFFICE_GIVEN ? HC_SYMBOL_GIVEN
                                     : HC_SYMBOL_NONE;
}

/* The offices as marks, halls last so that they lie on top, and what the marks mean. */
static int add_offices(const struct hc_scene_job *job, struct hc_err *err)
{
    static const enum hc_office_role roles[] = {HC_OFFICE_IDLE, HC_OFFICE_GIVEN, HC_OFFICE_HALL};
    const struct hc_result *r = job->atlas->result;
    const struct hc_services *services = r->services;
    struct hc_scene *s = job->scene;
    struct hc_picture *p = &s->pictures[0];
    size_t n = r->input->services.n_offices, n_marks = 0;
    struct hc_xy *xy = hc_alloc(n, sizeof *xy);
    enum hc_symbol *symbol = hc_alloc(n, sizeof *symbol);
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < n; i++)
            if (services->fates[i].role == roles[k] && !isnan(services->office_place[i].x)) {
                xy[n_marks] = services->office_place[i];
                symbol[n_marks++] = symbol_of(roles[k]);
            }
    int status = hc_crs_from_lonlat(hc_cover_crs(job->atlas->cover), xy, n_marks, 1, err);
    if (status == 0)
        status = hc_chart_project(&job->atlas->chart, xy, n_marks, 1, err);
    for (size_t i = 0; i < n_marks && status == 0; i++) {
        HC_GROW(p->marks, p->cap_marks, p->n_marks + 1);
        p->marks[p->n_marks++] = (struct hc_mark){xy[i], symbol[i], 0};
    }
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "offices", "办公用房"));
    for (size_t k = 3; k-- > 0;) {
        size_t count = 0;
        for (size_t i = 0; i < n_marks; i++)
            count += symbol[i] == symbol_of(roles[k]);
        struct hc_item *item = hc_scene_add(s, HC_ITEM_MARK, hc_office_role_name(roles[k], s->lang == HC_ZH));
        item->symbol = symbol_of(roles[k]);
        item->right[1] = hc_scene_text(s, "%zu", "%zu 处", count);
    }
    hc_free(xy);
    hc_free(symbol);
    return status;
}

/* How far people have to go, before and after. */
static void add_access(const struct hc_scene_job *job)
{
    struct hc_scene *s = job->scene;
    const struct hc_services *services = job->atlas->result->services;
    const struct hc_access *all[] = {&services->before.all, &services->after.all};
    struct hc_item *head =
        hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "the way to the hall", "到服务大厅的距离"));
    head->right[0] = hc_scene_text(s, "before", "调整前");
    head->right[1] = hc_scene_text(s, "after", "调整后");
    struct hc_item *mean = hc_scene_add(s, HC_ITEM_ROW, hc_scene_text(s, "mean, km", "平均，公里"));
    for (int i = 0; i < 2; i++)
        mean->right[i] = format(s, all[i]->mean_m / 1000, 2);
    struct hc_item *most =
        hc_scene_add(s, HC_ITEM_ROW, hc_scene_text(s, "nine of ten within, km", "九成人口以内，公里"));
    for (int i = 0; i < 2; i++)
        most->right[i] = format(s, all[i]->p90_m / 1000, 2);
    for (size_t k = 0; k < HC_FAR; k++) {
        double km = hc_far_m[k] / 1000;
        struct hc_item *far =
            hc_scene_add(s, HC_ITEM_ROW, hc_scene_text(s, "people beyond %g km", "%g 公里以外人口", km));
        for (int i = 0; i < 2; i++)
            far->right[i] = format(s, hc_number_decimal(all[i]->far[k], services->people_scale).real, 0);
    }
}

int hc_scene_services(const struct hc_scene_job *job, struct hc_err *err)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    const struct hc_services *services = r->services;
    uint32_t level = services->level;
    size_t state = services->after.state, n = r->states[state].levels[level].units.count;
    struct hc_number *values = hc_alloc(n, sizeof *values);
    for (size_t i = 0; i < n; i++)
        values[i] = hc_number_real(services->after.access[level][i].mean_m / 1000);
    add_choropleth(job, state, level, values, hc_scene_text(s, "mean way to the hall, km", "到服务大厅平均距离，公里"));
    int status = add_offices(job, err);
    add_access(job);
    s->subtitle = hc_scene_text(s, "%s: service halls and the way to them, %s", "%s服务大厅布局与服务距离（%s）",
                                hc_level_title(r->input, level), hc_state_title(r->states[state].date, s->lang));
    hc_free(values);
    return status;
}
