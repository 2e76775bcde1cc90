/* Borders for a screen: every arc once, in whole steps of a grid of longitude and latitude, with fewer vertices.
 *
 * Each arc is simplified by itself and used by both its sides, so neighbours still meet; arcs whose simplified course
 * would touch or cross another's keep more of their vertices, as many as it takes. Borders that cross in the data
 * still do. Visvalingam's measure: a vertex counts for the triangle it forms with what is left beside it (Visvalingam
 * and Whyatt, Line generalisation by repeated elimination of points, 1993). */
#ifndef HC_COVER_SIMPLIFY_OUTLINES_H
#define HC_COVER_SIMPLIFY_OUTLINES_H

#include "cover/cover.h"

/* A face that lies on a side of an arc beside the one in `side`: overlapping units. */
struct hc_outline_claim {
    uint32_t half; /* 2 * arc + (1: right) */
    uint32_t face;
};

struct hc_outlines {
    double lon0, lat0;   /* degrees, WGS 84, of the grid's south-western corner */
    double quantum_deg;  /* one step of the grid */
    int32_t (*xy)[2];    /* steps east and north of the corner, >= 0 */
    size_t *arc_xy;      /* n_arcs + 1: arc a has the vertices arc_xy[a] .. arc_xy[a + 1] - 1, its ends among them */
    uint32_t (*side)[2]; /* the faces to the left and right of each arc, HC_NONE for none */
    int64_t *length;     /* of each arc as it was, HC_LENGTH_SCALE */
    size_t n_arcs;
    struct hc_outline_claim *claims;
    size_t n_claims;
    uint32_t (*conflicts)[2]; /* pairs of faces that arcs alone cannot settle: overlaps, borders that nearly match */
    size_t n_conflicts;
};

/* At most `most` vertices, unless ends of arcs and what keeps borders apart take more. O(n log n) in the vertices;
 * same bytes for any number of threads. */
int hc_cover_outlines(const struct hc_cover *cover, size_t most, struct hc_outlines *out, struct hc_err *err);
void hc_outlines_release(struct hc_outlines *borders);

#endif
