/* A layer read in ranges of its rows, side by side: each range has cells and polygons of its own, and they are joined
 * at the end in the order of the rows. */
#ifndef HC_LOAD_LAYER_RANGES_H
#define HC_LOAD_LAYER_RANGES_H

#include "load/layer/blob.h"
#include "load/layer/geometry.h"
#include "load/sheet/sheet.h"

struct hc_range {
    int64_t first, last;   /* rows, by whatever number they go; last is the last one */
    struct hc_sheet sheet; /* without header */
    size_t cap_cells;
    size_t n_filled; /* cells, for readers that count them */
    struct hc_blobs blobs;
    bool unusual; /* something that has to be read otherwise: nothing is taken then */
};

struct hc_ranges {
    struct hc_range *items;
    size_t n;
    struct hc_xy *room; /* for the vertices of all, so that they need not be copied: memory first touched is dear */
    size_t vertices_a_range; /* of it */
};

/* Cuts rows first .. last (first <= last) of a file of so many bytes into ranges for this number of threads. What
 * sheet says of columns holds for them all. */
void hc_ranges_init(struct hc_ranges *r, int64_t first, int64_t last, size_t bytes, const struct hc_sheet *sheet,
                    int threads);
/* Calls read(ctx, range) for each, several at once. */
void hc_ranges_read(struct hc_ranges *r, int threads, void (*read)(const void *ctx, struct hc_range *range),
                    const void *ctx);
/* Puts the rows of all ranges into sheet and job. False, with nothing done, where one of them is unusual. */
bool hc_ranges_join(struct hc_ranges *r, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job);
void hc_ranges_release(struct hc_ranges *r); /* takes what is zeroed */

/* One more row of a range: its cells, to be filled. */
char **hc_range_add_row(struct hc_range *range);

#endif
