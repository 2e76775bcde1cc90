#include "map/label/place.h"

#include "base/mem.h"
#include "map/label/inscribed.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t character_length(const char *s)
{
    unsigned char c = (unsigned char)*s;
    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

char *hc_label_break(const char *text)
{
    enum { LEAST = 5 };
    size_t n = strlen(text), best = 0, n_characters = 0;
    double middle = (double)n / 2;
    bool space = strchr(text, ' ') != NULL;
    for (size_t i = 0; i < n; n_characters++) {
        size_t next = i + character_length(text + i);
        bool here = space ? text[i] == ' ' : character_length(text + i) == 3 && next < n;
        if (here && (!best || fabs((double)next - middle) < fabs((double)best - middle)))
            best = next;
        i = next;
    }
    if (!best || n_characters < LEAST || best >= n || strchr(text, '\n'))
        return NULL;
    char *broken = hc_alloc(n + 2, 1);
    size_t head = space ? best - 1 : best;
    memcpy(broken, text, head);
    broken[head] = '\n';
    memcpy(broken + head + 1, text + best, n - best + 1);
    return broken;
}

/* A label in one line or two, as large as wanted. */
struct variant {
    char *text; /* owned if broken */
    bool broken;
    double w, h;         /* mm */
    struct hc_spot spot; /* where it has most room in its unit */
};

struct placing {
    const struct hc_view *view;
    struct hc_fonts *fonts;
    struct hc_occupied *occupied;
};

static struct hc_box box_about(struct hc_xy p, double w, double h)
{
    return (struct hc_box){p.x - w / 2, p.y - h / 2, w, h};
}

static bool take(struct placing *p, struct hc_label *l, struct variant *v, double factor, struct hc_box box)
{
    if (!hc_occupied_is_free(p->occupied, box))
        return false;
    hc_occupied_add(p->occupied, box);
    l->placed = true;
    l->factor = factor;
    l->box = box;
    if (v->broken) {
        l->broken = v->text;
        v->text = NULL;
    }
    return true;
}

struct vacancy {
    const struct placing *placing;
    double w, h;
};

static bool is_vacant(void *ctx, struct hc_xy at)
{
    const struct vacancy *v = ctx;
    return hc_occupied_is_free(v->placing->occupied, box_about(hc_view_point(v->placing->view, at), v->w, v->h));
}

/* Inside the unit at this size: where there is most room, else on a grid of other spots. */
static bool try_inside(struct placing *p, struct hc_label *l, struct variant *v, double factor)
{
    enum { GRID = 24 };
    struct hc_spot spots[GRID * GRID];
    double w = v->w * factor, h = v->h * factor, scale = p->view->scale;
    if (!(v->spot.room >= factor))
        return false;
    l->inside = true;
    if (take(p, l, v, factor, box_about(hc_view_point(p->view, v->spot.at), w, h)))
        return true;
    struct vacancy vacancy = {p, w, h};
    l->inside = hc_inscribed_spots(l->in, l->unit, w / scale, h / scale, GRID, is_vacant, &vacancy, spots) &&
                take(p, l, v, factor, box_about(hc_view_point(p->view, spots[0].at), w, h));
    return l->inside;
}

/* Over the unit's borders, most of it inside: what is left where it does not fit. */
static bool try_over(struct placing *p, struct hc_label *l, struct variant *v, double factor)
{
    if (!(v->spot.room >= 0.6 * factor))
        return false;
    return take(p, l, v, factor, box_about(hc_view_point(p->view, v->spot.at), v->w * factor, v->h * factor));
}

static bool is_off_land(const struct hc_occupied *o, struct hc_box b)
{
    size_t rows = (size_t)((b.h + 2) / HC_LAND_CELL) + 1, columns = (size_t)((b.w + 2) / HC_LAND_CELL) + 1;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            double x = b.x - 1 + (double)column * HC_LAND_CELL, y = b.y - 1 + (double)row * HC_LAND_CELL;
            double c = floor((x - o->frame.x) / HC_LAND_CELL), r = floor((y - o->frame.y) / HC_LAND_CELL);
            if (c >= 0 && r >= 0 && c < (double)o->columns && r < (double)o->rows &&
                o->land[(size_t)r * o->columns + (size_t)c])
                return false;
        }
    return true;
}

