#include "cover/inside.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "cover/dissolve/chain.h"
#include "cover/geometry/geos.h"
#include <stdlib.h>
#include <string.h>

void hc_cover_flag_conflicts(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, uint8_t *flag)
{
    memset(flag, 0, n_units);
    if (!cover->n_conflicts)
        return;
    uint32_t *members = hc_calloc(n_units, sizeof *members);
    for (size_t f = 0; f < cover->polygons->n_units; f++)
        if (face_unit[f] != HC_NONE)
            members[face_unit[f]]++;
    for (size_t i = 0; i < cover->n_conflicts; i++) {
        uint32_t s = face_unit[cover->conflicts[i].a];
        if (s != HC_NONE && s == face_unit[cover->conflicts[i].b])
            flag[s] = members[s] > 1;
    }
    hc_free(members);
}

/* A half-arc, and the unit to its left, which it bounds. */
struct bounding {
    uint32_t half, unit;
};

/* Fills in those of wanted units, by half-arc; how many. */
static size_t list_bounding(const struct hc_cover *cover, const uint32_t *face_unit, const uint8_t *wanted,
                            struct bounding *list)
{
    size_t n = 0;
    for (uint32_t half = 0; half < 2 * cover->topology.n_arcs; half += 2) {
        uint32_t left = hc_left_unit(cover, face_unit, half), right = hc_left_unit(cover, face_unit, half + 1);
        if (left == right)
            continue;
        if (left != HC_NONE && (!wanted || wanted[left]))
            list[n++] = (struct bounding){half, left};
        if (right != HC_NONE && (!wanted || wanted[right]))
            list[n++] = (struct bounding){half + 1, right};
    }
    return n;
}

void hc_cover_boundaries(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, const uint8_t *wanted,
                         uint32_t **halves, size_t **at)
{
    struct bounding *list = hc_alloc(2 * cover->topology.n_arcs, sizeof *list);
    size_t n = list_bounding(cover, face_unit, wanted, list), *end = hc_calloc(n_units + 1, sizeof *end);
    for (size_t i = 0; i < n; i++)
        end[list[i].unit + 1]++;
    for (size_t s = 0; s < n_units; s++)
        end[s + 1] += end[s];
    *halves = hc_alloc(n, sizeof **halves);
    size_t *next = hc_alloc(n_units + 1, sizeof *next);
    memcpy(next, end, (n_units + 1) * sizeof *next);
    for (size_t i = 0; i < n; i++)
        (*halves)[next[list[i].unit]++] = list[i].half;
    hc_free(next);
    hc_free(list);
    *at = end;
}

int hc_cover_unite(const struct hc_cover *cover, const uint32_t *faces, size_t n_faces, struct hc_polygons *out,
                   struct hc_err *err)
{
    struct hc_geos geos;
    hc_geos_init(&geos);
    GEOSGeometry **members = hc_alloc(n_faces, sizeof(GEOSGeometry *)), *all = NULL, *united = NULL;
    unsigned n = 0;
    for (size_t i = 0; i < n_faces; i++) {
        GEOSGeometry *member = hc_geos_from_unit(&geos, cover->polygons, faces[i]);
        if (member)
            members[n++] = member;
    }
    all = GEOSGeom_createCollection_r(geos.handle, GEOS_GEOMETRYCOLLECTION, members, n);
    if (all && n == n_faces) /* a single face is as it is */
        united = n > 1 ? GEOSUnaryUnion_r(geos.handle, all) : GEOSGeom_clone_r(geos.handle, all);
    if (united)
        hc_geos_append_unit(&geos, united, out);
    else /* mending a member first would change its land unsaid */
        hc_err_set(err, HC_REFUSED,
                   "overlapping units cannot be united: %s; mend their borders with hecun clean, or simulate --clean",
                   "无法合并相互重叠的单元：%s；请先用 hecun clean 或 simulate --clean 修复边界", geos.message);
    GEOSGeom_destroy_r(geos.handle, united);
    GEOSGeom_destroy_r(geos.handle, all);
    hc_free(members);
    int status = united ? 0 : -1;
    hc_geos_release(&geos);
    return status;
}

struct hc_dissolve {
    const struct hc_cover *cover;
    uint32_t *halves, *faces;
    size_t *half_at, *face_at; /* where those of a unit begin; n_units + 1 */
    uint8_t *conflict;
};

