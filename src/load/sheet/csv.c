#include "load/sheet/csv.h"

#include "base/utf8.h"
#include "load/sheet/encoding.h"
#include "load/sheet/limit.h"
#include "load/sheet/title.h"
#include <stdio.h>
#include <string.h>

struct reader {
    struct hc_sheet *sheet;
    struct hc_findings *findings;
    const char *p, *end;
    char separator;
    long line;     /* of p */
    char **fields; /* of the current record */
    size_t n_fields, cap_fields, cap_cells, cap_rows;
    size_t n_present, n_ragged; /* fields of all rows; rows with too many or too few */
    struct hc_buf text;         /* of the current field */
};

static int read_bytes(const struct hc_source *source, struct hc_buf *bytes, struct hc_findings *findings)
{
    char chunk[65536];
    FILE *file = fopen(source->path, "rb");
    size_t n;
    while (file && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
        hc_buf_add(bytes, chunk, n);
    bool failed = !file || ferror(file);
    if (file)
        fclose(file);
    if (failed)
        hc_source_unreadable(source->path, findings);
    return failed ? -1 : 0;
}

/* Line of the first byte sequence that is no UTF-8. */
static long first_bad_line(const char *s, size_t n)
{
    long line = 1;
    for (size_t begin = 0, i = 0; i <= n; i++)
        if (i == n || s[i] == '\n') {
            if (!hc_utf8_valid(s + begin, i - begin))
                return line;
            line++;
            begin = i + 1;
        }
    return 0;
}

static int decode(const struct hc_source *source, const struct hc_buf *bytes, struct hc_input *input,
                  struct hc_findings *findings, struct hc_buf *text)
{
    size_t skip;
    const char *encoding = hc_encoding_mark(bytes->data, bytes->len, &skip), *forced = input->project.encoding;
    struct hc_verdict verdict = {encoding, false, false};
    if (forced || !encoding) {
        struct hc_evidence evidence = {0};
        hc_evidence_add(&evidence, bytes->data, bytes->len, NULL, 1);
        verdict = hc_evidence_judge(&evidence, NULL, forced);
        hc_evidence_release(&evidence);
    }
    if (!verdict.encoding || !hc_decode(verdict.encoding, bytes->data + skip, bytes->len - skip, text, NULL))
        return hc_sheet_undecodable(source, first_bad_line(bytes->data, bytes->len), forced, findings);
    if (verdict.doubtful)
        hc_sheet_say_guess(source, NULL, &verdict, findings);
    hc_source_encoding(source, input, verdict.encoding);
    return 0;
}

/* Of comma, semicolon and tab the one that the first line has most of, outside quotes; *any: it has one at all. */
static char find_separator(const char *p, const char *end, bool *any)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        quoted ^= *p == '"';
        commas += !quoted && *p == ',';
        semicolons += !quoted && *p == ';';
        tabs += !quoted && *p == '\t';
    }
    *any = commas + semicolons + tabs > 0;
    return tabs > commas && tabs >= semicolons ? '\t' : semicolons > commas ? ';' : ',';
}

static void read_quoted(struct reader *r)
{
    for (r->p++; r->p < r->end; r->p++) {
        if (*r->p == '"') {
            if (r->p + 1 >= r->end || r->p[1] != '"') {
                r->p++;
                return;
            }
            r->p++;
        }
        r->line += *r->p == '\n';
        hc_buf_addc(&r->text, *r->p);
    }
}

/* One field and what ends it; false at the end of the record. */
static bool read_field(struct reader *r)
{
    hc_buf_clear(&r->text);
    if (r->p < r->end && *r->p == '"')
        read_quoted(r);
    const char *text = r->p;
    while (r->p < r->end && *r->p != r->separator && *r->p != '\n' && *r->p != '\r')
        r->p++;
    size_t n = (size_t)(r->p - text);
    if (r->text.len) { /* what stood in quotes, and whatever follows it */
        hc_buf_add(&r->text, text, n);
        text = r->text.data;
        n = r->text.len;
    }
    HC_GROW(r->fields, r->cap_fields, r->n_fields + 1);
    r->fields[r->n_fields++] = n ? hc_arena_strndup(&r->sheet->strings, text, n) : NULL;
    if (r->p < r->end && *r->p == r->separator) {
        r->p++;
        return true;
    }
    if (r->p < r->end && *r->p == '\r')
        r->p++;
    if (r->p < r->end && *r->p == '\n')
        r->p++;
    r->line++;
    return false;
}

/* Returns the line at which the record began, or 0 at the end of the file; blank records are skipped. */
static long read_record(struct reader *r)
{
    while (r->p < r->end) {
        long line = r->line;
        bool blank = true;
        r->n_fields = 0;
        while (read_field(r))
            ;
        for (size_t i = 0; i < r->n_fields; i++)
            blank = blank && !r->fields[i];
        if (!blank)
            return line;
    }
    return 0;
}

/* A title above the header has no separators of its own: then those of the next lines tell. */
static char separator_below(const char *p, const char *end)
{
    bool any = false;
    char separator = find_separator(p, end, &any);
    for (int line = 1; !any && line < 5; line++) {
        const char *next = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        if (!next)
            break;
        p = next + 1;
        separator = find_separator(p, end, &any);
    }
    return separator;
}

