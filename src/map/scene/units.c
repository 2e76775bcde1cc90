#include "base/buf.h"
#include "map/label/name.h"
#include "map/scene/build.h"
#include "simulate/state/state.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Widths in mm on A3, by how far a level is above the one that the sheet is about. */
#define FINER     0.1
#define OWN       0.22
#define COARSER   0.5
#define EDGE      0.5
#define BAND      2.6
/* Units whose sides are shorter, in mm, have finer borders: else there is nothing but borders. */
#define FULL_SIDE 2

static double unit_side(const struct hc_scene_job *job, const struct hc_land *land)
{
    return sqrt(job->wish->land_mm2 / (double)(land->polygons.n_units + 1));
}

static void add_line_item(struct hc_scene *s, const struct hc_input *input, uint32_t level, struct hc_stroke stroke)
{
    const char *title = hc_level_title(input, level);
    hc_scene_add(s, HC_ITEM_STROKE, hc_scene_text(s, "boundaries: %s", "%s界线", title))->stroke = stroke;
}

void hc_picture_borders(const struct hc_scene_job *job, struct hc_picture *p, size_t state, uint32_t level, bool legend)
{
    const struct hc_atlas *a = job->atlas;
    const struct hc_input *input = a->result->input;
    const struct hc_land *own = hc_atlas_land(a, state, level);
    const struct hc_land *finer = level > 0 ? hc_atlas_land(a, state, level - 1) : NULL;
    const struct hc_land *coarser = level + 1 < input->project.n_levels ? hc_atlas_land(a, state, level + 1) : NULL;
    struct hc_stroke band = {
        .lines = &own->borders, .outer = true, .below = true, .colour = 0xd9cfe6ffu, .width = BAND};
    struct hc_stroke thin = {.colour = 0x8a8f9880u, .width = FINER}, line = {.colour = 0x4b5260ffu, .width = OWN};
    struct hc_stroke thick = {.colour = 0x5b3a78ffu, .width = COARSER}, edge = {.colour = 0x3f2a55ffu, .width = EDGE};
    line.width *= fmin(1, unit_side(job, own) / FULL_SIDE);
    hc_picture_stroke(p, band);
    bool fine = job->wish->kind < HC_PLOT_MEASURE;
    if (fine && finer && unit_side(job, finer) > 2.5) {
        thin.lines = &finer->borders;
        hc_picture_stroke(p, thin);
    }
    line.lines = &own->borders;
    hc_picture_stroke(p, line);
    if (coarser) {
        thick.lines = &coarser->borders;
        hc_picture_stroke(p, thick);
    }
    edge.lines = &own->borders;
    edge.outer = true;
    hc_picture_stroke(p, edge);
    if (!legend)
        return;
    if (thin.lines)
        add_line_item(job->scene, input, level - 1, thin);
    add_line_item(job->scene, input, level, line);
    if (coarser)
        add_line_item(job->scene, input, level + 1, thick);
    hc_scene_add(job->scene, HC_ITEM_STROKE, hc_scene_text(job->scene, "edge of the area", "区域外界"))->stroke = edge;
}

void hc_picture_names(const struct hc_scene_job *job, struct hc_picture *p, size_t state, uint32_t level)
{
    const struct hc_result *r = job->atlas->result;
    const struct hc_level_state *l = &r->states[state].levels[level];
    const struct hc_land *own = hc_atlas_land(job->atlas, state, level);
    const struct hc_land *coarser =
        level + 1 < r->input->project.n_levels ? hc_atlas_land(job->atlas, state, level + 1) : NULL;
    double size = hc_name_size(job, l->units.count);
    if (size <= 0)
        p->n_unnamed += l->units.count;
    for (uint32_t i = 0; i < l->units.count && size > 0; i++) {
        struct hc_label *label = hc_picture_label(p, hc_unit_name(job->scene, &l->units, i), &own->polygons, i);
        label->type.size_pt = size;
        label->least = fmin(1, fmax(5.0 / size, 0.6));
        label->rank = 1;
        label->weight = hc_unit_weight(r, l, i);
        label->lead = l->units.count <= 80;
        if (coarser && l->units.parent && l->units.parent[i] != HC_NONE)
            label->text = hc_label_name(&job->scene->strings, label->text,
                                        r->states[state].levels[level + 1].units.name[l->units.parent[i]]);
    }
    if (!coarser)
        return;
    const struct hc_level_state *above = &r->states[state].levels[level + 1];
    double large = fmax(hc_name_size(job, above->units.count), size * 1.35);
    for (uint32_t i = 0; i < above->units.count && large > 0; i++) {
        struct hc_label *label = hc_picture_label(p, hc_unit_name(job->scene, &above->units, i), &coarser->polygons, i);
        label->type = (struct hc_type){.size_pt = fmin(large, 15), .bold = true, .spacing_pt = 0.8};
        label->colour = 0x5b3a78ffu;
        label->least = 0.6;
        label->halo = true;
        label->weight = hc_unit_weight(r, above, i);
    }
}

/* Name, land and people of each unit, beside the map. */
#define MOST_ROWS 120

static const char *number_text(struct hc_scene *s, struct hc_number n, int decimals)
{
    char text[64];
    return n.missing ? NULL : hc_arena_strdup(&s->strings, hc_number_format(n, decimals, true, text));
}

/* The sum of what is not missing. */
static struct hc_number total_of(const struct hc_number *values, size_t n)
{
    struct hc_number sum = hc_number_decimal(0, 0);
    for (size_t i = 0; i < n; i++)
        sum = values[i].missing ? sum : hc_number_add(sum, values[i]);
    return sum;
}

