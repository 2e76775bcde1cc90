/* What the steps of cleaning share: for the files of this room alone. */
#ifndef HC_COVER_CLEAN_INSIDE_H
#define HC_COVER_CLEAN_INSIDE_H

#include "cover/check/edges.h"
#include "cover/clean/clean.h"
#include "cover/metric.h"

struct hc_cleaning {
    const struct hc_clean_options *options;
    const struct hc_units *units;
    struct hc_metric metric;
    double tolerance_m, gap_width_m;
    double noise;                /* distances below it are rounding; in the layer's unit */
    uint32_t *rank;              /* of each unit among those named for overlaps; HC_NONE: not named */
    uint32_t *gap_rank;          /* ... for gaps */
    struct hc_polygons polygons; /* as they stand now */
    struct hc_topology topology; /* of them */
    struct hc_clean_log *log;
};

/* Takes over new polygons and builds their topology. */
void hc_cleaning_replace(struct hc_cleaning *c, struct hc_polygons *polygons);
void hc_cleaning_rebuild(struct hc_cleaning *c); /* after vertices were changed in place */

void hc_cleaning_log(struct hc_cleaning *c, struct hc_change change);

/* Sorts the log, and adds what it comes to, and units that vanished or were split, to the findings. */
void hc_clean_log_finish(struct hc_clean_log *log, const char *level, const struct hc_layer *layer,
                         const struct hc_polygons *after, struct hc_findings *findings);

/* Whether two edges have a point in common other than a common end; ctx: the topology. */
bool hc_clean_edges_cross(const void *ctx, const struct hc_edge *p, const struct hc_edge *q);

/* Each returns whether it changed anything. */
bool hc_clean_snap(struct hc_cleaning *c); /* near vertices become one, others are inserted in borders near them */
bool hc_clean_cut(struct hc_cleaning *c);  /* edges that cross get a common vertex */
int hc_clean_settle(struct hc_cleaning *c, bool *changed, struct hc_err *err); /* each piece of land to one unit */

#endif
