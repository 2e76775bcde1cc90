/* The vertices of a coverage in WGS 84 on a decimal grid, transformed once for all layers that are dissolved from it.
 */
#ifndef HC_COVER_PLACED_H
#define HC_COVER_PLACED_H

#include "cover/cover.h"

struct hc_placed;

/* NULL with err filled where the CRS knows no way. It takes about three times the bytes of the coordinates while it is
 * made, half of it afterwards. The cover must outlive it. */
struct hc_placed *hc_placed_new(const struct hc_cover *cover, int decimals, struct hc_err *err);
void hc_placed_free(struct hc_placed *placed);

/* In place, from any thread: brings polygons in the layer's CRS to WGS 84 and makes them valid on the grid. The same
 * bytes as hc_crs_to_wgs84() and hc_polygons_round() give; what is no vertex of the coverage is transformed. */
int hc_placed_bring(const struct hc_placed *placed, struct hc_polygons *p, struct hc_err *err);

#endif
