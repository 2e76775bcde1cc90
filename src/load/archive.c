#include "load/archive.h"

#include "base/buf.h"
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>

static const uint64_t MOST = (uint64_t)2 << 30, HARMLESS = (uint64_t)100 << 20;
enum { RATIO = 200 };

/* The size of a zip file; 0 where it is none. */
static uint64_t zip_size(const char *path)
{
    char mark[4] = "";
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    bool zip = fread(mark, 1, sizeof mark, file) == sizeof mark && memcmp(mark, "PK\3\4", sizeof mark) == 0;
    long size = zip && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
    fclose(file);
    return size > 0 ? (uint64_t)size : 0;
}

/* By the sizes that the archive states: unpacking a damaged entry to count it is not safe in GDAL 3.6. */
static uint64_t unpacked_size(const char *path, uint64_t most)
{
    struct hc_buf root = {0};
    uint64_t size = 0;
    hc_buf_addf(&root, "/vsizip/{%s}", path);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    VSIDIR *dir = VSIOpenDir(root.data, -1, NULL);
    for (const VSIDIREntry *e; dir && size <= most && (e = VSIGetNextDirEntry(dir));)
        size = VSI_ISDIR(e->nMode) ? size
               : e->nSize > most   ? most + 1
                                   : size + e->nSize; /* lest a stated size wrap it */
    if (dir)
        VSICloseDir(dir);
    CPLPopErrorHandler();
    hc_buf_release(&root);
    return size;
}

int hc_archive_check(const char *path, const char *name, struct hc_findings *findings)
{
    uint64_t packed = zip_size(path);
    if (!packed)
        return 0;
    uint64_t most = packed * RATIO < HARMLESS ? HARMLESS : packed * RATIO < MOST ? packed * RATIO : MOST;
    if (unpacked_size(path, most) <= most)
        return 0;
    struct hc_finding *f = hc_findings_add(
        findings, "archive_too_large", HC_REFUSAL, "%s: %llu bytes that unpack to more than %llu MiB",
        "%s：%llu 字节，解压后超过 %llu MiB", name, (unsigned long long)packed, (unsigned long long)(most >> 20));
    hc_finding_remedy(f, "if the file is what it should be, unpack it or export it as CSV or GeoPackage",
                      "若文件无误，请先解压，或另存为 CSV 或 GeoPackage");
    return -1;
}
