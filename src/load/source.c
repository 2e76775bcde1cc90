#include "load/source.h"

#include "base/digest.h"
#include "base/mem.h"
#include "load/archive/archive.h"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* '#' begins a layer of a file only if what stands before it is there, so that file names may hold one. */
static void take_apart(struct hc_source *s)
{
    struct stat st;
    bool connection = hc_source_is_connection(s->path);
    char *hash = connection ? hc_source_mark(s->path) : strrchr(s->path, '#');
    if (hash && (connection || stat(s->path, &st) != 0)) {
        s->layer = hc_strdup(hash + 1);
        *hash = '\0';
    }
    if (!connection)
        s->name = hc_source_label(s->path);
}

/* How unlike two names are: characters of the longer that are not in the other's common prefix and suffix. */
static size_t unlikeness(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), head = 0, tail = 0, least = na < nb ? na : nb;
    while (head < least && strncasecmp(a + head, b + head, 1) == 0)
        head++;
    while (tail < least - head && strncasecmp(a + na - 1 - tail, b + nb - 1 - tail, 1) == 0)
        tail++;
    return (na > nb ? na : nb) - head - tail;
}

/* The name in the same folder that is most like the missing one; the caller's, or NULL. */
static char *similar_file(const struct hc_source *s)
{
    char *folder = hc_strndup(s->path, (size_t)(s->name - s->path)), *best = NULL;
    size_t least = strlen(s->name) / 2;
    DIR *dir = opendir(*folder ? folder : ".");
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        size_t unlike = unlikeness(entry->d_name, s->name);
        if (entry->d_name[0] == '.' || unlike > least || (unlike == least && best && strcmp(entry->d_name, best) >= 0))
            continue;
        hc_free(best);
        best = hc_strdup(entry->d_name);
        least = unlike;
    }
    if (dir)
        closedir(dir);
    hc_free(folder);
    return best;
}

static int refuse_missing(const struct hc_source *s, struct hc_findings *findings)
{
    struct hc_finding *f =
        hc_findings_add(findings, "missing_source", HC_REFUSAL, "%s: no such file", "%s：没有这个文件", s->path);
    char *similar = similar_file(s);
    if (similar)
        hc_finding_remedy(f, "did you mean %s?", "是否指 %s？", similar);
    else
        hc_finding_remedy(
            f,
            "correct the path; it counts from the project's folder, or from where hecun runs; hecun init FOLDER "
            "tells what a folder holds",
            "请更正路径；路径从项目文件夹或当前文件夹算起；hecun init 文件夹 可查看其中有什么");
    hc_free(similar);
    return -1;
}

/* The files that belong to one shapefile are one source: the size of those beside the main one. */
static uint64_t other_files(const char *path)
{
    static const char *const others[] = {"dbf", "shx", "prj", "cpg"};
    size_t n = strlen(path);
    uint64_t size = 0;
    struct stat st;
    if (n < 4 || strcasecmp(path + n - 4, ".shp") != 0)
        return 0;
    char *other = hc_strdup(path);
    for (size_t i = 0; i < 4; i++) {
        memcpy(other + n - 3, others[i], 3);
        if (stat(other, &st) == 0)
            size += (uint64_t)st.st_size;
    }
    hc_free(other);
    return size;
}

void hc_source_unreadable(const char *name, struct hc_findings *findings)
{
    struct hc_finding *f =
        hc_findings_add(findings, "unreadable_source", HC_REFUSAL, "%s: cannot be read", "%s：无法读取", name);
    hc_finding_remedy(f, "look at its permissions, and at the disk it lies on", "请检查文件权限及所在磁盘");
}

static void remember(const struct hc_source *s, struct hc_input *input)
{
    for (size_t i = 0; i < input->n_sources; i++)
        if (strcmp(input->sources[i].name, s->shown) == 0)
            return;
    struct hc_source_info info = {.name = hc_strdup(s->shown)};
    struct stat st;
    if (!hc_source_is_connection(s->path) && stat(s->path, &st) == 0 && S_ISREG(st.st_mode)) {
        info.digest = hc_digest_begin(s->path);
        info.other_bytes = other_files(s->path);
    }
    HC_GROW(input->sources, input->cap_sources, input->n_sources + 1);
    input->sources[input->n_sources++] = info;
}

void hc_source_merge(struct hc_input *input, struct hc_source_info *info)
{
    for (size_t i = 0; i < input->n_sources; i++)
        if (strcmp(input->sources[i].name, info->name) == 0) {
            if (!input->sources[i].encoding) {
                input->sources[i].encoding = info->encoding;
                info->encoding = NULL;
            }
            hc_source_info_release(info);
            return;
        }
    HC_GROW(input->sources, input->cap_sources, input->n_sources + 1);
    input->sources[input->n_sources++] = *info;
}

