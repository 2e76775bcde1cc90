#include "load/archive/archive.h"

#include "load/archive/zip.h"

static const uint64_t MOST = (uint64_t)2 << 30, HARMLESS = (uint64_t)100 << 20;
enum { RATIO = 200 };

static uint64_t most_of(uint64_t packed)
{
    return packed < HARMLESS / RATIO ? HARMLESS : packed < MOST / RATIO ? packed * RATIO : MOST;
}

static void refuse_large(const char *name, uint64_t packed, struct hc_findings *findings)
{
    struct hc_finding *f =
        hc_findings_add(findings, "archive_too_large", HC_REFUSAL, "%s: %llu bytes that unpack to more than %llu MiB",
                        "%s：%llu 字节，解压后超过 %llu MiB", name, (unsigned long long)packed,
                        (unsigned long long)(most_of(packed) >> 20));
    hc_finding_remedy(f, "if the file is what it should be, unpack it or export it as CSV or GeoPackage",
                      "若文件无误，请先解压，或另存为 CSV 或 GeoPackage");
}

int hc_archive_check(const char *path, const char *name, struct hc_findings *findings)
{
    uint64_t packed = 0;
    enum hc_zip state = hc_zip_check(path, most_of, &packed);
    if (state == HC_ZIP_LARGE) {
        refuse_large(name, packed, findings);
    } else if (state == HC_ZIP_DAMAGED) {
        struct hc_finding *f = hc_findings_add(findings, "damaged_source", HC_REFUSAL,
                                               "%s: a damaged archive: it does not unpack to what it says it holds",
                                               "%s：压缩包已损坏：解压结果与其声明的内容不符", name);
        hc_finding_remedy(f, "the file is damaged or cut short; get it anew", "文件已损坏或被截断，请重新获取");
    }
    return state == HC_ZIP_LARGE || state == HC_ZIP_DAMAGED ? -1 : 0;
}
