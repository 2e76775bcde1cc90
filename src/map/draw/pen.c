#include "map/draw/pen.h"

#include "base/buf.h"
#include "base/mem.h"
#include "map/draw/fonts.h"
#include "map/draw/write.h"
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Vertices this near to the last one, in mm, are not seen. */
#define HAIR 0.06
/* An eighth of a point: nearer than any printer puts dots, and short numbers. */
#define GRID (HC_PT_MM / 8)

struct hc_pen {
    enum hc_map_format format;
    struct hc_fonts *fonts;
    cairo_surface_t *surface;
    cairo_t *cr;
    struct hc_buf bytes;
    double dpi;
    const struct hc_about *about;
};

static cairo_status_t take_bytes(void *closure, const unsigned char *data, unsigned int length)
{
    hc_buf_add(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

/* The date in the file: SOURCE_DATE_EPOCH, else a constant, so that the same map gives the same bytes. */
static void file_date(char out[32])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t seconds = epoch ? (time_t)strtoll(epoch, NULL, 10) : 946684800;
    struct tm tm;
    if (!gmtime_r(&seconds, &tm) || !strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm))
        strcpy(out, "2000-01-01T00:00:00Z");
}

static void describe_pdf(cairo_surface_t *surface, const struct hc_about *about)
{
    char date[32];
    file_date(date);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, about->title);
    if (about->author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, about->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "hecun");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

struct hc_pen *hc_pen_new(enum hc_map_format format, struct hc_fonts *fonts, double width_mm, double height_mm,
                          double dpi, const struct hc_about *about)
{
    struct hc_pen *pen = hc_calloc(1, sizeof *pen);
    double w = width_mm / HC_PT_MM, h = height_mm / HC_PT_MM, unit = 1 / HC_PT_MM;
    pen->format = format;
    pen->fonts = fonts;
    pen->dpi = dpi;
    pen->about = about;
    if (format == HC_MAP_PDF) {
        pen->surface = cairo_pdf_surface_create_for_stream(take_bytes, &pen->bytes, w, h);
        describe_pdf(pen->surface, about);
    } else if (format == HC_MAP_SVG) {
        pen->surface = cairo_svg_surface_create_for_stream(take_bytes, &pen->bytes, w, h);
        cairo_svg_surface_restrict_to_version(pen->surface, CAIRO_SVG_VERSION_1_1);
    } else {
        unit = dpi / 25.4;
        pen->surface =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(width_mm * unit), (int)lround(height_mm * unit));
    }
    pen->cr = cairo_create(pen->surface);
    cairo_scale(pen->cr, unit, unit);
    cairo_set_fill_rule(pen->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(pen->cr, CAIRO_LINE_JOIN_ROUND);
    hc_pen_box(pen, (struct hc_box){0, 0, width_mm, height_mm});
    hc_pen_fill(pen, HC_PAPER);
    return pen;
}

