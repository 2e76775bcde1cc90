/* The vertices of a coverage in WGS 84 on a decimal grid, transformed once for all layers that are dissolved from it.
 */
#ifndef HC_COVER_PLACED_H
#define HC_COVER_PLACED_H

#include "cover/cover.h"

struct hc_placed;

/* Begins to make it on a thread of its own, which the cover must outlive; the caller's. It takes about three times the
 * bytes of the coordinates meanwhile, half of it afterwards. */
struct hc_placed *hc_placed_new(const struct hc_cover *cover, int decimals);
void hc_placed_free(struct hc_placed *placed); /* takes NULL */

/* Waits until it is made; -1 where the vertices cannot be transformed. */
int hc_placed_wait(struct hc_placed *placed, struct hc_err *err);

/* In place, once it was waited for, and then from any number of threads: brings polygons in the layer's CRS to WGS 84
 * and makes them valid on the grid. The same bytes as hc_crs_to_wgs84() and hc_polygons_round() give; what is no vertex
 * of the coverage is transformed. */
int hc_placed_bring(const struct hc_placed *placed, struct hc_polygons *p, int threads, struct hc_err *err);

#endif
