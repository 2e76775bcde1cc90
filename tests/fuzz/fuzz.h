/* What the targets share: a folder of their own for inputs that are read from files. */
#ifndef HC_TESTS_FUZZ_FUZZ_H
#define HC_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* The entry of a target; always returns 0, and must leave nothing behind. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes the input under that name into the process's own folder; the path lives until the next call. */
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);
/* Where that file is, or would be; lives likewise. */
const char *fuzz_path(const char *name);

#endif
