/* clean: a coverage out of polygons that nearly are one.
 *
 * Vertices that lie within the tolerance of another unit's border are brought together with it: near ones become one,
 * the others are inserted in that border. What still crosses is cut at the crossing. Then every piece of land is looked
 * at: one that several units claim goes to one of them, one that nobody claims and units enclose goes to a neighbour if
 * it is within limits. This is repeated until nothing changes, so cleaning what was cleaned changes nothing. No vertex
 * moves further than the tolerance; what has no part in any of this keeps its bytes. */
#ifndef HC_COVER_CLEAN_CLEAN_H
#define HC_COVER_CLEAN_CLEAN_H

#include "base/err.h"
#include "model/finding.h"
#include "model/input.h"

/* To whom a gap goes. */
enum hc_gap_policy {
    HC_GAP_LONGEST, /* the neighbour with the longest border on it */
    HC_GAP_LARGEST, /* the neighbour with the largest area */
    HC_GAP_KEEP     /* nobody */
};

/* Which of the units that claim the same land gets it. One that would be left without land comes before the others. */
enum hc_overlap_policy { HC_OVERLAP_LARGER, HC_OVERLAP_SMALLER, HC_OVERLAP_FIRST };

struct hc_clean_options {
    int threads;        /* 0: all processors */
    double tolerance_m; /* 0: derived from the data */
    enum hc_gap_policy gaps;
    double gap_width_m; /* wider ones stay; 0: derived, so that what check calls a gap is closed */
    double gap_area_m2; /* larger ones stay; 0: no limit */
    enum hc_overlap_policy overlaps;
    const char *named;      /* codes, comma between: these get overlaps, in this order, before the policy; or NULL */
    const char *gaps_named; /* likewise for gaps that they border on */
};

enum hc_change_type {
    HC_CHANGE_MENDED,   /* `from` was invalid; area by which make-valid changed it */
    HC_CHANGE_MOVED,    /* a vertex of `from` went to the border of `to` */
    HC_CHANGE_INSERTED, /* a vertex of `to` was put in the border of `from` */
    HC_CHANGE_CUT,      /* borders of `from` and `to` cross, and got a common vertex there */
    HC_CHANGE_OVERLAP,  /* land that both claimed went from `from` to `to` */
    HC_CHANGE_GAP,      /* nobody's land went to `to` */
    HC_CHANGE_SLIVER,   /* a splinter of `from` went to `to`, or to nobody where it had no neighbour */
    HC_CHANGE_TYPES
};

struct hc_change {
    enum hc_change_type type;
    uint32_t from, to; /* units, or HC_NONE */
    struct hc_xy place;
    double size_m;  /* how far, or how wide */
    double area_m2; /* NaN: says nothing */
};

/* What was done, and with which limits. */
struct hc_clean_log {
    struct hc_change *changes; /* by type, units, place */
    size_t n, cap;
    size_t n_repeats; /* vertices that repeated the one before them */
    double tolerance_m, gap_width_m;
};

const char *hc_change_name(enum hc_change_type type); /* "vertex_moved" ... */

/* Cleans the polygons of a layer into *out, a list with the same units. Adds findings: a summary, and an error or
 * warning for a unit that vanished or was split. *out and *log are the caller's to release, also after -1. */
int hc_clean(const struct hc_layer *layer, const char *level, const struct hc_clean_options *options,
             struct hc_polygons *out, struct hc_clean_log *log, struct hc_findings *findings, struct hc_err *err);
void hc_clean_log_release(struct hc_clean_log *log);

#endif
