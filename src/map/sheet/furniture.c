#include "map/sheet/parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct hc_type hc_plot_type(const struct hc_layout *l, double size_pt, bool bold)
{
    return (struct hc_type){.size_pt = fmax(size_pt * l->f, 5.2), .bold = bold};
}

static const char *say(const struct hc_plot *plot, const char *en, const char *zh)
{
    return plot->scene->lang == HC_ZH ? zh : en;
}

static const struct hc_project *project_of(const struct hc_plot *plot)
{
    return &plot->atlas->result->input->project;
}

double hc_plot_head(const struct hc_project *project)
{
    return project->notice ? 27 : 21;
}

/* One line, smaller if it is too long, and on two lines if it would become too small. Returns its height. */
static double draw_line(const struct hc_plot *plot, struct hc_pen *pen, const char *text, struct hc_type type,
                        hc_colour colour, double x, double y, enum hc_align align, double room)
{
    double least = fmax(type.size_pt * 0.6, 5.2);
    struct hc_text_size size = hc_text_measure(plot->fonts, text, type, 0);
    if (size.w > room)
        type.size_pt = fmax(type.size_pt * room / size.w, least);
    size = hc_text_measure(plot->fonts, text, type, 0);
    double wrap = size.w > room * 1.001 ? room : 0;
    hc_pen_text(pen, text, type, colour, x, y, align, wrap, 0);
    return hc_text_measure(plot->fonts, text, type, wrap).h;
}

static void draw_head(const struct hc_plot *plot, struct hc_pen *pen)
{
    const struct hc_layout *l = &plot->layout;
    const struct hc_project *p = project_of(plot);
    struct hc_type title = hc_plot_type(l, 25, true), second = hc_plot_type(l, 13, false);
    double y = 9 * l->f, secrecy = p->map.secrecy ? 32 * l->f : 0, room = l->frame.w - 2 * secrecy;
    title.spacing_pt = plot->scene->lang == HC_ZH ? 2.5 * l->f : 0;
    y += draw_line(plot, pen, plot->scene->title, title, HC_INK, l->w / 2, y, HC_CENTRE, room) + 3 * l->f;
    y += draw_line(plot, pen, plot->scene->subtitle, second, 0x3f4650ffu, l->w / 2, y, HC_CENTRE, room) + 2.6 * l->f;
    if (p->notice)
        draw_line(plot, pen, p->notice, hc_plot_type(l, 10.5, true), HC_RED, l->w / 2, y, HC_CENTRE, l->frame.w * 0.9);
    if (p->map.secrecy)
        draw_line(plot, pen, p->map.secrecy, hc_plot_type(l, 13, true), HC_INK, l->frame.x + l->frame.w, 9 * l->f,
                  HC_RIGHT, secrecy);
}

static void draw_block(const struct hc_plot *plot, struct hc_pen *pen)
{
    const struct hc_layout *l = &plot->layout;
    const struct hc_input *input = plot->atlas->result->input;
    const struct hc_map_spec *m = &input->project.map;
    const struct hc_scene *s = plot->scene;
    struct hc_type type = hc_plot_type(l, 8, false);
    double y = l->frame.y + l->frame.h + 4.2 * l->f, next = y + 5 * l->f, left = l->frame.x,
           right = l->frame.x + l->frame.w;
    double half = l->frame.w * 0.62, rest = l->frame.w * 0.36;
    char line[600], approval[300];
    const char *source = m->source, *layer = input->base != HC_NONE ? input->project.levels[input->base].source : NULL;
    if (!source)
        source = layer ? hc_source_label(layer) : "";
    snprintf(line, sizeof line, "%s%.400s", say(plot, "Source: ", "资料来源："), source);
    draw_line(plot, pen, line, type, HC_INK, left, y, HC_LEFT, half);
    snprintf(line, sizeof line, "%s%.400s", say(plot, "CRS: ", "坐标系统："),
             hc_text_in(&plot->atlas->chart.title, s->lang));
    draw_line(plot, pen, line, type, HC_INK, left, next, HC_LEFT, half);
    const char *date = m->date               ? m->date
                       : input->project.date ? plot->atlas->result->states[plot->atlas->result->n_states - 1].date
                                             : NULL;
    snprintf(line, sizeof line, "%s%s%s%s", m->publisher ? say(plot, "Published by ", "编制单位：") : "",
             m->publisher ? m->publisher : "", m->publisher && date ? (s->lang == HC_ZH ? "　" : ", ") : "",
             !date ? "" : date);
    draw_line(plot, pen, line, type, HC_INK, right, y, HC_RIGHT, rest);
    snprintf(approval, sizeof approval, "%s%.200s", say(plot, "Map approval no. ", "审图号："),
             m->approval ? m->approval : "");
    if (m->approval)
        draw_line(plot, pen, approval, type, HC_INK, right, next, HC_RIGHT, rest);
}

