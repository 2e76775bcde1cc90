#include "map/sheet/parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The panel is filled column by column; what does not fit is counted. k shrinks everything where there is much. */
struct flow {
    const struct hc_plot *plot;
    struct hc_pen *pen; /* NULL: only measured */
    double k, x, y, w;
    size_t column;
    size_t n_left; /* rows that found no place */
};

static double scaled(const struct flow *f, double mm)
{
    return mm * f->plot->layout.f * f->k;
}

static struct hc_type type_of(const struct flow *f, double size_pt, bool bold)
{
    return hc_plot_type(&f->plot->layout, size_pt * f->k, bold);
}

static void begin_column(struct flow *f, size_t column)
{
    const struct hc_box *p = &f->plot->layout.panel;
    double pad = 5 * f->plot->layout.f, n = (double)f->plot->layout.n_columns;
    f->column = column;
    f->w = (p->w - pad * (n + 1)) / n;
    f->x = p->x + pad + (double)column * (f->w + pad);
    f->y = p->y + pad;
}

static struct hc_type item_type(const struct flow *f, const struct hc_item *item)
{
    switch (item->type) {
    case HC_ITEM_HEADING:
        return type_of(f, 10.5, true);
    case HC_ITEM_TEXT:
        return type_of(f, 7.4, false);
    default:
        return type_of(f, 8.6, item->bold);
    }
}

static double key_width(const struct flow *f, const struct hc_item *item)
{
    if (item->type == HC_ITEM_ROW && !(item->fill & 0xff))
        return 0;
    if (item->type == HC_ITEM_MARK)
        return scaled(f, item->number ? 9 : 5);
    return item->type == HC_ITEM_HEADING ? 0 : scaled(f, item->type == HC_ITEM_TEXT ? 0 : 8.5);
}

#define NUMBER_WIDTH 17 /* of a column of numbers, mm on A3 */

static double text_width(const struct flow *f, const struct hc_item *item)
{
    double w = f->w - key_width(f, item);
    for (int i = 0; i < 2; i++)
        if (item->right[i])
            w -= scaled(f, NUMBER_WIDTH);
    return w;
}

static double item_height(const struct flow *f, const struct hc_item *item)
{
    struct hc_text_size size = hc_text_measure(f->plot->fonts, item->text, item_type(f, item), text_width(f, item));
    return size.h + scaled(f, item->type == HC_ITEM_HEADING ? 3.4 : item->type == HC_ITEM_TEXT ? 2 : 1.7);
}

static void draw_key(const struct flow *f, const struct hc_item *item, double first_line)
{
    double y = f->y + first_line / 2, w = scaled(f, 6.5), h = scaled(f, 3.4);
    struct hc_box box = {f->x, y - h / 2, w, h};
    char number[16];
    if (item->type == HC_ITEM_STROKE) {
        hc_pen_move(f->pen, f->x, y);
        hc_pen_line(f->pen, f->x + w, y);
        hc_pen_stroke(f->pen, item->stroke.colour, item->stroke.width * f->plot->layout.f,
                      item->stroke.dash * f->plot->layout.f, item->stroke.gap * f->plot->layout.f);
    } else if (item->type == HC_ITEM_MARK) {
        hc_draw_symbol(f->pen, item->symbol, f->x + scaled(f, 1.6), y, scaled(f, 1.2));
        snprintf(number, sizeof number, "%u", item->number);
        if (item->number)
            hc_pen_text(f->pen, number, type_of(f, 8, true), HC_INK, f->x + scaled(f, 8), f->y, HC_RIGHT, 0, 0);
    } else if (item->type == HC_ITEM_SWATCH || (item->type == HC_ITEM_ROW && (item->fill & 0xff))) {
        hc_pen_box(f->pen, box);
        hc_pen_fill(f->pen, item->fill);
        hc_pen_box(f->pen, box);
        hc_pen_stroke(f->pen, 0x4b5260ffu, 0.15, 0, 0);
    }
}

