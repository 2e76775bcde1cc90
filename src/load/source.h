/* Sources: finding, opening and remembering what a project names. */
#ifndef HC_LOAD_SOURCE_H
#define HC_LOAD_SOURCE_H

#include "model/finding.h"
#include "model/input.h"
#include <gdal.h>
#include <ogr_api.h>
#include <stdbool.h>

/* FILE#LAYER taken apart. */
struct hc_source {
    char *shown;      /* owned; as the user wrote it, but for a password */
    char *path;       /* owned; resolved against the project */
    char *layer;      /* owned; NULL: the only or the first one */
    const char *name; /* for messages: the file's own name; part of what the user wrote */
};

/* Takes `given` apart, finds out whether it is there, and remembers it in input->sources, its digest begun.
 * Missing or empty: a refusal among the findings, and -1; a file of a similar name in the same folder is suggested. */
int hc_source_init(struct hc_source *s, struct hc_input *input, const char *given, struct hc_findings *findings);
void hc_source_release(struct hc_source *s);

/* A refusal: the file is there, and cannot be read. */
void hc_source_unreadable(const char *name, struct hc_findings *findings);

/* Notes in input->sources what text of this source was read as. */
void hc_source_encoding(const struct hc_source *s, struct hc_input *input, const char *encoding);

/* Adds what was remembered of a source elsewhere, unless it is remembered already; takes what it points to. */
void hc_source_merge(struct hc_input *input, struct hc_source_info *info);

bool hc_source_has_extension(const struct hc_source *s, const char *extension); /* "csv", without case */

bool hc_source_is_csv(const struct hc_source *s); /* csv, tsv, txt */

/* Opens by GDAL with text undecoded where the driver allows that. NULL, with a refusal, where it cannot. */
GDALDatasetH hc_source_open(const struct hc_source *s, struct hc_findings *findings);
/* The layer that the source names; NULL, with a refusal that lists those there are. */
OGRLayerH hc_source_layer(const struct hc_source *s, GDALDatasetH dataset, struct hc_findings *findings);

/* Collects what GDAL complains of between begin and end; hc_complaints_end() turns errors into refusals and returns
 * how many there were. */
struct hc_complaints {
    const struct hc_source *source;
    char first[300];
    size_t n_errors;
};
void hc_complaints_begin(struct hc_complaints *c, const struct hc_source *s);
size_t hc_complaints_end(struct hc_complaints *c, struct hc_findings *findings);

#endif
