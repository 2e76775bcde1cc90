/* Polygons out of features, and the CRS they are in. */
#ifndef HC_LOAD_LAYER_GEOMETRY_H
#define HC_LOAD_LAYER_GEOMETRY_H

#include "base/progress.h"
#include "load/source.h"

struct hc_geometry_job {
    const struct hc_source *source;
    OGRLayerH layer; /* NULL: the geometries are of no layer, and come without CRS */
    const struct hc_progress *progress;
    struct hc_findings *findings;
    struct hc_polygons *polygons; /* one unit a feature */
    const char *crs;              /* forced, or NULL */
    bool in_project;              /* that is where a CRS can be named, not --crs */
    size_t n_features, n_other;   /* n_other: features that are no polygons */
    bool swapped;                 /* the data have latitude or northing first */
};

void hc_geometry_begin(struct hc_geometry_job *job);
/* Adds the polygons of one feature as the next unit; NULL: it has none. Curves are made straight by GDAL, heights
 * dropped. */
void hc_geometry_add(struct hc_geometry_job *job, OGRGeometryH geometry);
void hc_geometry_add_feature(void *job, OGRFeatureH feature); /* for hc_sheet_add_features() */
/* After the last feature: refusals for what makes a layer useless (no features, no polygons, no CRS, lost records,
 * coordinates that are no numbers), error findings for units without a boundary; *crs is new. */
int hc_geometry_finish(struct hc_geometry_job *job, const struct hc_units *units, int threads, char **crs);

/* The CRS that coordinates look like: degrees (in China of CGCS2000), or Gauss-Krueger of CGCS2000 with the zone before
 * the easting. 0: they do not say. */
int hc_likely_epsg(struct hc_xy xy);

#endif
