#include "base/buf.h"
#include "map/scene/build.h"
#include "map/scene/colouring.h"
#include "simulate/state/state.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A face with the units that it lies in before and after. */
struct face_pair {
    uint32_t before, after, face;
};

static int compare_face_pairs(const void *p, const void *q)
{
    const struct face_pair *a = p, *b = q;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    if (a->after != b->after)
        return a->after < b->after ? -1 : 1;
    return (a->face > b->face) - (a->face < b->face);
}

/* What an old unit gave to a new one is a piece; piece[f] that of each face. Returns the pieces, by number; new. */
static struct face_pair *find_pieces(const struct hc_result *r, uint32_t level, size_t n_faces, uint32_t *piece)
{
    const uint32_t *before = r->states[0].levels[level].face_unit;
    const uint32_t *after = r->states[r->n_states - 1].levels[level].face_unit;
    struct face_pair *faces = hc_alloc(n_faces + 1, sizeof *faces);
    size_t n = 0;
    for (uint32_t f = 0; f < n_faces; f++)
        faces[f] = (struct face_pair){before[f], after[f], f};
    if (n_faces)
        qsort(faces, n_faces, sizeof *faces, compare_face_pairs);
    for (size_t i = 0; i < n_faces; i++) {
        bool same = n && faces[n - 1].before == faces[i].before && faces[n - 1].after == faces[i].after;
        uint32_t face = faces[i].face;
        if (!same)
            faces[n++] = faces[i];
        piece[face] = (uint32_t)n - 1;
    }
    return faces;
}

/* Leaves the lines between two old units that one new unit holds both. */
static void keep_inner(struct hc_lines *l, const struct face_pair *pieces)
{
    size_t kept = 0, to = 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t begin = l->at[i], end = l->at[i + 1];
        if (l->right[i] == HC_NONE || pieces[l->left[i]].after != pieces[l->right[i]].after ||
            pieces[l->left[i]].after == HC_NONE)
            continue;
        memmove(l->xy + to, l->xy + begin, (end - begin) * sizeof *l->xy);
        l->left[kept] = l->left[i];
        l->right[kept] = l->right[i];
        l->at[kept++] = to;
        to += end - begin;
        l->at[kept] = to;
    }
    l->n = kept;
    l->n_xy = to;
}

static int find_old_borders(const struct hc_scene_job *job, struct hc_err *err)
{
    size_t n_faces = hc_cover_n_faces(job->atlas->cover);
    uint32_t *piece = hc_alloc(n_faces + 1, sizeof *piece);
    struct face_pair *pieces = find_pieces(job->atlas->result, job->wish->level, n_faces, piece);
    int status = hc_atlas_borders(job->atlas, piece, &job->scene->made, err);
    if (status == 0 && job->scene->made.n)
        keep_inner(&job->scene->made, pieces);
    hc_free(pieces);
    hc_free(piece);
    return status;
}

static const hc_colour *colour_changed(const struct hc_scene_job *job, const uint8_t *changed)
{
    size_t last = job->atlas->result->n_states - 1;
    const struct hc_land *land = hc_atlas_land(job->atlas, last, job->wish->level);
    size_t n = land->polygons.n_units;
    hc_colour *colours = hc_arena_alloc(&job->scene->strings, (n + 1) * sizeof *colours);
    uint32_t *number = hc_alloc(n + 1, sizeof *number);
    struct hc_pairs pairs = {0};
    for (size_t i = 0; i < land->pairs.n; i++)
        if (changed[land->pairs.items[i].a] && changed[land->pairs.items[i].b]) {
            HC_GROW(pairs.items, pairs.cap, pairs.n + 1);
            pairs.items[pairs.n++] = land->pairs.items[i];
        }
    hc_colour_units(&pairs, n, HC_N_TINTS - 1, NULL, number);
    for (size_t i = 0; i < n; i++)
        colours[i] = changed[i] ? hc_tint(number[i]) : HC_PALE;
    hc_free(number);
    hc_pairs_release(&pairs);
    return colours;
}

/* The names of the units that a new one was made of, in smaller type inside what was theirs. */
static void add_old_names(const struct hc_scene_job *job, const uint8_t *changed, double size)
{
    bool finer = job->wish->level > 0;
    const struct hc_result *r = job->atlas->result;
    uint32_t level = job->wish->level;
    const struct hc_level_state *before = &r->states[0].levels[level],
                                *after = &r->states[r->n_states - 1].levels[level];
    const struct hc_land *land = hc_atlas_land(job->atlas, 0, level);
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    for (size_t i = 0; i < c->n; i++) {
        uint32_t source = c->rows[i].source, target = c->rows[i].target;
        bool again = i && c->rows[i - 1].source == source;
        if (target == HC_NONE || !changed[target] || again ||
            strcmp(hc_unit_name(job->scene, &before->units, source), hc_unit_name(job->scene, &after->units, target)) ==
                0)
            continue;
        struct hc_label *label = hc_picture_label(
            &job->scene->pictures[0], hc_unit_name(job->scene, &before->units, source), &land->polygons, source);
        label->type.size_pt = size;
        label->colour = HC_DASHED;
        label->least = fmin(1, fmax(4.6 / size, 0.6));
        label->rank = 2;
        label->weight = hc_unit_weight(r, before, source);
        label->halo = finer;
    }
}