int hc_source_init(struct hc_source *s, struct hc_input *input, const char *given, struct hc_findings *findings)
{
    struct stat st;
    *s = (struct hc_source){.path = hc_project_path(&input->project, given), .name = hc_source_label(given)};
    s->shown = hc_source_shown(given);
    take_apart(s);
    if (hc_source_is_connection(s->path)) {
        remember(s, input);
        return 0;
    }
    if (stat(s->path, &st) != 0)
        return refuse_missing(s, findings);
    if (S_ISREG(st.st_mode) && st.st_size == 0) {
        struct hc_finding *f =
            hc_findings_add(findings, "empty_source", HC_REFUSAL, "%s: the file is empty", "%s：文件是空的", s->path);
        hc_finding_remedy(f, "get the file anew", "请重新获取该文件");
        return -1;
    }
    remember(s, input);
    return 0;
}

void hc_source_release(struct hc_source *s)
{
    hc_free(s->path);
    hc_free(s->layer);
    hc_free(s->shown);
}

void hc_source_encoding(const struct hc_source *s, struct hc_input *input, const char *encoding)
{
    for (size_t i = 0; i < input->n_sources; i++)
        if (strcmp(input->sources[i].name, s->shown) == 0 && !input->sources[i].encoding)
            input->sources[i].encoding = hc_strdup(encoding);
}

bool hc_source_has_extension(const struct hc_source *s, const char *extension)
{
    const char *dot = strrchr(s->name, '.');
    return dot && strcasecmp(dot + 1, extension) == 0;
}

bool hc_source_is_csv(const struct hc_source *s)
{
    return hc_source_has_extension(s, "csv") || hc_source_has_extension(s, "tsv") || hc_source_has_extension(s, "txt");
}

static void CPL_STDCALL keep_complaint(CPLErr class, CPLErrorNum number, const char *message)
{
    struct hc_complaints *c = CPLGetErrorHandlerUserData();
    (void)number;
    if (class < CE_Failure || !c)
        return;
    if (!c->n_errors++)
        snprintf(c->first, sizeof c->first, "%s", message);
}

void hc_complaints_begin(struct hc_complaints *c, const struct hc_source *s)
{
    *c = (struct hc_complaints){.source = s};
    CPLPushErrorHandlerEx(keep_complaint, c);
}

size_t hc_complaints_end(struct hc_complaints *c, struct hc_findings *findings)
{
    CPLPopErrorHandler();
    if (c->n_errors) {
        struct hc_finding *f =
            hc_findings_add(findings, "damaged_source", HC_REFUSAL, "%s: cannot be read to its end: %s",
                            "%s：无法完整读取：%s", c->source->name, c->first);
        hc_finding_remedy(f, "the file is damaged or cut short; get it anew", "文件已损坏或被截断，请重新获取");
    }
    return c->n_errors;
}

GDALDatasetH hc_source_open(const struct hc_source *s, struct hc_findings *findings)
{
    /* ENCODING= keeps a shapefile's bytes as they are; a spreadsheet's first row is its header. */
    static const char *const shp[] = {"ENCODING=", NULL};
    bool shapefile = hc_source_has_extension(s, "shp") || hc_source_has_extension(s, "dbf");
    CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
    CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", "FORCE");
    if (hc_archive_check(s->path, s->name, findings) < 0)
        return NULL;
    struct hc_complaints c;
    hc_complaints_begin(&c, s);
    GDALDatasetH dataset = GDALOpenEx(s->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, shapefile ? shp : NULL, NULL);
    CPLPopErrorHandler();
    if (!dataset) {
        struct hc_finding *f =
            hc_findings_add(findings, "unreadable_source", HC_REFUSAL, "%s: no driver can read it (%s)",
                            "%s：没有驱动能读取（%s）", s->name, c.n_errors ? c.first : "unknown format");
        if (hc_source_is_connection(s->path))
            hc_finding_remedy(f, "look at the connection string, and whether the server can be reached",
                              "请检查连接字符串，以及服务器是否可以访问");
        else
            hc_finding_remedy(f, "the file is damaged, or of another format than its name says; get it anew",
                              "文件已损坏，或格式与扩展名不符，请重新获取");
    }
    return dataset;
}

OGRLayerH hc_source_layer(const struct hc_source *s, GDALDatasetH dataset, struct hc_findings *findings)
{
    OGRLayerH layer = s->layer ? GDALDatasetGetLayerByName(dataset, s->layer) : GDALDatasetGetLayer(dataset, 0);
    if (layer)
        return layer;
    char names[400] = "";
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", i ? ", " : "", OGR_L_GetName(GDALDatasetGetLayer(dataset, i)));
    }
    hc_findings_add(findings, "missing_layer", HC_REFUSAL, "%s: no layer \"%s\"; it has: %s",
                    "%s：没有图层“%s”；现有：%s", s->name, s->layer ? s->layer : "", names);
    return NULL;
}
