/* The bytes of a shapefile (ESRI Shapefile Technical Description, July 1998). */
#ifndef HC_REPORT_GEO_SHP_RECORD_H
#define HC_REPORT_GEO_SHP_RECORD_H

#include "base/buf.h"
#include "cover/geometry/box.h"
#include <stdint.h>

/* Bytes of the head of a .shp or .shx. */
#define HC_SHP_HEAD 100

/* Of a file of so many bytes whose shapes lie in the box. */
void hc_shp_put_head(char head[HC_SHP_HEAD], uint64_t bytes, const struct hc_box *box);

/* Adds the record of a unit, a polygon, or an empty shape where it has no land: outer rings clockwise, holes
 * counter-clockwise, each closed. `number` counts from 1. *box grows around the vertices. */
void hc_shp_add_record(struct hc_buf *out, const struct hc_polygons *p, size_t unit, uint32_t number,
                       struct hc_box *box);

/* Adds an entry of the .shx: where a record begins, and how long it is with its head, in bytes. */
void hc_shp_add_entry(struct hc_buf *out, uint64_t at, uint64_t bytes);

#endif
