#include "map/scene/land.h"

#include "base/mem.h"
#include "map/scene/colouring.h"
#include "map/scene/thin.h"
#include <math.h>
#include <string.h>

/* What paper does not show, in mm. */
#define HAIR_MM 0.08

int hc_atlas_borders(const struct hc_atlas *a, const uint32_t *face_unit, struct hc_lines *out, struct hc_err *err)
{
    hc_cover_lines(a->cover, face_unit, out);
    hc_thin_lines(out, a->chart.unit, a->tolerance);
    if (hc_chart_project(&a->chart, out->xy, out->n_xy, a->threads, err) == 0)
        return 0;
    hc_lines_release(out);
    return -1;
}

int hc_atlas_polygons(const struct hc_atlas *a, const uint32_t *face_unit, size_t n_units, struct hc_polygons *out,
                      struct hc_err *err)
{
    if (hc_cover_dissolve(a->cover, face_unit, n_units, out, err) < 0)
        return -1;
    hc_thin_polygons(out, a->chart.unit, a->tolerance);
    if (hc_chart_project(&a->chart, out->xy, out->n_xy, a->threads, err) == 0)
        return 0;
    hc_polygons_release(out);
    return -1;
}

static void release_land(struct hc_land *land)
{
    if (!land)
        return;
    hc_polygons_release(&land->polygons);
    hc_lines_release(&land->borders);
    hc_pairs_release(&land->pairs);
    hc_free(land->colour);
    hc_free(land);
}

/* For each unit the colour of the first state's unit that the most of its land was: what stays keeps its colour. */
static uint32_t *wished_colours(const struct hc_atlas *a, uint32_t level)
{
    const struct hc_result *r = a->result;
    const struct hc_land *first = a->land[level];
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    size_t n = r->states[r->n_states - 1].levels[level].units.count;
    uint32_t *wish = hc_alloc(n, sizeof *wish);
    double *most = hc_calloc(n, sizeof *most);
    for (size_t u = 0; u < n; u++)
        wish[u] = HC_NONE;
    for (size_t i = 0; first && i < c->n; i++) {
        uint32_t u = c->rows[i].target;
        if (u == HC_NONE || isnan(c->rows[i].share_area))
            continue;
        double area = c->rows[i].share_area * (double)r->states[0].levels[level].area[c->rows[i].source];
        if (area > most[u]) {
            most[u] = area;
            wish[u] = first->colour[c->rows[i].source];
        }
    }
    hc_free(most);
    return wish;
}

static int build(struct hc_atlas *a, size_t state, uint32_t level, struct hc_err *err)
{
    const struct hc_result *r = a->result;
    const struct hc_level_state *l = &r->states[state].levels[level];
    struct hc_land *land = hc_calloc(1, sizeof *land);
    if (hc_atlas_polygons(a, l->face_unit, l->units.count, &land->polygons, err) < 0) {
        hc_free(land);
        return -1;
    }
    a->land[state * r->input->project.n_levels + level] = land;
    if (hc_atlas_borders(a, l->face_unit, &land->borders, err) < 0)
        return -1;
    hc_cover_neighbours(a->cover, l->face_unit, l->units.count, &land->pairs);
    land->colour = hc_alloc(l->units.count, sizeof *land->colour);
    uint32_t *wish = state ? wished_colours(a, level) : NULL;
    hc_colour_units(&land->pairs, l->units.count, 4, wish, land->colour);
    hc_free(wish);
    return 0;
}

/* Whether the last state's units are the first one's, with the same land. */
static bool is_same(const struct hc_result *r, uint32_t level, size_t n_faces)
{
    const struct hc_level_state *a = &r->states[0].levels[level], *b = &r->states[r->n_states - 1].levels[level];
    return a->units.count == b->units.count && a->face_unit && b->face_unit &&
           memcmp(a->face_unit, b->face_unit, n_faces * sizeof *a->face_unit) == 0;
}

/* Extent and area of the coarsest level of the first state. */
static void measure_land(struct hc_atlas *a)
{
    const struct hc_land *land = NULL;
    double twice = 0;
    a->min = (struct hc_xy){INFINITY, INFINITY};
    a->max = (struct hc_xy){-INFINITY, -INFINITY};
    for (size_t l = 0; l < a->result->input->project.n_levels; l++)
        land = a->land[l] ? a->land[l] : land;
    for (size_t r = 0; land && r < land->polygons.n_rings; r++) {
        const struct hc_polygons *p = &land->polygons;
        for (size_t i = p->ring_xy[r], last = p->ring_xy[r + 1] - 1; i < p->ring_xy[r + 1]; last = i++) {
            struct hc_xy u = p->xy[last], v = p->xy[i];
            twice += (u.x - a->chart.middle.x) * (v.y - a->chart.middle.y) -
                     (v.x - a->chart.middle.x) * (u.y - a->chart.middle.y);
            a->min = (struct hc_xy){fmin(a->min.x, v.x), fmin(a->min.y, v.y)};
            a->max = (struct hc_xy){fmax(a->max.x, v.x), fmax(a->max.y, v.y)};
        }
    }
    a->area = fabs(twice) / 2;
}

int hc_atlas_init(struct hc_atlas *a, const struct hc_result *r, const struct hc_cover *cover, double longest_mm,
                  int threads, struct hc_err *err)
{
    size_t n_levels = r->input->project.n_levels, last = r->n_states - 1;
    *a = (struct hc_atlas){.result = r, .cover = cover, .threads = threads};
    if (hc_chart_init(&a->chart, cover, err) < 0)
        return -1;
    a->land = hc_calloc(r->n_states * n_levels, sizeof(struct hc_land *));
    int status = hc_chart_scale(&a->chart, a->chart.middle, &a->metres, &a->north, err);
    a->tolerance = HAIR_MM * fmax(a->chart.size.x, a->chart.size.y) * a->metres / longest_mm;
    for (uint32_t l = 0; l < n_levels && status == 0; l++) {
        if (r->states[0].levels[l].face_unit)
            status = build(a, 0, l, err);
        if (status < 0 || !last || !r->states[last].levels[l].face_unit)
            continue;
        if (is_same(r, l, hc_cover_n_faces(cover)))
            a->land[last * n_levels + l] = a->land[l];
        else
            status = build(a, last, l, err);
    }
    if (status == 0)
        measure_land(a);
    else
        hc_atlas_release(a);
    return status;
}

void hc_atlas_release(struct hc_atlas *a)
{
    size_t n_levels = a->result ? a->result->input->project.n_levels : 0,
           last = a->result ? a->result->n_states - 1 : 0;
    for (size_t l = 0; a->land && l < n_levels; l++) {
        if (last && a->land[last * n_levels + l] != a->land[l])
            release_land(a->land[last * n_levels + l]);
        release_land(a->land[l]);
    }
    hc_free(a->land);
    hc_chart_release(&a->chart);
    *a = (struct hc_atlas){0};
}

const struct hc_land *hc_atlas_land(const struct hc_atlas *a, size_t state, uint32_t level)
{
    return a->land[state * a->result->input->project.n_levels + level];
}
