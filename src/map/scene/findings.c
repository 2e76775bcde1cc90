#include "map/scene/build.h"
#include "simulate/state/state.h"
#include <math.h>

static enum hc_symbol symbol_of(enum hc_severity severity)
{
    return severity == HC_NOTE ? HC_SYMBOL_NOTE : severity == HC_WARNING ? HC_SYMBOL_WARNING : HC_SYMBOL_ERROR;
}

static void add_symbols(struct hc_scene *s, const struct hc_findings *findings)
{
    static const enum hc_severity all[] = {HC_ERROR, HC_WARNING, HC_NOTE};
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0;
        for (size_t k = 0; k < findings->count; k++)
            n += findings->items[k].severity == all[i] && findings->items[k].has_place;
        if (!n)
            continue;
        struct hc_item *item = hc_scene_add(s, HC_ITEM_MARK, hc_severity_name(all[i], s->lang));
        item->symbol = symbol_of(all[i]);
        item->right[1] = hc_scene_text(s, "%zu", "%zu", n);
    }
}

int hc_scene_findings(const struct hc_scene_job *job)
{
    enum { MOST_NUMBERS = 99 };
    struct hc_scene *s = job->scene;
    const struct hc_atlas *a = job->atlas;
    const struct hc_land *land = hc_atlas_land(a, 0, job->wish->level);
    struct hc_picture *p = &s->pictures[s->n_pictures++];
    hc_colour *colours = hc_arena_alloc(&s->strings, (land->polygons.n_units + 1) * sizeof *colours);
    size_t n = 0, n_elsewhere = 0;
    for (size_t i = 0; i < land->polygons.n_units; i++)
        colours[i] = 0xf5f3e8ffu;
    p->fill = (struct hc_fill){&land->polygons, colours};
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "legend", "图例"));
    add_symbols(s, job->findings);
    hc_picture_borders(job, p, 0, job->wish->level, true);
    hc_scene_add(s, HC_ITEM_HEADING, hc_scene_text(s, "findings", "问题"));
    for (size_t i = 0; i < job->findings->count; i++) {
        const struct hc_finding *f = &job->findings->items[i];
        struct hc_xy at = {f->x, f->y};
        struct hc_err ignored = {0};
        bool placed = f->has_place && hc_chart_project(&a->chart, &at, 1, 1, &ignored) == 0;
        hc_err_release(&ignored);
        n_elsewhere += !placed;
        if (!placed)
            continue;
        n++;
        HC_GROW(p->marks, p->cap_marks, p->n_marks + 1);
        p->marks[p->n_marks++] = (struct hc_mark){at, symbol_of(f->severity), n <= MOST_NUMBERS ? (unsigned)n : 0};
        if (n > MOST_NUMBERS)
            continue;
        struct hc_item *item =
            hc_scene_add(s, HC_ITEM_MARK, hc_scene_text(s, "%s", "%s", hc_text_in(&f->what, s->lang)));
        item->symbol = symbol_of(f->severity);
        item->number = (unsigned)n;
    }
    if (n_elsewhere)
        hc_scene_add(s, HC_ITEM_TEXT,
                     hc_scene_text(s, "%zu more have no place on a map.", "另有 %zu 项没有地图位置。", n_elsewhere));
    s->subtitle = hc_scene_text(s, "findings in the boundaries: %zu", "边界数据问题：%zu 项", n);
    return 0;
}
