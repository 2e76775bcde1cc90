#include "map/draw/fonts.h"

#include "base/mem.h"
#include <math.h>

#define SANS    "Noto Sans CJK SC, Noto Sans, DejaVu Sans, sans-serif"
#define SERIF   "Noto Serif CJK SC, Noto Serif, DejaVu Serif, serif"

/* Of the size: how high capitals and the usual Chinese glyphs stand above the baseline, and how far Chinese ones go
 * below it. */
#define CAP     0.80
#define DESCENT 0.09

struct hc_fonts {
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *sans, *serif;
};

struct hc_fonts *hc_fonts_new(void)
{
    struct hc_fonts *f = hc_calloc(1, sizeof *f);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    f->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(f->map), 72);
    f->context = pango_font_map_create_context(f->map);
    pango_cairo_context_set_font_options(f->context, options);
    pango_context_set_round_glyph_positions(f->context, FALSE);
    /* Han glyphs in their Chinese form, whatever the locale. */
    pango_context_set_language(f->context, pango_language_from_string("zh-cn"));
    f->layout = pango_layout_new(f->context);
    f->sans = pango_font_description_from_string(SANS);
    f->serif = pango_font_description_from_string(SERIF);
    cairo_font_options_destroy(options);
    return f;
}

void hc_fonts_free(struct hc_fonts *f)
{
    if (!f)
        return;
    pango_font_description_free(f->sans);
    pango_font_description_free(f->serif);
    g_object_unref(f->layout);
    g_object_unref(f->context);
    g_object_unref(f->map);
    hc_free(f);
}

static void set_spacing(PangoLayout *layout, double spacing_pt)
{
    PangoAttrList *list = pango_attr_list_new();
    if (spacing_pt > 0)
        pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)lround(spacing_pt * PANGO_SCALE)));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

PangoLayout *hc_fonts_layout(struct hc_fonts *f, const char *text, struct hc_type type, double wrap_mm,
                             enum hc_align align, struct hc_text_size *size)
{
    PangoFontDescription *font = type.serif ? f->serif : f->sans;
    PangoRectangle logical;
    pango_font_description_set_absolute_size(font, type.size_pt * PANGO_SCALE);
    pango_font_description_set_weight(font, type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(f->layout, font);
    set_spacing(f->layout, type.spacing_pt);
    pango_layout_set_alignment(f->layout, align == HC_LEFT     ? PANGO_ALIGN_LEFT
                                          : align == HC_CENTRE ? PANGO_ALIGN_CENTER
                                                               : PANGO_ALIGN_RIGHT);
    pango_layout_set_wrap(f->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(f->layout, wrap_mm > 0 ? (int)lround(wrap_mm / HC_PT_MM * PANGO_SCALE) : -1);
    pango_layout_set_line_spacing(f->layout, 0.86F);
    pango_layout_set_text(f->layout, text, -1);
    pango_layout_get_extents(f->layout, NULL, &logical);
    double baseline = (double)pango_layout_get_baseline(f->layout) / PANGO_SCALE;
    PangoLayoutIter *iter = pango_layout_get_iter(f->layout);
    double last = baseline;
    while (pango_layout_iter_next_line(iter))
        last = (double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE;
    pango_layout_iter_free(iter);
    double top = baseline - CAP * type.size_pt;
    size->w = ((double)logical.width / PANGO_SCALE - type.spacing_pt) * HC_PT_MM;
    size->rise = top * HC_PT_MM;
    size->h = (last + DESCENT * type.size_pt - top) * HC_PT_MM;
    size->n_lines = (size_t)pango_layout_get_line_count(f->layout);
    return f->layout;
}

struct hc_text_size hc_text_measure(struct hc_fonts *fonts, const char *text, struct hc_type type, double wrap_mm)
{
    struct hc_text_size size;
    hc_fonts_layout(fonts, text, type, wrap_mm, HC_LEFT, &size);
    return size;
}
