#include "base/buf.h"

#include "base/exact/shortest.h"
#include "base/mem.h"
#include "base/number.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void hc_buf_add(struct hc_buf *buf, const void *bytes, size_t n)
{
    HC_GROW(buf->data, buf->cap, buf->len + n + 1);
    if (n)
        memcpy(buf->data + buf->len, bytes, n);
    buf->len += n;
    buf->data[buf->len] = '\0';
}

void hc_buf_adds(struct hc_buf *buf, const char *s)
{
    if (s)
        hc_buf_add(buf, s, strlen(s));
}

void hc_buf_addc(struct hc_buf *buf, char c)
{
    hc_buf_add(buf, &c, 1);
}

/* Into what is free first; only what is longer is written twice. */
void hc_buf_addf(struct hc_buf *buf, const char *format, ...)
{
    va_list args, again;
    size_t room = buf->data ? buf->cap - buf->len : 0;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(room ? buf->data + buf->len : NULL, room, format, args);
    if (n > 0 && (size_t)n >= room) {
        HC_GROW(buf->data, buf->cap, buf->len + (size_t)n + 1);
        vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
    }
    if (n > 0)
        buf->len += (size_t)n;
    else if (room)
        buf->data[buf->len] = '\0';
    va_end(again);
    va_end(args);
}

void hc_buf_addi(struct hc_buf *buf, int64_t value)
{
    char digits[20];
    size_t n = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[sizeof digits - ++n] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        hc_buf_addc(buf, '-');
    hc_buf_add(buf, digits + sizeof digits - n, n);
}

void hc_buf_addd(struct hc_buf *buf, double value)
{
    if (!isfinite(value)) {
        hc_buf_adds(buf, "null");
        return;
    }
    if (fabs(value) < 1e15 && value == (double)(int64_t)value) {
        hc_buf_addi(buf, (int64_t)value);
        return;
    }
    char text[HC_SHORTEST_BYTES];
    int length = hc_shortest_put(text, value);
    hc_buf_add(buf, text, (size_t)length);
}

void hc_buf_add_json(struct hc_buf *buf, const char *s)
{
    if (!s) {
        hc_buf_adds(buf, "null");
        return;
    }
    hc_buf_addc(buf, '"');
    for (const char *from = s;; from++) {
        unsigned char c = (unsigned char)*from;
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        hc_buf_add(buf, s, (size_t)(from - s));
        if (!c)
            break;
        if (c == '"' || c == '\\')
            hc_buf_addf(buf, "\\%c", c);
        else
            hc_buf_addf(buf, "\\u%04x", c);
        s = from + 1;
    }
    hc_buf_addc(buf, '"');
}

static int runs_as_formula(const char *s)
{
    int64_t value;
    int scale;
    return strchr("=+-@\t\r", *s) && *s && hc_decimal_parse(s, &value, &scale) == HC_PARSE_BAD;
}

void hc_buf_add_csv(struct hc_buf *buf, const char *s)
{
    if (!s)
        return;
    int formula = runs_as_formula(s);
    if (!formula && !strpbrk(s, ",\"\r\n") && *s != ' ') {
        hc_buf_adds(buf, s);
        return;
    }
    hc_buf_addc(buf, '"');
    if (formula)
        hc_buf_addc(buf, '\'');
    for (; *s; s++) {
        if (*s == '"')
            hc_buf_addc(buf, '"');
        hc_buf_addc(buf, *s);
    }
    hc_buf_addc(buf, '"');
}

void hc_buf_add_markdown(struct hc_buf *buf, const char *s)
{
    for (; s && *s; s++) {
        if (strchr("\\`*_[]<>|#", *s))
            hc_buf_addc(buf, '\\');
        hc_buf_addc(buf, *s == '\n' || *s == '\r' ? ' ' : *s);
    }
}

void hc_buf_clear(struct hc_buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

char *hc_buf_take(struct hc_buf *buf)
{
    char *taken = buf->data ? buf->data : hc_strdup("");
    *buf = (struct hc_buf){0};
    return taken;
}

void hc_buf_release(struct hc_buf *buf)
{
    hc_free(buf->data);
    *buf = (struct hc_buf){0};
}
