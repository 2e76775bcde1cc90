#include "map/sheet/plot.h"

#include "map/sheet/parts.h"

void hc_plot_init(struct hc_plot *plot, struct hc_scene *scene, const struct hc_atlas *atlas,
                  const struct hc_layout *layout, struct hc_fonts *fonts)
{
    *plot = (struct hc_plot){.scene = scene, .atlas = atlas, .layout = *layout, .fonts = fonts};
    for (size_t i = 0; i < scene->n_pictures; i++) {
        struct hc_picture *p = &scene->pictures[i];
        struct hc_box box = layout->maps[i];
        double pad = 1.5;
        box = (struct hc_box){box.x + pad, box.y + pad + layout->caption, box.w - 2 * pad,
                              box.h - 2 * pad - layout->caption};
        hc_occupied_init(&plot->occupied[i], box);
        hc_occupied_add_land(&plot->occupied[i], &layout->views[i], p->fill.polygons);
        for (size_t k = 0; k < p->n_marks; k++) {
            struct hc_xy at = hc_view_point(&layout->views[i], p->marks[k].at);
            double r = 1.1 * layout->f;
            hc_occupied_add(&plot->occupied[i], (struct hc_box){at.x - r, at.y - r, 2 * r, 2 * r});
        }
        plot->n_left_out +=
            p->n_unnamed + hc_labels_place(p->labels, p->n_labels, &layout->views[i], fonts, &plot->occupied[i]);
    }
}

void hc_plot_draw(struct hc_plot *plot, struct hc_pen *pen)
{
    for (size_t i = 0; i < plot->scene->n_pictures; i++)
        hc_draw_picture(plot, i, pen);
    hc_draw_panel(plot, pen);
    hc_draw_foot(plot, pen);
    hc_draw_frame(plot, pen);
}

void hc_plot_release(struct hc_plot *plot)
{
    for (size_t i = 0; i < 2; i++)
        hc_occupied_release(&plot->occupied[i]);
}
