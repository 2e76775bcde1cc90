/* Fewer vertices: what paper does not show goes (Douglas and Peucker 1973). */
#ifndef HC_MAP_SCENE_THIN_H
#define HC_MAP_SCENE_THIN_H

#include "cover/lines.h"
#include "model/polygons.h"

/* No vertex that goes lies farther than tolerance (in metres; unit: metres of a unit of x and of y) from the line that
 * stays. Ends of lines stay, and three vertices of a ring. In place. */
void hc_thin_polygons(struct hc_polygons *p, struct hc_xy unit, double tolerance);
void hc_thin_lines(struct hc_lines *l, struct hc_xy unit, double tolerance);

#endif
