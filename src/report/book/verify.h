/* A workbook read back once it is written.
 *
 * libxlsxwriter puts each part into a temporary file first and does not look whether that could be written: on a full
 * disk it packs what there is, and reports success. So each part is held to what a part that lost something is not:
 * well-formed to its end, with rows and cells in their order. Linear in the unpacked size, of which nothing is kept. */
#ifndef HC_REPORT_BOOK_VERIFY_H
#define HC_REPORT_BOOK_VERIFY_H

#include "base/err.h"

struct lxw_workbook;

/* Writes the workbook to path, which it was made with, and frees it. HC_IO if the file, called name, is not whole. */
int hc_book_close(struct lxw_workbook *book, const char *path, const char *name, struct hc_err *err);

#endif
