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

static void add_classes(struct hc_scene *s, const struct classes *c)
{
    for (size_t k = c->n_classes; k-- > 0;) {
        if (!c->count[k])
            continue;
        const char *low = format(s, c->low[k], c->decimals), *high = format(s, c->high[k], c->decimals);
        const char *range = strcmp(low, high) == 0 ? low : hc_scene_text(s, "%s – %s", "%s – %s", low, high);
        struct hc_item *item = hc_scene_add(s, HC_ITEM_ROW, range);
        item->fill = hc_sequence(k, c->n_classes);
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

int hc_scene_measure(const struct hc_scene_job *job, struct hc_err *err)
{
    static const char *const methods[][2] = {{"classes with equally many units", "分位数分级"},
                                             {"equal intervals", "等间距分级"},
                                             {"natural breaks", "自然断点分级"}};
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    size_t state = r->n_states - 1;
    uint32_t level = job->wish->level;
    int64_t divisor;
    const struct hc_land *land = hc_atlas_land(job->atlas, state, level);
    struct hc_number *values = hc_atlas_values(job->atlas, state, level, job->wish->measure);
    if (!values)
        return hc_err_set(err, HC_USAGE, "level %s has no measure \"%s\"", "层级 %s 没有指标“%s”",
                          r->input->project.levels[level].id, job->wish->measure);
    struct classes c = {.values = values, .n = land->polygons.n_units};
    classify(&c, job->wish);
    struct hc_picture *p = &s->pictures[s->n_pictures++];
    hc_colour *colours = hc_arena_alloc(&s->strings, (c.n + 1) * sizeof *colours);
    for (size_t i = 0; i < c.n; i++)
        colours[i] = values[i].missing ? HC_MISSING_COLOUR
                                       : hc_sequence(hc_break_of(c.upper, c.n_classes, values[i].real), c.n_classes);
    p->fill = (struct hc_fill){&land->polygons, colours};
    const char *title = hc_measure_title(job->wish->measure, s->lang, &divisor);
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "%s", "%s", title))->right[1] =
        hc_scene_text(s, "units", "单元数");
    add_classes(s, &c);
    hc_scene_add(s, HC_ITEM_TEXT, methods[job->wish->classes][s->lang == HC_ZH]);
    hc_picture_borders(job, p, state, level, true);
    add_labels(job, p, state, &c, colours);
    s->subtitle = hc_scene_text(s, "%s: %s, %s", "%s：%s（%s）", hc_level_title(r->input, level), title,
                                hc_state_title(r->states[state].date, s->lang));
    hc_free(values);
    return 0;
}
