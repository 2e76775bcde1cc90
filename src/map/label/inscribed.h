/* Where inside a unit there is most room: for the largest circle, or for the largest box of given proportions.
 *
 * Of a unit with several parts the first one counts, with its holes; parts come by size. */
#ifndef HC_MAP_LABEL_INSCRIBED_H
#define HC_MAP_LABEL_INSCRIBED_H

#include "model/polygons.h"
#include <stdbool.h>

struct hc_spot {
    struct hc_xy at;
    double room; /* the circle's radius, or by what factor the box can grow about `at`; negative outside */
};

/* Both search as Mapbox's polylabel does: squares are divided as long as one may hold a better point, here until none
 * can be better by more than 1 %, for boxes 4 %. {NaN, NaN} and room 0 for a unit without area. Time about linear in
 * the unit's vertices. */
struct hc_spot hc_inscribed_circle(const struct hc_polygons *p, size_t unit);
struct hc_spot hc_inscribed_box(const struct hc_polygons *p, size_t unit, double w, double h);

/* The spots of a grid over the unit, a third of the box apart, at which the box fits (room >= 1), roomiest first; at
 * most `most` along each side, and of those the wanted ones (NULL: all); returns how many there are; spots holds most *
 * most. */
size_t hc_inscribed_spots(const struct hc_polygons *p, size_t unit, double w, double h, size_t most,
                          bool (*is_wanted)(void *ctx, struct hc_xy at), void *ctx, struct hc_spot *spots);

#endif
