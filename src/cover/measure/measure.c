#include "cover/inside.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/measure/reock.h"
#include <math.h>
#include <string.h>

static void add(int64_t *sum, int64_t value)
{
    /* Modulo 2^64, as the sums along arcs are. */
    uint64_t total = (uint64_t)*sum + (uint64_t)value;
    memcpy(sum, &total, sizeof total);
}

static int64_t left_area(const struct hc_cover *cover, uint32_t half)
{
    int64_t area = cover->arc_area[half >> 1];
    return half & 1 ? -area : area;
}

/* What lies along units' borders, summed: shared ones inside a unit would cancel. */
struct summing {
    const struct hc_cover *cover;
    const uint32_t *halves;
    const size_t *half_at;
    int64_t *area, *perimeter; /* of each unit, zeroed */
};

static void sum_range(void *ctx, size_t begin, size_t end)
{
    const struct summing *s = ctx;
    for (size_t u = begin; u < end; u++)
        for (size_t i = s->half_at[u]; i < s->half_at[u + 1]; i++) {
            add(&s->area[u], left_area(s->cover, s->halves[i]));
            add(&s->perimeter[u], s->cover->arc_length[s->halves[i] >> 1]);
        }
}

#define GRAIN 4096

static void sum_borders(const struct summing *s, const uint32_t *face_unit, size_t n_units, int threads)
{
    const struct hc_topology *t = &s->cover->topology;
    hc_parallel_for(threads, n_units, GRAIN, sum_range, (void *)s);
    for (size_t i = 0; i < t->n_extra; i++) {
        uint32_t u = face_unit[t->extra[i].unit];
        if (u == HC_NONE)
            continue;
        add(&s->area[u], left_area(s->cover, t->extra[i].half));
        add(&s->perimeter[u], s->cover->arc_length[t->extra[i].half >> 1]);
    }
}

/* Rings begin .. end - 1; signed by their direction. */
static int measure_rings(const struct hc_cover *cover, const struct hc_polygons *p, uint32_t begin, uint32_t end,
                         int64_t *area, int64_t *perimeter, struct hc_err *err)
{
    *area = *perimeter = 0;
    for (uint32_t r = begin; r < end; r++) {
        const size_t n = p->ring_xy[r + 1] - p->ring_xy[r], at[] = {0, n + 1};
        struct hc_xy *closed = hc_alloc(n + 1, sizeof *closed);
        int64_t ring_area, ring_length;
        memcpy(closed, p->xy + p->ring_xy[r], n * sizeof *closed);
        closed[n] = closed[0];
        int status = hc_crs_to_lonlat(cover->crs, closed, n + 1, 1, err);
        hc_lines_measure(&cover->ellipsoid, closed, at, 1, &ring_area, &ring_length);
        hc_free(closed);
        if (status < 0)
            return -1;
        add(area, ring_area);
        add(perimeter, ring_length);
    }
    return 0;
}

struct hc_size hc_cover_size(const struct hc_cover *cover, const struct hc_polygons *p, uint32_t part, uint32_t end)
{
    struct hc_err err = {0};
    int64_t area, perimeter;
    int status = measure_rings(cover, p, p->part_ring[part], p->part_ring[end], &area, &perimeter, &err);
    hc_err_release(&err);
    if (status < 0)
        return (struct hc_size){NAN, NAN};
    return (struct hc_size){fabs((double)area) / 1e5, (double)perimeter / 1e6};
}

/* The faces of unit s united by GEOS, and measured anew. */
static int measure_united(const struct hc_cover *cover, const uint32_t *face_unit, uint32_t s, int64_t *area,
                          int64_t *perimeter, struct hc_err *err)
{
    uint32_t *faces = hc_alloc(cover->polygons->n_units, sizeof *faces);
    size_t n = 0;
    for (uint32_t f = 0; f < cover->polygons->n_units; f++)
        if (face_unit[f] == s)
            faces[n++] = f;
    struct hc_polygons united;
    hc_polygons_init(&united);
    int status = hc_cover_unite(cover, faces, n, &united, err);
    if (status == 0)
        status = measure_rings(cover, &united, 0, (uint32_t)united.n_rings, area, perimeter, err);
    hc_polygons_release(&united);
    hc_free(faces);
    return status;
}

