/* The coverage: the polygons of the base level as one topology.
 *
 * Shared borders are found once, in expected linear time; dissolve, neighbours, lengths, areas and checks all come from
 * the same arcs. A face is a unit of the base level; its index is the unit's. Once built, a cover is const, and any
 * number of restructurings can be asked of it: `face_unit` says for each face into which of n_units units it goes
 * (HC_NONE: it is left out). */
#ifndef HC_COVER_COVER_H
#define HC_COVER_COVER_H

#include "base/err.h"
#include "base/progress.h"
#include "cover/crs.h"
#include "model/finding.h"
#include "model/input.h"

struct hc_cover;

struct hc_cover_options {
    int threads;        /* 0: all processors */
    double tolerance_m; /* how far apart borders count as nearly matching; 0: derived from the data */
    bool wgs84;         /* what is made of it will be wanted in WGS 84 */
};

/* Builds from a layer with polygons. Invalid polygons are mended by GEOS make-valid first, and named. Adds the
 * findings of a check: invalid rings, duplicate units, overlaps, gaps, nearly matching borders, slivers, tiny parts,
 * each with units, place and size. Returns NULL with err filled where no coverage can be built. */
struct hc_cover *hc_cover_new(const struct hc_layer *layer, const char *level, const struct hc_cover_options *options,
                              struct hc_findings *findings, struct hc_err *err);
void hc_cover_free(struct hc_cover *cover);

size_t hc_cover_n_faces(const struct hc_cover *cover);
size_t hc_cover_n_vertices(const struct hc_cover *cover); /* of all rings; shared borders count twice */
const struct hc_crs *hc_cover_crs(const struct hc_cover *cover);
double hc_cover_tolerance_m(const struct hc_cover *cover);
/* A point inside each face, for labels and findings. xy: n_faces, in the layer's CRS. */
void hc_cover_inner_points(const struct hc_cover *cover, struct hc_xy *xy);

/* What can be measured of n_units units; every array has n_units elements and is the caller's. NULL: not wanted. */
struct hc_measures {
    int64_t *area;      /* HC_AREA_SCALE; on the layer's own ellipsoid */
    int64_t *perimeter; /* HC_LENGTH_SCALE; geodesic, inner rings included */
    int64_t *settled;   /* area counted by two members and settled in the union: members' sum = area + settled */
    double *polsby_popper;
    double *reock; /* in hc_cover_reock_crs() */
};
int hc_cover_measure(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_measures *out,
                     struct hc_err *err);
/* The same, to the bit, for units whose flag is set alone; of the others the arrays are left as they are. threads: as
 * in base/parallel. */
int hc_cover_measure_some(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units,
                          const uint8_t *wanted, int threads, struct hc_measures *out, struct hc_err *err);
/* The CRS that circles are drawn in: a Lambert azimuthal equal-area one, centred on the layer. PROJ string. */
const char *hc_cover_reock_crs(const struct hc_cover *cover);

/* The boundaries of n_units units, in the layer's CRS, normalised (see model/polygons.h), parts by size, same bytes for
 * any number of threads. A unit without faces has no parts. Where it fails nothing is left in out. */
int hc_cover_dissolve(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_polygons *out,
                      struct hc_err *err);

/* The same, some units at a time: begin lists what belongs to each unit, then any range of units can be asked for, from
 * any thread; out's first unit is unit `first`. */
struct hc_dissolve;
struct hc_dissolve *hc_dissolve_begin(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units);
int hc_dissolve_units(const struct hc_dissolve *d, size_t first, size_t end, struct hc_polygons *out,
                      struct hc_err *err);
void hc_dissolve_end(struct hc_dissolve *d);

/* Places in the layer's CRS to degrees on its datum, in place; NaN stays NaN. */
int hc_cover_to_lonlat(const struct hc_cover *cover, struct hc_xy *xy, size_t n, struct hc_err *err);
/* And from those degrees to the CRS `to`; NULL: back to the layer's. */
int hc_cover_from_lonlat(const struct hc_cover *cover, const struct hc_crs *to, struct hc_xy *xy, size_t n,
                         struct hc_err *err);

/* The length of the geodesic between two places in degrees on the layer's ellipsoid, by PROJ; NaN if a coordinate is.
 */
double hc_cover_distance_m(const struct hc_cover *cover, struct hc_xy a, struct hc_xy b);

/* Holds a coarser level's own boundaries against those dissolved for it: units whose land differs by more than the
 * tolerance along their border are findings of severity error, with place and size. face_unit: into layer's units. */
int hc_cover_check_level(const struct hc_cover *cover, const uint32_t *face_unit, const struct hc_layer *layer,
                         const char *level, struct hc_findings *findings, struct hc_err *err);

/* Pairs of units that share a border: a < b, sorted; length in HC_LENGTH_SCALE, 0 where they only nearly match. */
struct hc_pair {
    uint32_t a, b;
    int64_t length;
};
struct hc_pairs {
    struct hc_pair *items;
    size_t n, cap;
};
void hc_cover_neighbours(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_pairs *out);
void hc_pairs_release(struct hc_pairs *pairs);

/* The pieces that units' faces form, by themselves, and which of them touch: where other units are made of whole ones,
 * there is less to join. */
struct hc_blocks {
    uint32_t *of_face; /* HC_NONE: the face is in no unit */
    uint32_t (*touching)[2];
    size_t n, n_touching;
};
void hc_cover_blocks(const struct hc_cover *cover, const uint32_t *face_unit, struct hc_blocks *out);
void hc_blocks_release(struct hc_blocks *blocks);

/* How many pieces each unit's faces form, faces counted as joined that share a border or are linked (links: pairs of
 * face indices, n_links of them; `cut` ones have been taken out by the caller through cut/n_cut). A face is one piece
 * even if it has several parts. blocks: of the same cover, or NULL. n_pieces: n_units elements. */
void hc_cover_pieces(const struct hc_cover *cover, const struct hc_blocks *blocks, const uint32_t *face_unit,
                     size_t n_units, const uint32_t (*links)[2], size_t n_links, const uint32_t (*cut)[2], size_t n_cut,
                     uint32_t *n_pieces);

#endif
