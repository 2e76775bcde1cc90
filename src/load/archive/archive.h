/* Archives that would unpack to far more than they are, or to something else than they say: spreadsheets and zipped
 * layers are zip files. */
#ifndef HC_LOAD_ARCHIVE_ARCHIVE_H
#define HC_LOAD_ARCHIVE_ARCHIVE_H

#include "model/finding.h"

/* Where `path` is a zip file that is damaged, or unpacks to more than 2 GiB, or to more than 100 MiB and 200 times its
 * size: a refusal, and -1. What is no zip file passes. `name` is for the message. */
int hc_archive_check(const char *path, const char *name, struct hc_findings *findings);

#endif
