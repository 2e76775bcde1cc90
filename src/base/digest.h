/* SHA-256 of a file, by libcrypto. */
#ifndef HC_BASE_DIGEST_H
#define HC_BASE_DIGEST_H

#include "base/err.h"
#include <stdint.h>

#define HC_DIGEST_SIZE 65 /* 64 hex digits and a NUL */

/* Fills hex and *size (bytes). On failure returns -1 with HC_IO. */
int hc_digest_file(const char *path, char hex[HC_DIGEST_SIZE], uint64_t *size, struct hc_err *err);

#endif
