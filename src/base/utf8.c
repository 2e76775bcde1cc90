#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* The length of the well-formed sequence at s (n bytes left) and its code point, or 0. */
static size_t decode(const char *s, size_t n, uint32_t *point)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t length = p[0] < 0x80 ? 1 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : 4;
    if (length == 4 && (p[0] < 0xf0 || p[0] > 0xf4))
        return 0;
    if (length > n)
        return 0;
    *point = length == 1 ? p[0] : p[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (p[i] & 0x3f);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (*point < least[length] || *point > 0x10ffff || (*point >= 0xd800 && *point < 0xe000))
        return 0;
    return length;
}

bool hc_utf8_valid(const char *s, size_t n)
{
    uint32_t point;
    for (size_t i = 0, step; i < n; i += step)
        if (!(step = decode(s + i, n - i, &point)))
            return false;
    return true;
}

bool hc_utf8_is_ascii(const char *s, size_t n)
{
    unsigned char all = 0;
    for (size_t i = 0; i < n; i++)
        all |= (unsigned char)s[i];
    return all < 0x80;
}

static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) || (c >= 0x3041 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) ||
           (c >= 0xff01 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

static bool is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

size_t hc_utf8_width(const char *s)
{
    size_t width = 0, n = strlen(s);
    for (size_t i = 0, step; i < n; i += step) {
        uint32_t point = 0;
        step = decode(s + i, n - i, &point);
        if (!step)
            step = 1; /* a stray byte shows as one replacement */
        width += is_wide(point) ? 2 : is_combining(point) ? 0 : 1;
    }
    return width;
}

/* ASCII for a full-width form, a space for the blanks that people type, 0 for what is to be dropped at the ends, else
 * the point itself. */
static uint32_t fold(uint32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e)
        return point - 0xff01 + '!';
    if (point == 0x3000 || point == 0xa0)
        return ' ';
    return point;
}

static bool is_blank(uint32_t point)
{
    return point <= ' ' || point == 0xfeff || point == 0x200b;
}

char *hc_utf8_normalise(char *s)
{
    size_t n = strlen(s), out = 0, end = 0; /* end: behind the last that is no blank */
    if (n && !is_blank((unsigned char)s[0]) && !is_blank((unsigned char)s[n - 1]) && hc_utf8_is_ascii(s, n))
        return s; /* as most are */
    for (size_t i = 0, step; i < n; i += step) {
        uint32_t point = 0;
        step = decode(s + i, n - i, &point);
        if (!step) {
            step = 1;
            point = 0xfffd; /* kept as it is */
        }
        uint32_t folded = fold(point);
        if (is_blank(folded) && !out)
            continue;
        if (folded != point) {
            s[out++] = (char)folded;
        } else {
            memmove(s + out, s + i, step);
            out += step;
        }
        if (!is_blank(folded))
            end = out;
    }
    s[end] = '\0';
    return s;
}

/* The next character of a name, folded; 0 at its end. */
static uint32_t next_folded(const char **s)
{
    uint32_t point = 0;
    if (!**s)
        return 0;
    size_t step = decode(*s, strlen(*s), &point);
    if (!step) {
        point = 0x110000u + (unsigned char)**s;
        step = 1;
    }
    *s += step;
    point = fold(point);
    return point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
}

bool hc_utf8_same_name(const char *a, const char *b)
{
    for (;;) {
        uint32_t ca = next_folded(&a), cb = next_folded(&b);
        if (ca != cb)
            return false;
        if (!ca)
            return true;
    }
}