int hc_cover_measure_some(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units,
                          const uint8_t *wanted, int threads, struct hc_measures *out, struct hc_err *err)
{
    int64_t *area = hc_calloc(n_units, sizeof *area), *perimeter = hc_calloc(n_units, sizeof *perimeter);
    uint8_t *conflict = hc_calloc(n_units, 1);
    uint32_t *halves;
    size_t *half_at;
    int status = 0;
    hc_cover_flag_conflicts(cover, face_unit, n_units, conflict);
    hc_cover_boundaries(cover, face_unit, n_units, wanted, &halves, &half_at);
    sum_borders(&(struct summing){cover, halves, half_at, area, perimeter}, face_unit, n_units, threads);
    for (uint32_t s = 0; s < n_units && status == 0; s++) {
        int64_t members = area[s], length;
        if (wanted && !wanted[s])
            continue;
        if (conflict[s])
            status = measure_united(cover, face_unit, s, &area[s], &perimeter[s], err);
        length = perimeter[s];
        if (out->area)
            out->area[s] = area[s];
        if (out->perimeter)
            out->perimeter[s] = length;
        if (out->settled)
            out->settled[s] = members - area[s];
        if (out->polsby_popper)
            out->polsby_popper[s] =
                length > 0 ? 4 * M_PI * ((double)area[s] / 1e5) / ((double)length / 1e6) / ((double)length / 1e6) : NAN;
    }
    if (status == 0 && out->reock)
        status = hc_reock(cover, halves, half_at, n_units, wanted, threads, area, out->reock, err);
    hc_free(halves);
    hc_free(half_at);
    hc_free(area);
    hc_free(perimeter);
    hc_free(conflict);
    return status;
}

int hc_cover_measure(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_measures *out,
                     struct hc_err *err)
{
    return hc_cover_measure_some(cover, face_unit, n_units, NULL, cover->threads, out, err);
}

/* The places that are known, one after the other; new. *n becomes their number. */
static struct hc_xy *pack(const struct hc_xy *xy, size_t *n)
{
    struct hc_xy *known = hc_alloc(*n, sizeof *known);
    size_t n_known = 0;
    for (size_t i = 0; i < *n; i++)
        if (!isnan(xy[i].x))
            known[n_known++] = xy[i];
    *n = n_known;
    return known;
}

static void unpack(struct hc_xy *known, struct hc_xy *xy, size_t n)
{
    const struct hc_xy *next = known;
    for (size_t i = 0; i < n; i++)
        if (!isnan(xy[i].x))
            xy[i] = *next++;
    hc_free(known);
}

int hc_cover_to_lonlat(const struct hc_cover *cover, struct hc_xy *xy, size_t n, struct hc_err *err)
{
    size_t n_known = n;
    struct hc_xy *known = pack(xy, &n_known);
    int status = hc_crs_to_lonlat(cover->crs, known, n_known, cover->threads, err);
    unpack(known, xy, n);
    return status;
}

int hc_cover_from_lonlat(const struct hc_cover *cover, const struct hc_crs *to, struct hc_xy *xy, size_t n,
                         struct hc_err *err)
{
    size_t n_known = n;
    struct hc_xy *known = pack(xy, &n_known);
    int status = hc_crs_from_lonlat(cover->crs, known, n_known, cover->threads, err);
    if (status == 0 && to)
        status = hc_crs_transform(cover->crs, to, known, n_known, cover->threads, err);
    unpack(known, xy, n);
    return status;
}

double hc_cover_distance_m(const struct hc_cover *cover, struct hc_xy a, struct hc_xy b)
{
    double length_m = NAN;
    if (!isnan(a.x) && !isnan(b.x))
        geod_inverse(&cover->ellipsoid.geod, a.y, a.x, b.y, b.x, &length_m, NULL, NULL);
    return length_m;
}
