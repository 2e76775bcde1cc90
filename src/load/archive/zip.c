#include "load/archive/zip.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

/* Sizes of what PKWARE's APPNOTE.TXT describes in 4.3.7, 4.3.12, 4.3.14 to 4.3.16. */
enum { LOCAL = 30, ENTRY = 46, END = 22, LOCATOR = 20, END64 = 56, MOST_COMMENT = 65535 };

struct zip {
    FILE *file;
    uint64_t size, entries, n_entries; /* where the list of parts begins, and how many there are */
    uint64_t shift;                    /* what stands before the archive, and is counted in no offset */
};

struct entry {
    uint64_t packed, unpacked, at;
    uint32_t crc;
    unsigned method;
    bool encrypted;
    uint64_t length; /* of its place in the list */
};

static uint64_t number(const unsigned char *p, int n)
{
    uint64_t value = 0;
    while (n-- > 0)
        value = value << 8 | p[n];
    return value;
}

static bool read_at(const struct zip *z, uint64_t at, void *out, size_t n)
{
    return at <= z->size && n <= z->size - at && fseeko(z->file, (off_t)at, SEEK_SET) == 0 &&
           fread(out, 1, n, z->file) == n;
}

static bool is(const unsigned char *p, const char mark[5])
{
    return memcmp(p, mark, 4) == 0;
}

/* An archive above 4 GiB says where its list is in 64 bits. */
static bool find_entries64(struct zip *z, uint64_t end, uint64_t *length, uint64_t *offset)
{
    unsigned char locator[LOCATOR], end64[END64];
    if (end < LOCATOR || !read_at(z, end - LOCATOR, locator, LOCATOR) || !is(locator, "PK\6\7"))
        return true;
    if (!read_at(z, number(locator + 8, 8), end64, END64) || !is(end64, "PK\6\6"))
        return false;
    z->n_entries = number(end64 + 32, 8);
    *length = number(end64 + 40, 8);
    *offset = number(end64 + 48, 8);
    return true;
}

/* The last mark of an end counts, as for GDAL. */
static bool find_entries(struct zip *z)
{
    static const size_t most = END + MOST_COMMENT;
    unsigned char tail[END + MOST_COMMENT];
    size_t n = z->size < most ? (size_t)z->size : most, i;
    if (n < END || !read_at(z, z->size - n, tail, n))
        return false;
    for (i = n - END; !is(tail + i, "PK\5\6"); i--)
        if (i == 0)
            return false;
    uint64_t end = z->size - n + i, length = number(tail + i + 12, 4), offset = number(tail + i + 16, 4);
    z->n_entries = number(tail + i + 10, 2);
    uint64_t length32 = length, offset32 = offset, n32 = z->n_entries;
    if (!find_entries64(z, end, &length, &offset))
        return false;
    bool wide = offset != offset32 || length != length32 || z->n_entries != n32;
    if (wide && offset32 != UINT32_MAX && length32 != UINT32_MAX && n32 != UINT16_MAX)
        return false; /* two lists, of which each reader may take another */
    if (wide) {
        z->entries = offset;
        return offset <= end && length <= end - offset;
    }
    if (length > end || offset > end - length)
        return false;
    z->entries = end - length;
    z->shift = z->entries - offset;
    return true;
}

/* Sizes above 4 GiB stand in a field of their own, those alone that do not fit. */
static void take_wide(struct entry *e, const unsigned char *extra, size_t n)
{
    uint64_t *const wide[] = {&e->unpacked, &e->packed, &e->at};
    for (size_t i = 0; i + 4 <= n; i += 4 + (size_t)number(extra + i + 2, 2)) {
        size_t length = (size_t)number(extra + i + 2, 2), at = i + 4, end = at + length < n ? at + length : n;
        for (size_t k = 0; number(extra + i, 2) == 1 && k < 3; k++)
            if (*wide[k] == UINT32_MAX && at + 8 <= end) {
                *wide[k] = number(extra + at, 8);
                at += 8;
            }
    }
}

static bool read_entry(const struct zip *z, uint64_t at, struct entry *e)
{
    unsigned char head[ENTRY], extra[65536];
    if (!read_at(z, at, head, ENTRY) || !is(head, "PK\1\2"))
        return false;
    size_t name = (size_t)number(head + 28, 2), n_extra = (size_t)number(head + 30, 2);
    *e = (struct entry){.packed = number(head + 20, 4),
                        .unpacked = number(head + 24, 4),
                        .at = number(head + 42, 4),
                        .crc = (uint32_t)number(head + 16, 4),
                        .method = (unsigned)number(head + 10, 2),
                        .encrypted = head[8] & 1,
                        .length = ENTRY + name + n_extra + number(head + 32, 2)};
    if (!read_at(z, at + ENTRY + name, extra, n_extra))
        return false;
    take_wide(e, extra, n_extra);
    return true;
}

