#include "base/buf.h"
#include "base/mem.h"
#include "base/order/sort.h"
#include "base/parallel.h"
#include "cover/build/rings.h"
#include "cover/check/report.h"
#include "cover/dissolve/chain.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A hole of the whole this narrow, in side lengths of a middling unit, is no lake but a gap. */
#define GAP_WIDTH 0.005
/* A part this small, in areas of a middling unit, is worth a note. */
#define TINY_PART 1e-6

/* Sizes of all parts. */
struct sizes {
    const struct hc_cover *cover;
    uint64_t *area;       /* of each unit along its arcs, modulo 2^64 */
    int64_t *length;      /* likewise; 0: not known so */
    struct hc_size *part; /* the length is that of its outer ring */
    double *unit_m2;
    double median_m2; /* area of a middling unit */
};

static void sum_arcs(struct sizes *s)
{
    const struct hc_topology *t = &s->cover->topology;
    for (uint32_t half = 0; half < 2 * t->n_arcs; half++) {
        uint32_t unit = t->face[half];
        if (unit == HC_NONE)
            continue;
        uint64_t area = (uint64_t)s->cover->arc_area[half >> 1];
        s->area[unit] += half & 1 ? -area : area;
        s->length[unit] += s->cover->arc_length[half >> 1];
    }
    for (size_t i = 0; i < t->n_extra; i++) /* other units have arcs of theirs */
        s->length[t->extra[i].unit] = 0;
}

static struct hc_size size_of_part(const struct hc_metric *m, const struct hc_polygons *p, uint32_t part)
{
    struct hc_size size = {0, 0};
    for (uint32_t r = p->part_ring[part]; r < p->part_ring[part + 1]; r++) {
        struct hc_size ring = hc_metric_ring(m, p->xy + p->ring_xy[r], p->ring_xy[r + 1] - p->ring_xy[r]);
        if (r == p->part_ring[part])
            size = ring;
        else
            size.area_m2 -= ring.area_m2;
    }
    return size;
}

/* A unit of a single ring is as large as its arcs say; the vertices of others are gone through. */
static void size_units(void *ctx, size_t begin, size_t end)
{
    struct sizes *s = ctx;
    const struct hc_polygons *p = s->cover->polygons;
    for (size_t u = begin; u < end; u++) {
        uint32_t part = p->unit_part[u], last = p->unit_part[u + 1];
        if (last == part + 1 && p->part_ring[last] == p->part_ring[part] + 1 && s->length[u] > 0)
            s->part[part] = (struct hc_size){fabs((double)(int64_t)s->area[u]) / 1e5, (double)s->length[u] / 1e6};
        else
            for (uint32_t i = part; i < last; i++)
                s->part[i] = size_of_part(&s->cover->metric, p, i);
        s->unit_m2[u] = 0;
        for (; part < last; part++)
            s->unit_m2[u] += s->part[part].area_m2;
    }
}

static void sizes_build(struct sizes *s, const struct hc_cover *cover)
{
    size_t n = cover->polygons->n_units;
    *s = (struct sizes){.cover = cover,
                        .area = hc_calloc(n, sizeof *s->area),
                        .length = hc_calloc(n, sizeof *s->length),
                        .part = hc_alloc(cover->polygons->n_parts, sizeof *s->part),
                        .unit_m2 = hc_alloc(n, sizeof *s->unit_m2)};
    sum_arcs(s);
    hc_parallel_for(cover->threads, n, 256, size_units, s);
    s->median_m2 = n ? hc_select_double(s->unit_m2, n, n / 2) : 0;
}

static void sizes_release(struct sizes *s)
{
    hc_free(s->area);
    hc_free(s->length);
    hc_free(s->part);
    hc_free(s->unit_m2);
}

/* Where the outer borders begin their arcs, and whose they are: to name the units around a hole. */
struct corner {
    struct hc_xy xy;
    uint32_t unit;
};

