/* The pen: one page on paper, in millimetres from its upper left corner, whatever the file is. By cairo and pango. */
#ifndef HC_MAP_DRAW_PEN_H
#define HC_MAP_DRAW_PEN_H

#include "base/err.h"
#include "map/draw/colour.h"
#include "model/polygons.h"
#include <stdbool.h>

enum hc_map_format { HC_MAP_PDF = 1, HC_MAP_SVG = 2, HC_MAP_PNG = 4 };

struct hc_box {
    double x, y, w, h; /* mm; x and y of the upper left corner */
};

/* How text is set. A zeroed field is the usual. */
struct hc_type {
    double size_pt;
    bool bold, serif;
    double spacing_pt; /* between letters */
};

/* The fonts of one thread. */
struct hc_fonts;
struct hc_fonts *hc_fonts_new(void);
void hc_fonts_free(struct hc_fonts *fonts);

/* Text as it is set: lines broken at '\n', and where wrap_mm > 0 so that no line is wider. */
struct hc_text_size {
    double w, h; /* mm, of the ink's box: from the ascent of the capitals to the baseline of the last line, about */
    double rise; /* from the top of the logical box to that of this one */
    size_t n_lines;
};
struct hc_text_size hc_text_measure(struct hc_fonts *fonts, const char *text, struct hc_type type, double wrap_mm);

struct hc_pen;

/* What files say of themselves. */
struct hc_about {
    const char *title, *author;
    const char *text; /* what stands on the sheet, for those who cannot see it; SVG */
};

struct hc_pen *hc_pen_new(enum hc_map_format format, struct hc_fonts *fonts, double width_mm, double height_mm,
                          double dpi, const struct hc_about *about);
/* Writes the file and frees the pen. `name` is for messages. Same drawing, same bytes. */
int hc_pen_finish(struct hc_pen *pen, const char *path, const char *name, struct hc_err *err);

/* Where coordinates of a plane lie on paper: (x - at.x) * scale + on.x, and y upwards. */
struct hc_view {
    struct hc_xy at, on;
    double scale; /* mm a unit */
};
static inline struct hc_xy hc_view_point(const struct hc_view *v, struct hc_xy p)
{
    return (struct hc_xy){v->on.x + (p.x - v->at.x) * v->scale, v->on.y - (p.y - v->at.y) * v->scale};
}

/* Paths are gathered, then filled or stroked, which ends them. Vertices nearer than a hair to the last are left out. */
void hc_pen_move(struct hc_pen *pen, double x, double y);
void hc_pen_line(struct hc_pen *pen, double x, double y);
void hc_pen_close(struct hc_pen *pen);
void hc_pen_box(struct hc_pen *pen, struct hc_box box);
void hc_pen_circle(struct hc_pen *pen, double x, double y, double radius);
void hc_pen_polygon(struct hc_pen *pen, const struct hc_polygons *p, size_t unit, const struct hc_view *view);
void hc_pen_polyline(struct hc_pen *pen, const struct hc_xy *xy, size_t n, const struct hc_view *view);
void hc_pen_fill(struct hc_pen *pen, hc_colour colour); /* even-odd */
/* dash_mm: lengths of dash and gap; 0: solid. */
void hc_pen_stroke(struct hc_pen *pen, hc_colour colour, double width_mm, double dash_mm, double gap_mm);
void hc_pen_clip(struct hc_pen *pen, struct hc_box box);
void hc_pen_unclip(struct hc_pen *pen);

enum hc_align { HC_LEFT, HC_CENTRE, HC_RIGHT };
/* x as aligned, y the top of the text's box (see hc_text_measure). halo_mm > 0: a white rim. */
void hc_pen_text(struct hc_pen *pen, const char *text, struct hc_type type, hc_colour colour, double x, double y,
                 enum hc_align align, double wrap_mm, double halo_mm);

#endif
