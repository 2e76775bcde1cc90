#include "cli/console.h"

#include <math.h>
#include <stdio.h>

/* One line of the table: how many changes of a type there are, the widest, and their land together. */
static void print_type(const struct hc_clean_log *log, enum hc_change_type type, enum hc_lang lang)
{
    static const char *const zh[] = {"修复多边形", "移动顶点", "补入顶点", "相交处断开",
                                     "划定重叠",   "闭合缝隙", "合并碎片"};
    static const char *const en[] = {"polygons mended",  "vertices moved", "vertices inserted", "crossings cut",
                                     "overlaps settled", "gaps closed",    "slivers merged"};
    size_t n = 0;
    double size_m = 0, area_m2 = 0;
    for (size_t i = 0; i < log->n; i++) {
        const struct hc_change *c = &log->changes[i];
        if (c->type != type)
            continue;
        n++;
        size_m = fmax(size_m, c->size_m);
        area_m2 += isnan(c->area_m2) ? 0 : c->area_m2;
    }
    printf(lang == HC_ZH ? "%s：%zu" : "%s: %zu", (lang == HC_ZH ? zh : en)[type], n);
    if (n && size_m > 0)
        printf(lang == HC_ZH ? "，最大 %.3g 米" : ", up to %.3g m", size_m);
    if (n && area_m2 > 0)
        printf(lang == HC_ZH ? "，共 %.6g 平方米" : ", %.6g m² in all", area_m2);
    putchar('\n');
}

void hc_console_clean(const struct hc_input *input, const struct hc_clean_log *log, enum hc_lang lang)
{
    size_t n = input->base == HC_NONE ? 0 : input->layers[input->base].units.count;
    printf(lang == HC_ZH ? "%zu 个单元；容差 %g 米；缝隙宽不超过 %g 米\n"
                         : "%zu units; tolerance %g m; gaps up to %g m wide\n",
           n, log->tolerance_m, log->gap_width_m);
    for (int type = 0; type < HC_CHANGE_TYPES; type++)
        print_type(log, (enum hc_change_type)type, lang);
    if (log->n_repeats)
        printf(lang == HC_ZH ? "去除重复顶点：%zu\n" : "repeated vertices dropped: %zu\n", log->n_repeats);
}