int hc_pen_finish(struct hc_pen *pen, const char *path, const char *name, struct hc_err *err)
{
    cairo_status_t status = cairo_status(pen->cr);
    cairo_destroy(pen->cr);
    if (pen->format == HC_MAP_PNG && status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(pen->surface, take_bytes, &pen->bytes);
    cairo_surface_finish(pen->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(pen->surface);
    cairo_surface_destroy(pen->surface);
    int result = 0;
    if (status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE)
        result = hc_err_set(err, HC_USAGE, "%s: so many pixels do not fit; choose a lower --dpi",
                            "%s：像素过多；请用较小的 --dpi", name);
    else if (status != CAIRO_STATUS_SUCCESS)
        result = hc_err_set(err, HC_FAULT, "%s: cairo cannot draw it: %s", "%s：cairo 无法绘制：%s", name,
                            cairo_status_to_string(status));
    if (result == 0 && pen->format == HC_MAP_PNG)
        hc_png_add_resolution(&pen->bytes, pen->dpi);
    if (result == 0 && pen->format == HC_MAP_SVG)
        hc_svg_add_text(&pen->bytes, pen->about);
    if (result == 0)
        result = hc_map_file_write(path, name, &pen->bytes, err);
    hc_buf_release(&pen->bytes);
    hc_free(pen);
    return result;
}

static void set_colour(struct hc_pen *pen, hc_colour c)
{
    cairo_set_source_rgba(pen->cr, (c >> 24) / 255.0, ((c >> 16) & 0xff) / 255.0, ((c >> 8) & 0xff) / 255.0,
                          (c & 0xff) / 255.0);
}

void hc_pen_move(struct hc_pen *pen, double x, double y)
{
    cairo_move_to(pen->cr, x, y);
}

void hc_pen_line(struct hc_pen *pen, double x, double y)
{
    cairo_line_to(pen->cr, x, y);
}

void hc_pen_close(struct hc_pen *pen)
{
    cairo_close_path(pen->cr);
}

void hc_pen_box(struct hc_pen *pen, struct hc_box b)
{
    cairo_rectangle(pen->cr, b.x, b.y, b.w, b.h);
}

void hc_pen_circle(struct hc_pen *pen, double x, double y, double radius)
{
    cairo_new_sub_path(pen->cr);
    cairo_arc(pen->cr, x, y, radius, 0, 2 * M_PI);
    cairo_close_path(pen->cr);
}

void hc_pen_polyline(struct hc_pen *pen, const struct hc_xy *xy, size_t n, const struct hc_view *view)
{
    struct hc_xy last = {INFINITY, INFINITY};
    for (size_t i = 0; i < n; i++) {
        struct hc_xy p = hc_view_point(view, xy[i]);
        p = (struct hc_xy){rint(p.x / GRID) * GRID, rint(p.y / GRID) * GRID};
        if (i && i + 1 < n && fabs(p.x - last.x) < HAIR && fabs(p.y - last.y) < HAIR)
            continue;
        if (i)
            cairo_line_to(pen->cr, p.x, p.y);
        else
            cairo_move_to(pen->cr, p.x, p.y);
        last = p;
    }
}

void hc_pen_polygon(struct hc_pen *pen, const struct hc_polygons *p, size_t unit, const struct hc_view *view)
{
    for (uint32_t r = p->part_ring[p->unit_part[unit]]; r < p->part_ring[p->unit_part[unit + 1]]; r++) {
        hc_pen_polyline(pen, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r], view);
        cairo_close_path(pen->cr);
    }
}

void hc_pen_fill(struct hc_pen *pen, hc_colour colour)
{
    set_colour(pen, colour);
    if (colour & 0xff)
        cairo_fill(pen->cr);
    else
        cairo_new_path(pen->cr);
}

void hc_pen_stroke(struct hc_pen *pen, hc_colour colour, double width_mm, double dash_mm, double gap_mm)
{
    double dashes[2] = {dash_mm, gap_mm};
    set_colour(pen, colour);
    cairo_set_line_width(pen->cr, width_mm);
    cairo_set_line_cap(pen->cr, dash_mm > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(pen->cr, dashes, dash_mm > 0 ? 2 : 0, 0);
    cairo_stroke(pen->cr);
}

void hc_pen_clip(struct hc_pen *pen, struct hc_box box)
{
    cairo_save(pen->cr);
    cairo_rectangle(pen->cr, box.x, box.y, box.w, box.h);
    cairo_clip(pen->cr);
}

void hc_pen_unclip(struct hc_pen *pen)
{
    cairo_restore(pen->cr);
}

/* A halo is wider than the outlines it follows are fine: their curves become few lines, which makes files half as
 * large. */
static void coarsen_path(cairo_t *cr, double step)
{
    cairo_path_t *path = cairo_copy_path_flat(cr);
    double x = 0, y = 0;
    cairo_new_path(cr);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *d = &path->data[i];
        if (d->header.type == CAIRO_PATH_MOVE_TO) {
            cairo_move_to(cr, x = d[1].point.x, y = d[1].point.y);
        } else if (d->header.type == CAIRO_PATH_CLOSE_PATH) {
            cairo_close_path(cr);
        } else if (fabs(d[1].point.x - x) + fabs(d[1].point.y - y) > step) {
            cairo_line_to(cr, x = d[1].point.x, y = d[1].point.y);
        }
    }
    cairo_path_destroy(path);
}

void hc_pen_text(struct hc_pen *pen, const char *text, struct hc_type type, hc_colour colour, double x, double y,
                 enum hc_align align, double wrap_mm, double halo_mm)
{
    struct hc_text_size size;
    PangoLayout *layout = hc_fonts_layout(pen->fonts, text, type, wrap_mm, align, &size);
    double width = wrap_mm > 0 ? wrap_mm : size.w;
    cairo_save(pen->cr);
    cairo_translate(pen->cr, align == HC_LEFT ? x : align == HC_CENTRE ? x - width / 2 : x - width, y - size.rise);
    cairo_scale(pen->cr, HC_PT_MM, HC_PT_MM);
    if (halo_mm > 0) {
        cairo_move_to(pen->cr, 0, 0);
        pango_cairo_layout_path(pen->cr, layout);
        coarsen_path(pen->cr, 0.5 * halo_mm / HC_PT_MM);
        set_colour(pen, 0xffffffd0u);
        cairo_set_dash(pen->cr, NULL, 0, 0);
        cairo_set_line_width(pen->cr, 2 * halo_mm / HC_PT_MM);
        cairo_stroke(pen->cr);
    }
    set_colour(pen, colour);
    cairo_move_to(pen->cr, 0, 0);
    pango_cairo_show_layout(pen->cr, layout);
    cairo_new_path(pen->cr);
    cairo_restore(pen->cr);
}
