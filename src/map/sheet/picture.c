#include "map/sheet/parts.h"

#include "base/mem.h"
#include <math.h>
#include <stdio.h>

void hc_draw_symbol(struct hc_pen *pen, enum hc_symbol symbol, double x, double y, double r)
{
    hc_colour colour = 0x2f6db5ffu;
    switch (symbol) {
    case HC_SYMBOL_NONE:
        return;
    case HC_SYMBOL_SEAT:
        hc_pen_circle(pen, x, y, r);
        hc_pen_fill(pen, HC_PAPER);
        hc_pen_circle(pen, x, y, r);
        hc_pen_stroke(pen, HC_RED, r * 0.35, 0, 0);
        hc_pen_circle(pen, x, y, r * 0.4);
        hc_pen_fill(pen, HC_RED);
        return;
    case HC_SYMBOL_IDLE:
    case HC_SYMBOL_GIVEN:
        hc_pen_box(pen, (struct hc_box){x - 0.7 * r, y - 0.7 * r, 1.4 * r, 1.4 * r});
        hc_pen_fill(pen, symbol == HC_SYMBOL_IDLE ? HC_PAPER : 0xf2b632ffu);
        hc_pen_box(pen, (struct hc_box){x - 0.7 * r, y - 0.7 * r, 1.4 * r, 1.4 * r});
        hc_pen_stroke(pen, HC_GREY, r * 0.25, 0, 0);
        return;
    case HC_SYMBOL_ERROR:
        colour = 0xc2281dffu;
        hc_pen_circle(pen, x, y, r);
        break;
    case HC_SYMBOL_WARNING:
        colour = 0xe8962effu;
        hc_pen_move(pen, x, y - 1.15 * r);
        hc_pen_line(pen, x + 1.1 * r, y + 0.8 * r);
        hc_pen_line(pen, x - 1.1 * r, y + 0.8 * r);
        hc_pen_close(pen);
        break;
    case HC_SYMBOL_NOTE:
        hc_pen_box(pen, (struct hc_box){x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r});
        break;
    }
    hc_pen_fill(pen, colour);
}

static void draw_fill(struct hc_pen *pen, const struct hc_fill *fill, const struct hc_view *view)
{
    for (size_t u = 0; fill->polygons && u < fill->polygons->n_units; u++) {
        hc_pen_polygon(pen, fill->polygons, u, view);
        hc_pen_fill(pen, fill->colours[u]);
    }
}

static void draw_stroke(struct hc_pen *pen, const struct hc_stroke *s, const struct hc_view *view, double f)
{
    enum { AT_ONCE = 400 }; /* vertices: few strokes make small files, short ones are drawn fast */
    size_t n = 0;
    for (size_t i = 0; i < s->lines->n; i++) {
        if (s->outer && s->lines->right[i] != HC_NONE)
            continue;
        hc_pen_polyline(pen, s->lines->xy + s->lines->at[i], s->lines->at[i + 1] - s->lines->at[i], view);
        n += s->lines->at[i + 1] - s->lines->at[i];
        if (n < AT_ONCE)
            continue;
        hc_pen_stroke(pen, s->colour, s->width * f, s->dash * f, s->gap * f);
        n = 0;
    }
    if (n)
        hc_pen_stroke(pen, s->colour, s->width * f, s->dash * f, s->gap * f);
}

/* From the label's box, where it is nearest, to the unit. */
static void draw_leader(struct hc_pen *pen, const struct hc_label *l)
{
    double x = fmin(fmax(l->from.x, l->box.x), l->box.x + l->box.w);
    double y = fmin(fmax(l->from.y, l->box.y), l->box.y + l->box.h);
    hc_pen_move(pen, x, y);
    hc_pen_line(pen, l->from.x, l->from.y);
    hc_pen_stroke(pen, HC_GREY, 0.15, 0, 0);
    hc_pen_circle(pen, l->from.x, l->from.y, 0.35);
    hc_pen_fill(pen, HC_GREY);
}

static void draw_label(struct hc_pen *pen, const struct hc_label *l)
{
    struct hc_type type = l->type;
    if (!l->placed)
        return;
    type.size_pt *= l->factor;
    type.spacing_pt *= l->factor;
    hc_pen_text(pen, l->broken ? l->broken : l->text, type, l->colour, l->box.x + l->box.w / 2,
                l->box.y + 0.2 * l->factor, HC_CENTRE, 0, l->halo || !l->inside ? 0.045 * type.size_pt : 0);
}

