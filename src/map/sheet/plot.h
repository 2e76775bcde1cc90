/* A sheet: a scene on paper. Laid out once, then drawn to as many files as are wanted. */
#ifndef HC_MAP_SHEET_PLOT_H
#define HC_MAP_SHEET_PLOT_H

#include "map/scene/scene.h"
#include "map/sheet/layout.h"

struct hc_plot {
    struct hc_scene *scene;
    const struct hc_atlas *atlas;
    struct hc_layout layout;
    struct hc_fonts *fonts;
    struct hc_occupied occupied[2];
    size_t n_left_out; /* names without room */
};

/* How high, in mm on A3, what stands above the frame is. */
double hc_plot_head(const struct hc_project *project);
/* How high, in mm on A3, a panel below the maps must be to hold the scene's items; at most 130. */
double hc_plot_panel(struct hc_scene *scene, const struct hc_layout *layout, struct hc_fonts *fonts);
/* Places the labels of the scene. */
void hc_plot_init(struct hc_plot *sheet, struct hc_scene *scene, const struct hc_atlas *atlas,
                  const struct hc_layout *layout, struct hc_fonts *fonts);
void hc_plot_draw(struct hc_plot *sheet, struct hc_pen *pen);
void hc_plot_release(struct hc_plot *plot);

#endif
