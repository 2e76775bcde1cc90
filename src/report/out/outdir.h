/* The output folder: written whole or not at all.
 *
 * Files go to a temporary folder beside the wanted one; hc_outdir_commit() exchanges the two, atomically where the file
 * system can. A run that died leaves its temporary folder behind; the next one removes it, and puts back an earlier
 * output that a broken exchange without RENAME_EXCHANGE had moved aside. */
#ifndef HC_REPORT_OUT_OUTDIR_H
#define HC_REPORT_OUT_OUTDIR_H

#include "base/err.h"
#include <stdbool.h>
#include <stdio.h>

struct hc_outdir {
    char *wanted; /* without a slash at its end */
    char *temp;   /* NULL: nothing is open */
    int lock;     /* held while the run lives */
};

/* HC_IO if the folder cannot be made, or holds names that hecun does not write. */
int hc_outdir_begin(struct hc_outdir *out, const char *wanted, struct hc_err *err);
int hc_outdir_commit(struct hc_outdir *out, struct hc_err *err);
/* Removes the temporary folder, if there still is one. */
void hc_outdir_release(struct hc_outdir *out);

/* The path of a file in the temporary folder; the caller's. */
char *hc_outdir_path(const struct hc_outdir *out, const char *name);
/* Writes a whole file of that name. */
int hc_outdir_write(const struct hc_outdir *out, const char *name, const char *bytes, size_t n, struct hc_err *err);

/* Fills err with HC_IO: the file of that name could not be written, and why. Returns -1. */
int hc_outdir_fail(const char *name, const char *why, struct hc_err *err);

/* Whether hecun writes files of that name. */
bool hc_outdir_is_ours(const char *name);

#endif
