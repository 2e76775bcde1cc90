/* report: everything that is written, whole or not at all. */
#ifndef HC_REPORT_REPORT_H
#define HC_REPORT_REPORT_H

#include "base/err.h"
#include "base/progress.h"
#include "cover/clean/clean.h"
#include "cover/placed.h"
#include "model/finding.h"
#include "model/state.h"

enum hc_format {
    HC_FORMAT_GEOJSON = 1,
    HC_FORMAT_GPKG = 2,
    HC_FORMAT_CSV = 4,
    HC_FORMAT_XLSX = 8,
    HC_FORMAT_SHP = 16,
    HC_FORMAT_FGB = 32
};
#define HC_FORMATS_DEFAULT (HC_FORMAT_GEOJSON | HC_FORMAT_GPKG | HC_FORMAT_CSV | HC_FORMAT_XLSX)

struct hc_report_options {
    const char *out;  /* the folder */
    unsigned formats; /* or of enum hc_format */
    bool before;      /* dissolved levels of the first state too */
    bool no_index;    /* no spatial index in GeoPackages */
    const char *crs;  /* of result.gpkg, .shp, .fgb; NULL: the source's */
    enum hc_lang lang;
    int threads;
    const struct hc_progress *progress;
    /* The cover's vertices as GeoJSON wants them, where they were begun early; NULL: report sees to it. */
    struct hc_placed *placed;
    /* Writes what other rooms add (maps) into the folder before it appears; -1 with err filled if it cannot. NULL:
     * nobody adds anything. */
    int (*add)(void *ctx, const char *folder, struct hc_err *err);
    void *add_ctx;
};

/* Decimals of WGS 84 in GeoJSON. */
#define HC_GEOJSON_DECIMALS 7

/* "geojson,gpkg" to bits; HC_USAGE for a word it does not know. */
int hc_formats_parse(const char *list, unsigned *formats, struct hc_err *err);

/* Writes all files of a simulation to a temporary folder beside options->out and exchanges the two at the end. On
 * failure options->out is as it was. cover may be NULL. */
int hc_report_simulation(const struct hc_result *result, const struct hc_cover *cover,
                         const struct hc_findings *findings, const struct hc_report_options *options,
                         struct hc_err *err);

/* A folder that holds nothing but what options->add writes. */
int hc_report_folder(const struct hc_report_options *options, struct hc_err *err);

/* figures.csv, and figures.xlsx where asked for. */
int hc_report_figures(const struct hc_result *result, const struct hc_findings *findings,
                      const struct hc_report_options *options, struct hc_err *err);

/* The files of a check: findings.csv (or the formats asked for) alone. */
int hc_report_check(const struct hc_input *input, const struct hc_cover *cover, const struct hc_findings *findings,
                    const struct hc_report_options *options, struct hc_err *err);

/* The cleaned base level with every field of its source, in the formats asked for; what was done to it (layer `clean`
 * of result.gpkg, clean.csv); and the findings. */
int hc_report_clean(const struct hc_input *input, const struct hc_cover *cover, const struct hc_clean_log *log,
                    const struct hc_findings *findings, const struct hc_report_options *options, struct hc_err *err);

#endif
