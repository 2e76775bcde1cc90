/* Layouts of pango: for the files of this folder alone. Layouts are set in points, one to a unit. */
#ifndef HC_MAP_DRAW_FONTS_H
#define HC_MAP_DRAW_FONTS_H

#include "map/draw/pen.h"
#include <pango/pangocairo.h>

#define HC_PT_MM (25.4 / 72)

/* The layout of a text; it belongs to the fonts and lasts till the next call. */
PangoLayout *hc_fonts_layout(struct hc_fonts *fonts, const char *text, struct hc_type type, double wrap_mm,
                             enum hc_align align, struct hc_text_size *size);

#endif
