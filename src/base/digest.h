/* SHA-256 of a file, by libcrypto, on a thread of its own while the caller goes on. */
#ifndef HC_BASE_DIGEST_H
#define HC_BASE_DIGEST_H

#include <stdint.h>

struct hc_digest;

/* The file is opened at once, so that it may be removed afterwards. */
struct hc_digest *hc_digest_begin(const char *path);
/* Waits. *hex, which stands until the release, and *size (bytes) are of the file; -1 if it could not be read to its
 * end, and *hex is "" then. May be called by any thread, any number of times. */
int hc_digest_wait(struct hc_digest *digest, const char **hex, uint64_t *size);
/* Gives up what is not done yet. Takes NULL. */
void hc_digest_release(struct hc_digest *digest);

#endif
