/* What cairo leaves out of files, and writing them: for the files of this folder alone. */
#ifndef HC_MAP_DRAW_WRITE_H
#define HC_MAP_DRAW_WRITE_H

#include "base/buf.h"
#include "map/draw/pen.h"

/* Says in a PNG how large a pixel is (chunk pHYs, PNG 1.2, 4.2.4.2). */
void hc_png_add_resolution(struct hc_buf *png, double dpi);

/* Puts title and text into an SVG as <title> and <desc>: its glyphs are outlines, and nobody can search those. */
void hc_svg_add_text(struct hc_buf *svg, const struct hc_about *about);

int hc_map_file_write(const char *path, const char *name, const struct hc_buf *bytes, struct hc_err *err);

#endif