static void draw_item(const struct flow *f, const struct hc_item *item)
{
    struct hc_type type = item_type(f, item), right = type_of(f, item->type == HC_ITEM_HEADING ? 7.4 : 8, false);
    double key = key_width(f, item), line = hc_text_measure(f->plot->fonts, "国", type, 0).h;
    hc_colour colour = item->type == HC_ITEM_TEXT ? 0x4a505bffu : HC_INK;
    draw_key(f, item, line);
    hc_pen_text(f->pen, item->text, type, colour, f->x + key, f->y, HC_LEFT, text_width(f, item), 0);
    for (int i = 0; i < 2; i++)
        if (item->right[i])
            hc_pen_text(f->pen, item->right[i], right, item->type == HC_ITEM_HEADING ? HC_GREY : colour,
                        f->x + f->w - (i || !item->right[1] ? 0 : scaled(f, NUMBER_WIDTH)), f->y, HC_RIGHT, 0, 0);
}

static bool flow_item(struct flow *f, const struct hc_item *item, double keep_with)
{
    const struct hc_layout *l = &f->plot->layout;
    double h = item_height(f, item),
           gap = item->type == HC_ITEM_HEADING && f->y > l->panel.y + 6 * l->f ? scaled(f, 2.4) : 0;
    double end = l->panel.y + l->panel.h - 3 * l->f;
    if (f->y + gap + h + keep_with > end && f->column + 1 < l->n_columns) {
        begin_column(f, f->column + 1);
        gap = 0;
    }
    if (f->y + gap + h > end)
        return false;
    f->y += gap;
    if (f->pen)
        draw_item(f, item);
    f->y += h;
    return true;
}

/* Whether a heading, or a row whose text follows, goes with the item after it. */
static bool holds_next(const struct hc_item *item, const struct hc_item *next)
{
    return item->type == HC_ITEM_HEADING || (item->type == HC_ITEM_ROW && next->type == HC_ITEM_TEXT);
}

static void run(struct flow *f, size_t n_shown)
{
    const struct hc_scene *s = f->plot->scene;
    begin_column(f, 0);
    f->n_left = 0;
    for (size_t i = 0; i < s->n_items; i++) {
        double keep =
            i + 1 < s->n_items && holds_next(&s->items[i], &s->items[i + 1]) ? item_height(f, &s->items[i + 1]) : 0;
        if (i >= n_shown || !flow_item(f, &s->items[i], keep)) {
            for (; i < s->n_items; i++)
                f->n_left += s->items[i].type == HC_ITEM_ROW || s->items[i].type == HC_ITEM_MARK;
            return;
        }
    }
}

/* How many items fit if a last line must say how many do not. */
static size_t count_fitting(struct flow *f)
{
    const struct hc_scene *s = f->plot->scene;
    size_t low = 0, high = s->n_items;
    while (low < high) {
        size_t middle = (low + high + 1) / 2, i = 0;
        struct hc_item last = {.type = HC_ITEM_TEXT, .text = "…"};
        begin_column(f, 0);
        while (i < middle && flow_item(f, &s->items[i], 0))
            i++;
        if (i == middle && flow_item(f, &last, 0))
            low = middle;
        else
            high = middle - 1;
    }
    /* A row stays with its text, a heading with what it heads. */
    while (low > 0 && low < s->n_items && holds_next(&s->items[low - 1], &s->items[low]))
        low--;
    return low;
}

double hc_plot_panel(struct hc_scene *scene, const struct hc_layout *layout, struct hc_fonts *fonts)
{
    enum { LEAST = 42, MOST = 130, STEP = 4 };
    struct hc_plot plot = {.scene = scene, .layout = *layout, .fonts = fonts};
    struct flow f = {.plot = &plot, .k = 1};
    for (int h = LEAST; h < MOST; h += STEP) {
        plot.layout.panel.h = h * layout->f;
        run(&f, scene->n_items);
        if (!f.n_left)
            return h;
    }
    return MOST;
}

void hc_draw_panel(const struct hc_plot *plot, struct hc_pen *pen)
{
    static const double shrink[] = {1, 0.88, 0.78};
    struct flow f = {.plot = plot};
    size_t n = plot->scene->n_items;
    for (size_t i = 0; i < sizeof shrink / sizeof *shrink; i++) {
        f.k = shrink[i];
        run(&f, n);
        if (!f.n_left)
            break;
    }
    size_t n_shown = f.n_left ? count_fitting(&f) : n;
    f.pen = pen;
    run(&f, n_shown);
    if (!f.n_left)
        return;
    char text[80];
    snprintf(text, sizeof text, plot->scene->lang == HC_ZH ? "……另有 %zu 项" : "… and %zu more", f.n_left);
    flow_item(&f, &(struct hc_item){.type = HC_ITEM_TEXT, .text = text}, 0);
}
