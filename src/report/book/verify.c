#include "report/book/verify.h"

#include "base/buf.h"
#include "report/out/outdir.h"
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { DEEPEST = 32, VALUE = 24 };
enum at { TEXT, TAG, NAME, INSIDE, ATTRIBUTE, QUOTED, FAILED };

/* How far an XML text is read. Of a name its hash is enough. */
struct scan {
    enum at at;
    uint64_t open[DEEPEST], name, attribute;
    size_t depth, n_elements, n_value;
    bool closes, empty, aside; /* </x>, <x/>, <?x?> */
    char value[VALUE];
    unsigned long row, column; /* the last ones of a sheet */
};

static uint64_t add_to_name(uint64_t name, char c)
{
    return (name ^ (unsigned char)c) * 1099511628211u;
}

static uint64_t name_of(const char *s)
{
    uint64_t name = 0;
    while (*s)
        name = add_to_name(name, *s++);
    return name;
}

/* Rows come in order, each cell behind the one before it, in its row. */
static bool is_in_order(struct scan *s)
{
    if (s->attribute != name_of("r"))
        return true;
    s->value[s->n_value] = '\0';
    if (s->name == name_of("row")) {
        unsigned long row = strtoul(s->value, NULL, 10), before = s->row;
        s->row = row;
        s->column = 0;
        return row > before;
    }
    if (s->name != name_of("c"))
        return true;
    const char *p = s->value;
    unsigned long column = 0, before = s->column;
    while (*p >= 'A' && *p <= 'Z')
        column = column * 26 + (unsigned long)(*p++ - 'A' + 1);
    s->column = column;
    return column > before && strtoul(p, NULL, 10) == s->row;
}

static enum at end_tag(struct scan *s)
{
    if (s->aside)
        return TEXT;
    if (s->closes)
        return s->depth && s->open[--s->depth] == s->name ? TEXT : FAILED;
    s->n_elements++;
    if (s->empty)
        return TEXT;
    if (s->depth == DEEPEST || (s->depth == 0 && s->n_elements > 1))
        return FAILED;
    s->open[s->depth++] = s->name;
    return TEXT;
}

static enum at begin_tag(struct scan *s, char c)
{
    s->closes = c == '/';
    s->aside = c == '?';
    s->empty = false;
    s->name = s->closes || s->aside ? 0 : add_to_name(0, c);
    return c == '<' || c == '>' ? FAILED : NAME;
}

static enum at inside_tag(struct scan *s, char c)
{
    if (c == '>')
        return end_tag(s);
    s->empty = c == '/';
    if (c == ' ' || c == '/' || c == '?' || c == '\n')
        return INSIDE;
    s->attribute = add_to_name(0, c);
    return c == '<' || c == '"' ? FAILED : ATTRIBUTE;
}

static enum at step(struct scan *s, char c)
{
    switch (s->at) {
    case TEXT:
        return c == '<' ? TAG : TEXT;
    case TAG:
        return begin_tag(s, c);
    case NAME:
        if (c == ' ' || c == '/' || c == '>')
            return inside_tag(s, c);
        s->name = add_to_name(s->name, c);
        return c == '<' || c == '"' ? FAILED : NAME;
    case INSIDE:
        return inside_tag(s, c);
    case ATTRIBUTE:
        s->n_value = 0;
        if (c != '"' && c != '=')
            s->attribute = add_to_name(s->attribute, c);
        return c == '"' ? QUOTED : c == '<' || c == '>' ? FAILED : ATTRIBUTE;
    case QUOTED:
        if (c == '"')
            return is_in_order(s) ? INSIDE : FAILED;
        if (s->n_value + 1 < VALUE)
            s->value[s->n_value++] = c;
        return c == '<' ? FAILED : QUOTED;
    case FAILED:
        break;
    }
    return FAILED;
}

static bool is_whole(const char *path)
{
    struct scan s = {.at = TEXT};
    VSILFILE *file = VSIFOpenL(path, "rb");
    char bytes[16384];
    size_t n;
    while (file && s.at != FAILED && (n = VSIFReadL(bytes, 1, sizeof bytes, file)) > 0)
        for (size_t i = 0; i < n; i++)
            s.at = step(&s, bytes[i]);
    bool whole = file && s.at == TEXT && s.depth == 0 && s.n_elements > 0;
    if (file)
        VSIFCloseL(file);
    return whole;
}

static int verify(const char *path, const char *name, struct hc_err *err)
{
    struct hc_buf root = {0}, part = {0};
    size_t parts = 0, whole = 0;
    hc_buf_addf(&root, "/vsizip/{%s}", path);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    VSIDIR *dir = VSIOpenDir(root.data, -1, NULL);
    for (const VSIDIREntry *e; dir && (e = VSIGetNextDirEntry(dir));) {
        if (VSI_ISDIR(e->nMode))
            continue;
        part.len = 0;
        hc_buf_addf(&part, "%s/%s", root.data, e->pszName);
        parts++;
        whole += is_whole(part.data);
    }
    if (dir)
        VSICloseDir(dir);
    CPLPopErrorHandler();
    hc_buf_release(&root);
    hc_buf_release(&part);
    return parts && whole == parts ? 0 : hc_outdir_fail(name, "what was written is not there", err);
}

int hc_book_close(struct lxw_workbook *book, const char *path, const char *name, struct hc_err *err)
{
    lxw_error status = workbook_close(book);
    return status == LXW_NO_ERROR ? verify(path, name, err) : hc_outdir_fail(name, lxw_strerror(status), err);
}
