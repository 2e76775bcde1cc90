#include "map/scene/scene.h"

#include "base/buf.h"
#include "map/label/name.h"
#include "map/scene/build.h"
#include "simulate/count/count.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *hc_scene_text(struct hc_scene *s, const char *en, const char *zh, ...)
{
    struct hc_text text = {0};
    va_list args;
    va_start(args, zh);
    hc_text_vset(&text, en, zh, args);
    va_end(args);
    const char *kept = hc_arena_strdup(&s->strings, hc_text_in(&text, s->lang));
    hc_text_release(&text);
    return kept;
}

struct hc_item *hc_scene_add(struct hc_scene *s, enum hc_item_type type, const char *text)
{
    HC_GROW(s->items, s->cap_items, s->n_items + 1);
    s->items[s->n_items] = (struct hc_item){.type = type, .text = text};
    return &s->items[s->n_items++];
}

void hc_picture_stroke(struct hc_picture *p, struct hc_stroke stroke)
{
    if (p->n_strokes < HC_MOST_STROKES)
        p->strokes[p->n_strokes++] = stroke;
}

struct hc_label *hc_picture_label(struct hc_picture *p, const char *text, const struct hc_polygons *in, uint32_t unit)
{
    HC_GROW(p->labels, p->cap_labels, p->n_labels + 1);
    p->labels[p->n_labels] =
        (struct hc_label){.text = text, .in = in, .unit = unit, .colour = HC_INK, .least = 1, .factor = 1};
    return &p->labels[p->n_labels++];
}

const char *hc_unit_name(struct hc_scene *s, const struct hc_units *units, uint32_t i)
{
    return units->name[i] && *units->name[i] ? hc_label_name(&s->strings, units->name[i], NULL) : units->code[i];
}

double hc_unit_weight(const struct hc_result *r, const struct hc_level_state *l, uint32_t i)
{
    const char *population = r->population;
    const struct hc_column *c = hc_units_column(&l->units, population);
    struct hc_number people = c ? hc_column_number(c, i) : hc_number_missing();
    double area = l->area && l->area[i] != HC_MISSING ? (double)l->area[i] : 0;
    return people.missing ? area * 1e-30 : people.real;
}

struct hc_number *hc_atlas_values(const struct hc_atlas *a, size_t state, uint32_t level, const char *measure)
{
    struct hc_run run = {.input = a->result->input, .result = (struct hc_result *)a->result, .cover = a->cover};
    int64_t divisor;
    struct hc_number *values = hc_count_values(&run, state, level, measure);
    hc_measure_title(measure, HC_EN, &divisor);
    for (size_t i = 0; values && divisor != 1 && i < a->result->states[state].levels[level].units.count; i++)
        values[i] = hc_number_div(values[i], hc_number_decimal(divisor, 0));
    return values;
}

double hc_name_size(const struct hc_scene_job *job, size_t n_units)
{
    double side = sqrt(job->wish->land_mm2 / (double)(n_units ? n_units : 1));
    double size = side * 0.2 / 25.4 * 72; /* five characters across the middling unit */
    return side < 2.6 ? 0 : size < 5.2 ? 5.2 : size > 14.5 ? 14.5 : size;
}

uint8_t *hc_changed_units(const struct hc_result *r, uint32_t level)
{
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    size_t n_before = r->states[0].levels[level].units.count;
    size_t n_after = r->states[r->n_states - 1].levels[level].units.count;
    uint32_t *n_targets = hc_calloc(n_before, sizeof *n_targets), *n_sources = hc_calloc(n_after, sizeof *n_sources);
    uint8_t *changed = hc_calloc(n_after, 1);
    for (size_t i = 0; i < c->n; i++) {
        n_targets[c->rows[i].source]++;
        if (c->rows[i].target != HC_NONE)
            n_sources[c->rows[i].target]++;
    }
    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i].target != HC_NONE && (n_targets[c->rows[i].source] > 1 || n_sources[c->rows[i].target] > 1))
            changed[c->rows[i].target] = 1;
    for (size_t u = 0; u < n_after; u++)
        changed[u] = changed[u] || n_sources[u] == 0;
    hc_free(n_targets);
    hc_free(n_sources);
    return changed;
}

bool hc_level_changed(const struct hc_result *r, uint32_t level)
{
    if (r->n_states < 2)
        return false;
    uint8_t *changed = hc_changed_units(r, level);
    bool any = memchr(changed, 1, r->states[r->n_states - 1].levels[level].units.count) != NULL;
    hc_free(changed);
    return any;
}

int hc_scene_init(struct hc_scene *scene, const struct hc_atlas *atlas, const struct hc_findings *findings,
                  const struct hc_scene_wish *wish, struct hc_err *err)
{
    const struct hc_project *project = &atlas->result->input->project;
    *scene = (struct hc_scene){.lang = wish->lang};
    struct hc_scene_job job = {scene, atlas, findings, wish};
    const char *title = project->map.title ? project->map.title : project->title;
    scene->title = hc_arena_strdup(&scene->strings, title ? title : wish->lang == HC_ZH ? "行政区划图" : "Units");
    int status = 0;
    switch (wish->kind) {
    case HC_PLOT_CHANGED:
        status = hc_scene_changed(&job, err);
        break;
    case HC_PLOT_MEASURE:
        status = hc_scene_measure(&job, err);
        break;
    case HC_PLOT_SERVICES:
        status = hc_scene_services(&job, err);
        break;
    case HC_PLOT_FINDINGS:
        status = hc_scene_findings(&job);
        break;
    default:
        status = hc_scene_units(&job);
    }
    if (status < 0)
        hc_scene_release(scene);
    return status;
}

void hc_scene_release(struct hc_scene *s)
{
    for (size_t i = 0; i < s->n_pictures; i++) {
        hc_labels_release(s->pictures[i].labels, s->pictures[i].n_labels);
        hc_free(s->pictures[i].labels);
        hc_free(s->pictures[i].marks);
    }
    hc_lines_release(&s->made);
    hc_free(s->items);
    hc_arena_release(&s->strings);
    *s = (struct hc_scene){0};
}