/* What inflate() makes of the next bytes, held against the stated size. */
static int unpack_some(z_stream *s, const struct entry *e, uint64_t *n_out, uLong *crc)
{
    unsigned char out[65536];
    int status = Z_OK;
    do {
        s->next_out = out;
        s->avail_out = sizeof out;
        status = inflate(s, Z_NO_FLUSH);
        size_t n = sizeof out - s->avail_out;
        *n_out += n;
        *crc = crc32(*crc, out, (uInt)n);
        if (*n_out > e->unpacked)
            return Z_DATA_ERROR;
    } while (status == Z_OK && (s->avail_in > 0 || s->avail_out == 0));
    return status == Z_BUF_ERROR ? Z_OK : status; /* it wants more than was there */
}

/* The file stands where the part's bytes begin. */
static bool unpacks_as_told(const struct zip *z, const struct entry *e)
{
    unsigned char in[16384];
    z_stream s = {0};
    uint64_t n_out = 0, left = e->packed;
    uLong crc = crc32(0, NULL, 0);
    int status = e->method ? inflateInit2(&s, -MAX_WBITS) : Z_OK;
    while (status == Z_OK && left) {
        size_t n = left < sizeof in ? (size_t)left : sizeof in;
        if (fread(in, 1, n, z->file) != n)
            break;
        left -= n;
        if (e->method) {
            s.next_in = in;
            s.avail_in = (uInt)n;
            status = unpack_some(&s, e, &n_out, &crc);
        } else {
            crc = crc32(crc, in, (uInt)n);
            n_out += n;
        }
    }
    if (e->method)
        inflateEnd(&s);
    return (e->method ? status == Z_STREAM_END : !left) && n_out == e->unpacked && crc == e->crc;
}

static bool is_sound(const struct zip *z, const struct entry *e)
{
    unsigned char local[LOCAL];
    uint64_t at = z->shift + e->at;
    if (e->encrypted || (e->method != 0 && e->method != Z_DEFLATED))
        return true;
    if (!read_at(z, at, local, LOCAL) || !is(local, "PK\3\4"))
        return false;
    at += LOCAL + number(local + 26, 2) + number(local + 28, 2);
    return at <= z->size && e->packed <= z->size - at && fseeko(z->file, (off_t)at, SEEK_SET) == 0 &&
           unpacks_as_told(z, e);
}

/* All parts' stated sizes first, as parts may share their bytes; then what they unpack to. */
static enum hc_zip check(const struct zip *z, uint64_t most)
{
    struct entry e = {0};
    uint64_t at = z->entries, sum = 0;
    for (uint64_t i = 0; i < z->n_entries; i++, at += e.length) {
        if (!read_entry(z, at, &e))
            return HC_ZIP_DAMAGED;
        if (e.unpacked > most - sum)
            return HC_ZIP_LARGE;
        sum += e.unpacked;
    }
    at = z->entries;
    for (uint64_t i = 0; i < z->n_entries; i++, at += e.length)
        if (!read_entry(z, at, &e) || !is_sound(z, &e))
            return HC_ZIP_DAMAGED;
    return HC_ZIP_SOUND;
}

enum hc_zip hc_zip_check(const char *path, uint64_t (*most)(uint64_t packed), uint64_t *packed)
{
    unsigned char mark[4] = "";
    struct zip z = {.file = fopen(path, "rb")};
    struct entry first;
    enum hc_zip state = HC_ZIP_NONE;
    if (!z.file)
        return state;
    off_t size = fseeko(z.file, 0, SEEK_END) == 0 ? ftello(z.file) : 0;
    z.size = *packed = size > 0 ? (uint64_t)size : 0;
    bool begins = read_at(&z, 0, mark, sizeof mark) && is(mark, "PK\3\4");
    if (find_entries(&z) && (begins || (z.n_entries && read_entry(&z, z.entries, &first))))
        state = check(&z, most(z.size)); /* GDAL takes it for one though something stand before it */
    else if (begins)
        state = HC_ZIP_DAMAGED;
    fclose(z.file);
    return state;
}
