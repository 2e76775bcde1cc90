/* UTF-8: validity, width on a screen, and the normal form in which codes and numbers are compared. */
#ifndef HC_BASE_UTF8_H
#define HC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

bool hc_utf8_valid(const char *s, size_t n); /* no surrogates, no overlong forms, up to U+10FFFF */
bool hc_utf8_is_ascii(const char *s, size_t n);

/* Columns on a terminal: East Asian wide and full-width characters count two, combining ones none. */
size_t hc_utf8_width(const char *s);

/* In place: full-width forms U+FF01..U+FF5E become ASCII, U+3000 and U+00A0 a space, then spaces (also U+FEFF,
 * U+200B) at both ends go. Returns s. */
char *hc_utf8_normalise(char *s);

/* ASCII letters compared without case, after full-width forms were folded: for field names. */
bool hc_utf8_same_name(const char *a, const char *b);

#endif
