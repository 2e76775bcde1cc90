/* The plane that maps are drawn in: the layer's own CRS where that is a projected one whose lengths are true to within
 * half a percent, else one made for the layer: Gauss-Krueger or another transverse Mercator for what is narrow, Albers'
 * equal-area cone for what is wide. */
#ifndef HC_COVER_MAP_PLANE_H
#define HC_COVER_MAP_PLANE_H

#include "cover/cover.h"

struct hc_map_plane {
    const struct hc_crs *from; /* the layer's; not owned */
    struct hc_crs *made;       /* NULL: the layer's own is good */
    struct hc_text title;      /* what stands on the sheet */
    struct hc_xy unit;         /* metres of one unit of the layer's CRS along x and y, at its middle */
    struct hc_xy middle;       /* of the layer's extent, in the plane */
    struct hc_xy size;         /* of that extent, in the plane, about */
};

/* The cover must outlive the plane. On -1 nothing needs to be released. */
int hc_map_plane_init(struct hc_map_plane *plane, const struct hc_cover *cover, struct hc_err *err);
void hc_map_plane_release(struct hc_map_plane *plane);

/* From the layer's CRS, in place. */
int hc_map_plane_project(const struct hc_map_plane *plane, struct hc_xy *xy, size_t n, int threads, struct hc_err *err);

/* How many metres a unit of the plane is along x at a point of it, and by how much true north is turned from its y
 * axis, clockwise, in radians. */
int hc_map_plane_scale(const struct hc_map_plane *plane, struct hc_xy at, double *metres, double *north,
                       struct hc_err *err);

#endif
