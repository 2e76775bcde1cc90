/* Land: the boundaries of a level at a date, in the plane that is drawn in, with no more vertices than paper shows. */
#ifndef HC_MAP_SCENE_LAND_H
#define HC_MAP_SCENE_LAND_H

#include "cover/chart.h"
#include "cover/lines.h"
#include "model/state.h"

struct hc_land {
    struct hc_polygons polygons; /* of the units of the level */
    struct hc_lines borders;
    struct hc_pairs pairs; /* neighbours */
    uint32_t *colour;      /* of each unit: neighbours differ */
};

/* The plane and all land that sheets are drawn of; built once, then only read. */
struct hc_atlas {
    const struct hc_result *result;
    const struct hc_cover *cover;
    struct hc_chart chart;
    double metres, north;  /* of a unit of the plane, and of true north, at its middle: see cover/chart.h */
    double tolerance;      /* in metres: what paper does not show */
    struct hc_xy min, max; /* of all land, in the plane */
    double area;           /* of it, in the plane's units */
    struct hc_land **land; /* [state * n_levels + level]; shared where nothing changed; NULL where there are none */
    int threads;
};

/* longest_mm: the longer side of the paper. Builds the land of the first and the last state, of every level that has
 * boundaries. */
int hc_atlas_init(struct hc_atlas *atlas, const struct hc_result *result, const struct hc_cover *cover,
                  double longest_mm, int threads, struct hc_err *err);
void hc_atlas_release(struct hc_atlas *atlas);
const struct hc_land *hc_atlas_land(const struct hc_atlas *atlas, size_t state, uint32_t level);

/* A measure of each unit, as it is shown (km² for area_m2); new; NULL if there is none of that name. */
struct hc_number *hc_atlas_values(const struct hc_atlas *atlas, size_t state, uint32_t level, const char *measure);

/* Borders and polygons of any faces, thinned and projected. */
int hc_atlas_borders(const struct hc_atlas *atlas, const uint32_t *face_unit, struct hc_lines *out, struct hc_err *err);
int hc_atlas_polygons(const struct hc_atlas *atlas, const uint32_t *face_unit, size_t n_units, struct hc_polygons *out,
                      struct hc_err *err);

#endif
