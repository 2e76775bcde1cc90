#include "load/sheet/encoding.h"

#include "base/mem.h"
#include "base/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

struct hc_decoder {
    iconv_t to_utf8;
};

struct hc_decoder *hc_decoder_new(const char *encoding)
{
    iconv_t to_utf8 = iconv_open("UTF-8", encoding);
    if (to_utf8 == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): as POSIX has it */
        return NULL;
    struct hc_decoder *d = hc_alloc(1, sizeof *d);
    d->to_utf8 = to_utf8;
    return d;
}

void hc_decoder_free(struct hc_decoder *d)
{
    if (d)
        iconv_close(d->to_utf8);
    hc_free(d);
}

/* A sequence cut off at the end counts as a whole: EINVAL. */
bool hc_decoder_add(struct hc_decoder *d, const char *s, size_t n, struct hc_buf *out, bool *cut)
{
    if (!d)
        return false;
    struct hc_buf text = {0};
    char *in = hc_strndup(s, n), *from = in, chunk[4096];
    size_t left = n;
    bool ok = true;
    iconv(d->to_utf8, NULL, NULL, NULL, NULL);
    while (left && ok) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t status = iconv(d->to_utf8, &from, &left, &to, &room);
        int why = errno;
        if (out)
            hc_buf_add(&text, chunk, (size_t)(to - chunk));
        if (status != (size_t)-1 || why == E2BIG)
            continue;
        ok = why == EINVAL;
        if (ok && cut)
            *cut = true;
        break;
    }
    if (ok && out)
        hc_buf_add(out, text.data, text.len);
    hc_buf_release(&text);
    hc_free(in);
    return ok;
}

static bool is_utf8(const char *encoding)
{
    return strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
}

bool hc_decode(const char *encoding, const char *s, size_t n, struct hc_buf *out, bool *cut)
{
    if (is_utf8(encoding) && hc_utf8_valid(s, n)) {
        hc_buf_add(out, s, n);
        return true;
    }
    struct hc_decoder *d = hc_decoder_new(encoding);
    bool ok = hc_decoder_add(d, s, n, out, cut);
    hc_decoder_free(d);
    return ok;
}

/* Whether the bytes are valid in the encoding; *d is opened for the first piece of text. */
static bool is_valid(struct hc_decoder **d, const char *encoding, const char *s, size_t n)
{
    if (!*d)
        *d = hc_decoder_new(encoding);
    return hc_decoder_add(*d, s, n, NULL, NULL);
}

/* Everyday Chinese in GBK: pairs of bytes from A1 up. */
static bool looks_chinese(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)s[i] < 0x80)
            continue;
        if ((unsigned char)s[i] < 0xa1 || i + 1 >= n || (unsigned char)s[i + 1] < 0xa1)
            return i + 1 >= n;
        i++;
    }
    return true;
}

static void count_pairs(struct hc_evidence *e, const char *s, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if ((unsigned char)s[i] < 0x80)
            continue;
        e->pairs++;
        e->everyday += (unsigned char)s[i] >= 0xa1 && (unsigned char)s[i + 1] >= 0xa1;
        i++;
    }
}

void hc_evidence_add(struct hc_evidence *e, const char *s, size_t n, const char *declared, long row)
{
    if (hc_utf8_is_ascii(s, n))
        return;
    e->not_ascii = true;
    if (!is_valid(&e->as_utf8, "UTF-8", s, n)) {
        e->not_utf8 = true;
        if (!e->first_bad)
            e->first_bad = row;
    }
    for (size_t i = 0; i < n; i++)
        e->long_utf8 = e->long_utf8 || (unsigned char)s[i] >= 0xe0;
    e->not_gb18030 = e->not_gb18030 || !is_valid(&e->as_gb18030, "GB18030", s, n);
    e->not_chinese = e->not_chinese || !looks_chinese(s, n);
    count_pairs(e, s, n);
    e->not_declared = e->not_declared || (declared && !is_valid(&e->as_declared, declared, s, n));
}

void hc_evidence_release(struct hc_evidence *e)
{
    hc_decoder_free(e->as_utf8);
    hc_decoder_free(e->as_gb18030);
    hc_decoder_free(e->as_declared);
    e->as_utf8 = e->as_gb18030 = e->as_declared = NULL;
}

bool hc_evidence_add_utf8(struct hc_evidence *e, const char *s, size_t n)
{
    if (hc_utf8_is_ascii(s, n))
        return true;
    if (!hc_utf8_valid(s, n))
        return false;
    e->not_ascii = true;
    for (size_t i = 0; i < n && !e->long_utf8; i++)
        e->long_utf8 = (unsigned char)s[i] >= 0xe0;
    return true;
}

bool hc_evidence_is_utf8(const struct hc_evidence *e)
{
    return !e->not_utf8 && (e->long_utf8 || !e->not_ascii);
}

static bool is_single_byte(const char *encoding)
{
    return strncasecmp(encoding, "ISO-8859", 8) == 0 || strncasecmp(encoding, "CP125", 5) == 0 ||
           strncasecmp(encoding, "WINDOWS-125", 11) == 0 || strncasecmp(encoding, "CP437", 5) == 0 ||
           strncasecmp(encoding, "CP85", 4) == 0;
}

struct hc_verdict hc_evidence_judge(const struct hc_evidence *e, const char *declared, const char *forced)
{
    if (forced)
        return (struct hc_verdict){forced, false, false};
    if (!e->not_ascii)
        return (struct hc_verdict){"UTF-8", false, false};
    /* Any bytes are valid in a single-byte encoding, so its declaration says nothing against UTF-8 or Chinese. */
    bool bears = declared && !e->not_declared;
    /* UTF-8 of three bytes a character is often valid GBK as well, but hardly ever the other way round. */
    bool surely_utf8 = !e->not_utf8 && e->long_utf8;
    if (bears && !is_single_byte(declared) && !surely_utf8)
        return (struct hc_verdict){declared, false, false};
    if (!e->not_utf8)
        return (struct hc_verdict){"UTF-8", declared && !is_utf8(declared), false};
    if (!e->not_gb18030 && (!bears || !e->not_chinese))
        return (struct hc_verdict){"GB18030", true, e->everyday * 5 < e->pairs * 4};
    if (bears)
        return (struct hc_verdict){declared, false, false};
    return (struct hc_verdict){NULL, true, false};
}

const char *hc_encoding_mark(const char *s, size_t n, size_t *skip)
{
    *skip = 0;
    if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
        *skip = 3;
        return "UTF-8";
    }
    if (n >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)) {
        *skip = 2;
        return s[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
    }
    /* Without a mark: the comma or digit in the first characters leaves its zero byte. */
    size_t zero[2] = {0, 0};
    for (size_t i = 0; i < n && i < 200; i++)
        zero[i & 1] += s[i] == '\0';
    if (zero[0] + zero[1] == 0)
        return NULL;
    return zero[1] > zero[0] ? "UTF-16LE" : "UTF-16BE";
}
