/* The parts of a sheet, each drawn by itself: for the files of this folder alone. */
#ifndef HC_MAP_SHEET_PARTS_H
#define HC_MAP_SHEET_PARTS_H

#include "map/sheet/plot.h"

void hc_draw_picture(struct hc_plot *sheet, size_t index, struct hc_pen *pen);
void hc_draw_panel(const struct hc_plot *sheet, struct hc_pen *pen); /* items, in columns */
void hc_draw_frame(const struct hc_plot *sheet, struct hc_pen *pen); /* lines, title, title block */
void hc_draw_foot(const struct hc_plot *sheet, struct hc_pen *pen);  /* north arrow, scale, what was left out */
/* A symbol of that radius about a point. */
void hc_draw_symbol(struct hc_pen *pen, enum hc_symbol symbol, double x, double y, double radius);

/* Type of so many points on A3, and no smaller than can be read. */
struct hc_type hc_plot_type(const struct hc_layout *layout, double size_pt, bool bold);

#endif
