#include "map/sheet/layout.h"

#include <math.h>
#include <string.h>
#include <strings.h>

int hc_paper_parse(const char *word, struct hc_paper *paper, struct hc_err *err)
{
    static const struct {
        const char *name;
        double longer, shorter;
    } sizes[] = {{"a4", 297, 210}, {"a3", 420, 297}, {"a2", 594, 420}, {"a1", 841, 594}, {"a0", 1189, 841}};
    static const char *const turns[] = {"", "-landscape", "-portrait"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int t = 0; t < 3; t++)
            if (strncasecmp(word, sizes[i].name, 2) == 0 && strcasecmp(word + 2, turns[t]) == 0) {
                *paper = (struct hc_paper){sizes[i].longer, sizes[i].shorter, (enum hc_turn)t};
                return 0;
            }
    return hc_err_set(err, HC_USAGE,
                      "no paper is called \"%s\"; there are a4, a3, a2, a1, a0, each also with -portrait "
                      "or -landscape",
                      "没有名为“%s”的纸张；可用 a4、a3、a2、a1、a0，可加 -portrait（纵向）或 -landscape（横向）", word);
}

double hc_round_scale(double d)
{
    static const double steps[] = {1, 1.2, 1.25, 1.5, 1.75, 2,   2.25, 2.5, 2.75, 3, 3.5,
                                   4, 4.5, 5,    5.5, 6,    6.5, 7,    7.5, 8,    9, 10};
    double power = pow(10, floor(log10(d)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= d * (1 - 1e-9))
            return round(steps[i] * power);
    return round(10 * power);
}

static void split_maps(struct hc_layout *l, struct hc_box area, bool beside)
{
    for (size_t i = 0; i < l->n_maps; i++) {
        struct hc_box b = area;
        if (l->n_maps > 1 && beside) {
            b.w = area.w / 2;
            b.x += (double)i * b.w;
        } else if (l->n_maps > 1) {
            b.h = area.h / 2;
            b.y += (double)i * b.h;
        }
        l->maps[i] = b;
    }
}

static double denominator_for(const struct hc_layout *l, const struct hc_atlas *a)
{
    double pad = 7 * l->f, w = l->maps[0].w - 2 * pad, h = l->maps[0].h - 2 * pad - l->caption;
    double x = (a->max.x - a->min.x) * a->metres * 1000 / w, y = (a->max.y - a->min.y) * a->metres * 1000 / h;
    double d = fmax(x, y);
    return d > 0 && isfinite(d) ? d : 1;
}

static void lay_out(struct hc_layout *l, const struct hc_paper *paper, const struct hc_atlas *a, size_t n_maps,
                    double head, double panel, bool portrait)
{
    double f = sqrt(paper->longer / 420), m;
    f = paper->longer < 400 ? 0.74 : f;
    *l = (struct hc_layout){.f = f, .below = portrait || n_maps > 1, .n_maps = n_maps};
    l->w = portrait ? paper->shorter : paper->longer;
    l->h = portrait ? paper->longer : paper->shorter;
    m = 12 * f;
    l->frame = (struct hc_box){m, m + head * f, l->w - 2 * m, l->h - 2 * m - head * f - 9 * f};
    l->caption = n_maps > 1 ? 9 * f : 0;
    struct hc_box area = l->frame;
    if (l->below) {
        double h = fmax(panel, 42) * f, w = 62 * f;
        area.h -= h;
        l->panel = (struct hc_box){area.x, area.y + area.h, area.w - w, h};
        l->foot = (struct hc_box){area.x + area.w - w, area.y + area.h, w, h};
        l->n_columns = (size_t)fmax(2, floor(l->panel.w / (68 * f)));
    } else {
        double w = 78 * f, h = 42 * f;
        area.w -= w;
        l->panel = (struct hc_box){area.x + area.w, area.y, w, area.h - h};
        l->foot = (struct hc_box){area.x + area.w, area.y + area.h - h, w, h};
        l->n_columns = 1;
    }
    split_maps(l, area, true);
    l->denominator = denominator_for(l, a);
    if (n_maps > 1) {
        struct hc_layout other = *l;
        split_maps(&other, area, false);
        other.denominator = denominator_for(&other, a);
        if (other.denominator < 0.8 * l->denominator)
            *l = other;
    }
}

void hc_layout_init(struct hc_layout *l, const struct hc_paper *paper, const struct hc_atlas *a, size_t n_maps,
                    double head, double panel)
{
    struct hc_layout other;
    lay_out(l, paper, a, n_maps, head, panel, paper->turn == HC_TURN_PORTRAIT);
    if (paper->turn == HC_TURN_ANY) {
        lay_out(&other, paper, a, n_maps, head, panel, true);
        if (other.denominator < 0.85 * l->denominator)
            *l = other;
    }
    l->denominator = hc_round_scale(l->denominator);
    for (size_t i = 0; i < n_maps; i++) {
        struct hc_box b = l->maps[i];
        l->views[i].scale = a->metres * 1000 / l->denominator;
        l->views[i].at = (struct hc_xy){(a->min.x + a->max.x) / 2, (a->min.y + a->max.y) / 2};
        l->views[i].on = (struct hc_xy){b.x + b.w / 2, b.y + l->caption + (b.h - l->caption) / 2};
    }
}
