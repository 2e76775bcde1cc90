/* Polygons out of a GeoPackage's geometry blobs: "GP", flags, an envelope, then well-known binary. */
#ifndef HC_LOAD_LAYER_BLOB_H
#define HC_LOAD_LAYER_BLOB_H

#include "model/polygons.h"
#include <stdbool.h>

struct hc_blobs {
    struct hc_polygons polygons;
    bool lodges;    /* its vertices stand in the room that was lent; else they are its own */
    size_t n_other; /* geometries that are neither polygons nor empty */
};

/* room: lent for cap vertices, and not freed with the blobs. */
void hc_blobs_init(struct hc_blobs *b, struct hc_xy *room, size_t cap);
/* Adds the parts of one blob; the caller ends the unit. False where that is left to GDAL: curves, collections, the
 * other byte order, extended or damaged blobs; what was added then means nothing. */
bool hc_blobs_add(struct hc_blobs *b, const void *blob, size_t size);
/* The same for well-known binary without a head. */
bool hc_blobs_add_wkb(struct hc_blobs *b, const void *wkb, size_t size);
/* Makes room for n more vertices behind b->polygons.xy + n_xy: who needs more than was lent gets an array of its own.
 */
void hc_blobs_make_room(struct hc_blobs *b, size_t n);
void hc_blobs_release(struct hc_blobs *b);

#endif
