/* A growing string of bytes, always followed by a NUL once anything was added. A zeroed struct is empty. */
#ifndef HC_BASE_BUF_H
#define HC_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct hc_buf {
    char *data; /* NULL while nothing was ever added */
    size_t len; /* without the NUL */
    size_t cap;
};

void hc_buf_add(struct hc_buf *buf, const void *bytes, size_t n);
void hc_buf_adds(struct hc_buf *buf, const char *s); /* NULL adds nothing */
void hc_buf_addc(struct hc_buf *buf, char c);
__attribute__((format(printf, 2, 3))) void hc_buf_addf(struct hc_buf *buf, const char *format, ...);
void hc_buf_addi(struct hc_buf *buf, int64_t value);
/* The shortest decimal that reads back as the same double ("0.1", "1e-7"); NaN and infinities as null. */
void hc_buf_addd(struct hc_buf *buf, double value);
/* A JSON string with its quotes; NULL adds null. */
void hc_buf_add_json(struct hc_buf *buf, const char *s);
/* One CSV field: quoted where RFC 4180 wants it; text that a spreadsheet would run as a formula (starting with
 * = + - @, tab or return, and not a plain number) gets a leading apostrophe. NULL adds nothing. */
void hc_buf_add_csv(struct hc_buf *buf, const char *s);
/* Text in a Markdown line or table cell: nothing in it acts as markup, line breaks become spaces. NULL adds nothing. */
void hc_buf_add_markdown(struct hc_buf *buf, const char *s);
void hc_buf_clear(struct hc_buf *buf);
char *hc_buf_take(struct hc_buf *buf); /* the string, now the caller's ("" if empty); the buffer is empty again */
void hc_buf_release(struct hc_buf *buf);

#endif