static void add_table(const struct hc_scene_job *job, size_t state, uint32_t level, const hc_colour *colours)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    const struct hc_units *u = &r->states[state].levels[level].units;
    const char *population = r->population;
    struct hc_number *area = hc_atlas_values(job->atlas, state, level, "area_m2");
    struct hc_number *people = hc_atlas_values(job->atlas, state, level, population);
    int decimals = total_of(area, u->count).real < 10000 ? 2 : 0;
    struct hc_item *head = hc_scene_add(s, HC_ITEM_HEADING, hc_level_title(r->input, level));
    head->right[0] = hc_scene_text(s, "km²", "平方公里");
    head->right[1] = people ? hc_scene_text(s, "people", "人口") : NULL;
    for (uint32_t i = 0; i < u->count; i++) {
        struct hc_item *row = hc_scene_add(s, HC_ITEM_ROW, hc_unit_name(s, u, i));
        row->fill = colours ? colours[i] : 0;
        row->right[0] = number_text(s, area[i], decimals);
        row->right[1] = people ? number_text(s, people[i], 0) : NULL;
    }
    struct hc_item *sum = hc_scene_add(s, HC_ITEM_ROW, hc_scene_text(s, "total (%zu)", "合计（%zu 个）", u->count));
    sum->bold = true;
    sum->right[0] = number_text(s, total_of(area, u->count), decimals);
    sum->right[1] = people ? number_text(s, total_of(people, u->count), 0) : NULL;
    hc_free(area);
    hc_free(people);
}

/* Of the units themselves or, where those are too many, of the next level's. */
static void add_tables(const struct hc_scene_job *job, size_t state, const hc_colour *colours)
{
    const struct hc_result *r = job->atlas->result;
    uint32_t level = job->wish->level;
    bool own = r->states[state].levels[level].units.count <= MOST_ROWS;
    if (own)
        add_table(job, state, level, colours);
    else if (level + 1 < r->input->project.n_levels && hc_atlas_land(job->atlas, state, level + 1) &&
             r->states[state].levels[level + 1].units.count <= MOST_ROWS)
        add_table(job, state, level + 1, NULL);
}

static const hc_colour *tints(const struct hc_scene_job *job, size_t state, uint32_t level)
{
    const struct hc_land *land = hc_atlas_land(job->atlas, state, level);
    size_t n = land->polygons.n_units;
    hc_colour *colours = hc_arena_alloc(&job->scene->strings, (n + 1) * sizeof *colours);
    /* Many small ones in full colours would be louder than their names. */
    double side = sqrt(job->wish->land_mm2 / (double)(n + 1)), share = side < 8 ? 0.5 : side < 14 ? 0.75 : 1;
    for (size_t i = 0; i < n; i++)
        colours[i] = hc_colour_soften(hc_tint(land->colour[i]), share);
    return colours;
}

static const hc_colour *add_picture(const struct hc_scene_job *job, size_t state, bool legend)
{
    struct hc_picture *p = &job->scene->pictures[job->scene->n_pictures++];
    uint32_t level = job->wish->level;
    const struct hc_land *land = hc_atlas_land(job->atlas, state, level);
    const hc_colour *colours = tints(job, state, level);
    p->fill = (struct hc_fill){&land->polygons, colours};
    hc_picture_borders(job, p, state, level, legend);
    hc_picture_names(job, p, state, level);
    return colours;
}

static const char *caption(const struct hc_scene_job *job, size_t state)
{
    const struct hc_result *r = job->atlas->result;
    const char *date = hc_state_title(r->states[state].date, job->scene->lang);
    size_t n = r->states[state].levels[job->wish->level].units.count;
    bool named = strcmp(r->states[state].date, "before") == 0 || strcmp(r->states[state].date, "after") == 0;
    const char *word = job->scene->lang == HC_ZH ? (state ? "调整后" : "调整前") : state ? "after" : "before";
    if (named || r->n_states < 2)
        return hc_scene_text(job->scene, "%s: %zu", "%s：%zu 个", date, n);
    return hc_scene_text(job->scene, "%s, %s: %zu", "%s（%s）：%zu 个", word, date, n);
}

int hc_scene_units(const struct hc_scene_job *job)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    size_t last = r->n_states - 1, state = job->wish->kind == HC_PLOT_BEFORE ? 0 : last;
    const char *title = hc_level_title(r->input, job->wish->level);
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "legend", "图例"));
    if (job->wish->kind == HC_PLOT_COMPARE) {
        add_picture(job, 0, true);
        add_picture(job, last, false);
        s->pictures[0].caption = caption(job, 0);
        s->pictures[1].caption = caption(job, last);
        s->subtitle = hc_scene_text(s, "%s before and after", "%s调整前后对照", title);
        hc_scene_add(
            s, HC_ITEM_TEXT,
            hc_scene_text(s, "Neighbours differ in colour; colours mean nothing else.", "颜色仅用于区分相邻单元。"));
        return 0;
    }
    const hc_colour *colours = add_picture(job, state, true);
    hc_scene_add(
        s, HC_ITEM_TEXT,
        hc_scene_text(s, "Neighbours differ in colour; colours mean nothing else.", "颜色仅用于区分相邻单元。"));
    add_tables(job, state, colours);
    s->subtitle = hc_scene_text(s, "%s, %s", "%s，%s", title, caption(job, state));
    return 0;
}
