#include "base/mem.h"
#include "cover/clean/inside.h"
#include <math.h>
#include <stdlib.h>

const char *hc_change_name(enum hc_change_type type)
{
    static const char *const names[] = {"invalid_mended",  "vertex_moved", "vertex_inserted", "crossing_cut",
                                        "overlap_settled", "gap_closed",   "sliver_merged"};
    return names[type];
}

void hc_clean_log_release(struct hc_clean_log *log)
{
    hc_free(log->changes);
    *log = (struct hc_clean_log){0};
}

static int compare_changes(const void *p, const void *q)
{
    const struct hc_change *a = p, *b = q;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    if (a->place.x < b->place.x || a->place.x > b->place.x)
        return a->place.x < b->place.x ? -1 : 1;
    if (a->place.y < b->place.y || a->place.y > b->place.y)
        return a->place.y < b->place.y ? -1 : 1;
    return (a->size_m > b->size_m) - (a->size_m < b->size_m);
}

static void sort(struct hc_clean_log *log)
{
    size_t n = 0;
    if (log->n)
        qsort(log->changes, log->n, sizeof *log->changes, compare_changes);
    for (size_t i = 0; i < log->n; i++)
        if (!n || compare_changes(&log->changes[i], &log->changes[n - 1]) != 0)
            log->changes[n++] = log->changes[i];
    log->n = n;
}

static void summarise(const struct hc_clean_log *log, const char *level, struct hc_findings *findings)
{
    size_t count[HC_CHANGE_TYPES] = {0};
    for (size_t i = 0; i < log->n; i++)
        count[log->changes[i].type]++;
    struct hc_finding *f = hc_findings_add(
        findings, "cleaned", HC_NOTE,
        "cleaned within %g m: %zu vertices moved, %zu inserted, %zu crossings cut, %zu overlaps settled, %zu gaps "
        "closed "
        "(up to %g m wide), %zu slivers merged, %zu polygons mended, %zu repeated vertices dropped",
        "已按 %g 米容差清理：移动顶点 %zu 个，补入 %zu 个，相交处断开 %zu 处，划定重叠 %zu 处，闭合缝隙 %zu 处"
        "（宽不超过 %g 米），合并碎片 %zu 处，修复多边形 %zu 个，去除重复顶点 %zu 个",
        log->tolerance_m, count[HC_CHANGE_MOVED], count[HC_CHANGE_INSERTED], count[HC_CHANGE_CUT],
        count[HC_CHANGE_OVERLAP], count[HC_CHANGE_GAP], log->gap_width_m, count[HC_CHANGE_SLIVER],
        count[HC_CHANGE_MENDED], log->n_repeats);
    hc_finding_level(f, level);
}

static void report_unit(const struct hc_layer *layer, const char *level, const struct hc_polygons *after, uint32_t u,
                        struct hc_findings *findings)
{
    const struct hc_polygons *before = &layer->polygons;
    uint32_t had = before->unit_part[u + 1] - before->unit_part[u], has = after->unit_part[u + 1] - after->unit_part[u];
    const char *code = layer->units.code[u] ? layer->units.code[u] : "?";
    struct hc_finding *f = NULL;
    if (had && !has) {
        f = hc_findings_add(findings, "unit_vanished", HC_ERROR, "nothing is left of unit %s after cleaning",
                            "清理后单元 %s 不再有任何土地", code);
        hc_finding_remedy(f,
                          "it lies on another one, or is narrower than the tolerance: clean with --overlaps %s, or a "
                          "smaller --tolerance",
                          "它与其他单元重合，或窄于容差：请用 --overlaps %s 或较小的 --tolerance 重新清理", code);
    } else if (has > had) {
        f = hc_findings_add(findings, "unit_split", HC_WARNING, "unit %s has %u parts after cleaning, and had %u",
                            "单元 %s 清理后有 %u 个部分，原有 %u 个", code, has, had);
        hc_finding_remedy(f, "look where it was cut: the log names the overlaps", "请检查断开之处：日志列有各处重叠");
    }
    if (!f)
        return;
    size_t vertex = before->ring_xy[before->part_ring[before->unit_part[u]]];
    hc_finding_level(f, level);
    hc_finding_unit(f, code);
    hc_finding_place(f, before->xy[vertex].x, before->xy[vertex].y);
}

void hc_clean_log_finish(struct hc_clean_log *log, const char *level, const struct hc_layer *layer,
                         const struct hc_polygons *after, struct hc_findings *findings)
{
    sort(log);
    summarise(log, level, findings);
    for (uint32_t u = 0; u < after->n_units; u++)
        report_unit(layer, level, after, u, findings);
}
