#include "simulate/zeros.h"

#include "base/buf.h"
#include <string.h>

bool hc_zeros_fit(const struct hc_units *units, const char *key, int zeros)
{
    struct hc_buf code = {0};
    if (!key || !zeros)
        return false;
    hc_buf_addf(&code, "%.*s%s", zeros, "000", key);
    bool fit = hc_map_find(&units->by_code, code.data) != HC_NONE;
    hc_buf_release(&code);
    return fit;
}

int hc_zeros_lost(const struct hc_units *units, const struct hc_strays *strays)
{
    size_t n = 0, found[4] = {0};
    for (size_t i = 0; i < strays->n; i++) {
        n += strays->key[i] != NULL;
        for (int zeros = 1; zeros <= 3; zeros++)
            found[zeros] += hc_zeros_fit(units, strays->key[i], zeros);
    }
    for (int zeros = 1; zeros <= 3; zeros++)
        if (found[zeros] >= 2 && found[zeros] * 10 >= n * 9)
            return zeros;
    return 0;
}

void hc_zeros_report(const struct hc_units *units, const struct hc_strays *strays, int zeros, enum hc_severity severity,
                     const char *source, const char *level, struct hc_findings *findings)
{
    size_t n = 0, first = 0;
    for (size_t i = strays->n; i-- > 0;)
        if (hc_zeros_fit(units, strays->key[i], zeros)) {
            n++;
            first = i;
        }
    const char *key = strays->key[first];
    struct hc_finding *f =
        hc_findings_add(findings, "lost_zeros", severity,
                        "%s:%ld: leading zeros are lost: %zu rows have codes like \"%s\", which should be %.*s%s",
                        "%s:%ld：代码丢失了前导零：有 %zu 行形如“%s”，应为 %.*s%s", source, strays->row[first], n, key,
                        zeros, "000", key);
    hc_finding_level(f, level);
    for (size_t i = 0; i < strays->n; i++)
        if (hc_zeros_fit(units, strays->key[i], zeros))
            hc_finding_unit(f, strays->key[i]);
    hc_finding_remedy(
        f,
        "the codes were taken for numbers: give their column the number format %.*s in the spreadsheet and "
        "export again",
        "代码被当作了数字：请在电子表格中将代码列的数字格式设为 %.*s 后重新导出", (int)strlen(key) + zeros,
        "000000000000000000000000000000");
}
