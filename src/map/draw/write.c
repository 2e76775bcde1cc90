#include "map/draw/write.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* CRC-32 as PNG has it: ISO 3309, bit by bit; it is asked for 13 bytes. */
static uint32_t crc32_of(const unsigned char *bytes, size_t n)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

static void put32(unsigned char *to, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(v >> (24 - 8 * i));
}

static void insert(struct hc_buf *buf, size_t at, const void *bytes, size_t n)
{
    struct hc_buf whole = {0};
    hc_buf_add(&whole, buf->data, at);
    hc_buf_add(&whole, bytes, n);
    hc_buf_add(&whole, buf->data + at, buf->len - at);
    hc_buf_release(buf);
    *buf = whole;
}

void hc_png_add_resolution(struct hc_buf *png, double dpi)
{
    enum { AFTER_HEADER = 8 + 25 }; /* signature and IHDR */
    unsigned char chunk[21] = {0, 0, 0, 9, 'p', 'H', 'Y', 's'};
    put32(chunk + 8, (uint32_t)lround(dpi / 0.0254));
    put32(chunk + 12, (uint32_t)lround(dpi / 0.0254));
    chunk[16] = 1; /* a metre */
    put32(chunk + 17, crc32_of(chunk + 4, 13));
    if (png->len > AFTER_HEADER)
        insert(png, AFTER_HEADER, chunk, sizeof chunk);
}

/* Text of an XML element; what XML 1.0 cannot hold becomes a space. */
static void put_xml(struct hc_buf *buf, const char *s)
{
    for (; s && *s; s++) {
        if (*s == '<')
            hc_buf_adds(buf, "&lt;");
        else if (*s == '>')
            hc_buf_adds(buf, "&gt;");
        else if (*s == '&')
            hc_buf_adds(buf, "&amp;");
        else
            hc_buf_addc(buf, (unsigned char)*s < 32 && *s != '\n' ? ' ' : *s);
    }
}

/* cairo numbers its surfaces as they come, whichever thread makes them. */
static void drop_surface_number(struct hc_buf *svg)
{
    static const char mark[] = "<g id=\"surface";
    char *at = svg->data ? strstr(svg->data, mark) : NULL;
    if (!at)
        return;
    for (at += strlen(mark); *at >= '0' && *at <= '9'; svg->len--)
        memmove(at, at + 1, strlen(at));
}

void hc_svg_add_text(struct hc_buf *svg, const struct hc_about *about)
{
    struct hc_buf text = {0};
    drop_surface_number(svg);
    const char *open = svg->data ? strstr(svg->data, "<svg") : NULL, *end = open ? strchr(open, '>') : NULL;
    if (!end)
        return;
    hc_buf_adds(&text, "\n<title>");
    put_xml(&text, about->title);
    hc_buf_adds(&text, "</title>\n<desc>");
    put_xml(&text, about->text);
    hc_buf_adds(&text, "</desc>");
    insert(svg, (size_t)(end + 1 - svg->data), text.data, text.len);
    hc_buf_release(&text);
}

int hc_map_file_write(const char *path, const char *name, const struct hc_buf *bytes, struct hc_err *err)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
    int why = errno;
    if (file && fclose(file) != 0 && ok) {
        why = errno;
        ok = false;
    }
    if (ok)
        return 0;
    return hc_err_set(err, HC_IO,
                      "%s: cannot be written (%s); nothing was changed: free some space, or choose another folder with "
                      "--out",
                      "%s：无法写入（%s），未作任何改动；请腾出空间，或用 --out 另选文件夹", name, strerror(why));
}
