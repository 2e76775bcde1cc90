/* What a cover is made of: for the files of this room alone. */
#ifndef HC_COVER_INSIDE_H
#define HC_COVER_INSIDE_H

#include "cover/build/topology.h"
#include "cover/cover.h"
#include "cover/measure/geodesic.h"
#include "cover/measure/lattice.h"
#include "cover/metric.h"

/* Two units whose common border arcs alone cannot settle: they overlap, or their borders nearly match. A unit with
 * itself: other units claim the same side of one of its arcs. */
struct hc_conflict {
    uint32_t a, b; /* a <= b */
};

struct hc_cover {
    struct hc_crs *crs;
    struct hc_ellipsoid ellipsoid;
    int threads;
    double tolerance_m;
    struct hc_metric metric;
    const struct hc_polygons *polygons; /* the layer's, or `mended` */
    struct hc_polygons mended;
    struct hc_topology topology;
    int64_t *arc_area;             /* of what lies left of each arc, against the equator; HC_AREA_SCALE */
    int64_t *arc_length;           /* HC_LENGTH_SCALE */
    struct hc_conflict *conflicts; /* sorted, each once */
    size_t n_conflicts, cap_conflicts;
    char reock_crs[160];       /* PROJ string */
    struct hc_plane *plane;    /* to reock_crs */
    struct hc_lattice lattice; /* on it */
};

/* Into which unit the land left of a half-arc goes; HC_NONE if nowhere. */
static inline uint32_t hc_left_unit(const struct hc_cover *cover, const uint32_t *face_unit, uint32_t half)
{
    uint32_t face = cover->topology.face[half];
    return face == HC_NONE ? HC_NONE : face_unit[face];
}

/* Of struct hc_pair, by a, then b. */
int hc_pair_compare(const void *p, const void *q);

/* flag[s] becomes 1 for the units whose members have conflicts among them, and must be united by GEOS. */
void hc_cover_flag_conflicts(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, uint8_t *flag);

/* Lists the half-arcs on the boundary of each unit, sorted: those of unit s are halves[at[s]] .. halves[at[s+1]-1].
 * Both arrays are new. Units whose flag in `wanted` (NULL: all are wanted) is 0 have none. */
void hc_cover_boundaries(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, const uint8_t *wanted,
                         uint32_t **halves, size_t **at);

/* Area, without a sign, and length of all rings of parts part .. end - 1, on the ellipsoid. NaN if PROJ fails. */
struct hc_size hc_cover_size(const struct hc_cover *cover, const struct hc_polygons *p, uint32_t part, uint32_t end);

/* Unites the faces of one unit by GEOS and adds the result to out as its next unit. */
int hc_cover_unite(const struct hc_cover *cover, const uint32_t *faces, size_t n_faces, struct hc_polygons *out,
                   struct hc_err *err);

#endif
