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

static double to_m2(const struct hc_check *c, double planar)
{
    return planar * c->cover->metres * c->cover->metres;
}

void hc_check_invalid(const struct hc_check *c, const struct hc_invalids *invalids)
{
    for (size_t i = 0; i < invalids->n; i++) {
        const struct hc_invalid *v = &invalids->items[i];
        const char *code = code_of(c, v->unit);
        struct hc_finding *f = hc_findings_add(c->findings, "invalid_polygon", HC_WARNING,
                                               "unit %s is an invalid polygon (%s); it was mended by make-valid",
                                               "单元 %s 的多边形无效（%s），已用 make-valid 修复", code, v->reason);
        hc_finding_level(f, c->level);
        hc_finding_unit(f, code);
        hc_finding_place(f, v->place.x, v->place.y);
        f->area_m2 = to_m2(c, fabs(v->planar_after - v->planar_before));
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

/* Planar area and perimeter of what two units have in common. */
static void common(struct hc_geos *geos, const struct hc_polygons *p, uint32_t a, uint32_t b, double *area,
                   double *perimeter)
{
    GEOSGeometry *ga = hc_geos_from_unit(geos, p, a), *gb = hc_geos_from_unit(geos, p, b), *both = NULL;
    *area = *perimeter = 0;
    if (ga && gb)
        both = GEOSIntersection_r(geos->handle, ga, gb);
    if (both) {
        GEOSArea_r(geos->handle, both, area);
        GEOSLength_r(geos->handle, both, perimeter);
    }
    GEOSGeom_destroy_r(geos->handle, both);
    GEOSGeom_destroy_r(geos->handle, ga);
    GEOSGeom_destroy_r(geos->handle, gb);
}

static double unit_area(const struct hc_polygons *p, uint32_t unit)
{
    double area2 = 0;
    for (uint32_t part = p->unit_part[unit]; part < p->unit_part[unit + 1]; part++)
        for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
            double ring = fabs(hc_ring_area2(p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]));
            area2 += r == p->part_ring[part] ? ring : -ring;
        }
    return area2 / 2;
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
    const struct hc_polygons *p = c->cover->polygons;
    double area, perimeter, a = unit_area(p, contact->a), b = unit_area(p, contact->b);
    common(geos, p, contact->a, contact->b, &area, &perimeter);
    double width_m = perimeter > 0 ? 2 * area / perimeter * c->cover->metres : 0, area_m2 = to_m2(c, area);
    if (!(area_m2 > 1e-3)) {
        add_near(c, contact);
        return;
    }
    bool twice = area > 0.999999 * fmax(a, b);
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