static void add_new_names(const struct hc_scene_job *job, const uint8_t *changed)
{
    const struct hc_result *r = job->atlas->result;
    size_t last = r->n_states - 1;
    uint32_t level = job->wish->level;
    const struct hc_level_state *after = &r->states[last].levels[level];
    const struct hc_land *land = hc_atlas_land(job->atlas, last, level);
    double size = hc_name_size(job, after->units.count);
    double old_size = hc_name_size(job, r->states[0].levels[level].units.count);
    for (uint32_t i = 0; i < after->units.count && size > 0; i++) {
        struct hc_label *label =
            hc_picture_label(&job->scene->pictures[0], hc_unit_name(job->scene, &after->units, i), &land->polygons, i);
        label->type = (struct hc_type){.size_pt = changed[i] ? size : fmax(size * 0.8, 5), .bold = changed[i]};
        label->colour = changed[i] ? HC_INK : HC_GREY;
        label->least = fmin(1, fmax(5.2 / size, 0.6));
        label->rank = changed[i] ? 0 : 1;
        label->weight = hc_unit_weight(r, after, i);
        label->lead = after->units.count <= 80;
        label->halo = true;
    }
    if (size <= 0)
        job->scene->pictures[0].n_unnamed += after->units.count;
    if (old_size > 0)
        add_old_names(job, changed, fmax(fmin(old_size, size * 0.75), 4.6));
}

/* "A + B + C" for each new unit. */
static void add_members(const struct hc_scene_job *job, const uint8_t *changed, const hc_colour *colours)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    uint32_t level = job->wish->level;
    const struct hc_units *before = &r->states[0].levels[level].units,
                          *after = &r->states[r->n_states - 1].levels[level].units;
    const struct hc_crosswalk *c = &r->levels[level].crosswalk;
    struct hc_buf *members = hc_calloc(after->count + 1, sizeof *members);
    for (size_t i = 0; i < c->n; i++) {
        uint32_t target = c->rows[i].target, source = c->rows[i].source;
        if (target == HC_NONE || !changed[target])
            continue;
        bool part = (i && c->rows[i - 1].source == source) || (i + 1 < c->n && c->rows[i + 1].source == source);
        hc_buf_addf(&members[target], "%s%s%s", members[target].len ? (s->lang == HC_ZH ? "、" : ", ") : "",
                    hc_unit_name(job->scene, before, source),
                    !part              ? ""
                    : s->lang == HC_ZH ? "（部分）"
                                       : " (part)");
    }
    for (uint32_t u = 0; u < after->count; u++) {
        if (!changed[u])
            continue;
        struct hc_item *row = hc_scene_add(s, HC_ITEM_ROW, hc_unit_name(job->scene, after, u));
        row->fill = colours[u];
        row->bold = true;
        hc_scene_add(s, HC_ITEM_TEXT, hc_arena_strdup(&s->strings, members[u].data ? members[u].data : ""));
        hc_buf_release(&members[u]);
    }
    hc_free(members);
}

static void add_legend(const struct hc_scene_job *job, const uint8_t *changed, struct hc_stroke old)
{
    struct hc_scene *s = job->scene;
    size_t n = job->atlas->result->states[job->atlas->result->n_states - 1].levels[job->wish->level].units.count;
    hc_scene_add(s, HC_ITEM_STROKE, hc_scene_text(s, "border that is no more", "撤销的界线"))->stroke = old;
    if (memchr(changed, 0, n))
        hc_scene_add(s, HC_ITEM_SWATCH, hc_scene_text(s, "unchanged", "未变动"))->fill = HC_PALE;
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "new, and what it was made of", "新单元及其组成"));
}

int hc_scene_changed(const struct hc_scene_job *job, struct hc_err *err)
{
    struct hc_scene *s = job->scene;
    const struct hc_result *r = job->atlas->result;
    size_t last = r->n_states - 1, n_changed = 0;
    uint32_t level = job->wish->level;
    uint8_t *changed = hc_changed_units(r, level);
    const struct hc_land *land = hc_atlas_land(job->atlas, last, level);
    struct hc_picture *p = &s->pictures[s->n_pictures++];
    const hc_colour *colours = colour_changed(job, changed);
    int status = find_old_borders(job, err);
    for (size_t u = 0; u < land->polygons.n_units; u++)
        n_changed += changed[u];
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "legend", "图例"));
    p->fill = (struct hc_fill){&land->polygons, colours};
    struct hc_stroke old = {.lines = &s->made, .colour = HC_DASHED, .width = 0.28, .dash = 1.5, .gap = 1.0};
    hc_picture_stroke(p, old);
    hc_picture_borders(job, p, last, level, true);
    add_new_names(job, changed);
    add_legend(job, changed, old);
    add_members(job, changed, colours);
    s->subtitle = hc_scene_text(s, "%s: what changed, %s to %s (%zu of %zu units are new)",
                                "%s调整示意（%s 至 %s）：新单元 %zu 个，共 %zu 个", hc_level_title(r->input, level),
                                hc_state_title(r->states[0].date, s->lang),
                                hc_state_title(r->states[last].date, s->lang), n_changed, land->polygons.n_units);
    hc_free(changed);
    return status;
}
