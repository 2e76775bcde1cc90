/* Labels put on paper: inside their unit where they fit, else as near as the sheet allows, or not at all. */
#ifndef HC_MAP_LABEL_PLACE_H
#define HC_MAP_LABEL_PLACE_H

#include "map/draw/pen.h"

/* What is wanted, and below what came of it. */
struct hc_label {
    const char *text;
    struct hc_type type;
    hc_colour colour;
    double least;                 /* to what part of its size it may shrink, in (0, 1] */
    const struct hc_polygons *in; /* the unit, in the plane */
    uint32_t unit;
    int rank;      /* lower ones come first */
    double weight; /* within a rank more comes first */
    bool lead;     /* may stand off the land, with a line to its unit */

    bool halo; /* a white rim wherever it stands, not only over borders */

    bool placed, led;
    bool inside;       /* wholly in its unit */
    char *broken;      /* the text as set in two lines; NULL: in one; owned */
    double factor;     /* of its size */
    struct hc_box box; /* on paper */
    struct hc_xy from; /* where the line to the unit ends */
};

/* Boxes that are taken, and where land is. A zeroed struct is empty, without land. */
struct hc_occupied {
    struct hc_box *boxes;
    size_t n, cap;
    struct hc_box frame;  /* nothing goes beyond it */
    size_t columns, rows; /* of the bitmap */
    uint8_t *land;        /* one a cell of HC_LAND_CELL mm */
};
#define HC_LAND_CELL 0.75

/* Frame and land: lines, closed together, that have land on one side only. */
void hc_occupied_init(struct hc_occupied *o, struct hc_box frame);
void hc_occupied_add_land(struct hc_occupied *o, const struct hc_view *view, const struct hc_polygons *p);
void hc_occupied_add(struct hc_occupied *o, struct hc_box box);
bool hc_occupied_is_free(const struct hc_occupied *o, struct hc_box box);
void hc_occupied_release(struct hc_occupied *o);

/* Places the labels, by rank, weight and the order in which they stand; sorts nothing. Returns how many found no place.
 * No two boxes overlap, of these and of what was occupied before. */
size_t hc_labels_place(struct hc_label *labels, size_t n, const struct hc_view *view, struct hc_fonts *fonts,
                       struct hc_occupied *occupied);
void hc_labels_release(struct hc_label *labels, size_t n);

/* The text in two lines of about the same length, broken at a space or between Han characters; NULL if it is too short
 * for that, or broken already; the caller's. */
char *hc_label_break(const char *text);

#endif
