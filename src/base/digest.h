/* SHA-256 of a file, by libcrypto, on a thread of its own while the caller goes on. */
#ifndef HC_BASE_DIGEST_H
#define HC_BASE_DIGEST_H

#include <stdint.h>

#define HC_DIGEST_SIZE 65 /* 64 hex digits and a NUL */

struct hc_digest;

struct hc_digest *hc_digest_begin(const char *path);
/* Waits, fills hex and *size (bytes), and frees the digest. -1 if the file could not be read to its end. */
int hc_digest_end(struct hc_digest *digest, char hex[HC_DIGEST_SIZE], uint64_t *size);

#endif
