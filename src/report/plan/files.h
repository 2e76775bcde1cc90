/* Texts that were made elsewhere, as files of the output folder: whole or not at all. */
#ifndef HC_REPORT_PLAN_FILES_H
#define HC_REPORT_PLAN_FILES_H

#include "base/buf.h"
#include "base/err.h"

struct hc_file_text {
    const char *name; /* one that hecun writes */
    struct hc_buf text;
};

int hc_report_files(const char *out, const struct hc_file_text *files, size_t n, struct hc_err *err);

#endif
