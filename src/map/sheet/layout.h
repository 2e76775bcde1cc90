/* Where on paper everything goes. Millimetres from the upper left corner. */
#ifndef HC_MAP_SHEET_LAYOUT_H
#define HC_MAP_SHEET_LAYOUT_H

#include "map/draw/pen.h"
#include "map/scene/land.h"

enum hc_turn { HC_TURN_ANY, HC_TURN_LANDSCAPE, HC_TURN_PORTRAIT };
struct hc_paper {
    double longer, shorter; /* mm */
    enum hc_turn turn;
};

/* "a3", "a4-portrait", ...; HC_USAGE for others. */
int hc_paper_parse(const char *word, struct hc_paper *paper, struct hc_err *err);

struct hc_layout {
    double w, h;
    double f;              /* sizes on A3 times f */
    bool below;            /* the panel lies below the maps, not beside them */
    struct hc_box frame;   /* the inner line around map and panel */
    struct hc_box maps[2]; /* in the frame */
    size_t n_maps;
    struct hc_box panel; /* legend and tables, in columns */
    size_t n_columns;
    struct hc_box foot; /* north arrow and scale */
    double caption;     /* height kept for captions at the top of each map */
    double denominator; /* of the scale */
    struct hc_view views[2];
};

/* Lays out a sheet of n_maps maps of the atlas' land. head: height that title and notice take, panel: that of
 * the panel where it lies below the maps, both in mm on A3. A paper whose turn is
 * free is turned so that the land is larger. */
void hc_layout_init(struct hc_layout *layout, const struct hc_paper *paper, const struct hc_atlas *atlas, size_t n_maps,
                    double head_a3, double panel_a3);

/* The next round number a scale may have: two digits. */
double hc_round_scale(double denominator);

#endif
