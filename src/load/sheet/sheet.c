#include "load/sheet/sheet.h"

#include "base/utf8.h"
#include "load/sheet/csv.h"
#include "load/sheet/encoding.h"
#include "load/sheet/limit.h"
#include "load/sheet/title.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void hc_sheet_real(double value, char *out, size_t size)
{
    if (fabs(value) < 9007199254740992.0 && value == floor(value)) {
        snprintf(out, size, "%.0f", value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

static bool is_number(OGRFieldType type)
{
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

static char *cell_text(struct hc_sheet *s, OGRFeatureH feature, int field, OGRFieldType type)
{
    char number[64];
    if (!OGR_F_IsFieldSetAndNotNull(feature, field))
        return NULL;
    if (type == OFTReal) {
        hc_sheet_real(OGR_F_GetFieldAsDouble(feature, field), number, sizeof number);
        return hc_arena_strdup(&s->strings, number);
    }
    const char *text = OGR_F_GetFieldAsString(feature, field);
    return *text || s->keeps_empty ? hc_arena_strdup(&s->strings, text) : NULL;
}

size_t hc_sheet_take_feature(struct hc_sheet *s, OGRFeatureH feature, char **cells)
{
    size_t filled = 0;
    for (int i = 0; i < (int)s->n_cols; i++) {
        cells[i] = cell_text(s, feature, i, OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i)));
        filled += cells[i] != NULL;
    }
    return filled;
}

static void read_header(struct hc_sheet *s, OGRFeatureDefnH definition)
{
    s->n_cols = (size_t)OGR_FD_GetFieldCount(definition);
    s->header = hc_calloc(s->n_cols, sizeof *s->header);
    s->numeric = hc_calloc(s->n_cols, sizeof *s->numeric);
    s->date = hc_calloc(s->n_cols, sizeof *s->date);
    s->whole = hc_calloc(s->n_cols, sizeof *s->whole);
    for (int i = 0; i < (int)s->n_cols; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        s->header[i] = hc_arena_strdup(&s->strings, OGR_Fld_GetNameRef(field));
        s->numeric[i] = is_number(OGR_Fld_GetType(field));
        OGRFieldType type = OGR_Fld_GetType(field);
        s->date[i] = type == OFTDate ? 1 : type == OFTDateTime ? 2 : 0;
        s->whole[i] = s->numeric[i] && OGR_Fld_GetType(field) != OFTReal;
    }
}

/* What a shapefile says of itself, by .cpg or language byte; NULL for drivers that deliver UTF-8. */
static const char *declared_encoding(OGRLayerH layer)
{
    static const char *const keys[] = {"ENCODING_FROM_CPG", "ENCODING_FROM_LDID"};
    for (size_t i = 0; i < 2; i++) {
        const char *value = GDALGetMetadataItem(layer, keys[i], "SHAPEFILE");
        if (value && *value)
            return value;
    }
    return NULL;
}

struct decoding {
    struct hc_sheet *sheet;
    const char *declared, *encoding;
    struct hc_decoder *decoder; /* of `encoding` */
    bool is_utf8;
    size_t n_cut;
};

static bool all_utf8(const struct hc_sheet *s, struct hc_evidence *evidence)
{
    for (size_t i = 0; i < s->n_cols; i++)
        if (!hc_evidence_add_utf8(evidence, s->header[i], strlen(s->header[i])))
            return false;
    for (size_t i = 0; i < s->n_rows * s->n_cols; i++)
        if (s->cells[i] && !hc_evidence_add_utf8(evidence, s->cells[i], strlen(s->cells[i])))
            return false;
    return hc_evidence_is_utf8(evidence);
}

/* True if all is UTF-8 as it stands. */
static bool gather_evidence(const struct decoding *d, struct hc_evidence *evidence)
{
    const struct hc_sheet *s = d->sheet;
    if (all_utf8(s, evidence))
        return true;
    *evidence = (struct hc_evidence){0};
    for (size_t i = 0; i < s->n_cols; i++)
        hc_evidence_add(evidence, s->header[i], strlen(s->header[i]), d->declared, 1);
    for (size_t i = 0; i < s->n_rows * s->n_cols; i++)
        if (s->cells[i])
            hc_evidence_add(evidence, s->cells[i], strlen(s->cells[i]), d->declared, s->row[i / s->n_cols]);
    hc_evidence_release(evidence);
    return false;
}

static bool decode_text(struct decoding *d, char **text)
{
    struct hc_buf out = {0};
    bool cut = false;
    if (!*text || hc_utf8_is_ascii(*text, strlen(*text)))
        return true;
    if (d->is_utf8 && hc_utf8_valid(*text, strlen(*text)))
        return true;
    bool ok = hc_decoder_add(d->decoder, *text, strlen(*text), &out, &cut);
    if (ok)
        *text = hc_arena_strndup(&d->sheet->strings, out.data ? out.data : "", out.len);
    d->n_cut += cut;
    hc_buf_release(&out);
    return ok;
}

void hc_sheet_say_guess(const struct hc_source *source, const char *declared, const struct hc_verdict *verdict,
                        struct hc_findings *findings)
{
    const char *but_en = verdict->unlikely ? ", which it hardly is" : "",
               *but_zh = verdict->unlikely ? "，但很可能并非如此" : "";
    struct hc_finding *f =
        declared ? hc_findings_add(
                       findings, "encoding_guessed", HC_WARNING, "%s: says it is %s, but its text is %s; read as that",
                       "%s：声明的编码是 %s，而文本实为 %s，已按后者读取", source->name, declared, verdict->encoding)
                 : hc_findings_add(findings, "encoding_guessed", HC_WARNING, "%s: not UTF-8; read as %s%s%.0s",
                                   "%s：不是 UTF-8，按 %s 读取%.0s%s", source->name, verdict->encoding, but_en, but_zh);
    if (verdict->unlikely)
        hc_finding_remedy(f, "name the encoding: --encoding BIG5, CP1252 (western Europe), CP1250, CP1257, CP1251...",
                          "请指定编码：--encoding BIG5（繁体）、CP1252（西欧）、CP1251……");
    else
        hc_finding_remedy(f, "if names look wrong, name the encoding: --encoding GB18030, UTF-8, BIG5...",
                          "若名称显示不正确，请指定编码：--encoding GB18030、UTF-8、BIG5……");
}

static void say_encoding(const struct hc_source *source, const struct decoding *d, const struct hc_verdict *verdict,
                         struct hc_findings *findings)
{
    if (verdict->doubtful)
        hc_sheet_say_guess(source, d->declared, verdict, findings);
    if (d->n_cut)
        hc_findings_add(findings, "text_cut", HC_WARNING,
                        "%s: %zu texts end within a character, cut by their field's width",
                        "%s：有 %zu 处文本被字段宽度截断在半个字符处", source->name, d->n_cut);
}

int hc_sheet_undecodable(const struct hc_source *source, long row, const char *forced, struct hc_findings *findings)
{
    struct hc_finding *f = hc_findings_add(
        findings, "undecodable_text", HC_REFUSAL, "%s:%ld: text in no known encoding%s%s",
        "%s:%ld：文本不属于任何已知编码%s%s", source->name, row, forced ? ": not " : "", forced ? forced : "");
    hc_finding_remedy(
        f,
        "name its encoding with --encoding (BIG5, SHIFT_JIS, CP1252...), or make it UTF-8: iconv -f ENCODING -t "
        "UTF-8 FILE",
        "请用 --encoding 指定编码（BIG5、SHIFT_JIS、CP1252……），或转为 UTF-8：iconv -f 编码 -t UTF-8 文件");
    return -1;
}

static int decode_sheet(struct hc_sheet *s, const struct hc_source *source, const char *declared,
                        struct hc_input *input, struct hc_findings *findings)
{
    struct hc_evidence evidence = {0};
    struct decoding d = {.sheet = s, .declared = declared};
    bool stands = gather_evidence(&d, &evidence);
    struct hc_verdict verdict =
        hc_evidence_judge(&evidence, declared, evidence.not_ascii ? input->project.encoding : NULL);
    d.encoding = verdict.encoding;
    d.is_utf8 = d.encoding && strcmp(d.encoding, "UTF-8") == 0;
    bool ok = verdict.encoding != NULL, decodes = ok && evidence.not_ascii && !(stands && d.is_utf8);
    if (decodes)
        d.decoder = hc_decoder_new(d.encoding);
    for (size_t i = 0; ok && decodes && i < s->n_cols; i++)
        ok = decode_text(&d, &s->header[i]);
    for (size_t i = 0; ok && decodes && i < s->n_rows * s->n_cols; i++)
        ok = decode_text(&d, &s->cells[i]);
    hc_decoder_free(d.decoder);
    if (!ok)
        return hc_sheet_undecodable(source, evidence.first_bad, input->project.encoding, findings);
    for (size_t i = 0; i < s->n_cols; i++)
        hc_utf8_normalise(s->header[i]);
    say_encoding(source, &d, &verdict, findings);
    hc_source_encoding(source, input, verdict.encoding);
    return 0;
}

void hc_sheet_begin(struct hc_sheet *s, const struct hc_source *source, OGRLayerH layer)
{
    *s = (struct hc_sheet){.name = source->name, .header_row = 1};
    read_header(s, OGR_L_GetLayerDefn(layer));
}

int hc_sheet_finish(struct hc_sheet *s, const struct hc_source *source, OGRLayerH layer, struct hc_input *input,
                    struct hc_findings *findings)
{
    return decode_sheet(s, source, declared_encoding(layer), input, findings);
}

int hc_sheet_add_features(struct hc_sheet *s, const struct hc_source *source, OGRLayerH layer,
                          struct hc_findings *findings, void (*each)(void *ctx, OGRFeatureH feature), void *ctx)
{
    struct hc_complaints complaints;
    size_t cap_cells = 0, cap_rows = 0, present = 0;
    long row = each ? 0 : 1;
    int status = 0;
    hc_complaints_begin(&complaints, source);
    OGR_L_ResetReading(layer);
    for (OGRFeatureH feature; status == 0 && (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature)) {
        HC_GROW(s->cells, cap_cells, (s->n_rows + 1) * s->n_cols);
        HC_GROW(s->row, cap_rows, s->n_rows + 1);
        size_t filled = hc_sheet_take_feature(s, feature, s->cells + s->n_rows * s->n_cols);
        s->row[s->n_rows] = ++row;
        s->n_rows += each || filled;
        present += filled;
        status = hc_sheet_refuse_hollow(s, present, HC_HOLLOW_RATIO, findings);
        if (each)
            each(ctx, feature);
    }
    return hc_complaints_end(&complaints, findings) ? -1 : status;
}

/* Other formats have names for their columns. */
static bool is_spreadsheet(const struct hc_source *s)
{
    return hc_source_has_extension(s, "xlsx") || hc_source_has_extension(s, "xlsm") ||
           hc_source_has_extension(s, "xls") || hc_source_has_extension(s, "ods");
}

int hc_sheet_read_layer(struct hc_sheet *s, const struct hc_source *source, OGRLayerH layer, struct hc_input *input,
                        struct hc_findings *findings)
{
    hc_sheet_begin(s, source, layer);
    if (hc_sheet_add_features(s, source, layer, findings, NULL, NULL) < 0)
        return -1;
    if (hc_sheet_finish(s, source, layer, input, findings) < 0)
        return -1;
    if (is_spreadsheet(source))
        hc_sheet_settle_header(s, findings);
    return 0;
}

int hc_sheet_read(struct hc_sheet *sheet, const struct hc_source *source, struct hc_input *input,
                  struct hc_findings *findings)
{
    *sheet = (struct hc_sheet){.name = source->name};
    if (hc_source_is_csv(source))
        return hc_csv_read(sheet, source, input, findings);
    GDALDatasetH dataset = hc_source_open(source, findings);
    if (!dataset)
        return -1;
    OGRLayerH layer = hc_source_layer(source, dataset, findings);
    int status = layer ? hc_sheet_read_layer(sheet, source, layer, input, findings) : -1;
    GDALClose(dataset);
    return status;
}

void hc_sheet_release(struct hc_sheet *sheet)
{
    hc_free(sheet->header);
    hc_free(sheet->numeric);
    hc_free(sheet->date);
    hc_free(sheet->whole);
    hc_free(sheet->cells);
    hc_free(sheet->row);
    hc_arena_release(&sheet->strings);
    *sheet = (struct hc_sheet){0};
}