static int compare_corners(const void *p, const void *q)
{
    const struct corner *a = p, *b = q;
    if (a->xy.x < b->xy.x || a->xy.x > b->xy.x)
        return a->xy.x < b->xy.x ? -1 : 1;
    if (a->xy.y < b->xy.y || a->xy.y > b->xy.y)
        return a->xy.y < b->xy.y ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

struct outline {
    struct hc_polygons polygons; /* the pieces of nobody's land that units enclose */
    struct corner *corners;
    size_t n_corners, cap_corners;
};

static bool build_outline(const struct hc_topology *t, struct outline *o)
{
    uint32_t *halves = NULL;
    size_t n = 0, cap = 0;
    for (uint32_t h = 0; h < 2 * t->n_arcs; h++) {
        if (t->face[h] != HC_NONE || t->face[h ^ 1] == HC_NONE)
            continue;
        HC_GROW(halves, cap, n + 1);
        halves[n++] = h;
        for (uint32_t k = 0; k < t->arcs[h >> 1].count; k++) {
            HC_GROW(o->corners, o->cap_corners, o->n_corners + 1);
            o->corners[o->n_corners++] = (struct corner){t->polygons->xy[hc_half_vertex(t, h, k)], t->face[h ^ 1]};
        }
    }
    if (o->n_corners)
        qsort(o->corners, o->n_corners, sizeof *o->corners, compare_corners);
    struct hc_chain *chain = hc_chain_new();
    hc_polygons_init(&o->polygons);
    bool closed = hc_chain_outside(chain, t, halves, n, &o->polygons);
    hc_chain_free(chain);
    hc_free(halves);
    return closed;
}

/* The index of a corner there, or n_corners. */
static size_t corner_at(const struct outline *o, struct hc_xy xy)
{
    struct corner key = {xy, 0};
    size_t low = 0, high = o->n_corners;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare_corners(&o->corners[mid], &key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    bool there = low < o->n_corners && o->corners[low].xy.x == xy.x && o->corners[low].xy.y == xy.y;
    return there ? low : o->n_corners;
}

#define MAX_NAMED 6

/* The units around a hole, each once, as many as a message can hold; in order of index. */
static size_t units_around(const struct outline *o, const struct hc_xy *xy, size_t n, uint32_t named[MAX_NAMED])
{
    size_t n_named = 0;
    for (size_t i = 0; i < n && n_named < MAX_NAMED; i++) {
        size_t corner = corner_at(o, xy[i]), k = 0;
        if (corner == o->n_corners)
            continue;
        while (k < n_named && named[k] != o->corners[corner].unit)
            k++;
        if (k == n_named)
            named[n_named++] = o->corners[corner].unit;
    }
    return n_named;
}

static void report_hole(const struct hc_check *c, const struct outline *o, uint32_t part, double side_m)
{
    size_t ring = o->polygons.ring_xy[o->polygons.part_ring[part]];
    const struct hc_xy *xy = o->polygons.xy + ring;
    size_t n = o->polygons.ring_xy[o->polygons.part_ring[part] + 1] - ring;
    struct hc_size size = hc_cover_size(c->cover, &o->polygons, part, part + 1);
    double width_m = 2 * size.area_m2 / size.length_m;
    bool gap = width_m < GAP_WIDTH * side_m || width_m < c->cover->tolerance_m;
    uint32_t around[MAX_NAMED];
    size_t n_around = units_around(o, xy, n, around);
    struct hc_buf codes = {0};
    for (size_t i = 0; i < n_around; i++)
        hc_buf_addf(&codes, "%s%s", i ? ", " : "", c->units->code[around[i]]);
    struct hc_finding *f =
        gap ? hc_findings_add(c->findings, "gap", HC_ERROR, "a gap of %.6g m², %.3g m wide, beside %s",
                              "缝隙，面积 %.6g 平方米，宽约 %.3g 米，相邻单元：%s", size.area_m2, width_m,
                              codes.data ? codes.data : "-")
            : hc_findings_add(
                  c->findings, "hole", HC_NOTE, "land of no unit (a lake?) of %.6g m², %.3g m wide, inside the area",
                  "区域内有不属于任何单元的土地（湖泊？），面积 %.6g 平方米，宽约 %.3g 米", size.area_m2, width_m);
    for (size_t i = 0; i < n_around; i++)
        hc_finding_unit(f, c->units->code[around[i]]);
    hc_buf_release(&codes);
    hc_finding_level(f, c->level);
    hc_finding_place(f, xy[0].x, xy[0].y);
    f->size_m = width_m;
    f->area_m2 = size.area_m2;
    if (gap)
        hc_finding_remedy(f, "move the borders together: hecun clean does; or keep it with --gap-width below %.3g",
                          "请将边界对齐以消除缝隙：可用 hecun clean；若要保留，--gap-width 取小于 %.3g 的值", width_m);
}

static void check_holes(const struct hc_check *c, const struct sizes *sizes)
{
    struct outline o = {0};
    if (build_outline(&c->cover->topology, &o))
        for (uint32_t part = 0; part < o.polygons.n_parts; part++)
            report_hole(c, &o, part, sqrt(sizes->median_m2));
    hc_polygons_release(&o.polygons);
    hc_free(o.corners);
}

static void report_part(const struct hc_check *c, const struct sizes *sizes, uint32_t u, uint32_t part)
{
    const struct hc_polygons *p = c->cover->polygons;
    const struct hc_xy *xy = p->xy + p->ring_xy[p->part_ring[part]];
    double area_m2 = sizes->part[part].area_m2, width_m = 2 * area_m2 / sizes->part[part].length_m;
    bool sliver = width_m < c->cover->tolerance_m;
    if (!sliver && (area_m2 >= TINY_PART * sizes->median_m2 || p->unit_part[u + 1] - p->unit_part[u] < 2))
        return;
    struct hc_size exact = hc_cover_size(c->cover, p, part, part + 1);
    area_m2 = exact.area_m2;
    width_m = 2 * area_m2 / exact.length_m;
    const char *code = c->units->code[u];
    struct hc_finding *f =
        sliver
            ? hc_findings_add(c->findings, "sliver", HC_WARNING,
                              "a part of unit %s is a sliver, %.3g m wide, of %.6g m²",
                              "单元 %s 有一个碎片，宽约 %.3g 米，面积 %.6g 平方米", code, width_m, area_m2)
            : hc_findings_add(c->findings, "tiny_part", HC_NOTE, "a part of unit %s is tiny: %.3g m wide, of %.6g m²",
                              "单元 %s 有一个极小的部分，宽约 %.3g 米，面积 %.6g 平方米", code, width_m, area_m2);
    hc_finding_level(f, c->level);
    hc_finding_unit(f, code);
    hc_finding_place(f, xy[0].x, xy[0].y);
    f->size_m = width_m;
    f->area_m2 = area_m2;
    if (sliver)
        hc_finding_remedy(f, "give it to a neighbour: hecun clean --tolerance %.3g does",
                          "请将其划归相邻单元：可用 hecun clean --tolerance %.3g", hc_metric_rounded_up(width_m));
}

static void check_parts(const struct hc_check *c, const struct sizes *sizes)
{
    const struct hc_polygons *p = c->cover->polygons;
    for (uint32_t u = 0; u < p->n_units; u++) {
        for (uint32_t part = p->unit_part[u]; part < p->unit_part[u + 1]; part++)
            report_part(c, sizes, u, part);
        if (p->unit_part[u] == p->unit_part[u + 1]) {
            struct hc_finding *f =
                hc_findings_add(c->findings, "no_boundary", HC_ERROR, "unit %s has no land: its polygon is empty",
                                "单元 %s 没有土地：多边形为空", c->units->code[u]);
            hc_finding_level(f, c->level);
            hc_finding_unit(f, c->units->code[u]);
        }
    }
}

void hc_check_land(const struct hc_check *c)
{
    struct sizes sizes;
    sizes_build(&sizes, c->cover);
    check_holes(c, &sizes);
    check_parts(c, &sizes);
    sizes_release(&sizes);
}