/* Reads the titles above the header, if there are any; *width: how many columns a header of two rows has, else 0. */
static void skip_titles(struct reader *r, size_t *width)
{
    struct reader ahead = *r;
    struct hc_top top = {.n_rows = 0};
    char **rows[HC_TOP_ROWS] = {NULL};
    size_t header, n_more;
    ahead.separator = separator_below(r->p, r->end);
    for (; top.n_rows < HC_TOP_ROWS && read_record(&ahead); top.n_rows++) {
        rows[top.n_rows] = ahead.fields;
        top.cells[top.n_rows] = ahead.fields;
        top.n[top.n_rows] = ahead.n_fields;
        ahead.fields = NULL;
        ahead.cap_fields = 0;
    }
    header = hc_top_header(&top, &n_more);
    *width = n_more ? top.n[header] > top.n[header + 1] ? top.n[header] : top.n[header + 1] : 0;
    if (header)
        r->separator = ahead.separator;
    for (size_t i = 0; i < header; i++)
        read_record(r);
    for (size_t i = 0; i < HC_TOP_ROWS; i++)
        hc_free(rows[i]);
    hc_free(ahead.fields);
    hc_buf_release(&ahead.text);
}

static int read_header(struct reader *r, const struct hc_source *source)
{
    struct hc_sheet *s = r->sheet;
    const char *first = r->p;
    size_t width;
    skip_titles(r, &width);
    bool titles = r->p != first;
    if (!(s->header_row = read_record(r))) {
        struct hc_finding *f =
            hc_findings_add(r->findings, "empty_source", HC_REFUSAL, "%s: no rows", "%s：没有数据行", source->name);
        hc_finding_remedy(f, "export the table again, with a header and its rows", "请重新导出，须含表头和数据行");
        return -1;
    }
    s->n_cols = r->n_fields > width ? r->n_fields : width;
    s->header = hc_calloc(s->n_cols, sizeof *s->header);
    s->numeric = hc_calloc(s->n_cols, sizeof *s->numeric);
    s->date = hc_calloc(s->n_cols, sizeof *s->date);
    s->whole = hc_calloc(s->n_cols, sizeof *s->whole);
    for (size_t i = 0; i < s->n_cols; i++)
        s->header[i] =
            hc_utf8_normalise(i < r->n_fields && r->fields[i] ? r->fields[i] : hc_arena_strdup(&s->strings, ""));
    if (titles)
        hc_sheet_say_header(s, r->findings);
    return 0;
}

/* Rows that are wrong each by itself are few; of many the first tell what is wrong with all. */
enum { RAGGED_SHOWN = 100 };

static void say_ragged(struct reader *r, long line)
{
    const struct hc_sheet *s = r->sheet;
    if (r->n_ragged++ >= RAGGED_SHOWN)
        return;
    struct hc_finding *f =
        hc_findings_add(r->findings, "ragged_row", HC_ERROR, "%s:%ld: %zu fields, but the header has %zu",
                        "%s:%ld：有 %zu 个字段，而表头有 %zu 个", s->name, line, r->n_fields, s->n_cols);
    hc_finding_remedy(f, "put text that holds a separator in quotes", "含分隔符的文本请加引号");
}

static void say_more_ragged(const struct reader *r)
{
    if (r->n_ragged <= RAGGED_SHOWN)
        return;
    struct hc_finding *f = hc_findings_add(
        r->findings, "ragged_row", HC_ERROR, "%s: %zu more rows with more or fewer fields than the header",
        "%s：另有 %zu 行的字段数与表头不符", r->sheet->name, r->n_ragged - RAGGED_SHOWN);
    hc_finding_remedy(f, "put text that holds a separator in quotes", "含分隔符的文本请加引号");
}

static int keep_record(struct reader *r, long line)
{
    struct hc_sheet *s = r->sheet;
    while (r->n_fields > s->n_cols && !r->fields[r->n_fields - 1])
        r->n_fields--; /* separators at the end of a row are no fields */
    if (r->n_fields != s->n_cols)
        say_ragged(r, line);
    r->n_present += r->n_fields < s->n_cols ? r->n_fields : s->n_cols;
    if (hc_sheet_refuse_hollow(s, r->n_present, 4, r->findings) < 0)
        return -1;
    HC_GROW(s->cells, r->cap_cells, (s->n_rows + 1) * s->n_cols);
    HC_GROW(s->row, r->cap_rows, s->n_rows + 1);
    for (size_t i = 0; i < s->n_cols; i++)
        s->cells[s->n_rows * s->n_cols + i] = i < r->n_fields ? r->fields[i] : NULL;
    s->row[s->n_rows++] = line;
    return 0;
}

int hc_csv_read(struct hc_sheet *sheet, const struct hc_source *source, struct hc_input *input,
                struct hc_findings *findings)
{
    struct hc_buf bytes = {0}, text = {0};
    *sheet = (struct hc_sheet){.name = source->name};
    int status = read_bytes(source, &bytes, findings);
    if (status == 0)
        status = decode(source, &bytes, input, findings, &text);
    hc_buf_release(&bytes);
    if (status == 0) {
        const char *begin = text.data ? text.data : "";
        struct reader r = {.sheet = sheet, .findings = findings, .p = begin, .end = begin + text.len, .line = 1};
        bool any;
        r.separator = find_separator(r.p, r.end, &any);
        status = read_header(&r, source);
        for (long line; status == 0 && (line = read_record(&r));)
            status = keep_record(&r, line);
        say_more_ragged(&r);
        if (status == 0)
            hc_sheet_settle_header(sheet, findings);
        hc_free(r.fields);
        hc_buf_release(&r.text);
    }
    hc_buf_release(&text);
    return status;
}
