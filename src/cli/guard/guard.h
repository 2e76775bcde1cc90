/* The way out when nothing else helps: memory that is out, signals that libraries die of, an output that takes no more.
 *
 * Libraries do not all look at what malloc() gives them: some crash, some leave out what they had no room for and
 * report success. So hecun has a malloc() of its own before the C library's, for all of them: a request that fails ends
 * the run with a message and HC_FAULT. Only a large one (HC_GUARD_LARGE) gives NULL, as usual: a file that lies about a
 * size asks for it, and its reader copes. Under a sanitizer, which has an allocator of its own, there is none of this.
 */
#ifndef HC_CLI_GUARD_GUARD_H
#define HC_CLI_GUARD_GUARD_H

#include "base/text.h"
#include <stddef.h>

#define HC_GUARD_LARGE ((size_t)64 << 20)

/* Once, first thing: what ends the run when memory is out, and on a signal that tells of a fault. */
void hc_guard_begin(void);

/* Whether standard output took all: code, or HC_IO and a message. A pipe that nobody reads any more is no failure. */
int hc_guard_end(int code, enum hc_lang lang);

/* Writes to standard error and leaves with HC_FAULT, without allocating. */
_Noreturn void hc_guard_leave(const char *message);

/* Memory is out. */
_Noreturn void hc_guard_exhausted(size_t wanted);

#endif