void hc_draw_frame(const struct hc_plot *plot, struct hc_pen *pen)
{
    const struct hc_layout *l = &plot->layout;
    double o = 1.6 * l->f;
    struct hc_box outer = {l->frame.x - o, l->frame.y - o, l->frame.w + 2 * o, l->frame.h + 2 * o};
    hc_pen_box(pen, outer);
    hc_pen_stroke(pen, HC_INK, 0.8 * l->f, 0, 0);
    hc_pen_box(pen, l->frame);
    hc_pen_stroke(pen, HC_INK, 0.2 * l->f, 0, 0);
    hc_pen_move(pen, l->panel.x, l->panel.y);
    hc_pen_line(pen, l->below ? l->frame.x + l->frame.w : l->panel.x, l->below ? l->panel.y : l->frame.y + l->frame.h);
    if (l->n_maps > 1 && l->maps[0].y == l->maps[1].y) {
        hc_pen_move(pen, l->maps[1].x, l->maps[1].y);
        hc_pen_line(pen, l->maps[1].x, l->maps[1].y + l->maps[1].h);
    } else if (l->n_maps > 1) {
        hc_pen_move(pen, l->maps[1].x, l->maps[1].y);
        hc_pen_line(pen, l->maps[1].x + l->maps[1].w, l->maps[1].y);
    }
    hc_pen_stroke(pen, HC_INK, 0.2 * l->f, 0, 0);
    draw_head(plot, pen);
    draw_block(plot, pen);
}

/* An arrow to true north: half of it black. */
static void draw_north(const struct hc_plot *plot, struct hc_pen *pen, double x, double y)
{
    const struct hc_layout *l = &plot->layout;
    double h = 8 * l->f, w = 3 * l->f, c = cos(plot->atlas->north), s = sin(plot->atlas->north);
    double tip[2] = {x + h * s, y - h * c}, tail[2] = {x - h * 0.35 * s, y + h * 0.35 * c};
    for (int side = -1; side <= 1; side += 2) {
        hc_pen_move(pen, tip[0], tip[1]);
        hc_pen_line(pen, x + side * w * c - h * 0.75 * s, y + side * w * s + h * 0.75 * c);
        hc_pen_line(pen, tail[0], tail[1]);
        hc_pen_close(pen);
        if (side < 0)
            hc_pen_fill(pen, HC_INK);
        else
            hc_pen_stroke(pen, HC_INK, 0.25 * l->f, 0, 0);
    }
    struct hc_type type = hc_plot_type(l, 10, true);
    const char *letter = say(plot, "N", "北");
    struct hc_text_size size = hc_text_measure(plot->fonts, letter, type, 0);
    hc_pen_text(pen, letter, type, HC_INK, x + (h + 1 + size.h / 2) * s, y - (h + 1 + size.h / 2) * c - size.h / 2,
                HC_CENTRE, 0, 0);
}

static void draw_bar(const struct hc_plot *plot, struct hc_pen *pen, double x, double y, double room)
{
    static const double steps[] = {1, 2, 4, 5, 10};
    const struct hc_layout *l = &plot->layout;
    double most = room * l->denominator / 1000, power = pow(10, floor(log10(most))), length = power;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power <= most)
            length = steps[i] * power;
    double w = length * 1000 / l->denominator, h = 1.5 * l->f, x0 = x - w / 2;
    bool km = length >= 2000;
    struct hc_type type = hc_plot_type(l, 7.5, false);
    for (int i = 0; i < 4; i++) {
        hc_pen_box(pen, (struct hc_box){x0 + w * i / 4, y, w / 4, h});
        hc_pen_fill(pen, i % 2 ? HC_PAPER : HC_INK);
    }
    hc_pen_box(pen, (struct hc_box){x0, y, w, h});
    hc_pen_stroke(pen, HC_INK, 0.2 * l->f, 0, 0);
    for (int i = 0; i <= 2; i++) {
        char text[64];
        snprintf(text, sizeof text, "%.10g%s", length * i / 2 / (km ? 1000 : 1),
                 i < 2 ? ""
                 : km  ? say(plot, " km", " 千米")
                       : say(plot, " m", " 米"));
        double number_w = 0;
        if (i == 2) { /* the number under the end, its unit beyond */
            char number[32];
            snprintf(number, sizeof number, "%.10g", length / (km ? 1000 : 1));
            number_w = hc_text_measure(plot->fonts, number, type, 0).w;
        }
        hc_pen_text(pen, text, type, HC_INK, i == 2 ? x0 + w - number_w / 2 : x0 + w * i / 2, y + h + 1.2 * l->f,
                    i == 2 ? HC_LEFT : HC_CENTRE, 0, 0);
    }
}

void hc_draw_foot(const struct hc_plot *plot, struct hc_pen *pen)
{
    const struct hc_layout *l = &plot->layout;
    double x = l->foot.x + l->foot.w / 2, bottom = l->foot.y + l->foot.h, pad = 5 * l->f;
    char scale[100], number[64], note[160];
    hc_number_format(hc_number_real(l->denominator), 0, true, number);
    snprintf(scale, sizeof scale, "%s1:%s", say(plot, "", "比例尺 "), number);
    hc_pen_text(pen, scale, hc_plot_type(l, 9.5, true), HC_INK, x, bottom - 17.5 * l->f, HC_CENTRE, 0, 0);
    draw_bar(plot, pen, x, bottom - 11 * l->f, l->foot.w - 4 * pad);
    draw_north(plot, pen, x, bottom - 28 * l->f);
    if (!plot->n_left_out)
        return;
    snprintf(note, sizeof note, say(plot, "%zu names left out for lack of room", "另有 %zu 个名称因位置不足未注出"),
             plot->n_left_out);
    hc_pen_text(pen, note, hc_plot_type(l, 7, false), HC_GREY, x, bottom - 4 * l->f, HC_CENTRE, 0, 0);
}