/* Whether the line from a to b runs clear of labels. */
static bool is_clear(const struct hc_occupied *o, struct hc_xy a, struct hc_xy b)
{
    double length = hypot(b.x - a.x, b.y - a.y);
    for (int step = 0; step * 0.5 < length; step++) {
        double d = step * 0.5;
        struct hc_xy at = {a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length};
        if (!hc_occupied_is_free(o, (struct hc_box){at.x, at.y, 0, 0}))
            return false;
    }
    return true;
}

/* Off the land, as near to its unit as can be, with a line to it. */
static bool try_lead(struct placing *p, struct hc_label *l, struct variant *v, double factor, double farthest)
{
    enum { TURNS = 24 };
    double w = v->w * factor, h = v->h * factor;
    struct hc_spot middle = hc_inscribed_circle(l->in, l->unit);
    struct hc_xy from = hc_view_point(p->view, middle.at);
    if (!(middle.room > 0))
        return false;
    for (int ring = 0; 5 + ring * 1.5 <= farthest; ring++)
        for (int i = 0; i < TURNS; i++) {
            double reach = 5 + ring * 1.5;
            double angle = 2 * M_PI * i / TURNS, dx = cos(angle), dy = sin(angle);
            struct hc_xy end = {from.x + reach * dx, from.y + reach * dy};
            struct hc_box box = box_about((struct hc_xy){end.x + dx * (w / 2 + 0.6), end.y + dy * (h / 2 + 0.6)}, w, h);
            if (!is_off_land(p->occupied, box) || !hc_occupied_is_free(p->occupied, box) ||
                !is_clear(p->occupied, from, end) || !take(p, l, v, factor, box))
                continue;
            l->led = true;
            l->from = from;
            /* The line is taken too, so that no other label or line crosses it. */
            for (int d = 0; d < reach; d++)
                hc_occupied_add(p->occupied, (struct hc_box){from.x + d * dx, from.y + d * dy, 0, 0});
            return true;
        }
    return false;
}

static void measure(struct placing *p, const struct hc_label *l, struct variant *v, char *text, bool broken)
{
    struct hc_text_size size = hc_text_measure(p->fonts, text, l->type, 0);
    *v = (struct variant){.text = text, .broken = broken, .w = size.w + 0.4, .h = size.h + 0.4};
    v->spot = hc_inscribed_box(l->in, l->unit, v->w / p->view->scale, v->h / p->view->scale);
}

static void place_one(struct placing *p, struct hc_label *l)
{
    struct variant v[2];
    measure(p, l, &v[0], (char *)l->text, false);
    if (try_inside(p, l, &v[0], 1))
        return;
    char *broken = hc_label_break(l->text);
    int n = broken ? 2 : 1;
    if (broken)
        measure(p, l, &v[1], broken, true);
    for (double factor = 1; factor >= l->least - 1e-9 && !l->placed; factor -= 0.1)
        for (int i = 0; i < n && !l->placed; i++)
            try_inside(p, l, &v[i], factor);
    if (!l->placed && l->lead)
        try_lead(p, l, &v[0], fmax(l->least, 0.8), 14);
    for (int i = 0; i < n && !l->placed; i++)
        try_over(p, l, &v[i], l->least);
    if (!l->placed && l->lead)
        try_lead(p, l, &v[0], fmax(l->least, 0.8), 36);
    if (broken)
        hc_free(v[1].text);
}

struct turn {
    const struct hc_label *label;
    size_t index;
};

static int compare_turns(const void *p, const void *q)
{
    const struct turn *a = p, *b = q;
    if (a->label->rank != b->label->rank)
        return a->label->rank < b->label->rank ? -1 : 1;
    if (a->label->weight != b->label->weight)
        return a->label->weight > b->label->weight ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

size_t hc_labels_place(struct hc_label *labels, size_t n, const struct hc_view *view, struct hc_fonts *fonts,
                       struct hc_occupied *occupied)
{
    struct placing p = {view, fonts, occupied};
    struct turn *turns = hc_alloc(n, sizeof *turns);
    size_t n_left = 0;
    for (size_t i = 0; i < n; i++)
        turns[i] = (struct turn){&labels[i], i};
    if (n)
        qsort(turns, n, sizeof *turns, compare_turns);
    for (size_t i = 0; i < n; i++) {
        place_one(&p, &labels[turns[i].index]);
        n_left += !labels[turns[i].index].placed;
    }
    hc_free(turns);
    return n_left;
}

void hc_labels_release(struct hc_label *labels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hc_free(labels[i].broken);
}
