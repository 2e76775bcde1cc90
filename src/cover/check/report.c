#include "cover/check/report.h"

#include "base/mem.h"
#include "cover/build/rings.h"
#include "cover/geometry/geos.h"
#include <math.h>
#include <string.h>

static const char *code_of(const struct hc_check *c, uint32_t unit)
{
    return c->units->code[unit] ? c->units->code[unit] : "?";
}

void hc_check_invalid(const struct hc_check *c, const struct hc_invalids *invalids)
{
    const struct hc_metric *metric = &c->cover->metric;
    for (size_t i = 0; i < invalids->n; i++) {
        const struct hc_invalid *v = &invalids->items[i];
        const char *code = code_of(c, v->unit);
        struct hc_finding *f = hc_findings_add(c->findings, "invalid_polygon", HC_WARNING,
                                               "unit %s is an invalid polygon (%s); it was mended by make-valid",
                                               "单元 %s 的多边形无效（%s），已用 make-valid 修复", code, v->reason);
        hc_finding_level(f, c->level);
        hc_finding_unit(f, code);
        hc_finding_place(f, v->place.x, v->place.y);
        f->area_m2 = fabs(v->planar_after - v->planar_before) * metric->unit_m * hc_metric_x_m(metric, v->place.y);
        f->size_m = sqrt(f->area_m2); /* the side of a square of that land: it has no shape of its own */
        hc_finding_remedy(f, "redraw its border where it crosses itself; hecun clean writes what make-valid made of it",
                          "请在自相交处重新绘制边界；hecun clean 可写出 make-valid 修复后的边界");
    }
}

void hc_check_missing(const struct hc_check *c, const struct hc_missing *missing, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && missing[end].unit == missing[i].unit; end++)
            ;
        const char *code = code_of(c, missing[i].unit);
        struct hc_finding *f =
            hc_findings_add(c->findings, "missing_vertex", HC_NOTE,
                            "unit %s lacks %zu vertices that its neighbours have on its border; inserted",
                            "单元 %s 的边界缺少邻居所具有的 %zu 个顶点，已补上", code, end - i);
        hc_finding_level(f, c->level);
        hc_finding_unit(f, code);
        hc_finding_place(f, missing[i].xy.x, missing[i].xy.y);
        f->size_m = 0;
        hc_finding_remedy(f, "nothing needs to be done; hecun clean writes the layer with them",
                          "无需处理；hecun clean 可写出补全顶点的图层");
    }
}

/* What two units have in common. */
static struct hc_size common(const struct hc_check *c, struct hc_geos *geos, uint32_t a, uint32_t b)
{
    const struct hc_polygons *p = c->cover->polygons;
    GEOSGeometry *ga = hc_geos_from_unit(geos, p, a), *gb = hc_geos_from_unit(geos, p, b);
    GEOSGeometry *both = ga && gb ? GEOSIntersection_r(geos->handle, ga, gb) : NULL;
    struct hc_size size = {0, 0};
    struct hc_polygons land;
    hc_polygons_init(&land);
    if (both)
        hc_geos_append_unit(geos, both, &land);
    if (land.n_parts)
        size = hc_cover_size(c->cover, &land, 0, (uint32_t)land.n_parts);
    hc_polygons_release(&land);
    GEOSGeom_destroy_r(geos->handle, both);
    GEOSGeom_destroy_r(geos->handle, ga);
    GEOSGeom_destroy_r(geos->handle, gb);
    return size;
}

static double area_of_unit(const struct hc_check *c, uint32_t unit)
{
    const struct hc_polygons *p = c->cover->polygons;
    return hc_cover_size(c->cover, p, p->unit_part[unit], p->unit_part[unit + 1]).area_m2;
}

static void finish_pair(const struct hc_check *c, struct hc_finding *f, const struct hc_contact *contact)
{
    hc_finding_level(f, c->level);
    hc_finding_unit(f, code_of(c, contact->a));
    hc_finding_unit(f, code_of(c, contact->b));
    hc_finding_place(f, contact->place.x, contact->place.y);
}

static void add_near(const struct hc_check *c, const struct hc_contact *contact)
{
    struct hc_finding *f = hc_findings_add(c->findings, "near_match", HC_WARNING,
                                           "the borders of %s and %s nearly match: they run within %.3g m",
                                           "%s 与 %s 的边界几乎重合：相距不到 %.3g 米", code_of(c, contact->a),
                                           code_of(c, contact->b), c->cover->tolerance_m);
    finish_pair(c, f, contact);
    f->size_m = c->cover->tolerance_m;
    hc_finding_remedy(f, "snap the two borders together: hecun clean --tolerance %.3g does",
                      "请将两条边界对齐：可用 hecun clean --tolerance %.3g", c->cover->tolerance_m);
}

static void add_overlap(const struct hc_check *c, struct hc_geos *geos, const struct hc_contact *contact)
{
    struct hc_size size = common(c, geos, contact->a, contact->b);
    double area_m2 = size.area_m2, width_m = size.length_m > 0 ? 2 * area_m2 / size.length_m : 0;
    if (!(area_m2 > 1e-3)) {
        add_near(c, contact);
        return;
    }
    bool twice = area_m2 > 0.999999 * fmax(area_of_unit(c, contact->a), area_of_unit(c, contact->b));
    struct hc_finding *f = twice
                               ? hc_findings_add(c->findings, "duplicate_unit", HC_ERROR,
                                                 "units %s and %s have the same polygon (%.6g m²)",
                                                 "单元 %s 与 %s 的多边形相同（%.6g 平方米）", code_of(c, contact->a),
                                                 code_of(c, contact->b), area_m2)
                               : hc_findings_add(c->findings, "overlap", HC_ERROR, "units %s and %s overlap by %.6g m²",
                                                 "单元 %s 与 %s 重叠 %.6g 平方米", code_of(c, contact->a),
                                                 code_of(c, contact->b), area_m2);
    finish_pair(c, f, contact);
    f->size_m = width_m;
    f->area_m2 = area_m2;
    hc_finding_remedy(f, "give the land to one of them: hecun clean --overlaps larger, smaller, first or %s does",
                      "请将重叠部分划归其中一个单元：可用 hecun clean --overlaps larger、smaller、first 或 %s",
                      code_of(c, contact->b));
}

void hc_check_contacts(const struct hc_check *c, const struct hc_survey *survey)
{
    struct hc_geos geos;
    hc_geos_init(&geos);
    for (size_t i = 0, end; i < survey->n_contacts; i = end) {
        const struct hc_contact *first = &survey->contacts[i];
        bool near = true;
        for (end = i;
             end < survey->n_contacts && survey->contacts[end].a == first->a && survey->contacts[end].b == first->b;
             end++)
            near = near && survey->contacts[end].type == HC_CONTACT_NEAR;
        if (first->a == first->b)
            continue;
        if (near)
            add_near(c, first);
        else
            add_overlap(c, &geos, first);
    }
    hc_geos_release(&geos);
}
