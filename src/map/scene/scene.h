/* A scene: what one sheet shows, in the plane, before anything is laid out on paper. */
#ifndef HC_MAP_SCENE_SCENE_H
#define HC_MAP_SCENE_SCENE_H

#include "map/label/place.h"
#include "map/scene/breaks.h"
#include "map/scene/land.h"

/* Units filled, each in its colour. */
struct hc_fill {
    const struct hc_polygons *polygons;
    const hc_colour *colours; /* one a unit */
};

struct hc_stroke {
    const struct hc_lines *lines;
    bool outer; /* only what has nothing beside it */
    bool below; /* drawn before the fills: a band around the land */
    hc_colour colour;
    double width, dash, gap; /* mm on A3; dash 0: solid */
};

enum hc_symbol {
    HC_SYMBOL_NONE,
    HC_SYMBOL_SEAT,
    HC_SYMBOL_IDLE,
    HC_SYMBOL_GIVEN,
    HC_SYMBOL_ERROR,
    HC_SYMBOL_WARNING,
    HC_SYMBOL_NOTE
};
struct hc_mark {
    struct hc_xy at;
    enum hc_symbol symbol;
    unsigned number; /* written beside it; 0: none */
};

/* One map; a sheet has one or two. */
#define HC_MOST_STROKES 6
struct hc_picture {
    const char *caption; /* NULL: none */
    struct hc_fill fill;
    struct hc_stroke strokes[HC_MOST_STROKES];
    size_t n_strokes;
    struct hc_mark *marks;
    size_t n_marks, cap_marks;
    struct hc_label *labels;
    size_t n_labels, cap_labels;
    size_t n_unnamed; /* units whose names were not even tried: there are too many for paper */
};

/* What stands beside the map. */
enum hc_item_type {
    HC_ITEM_HEADING,
    HC_ITEM_SWATCH, /* a filled box */
    HC_ITEM_STROKE, /* a line */
    HC_ITEM_MARK,   /* a symbol, and its number */
    HC_ITEM_TEXT,   /* small, wrapped */
    HC_ITEM_ROW     /* text and two columns flush right; with a swatch if `fill` is not 0 */
};
struct hc_item {
    enum hc_item_type type;
    const char *text;
    const char *right[2]; /* NULL: empty */
    hc_colour fill;
    struct hc_stroke stroke;
    enum hc_symbol symbol;
    unsigned number;
    bool bold;
};

struct hc_scene {
    struct hc_arena strings; /* every string, and the colours of units */
    const char *file;        /* its name without extension */
    const char *title, *subtitle;
    struct hc_picture pictures[2];
    size_t n_pictures;
    struct hc_item *items;
    size_t n_items, cap_items;
    struct hc_lines made; /* lines that this scene alone has */
    enum hc_lang lang;
};

/* What sheets are asked for. */
enum hc_plot_kind {
    HC_PLOT_BEFORE = 1,
    HC_PLOT_AFTER = 2,
    HC_PLOT_COMPARE = 4,
    HC_PLOT_CHANGED = 8,
    HC_PLOT_MEASURE = 16,
    HC_PLOT_FINDINGS = 32,
    HC_PLOT_SERVICES = 64
};
struct hc_scene_wish {
    enum hc_plot_kind kind;
    uint32_t level;
    const char *measure;
    enum hc_classes classes;
    size_t n_classes;
    enum hc_lang lang;
    double land_mm2; /* how much paper the land covers, about */
};

/* Builds the scene of a wish; the atlas must outlive it. HC_USAGE for a measure that there is not. */
int hc_scene_init(struct hc_scene *scene, const struct hc_atlas *atlas, const struct hc_findings *findings,
                  const struct hc_scene_wish *wish, struct hc_err *err);
void hc_scene_release(struct hc_scene *scene);

/* Whether units of the level changed between first and last state: land, or members. */
bool hc_level_changed(const struct hc_result *result, uint32_t level);
/* One flag a unit of the last state: it is not just what one unit of the first state was; new. */
uint8_t *hc_changed_units(const struct hc_result *result, uint32_t level);

#endif