/* The number of a mark where there is room about it, with a line if that is not close. */
static void draw_number(struct hc_plot *plot, size_t index, struct hc_pen *pen, struct hc_occupied *occupied,
                        const struct hc_mark *mark)
{
    enum { TURNS = 16 };
    const struct hc_layout *l = &plot->layout;
    struct hc_type type = hc_plot_type(l, 7.5, true);
    char text[16];
    snprintf(text, sizeof text, "%u", mark->number);
    struct hc_text_size size = hc_text_measure(plot->fonts, text, type, 0);
    struct hc_xy at = hc_view_point(&l->views[index], mark->at);
    for (int ring = 0; 2.2 + ring * 1.2 < 16; ring++)
        for (int i = 0; i < TURNS; i++) {
            double reach = (2.2 + ring * 1.2) * l->f;
            double angle = 2 * M_PI * (i + 14) / TURNS, dx = cos(angle), dy = sin(angle);
            struct hc_box box = {at.x + dx * (reach + size.w / 2) - size.w / 2,
                                 at.y + dy * (reach + size.h / 2) - size.h / 2, size.w, size.h};
            if (!hc_occupied_is_free(occupied, box))
                continue;
            hc_occupied_add(occupied, box);
            if (reach > 3 * l->f) {
                hc_pen_move(pen, at.x, at.y);
                hc_pen_line(pen, at.x + dx * reach, at.y + dy * reach);
                hc_pen_stroke(pen, HC_GREY, 0.15, 0, 0);
            }
            hc_pen_text(pen, text, type, HC_INK, box.x, box.y, HC_LEFT, 0, 0.35);
            return;
        }
}

static double mark_radius(const struct hc_mark *mark)
{
    return mark->symbol >= HC_SYMBOL_ERROR ? 1.3 : 0.9;
}

static void draw_marks(struct hc_plot *plot, size_t index, struct hc_pen *pen)
{
    const struct hc_picture *p = &plot->scene->pictures[index];
    const struct hc_layout *l = &plot->layout;
    struct hc_occupied occupied = {.frame = l->maps[index]};
    for (size_t i = 0; i < p->n_marks; i++) {
        struct hc_xy at = hc_view_point(&l->views[index], p->marks[i].at);
        hc_draw_symbol(pen, p->marks[i].symbol, at.x, at.y, mark_radius(&p->marks[i]) * l->f);
        hc_occupied_add(&occupied, (struct hc_box){at.x - l->f, at.y - l->f, 2 * l->f, 2 * l->f});
    }
    for (size_t i = 0; i < p->n_marks; i++)
        if (p->marks[i].number)
            draw_number(plot, index, pen, &occupied, &p->marks[i]);
    hc_occupied_release(&occupied);
}

void hc_draw_picture(struct hc_plot *plot, size_t index, struct hc_pen *pen)
{
    const struct hc_picture *p = &plot->scene->pictures[index];
    const struct hc_layout *l = &plot->layout;
    const struct hc_view *view = &l->views[index];
    hc_pen_clip(pen, l->maps[index]);
    hc_pen_box(pen, l->maps[index]);
    hc_pen_fill(pen, HC_SEA);
    for (size_t i = 0; i < p->n_strokes; i++)
        if (p->strokes[i].below)
            draw_stroke(pen, &p->strokes[i], view, l->f);
    draw_fill(pen, &p->fill, view);
    for (size_t i = 0; i < p->n_strokes; i++)
        if (!p->strokes[i].below)
            draw_stroke(pen, &p->strokes[i], view, l->f);
    for (size_t i = 0; i < p->n_labels; i++)
        if (p->labels[i].placed && p->labels[i].led)
            draw_leader(pen, &p->labels[i]);
    draw_marks(plot, index, pen);
    for (size_t i = 0; i < p->n_labels; i++)
        draw_label(pen, &p->labels[i]);
    hc_pen_unclip(pen);
    if (p->caption)
        hc_pen_text(pen, p->caption, hc_plot_type(l, 13, true), HC_INK, l->maps[index].x + l->maps[index].w / 2,
                    l->maps[index].y + 4 * l->f, HC_CENTRE, 0, 0.5);
}