/* The faces of each unit, as hc_cover_boundaries() lists half-arcs. */
static void list_faces(const uint32_t *face_unit, size_t n_faces, size_t n_units, uint32_t **faces, size_t **at)
{
    size_t *end = hc_calloc(n_units + 1, sizeof *end), *next = hc_alloc(n_units + 1, sizeof *next);
    for (size_t f = 0; f < n_faces; f++)
        if (face_unit[f] != HC_NONE)
            end[face_unit[f] + 1]++;
    for (size_t s = 0; s < n_units; s++)
        end[s + 1] += end[s];
    memcpy(next, end, (n_units + 1) * sizeof *next);
    *faces = hc_alloc(end[n_units], sizeof **faces);
    for (uint32_t f = 0; f < n_faces; f++)
        if (face_unit[f] != HC_NONE)
            (*faces)[next[face_unit[f]]++] = f;
    hc_free(next);
    *at = end;
}

struct hc_dissolve *hc_dissolve_begin(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units)
{
    struct hc_dissolve *d = hc_calloc(1, sizeof *d);
    d->cover = cover;
    d->conflict = hc_calloc(n_units, 1);
    hc_cover_flag_conflicts(cover, face_unit, n_units, d->conflict);
    hc_cover_boundaries(cover, face_unit, n_units, NULL, &d->halves, &d->half_at);
    list_faces(face_unit, cover->polygons->n_units, n_units, &d->faces, &d->face_at);
    return d;
}

int hc_dissolve_units(const struct hc_dissolve *d, size_t first, size_t end, struct hc_polygons *out,
                      struct hc_err *err)
{
    struct hc_chain *chain = hc_chain_new();
    int status = 0;
    hc_polygons_init(out);
    for (size_t s = first; s < end && status == 0; s++) {
        size_t half = d->half_at[s], face = d->face_at[s];
        if (d->conflict[s] ||
            !hc_chain_unit(chain, &d->cover->topology, d->halves + half, d->half_at[s + 1] - half, out))
            status = hc_cover_unite(d->cover, d->faces + face, d->face_at[s + 1] - face, out, err);
    }
    hc_chain_free(chain);
    return status;
}

void hc_dissolve_end(struct hc_dissolve *d)
{
    if (!d)
        return;
    hc_free(d->conflict);
    hc_free(d->halves);
    hc_free(d->half_at);
    hc_free(d->faces);
    hc_free(d->face_at);
    hc_free(d);
}

/* All units: in ranges, each into polygons of its own, which are then put one behind the other. */
#define UNITS_A_RANGE 64

struct job {
    const struct hc_dissolve *dissolve;
    struct hc_polygons *parts; /* one a range */
    struct hc_err *errors;
};

static void dissolve_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    size_t range = begin / UNITS_A_RANGE;
    hc_dissolve_units(job->dissolve, begin, end, &job->parts[range], &job->errors[range]);
}

static int join_ranges(struct job *job, size_t n_ranges, struct hc_polygons *out, struct hc_err *err)
{
    int status = 0;
    for (size_t i = 0; i < n_ranges; i++) {
        if (job->errors[i].code != HC_DONE && status == 0) {
            status = -1;
            hc_err_set(err, job->errors[i].code, "%s%.0s", "%.0s%s", job->errors[i].text.en, job->errors[i].text.zh);
        }
        hc_err_release(&job->errors[i]);
    }
    if (status == 0)
        hc_polygons_join(out, job->parts, n_ranges, job->dissolve->cover->threads);
    for (size_t i = 0; i < n_ranges; i++)
        hc_polygons_release(&job->parts[i]);
    return status;
}

int hc_cover_dissolve(const struct hc_cover *cover, const uint32_t *face_unit, size_t n_units, struct hc_polygons *out,
                      struct hc_err *err)
{
    size_t n_ranges = (n_units + UNITS_A_RANGE - 1) / UNITS_A_RANGE;
    struct hc_dissolve *d = hc_dissolve_begin(cover, face_unit, n_units);
    struct job job = {d, hc_calloc(n_ranges, sizeof *job.parts), hc_calloc(n_ranges, sizeof *job.errors)};
    hc_parallel_for(cover->threads, n_units, UNITS_A_RANGE, dissolve_range, &job);
    hc_polygons_init(out);
    int status = join_ranges(&job, n_ranges, out, err);
    if (status < 0)
        hc_polygons_release(out);
    hc_free(job.parts);
    hc_free(job.errors);
    hc_dissolve_end(d);
    return status;
}
