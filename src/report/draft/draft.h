/* A draft as a project file: JSON, each guess explained in a member called "//". */
#ifndef HC_REPORT_DRAFT_DRAFT_H
#define HC_REPORT_DRAFT_DRAFT_H

#include "base/buf.h"
#include "load/look/draft.h"

/* In the language of the look. The file loads as it is; members whose names begin with // wait to be switched on. */
void hc_draft_write(const struct hc_draft *d, struct hc_buf *out);

/* Writes `text` to `path`, which must not be there: never over anything. HC_IO otherwise. */
int hc_draft_save(const char *path, const struct hc_buf *text, struct hc_err *err);

#endif
