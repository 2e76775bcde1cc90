/* The GIS files of a simulation. */
#ifndef HC_REPORT_GEO_FILES_H
#define HC_REPORT_GEO_FILES_H

#include "report/geo/ogr.h"
#include "report/out/outdir.h"
#include "report/report.h"

/* What the writers share. */
struct hc_job {
    const struct hc_result *result; /* NULL for a check */
    const struct hc_cover *cover;
    const struct hc_findings *findings;
    const struct hc_input *input; /* of a cleaning, with its log; else NULL */
    const struct hc_clean_log *log;
    const struct hc_report_options *options;
    struct hc_outdir *out;
};

/* result.gpkg */
int hc_gpkg_write(const struct hc_job *job, struct hc_err *err);
/* findings.gpkg of a check */
int hc_findings_gpkg_write(const struct hc_job *job, struct hc_err *err);
/* <level>_after as GeoJSON, Shapefile or FlatGeobuf, and _before and the states between where they are asked for. */
int hc_layers_write(const struct hc_job *job, struct hc_err *err);

/* The files of a cleaning. */
int hc_cleaned_write(const struct hc_job *job, struct hc_err *err);

/* One FlatGeobuf. */
int hc_flatgeobuf_write(const struct hc_job *job, const char *name, const struct hc_rows *rows,
                        const struct hc_polygons *polygons, const char *crs, struct hc_err *err);

/* Adds the findings as layer `findings`, in the CRS of the file: points for those that have a place. */
int hc_findings_place(const struct hc_job *job, struct hc_ogr *o, struct hc_err *err);

/* The names of all columns; the array is the caller's. */
const char **hc_rows_names(const struct hc_rows *rows);

/* Whether a level has boundaries in a state, and these are not just its source. */
bool hc_has_land(const struct hc_result *result, size_t state, uint32_t level);

/* The polygons of a level in the CRS that is wanted (options->crs or the source's); release them. */
int hc_job_polygons(const struct hc_job *job, size_t state, uint32_t level, bool source_crs, struct hc_polygons *out,
                    struct hc_err *err);
/* WKT of that CRS; the caller's. */
char *hc_job_crs(const struct hc_job *job, struct hc_err *err);

#endif
