#include "base/mem.h"
#include "cover/clean/land/faces.h"
#include <stdlib.h>
#include <string.h>

/* From face to face, starting outside, where nobody is: who is crossed on the way is added or taken away. */
struct winding_job {
    struct hc_faces *f;
    struct hc_claim *extra; /* by half */
    uint8_t *seen;
    uint32_t *queue;
    struct hc_winding *scratch;
    size_t n_scratch, cap_scratch;
};

static int compare_claims(const void *p, const void *q)
{
    const struct hc_claim *a = p, *b = q;
    if (a->half != b->half)
        return a->half < b->half ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static void add(struct winding_job *j, uint32_t unit, int32_t times)
{
    size_t i = 0;
    while (i < j->n_scratch && j->scratch[i].unit < unit)
        i++;
    if (i < j->n_scratch && j->scratch[i].unit == unit) {
        j->scratch[i].times += times;
        if (!j->scratch[i].times) {
            memmove(j->scratch + i, j->scratch + i + 1, (j->n_scratch - i - 1) * sizeof *j->scratch);
            j->n_scratch--;
        }
        return;
    }
    HC_GROW(j->scratch, j->cap_scratch, j->n_scratch + 1);
    memmove(j->scratch + i + 1, j->scratch + i, (j->n_scratch - i) * sizeof *j->scratch);
    j->scratch[i] = (struct hc_winding){unit, times};
    j->n_scratch++;
}

static void add_claims(struct winding_job *j, uint32_t half, int32_t times)
{
    const struct hc_topology *t = j->f->t;
    if (t->face[half] != HC_NONE)
        add(j, t->face[half], times);
    size_t low = 0, high = t->n_extra;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (j->extra[mid].half < half)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < t->n_extra && j->extra[low].half == half; low++)
        add(j, j->extra[low].unit, times);
}

/* The windings of the face across a half-arc, into the scratch. */
static void cross(struct winding_job *j, uint32_t half)
{
    const struct hc_faces *f = j->f;
    uint32_t face = f->of[half];
    j->n_scratch = 0;
    for (uint32_t i = 0; i < f->n_windings[face]; i++)
        add(j, f->windings[f->winding_at[face] + i].unit, f->windings[f->winding_at[face] + i].times);
    add_claims(j, half, -1);
    add_claims(j, half ^ 1, 1);
}

static void keep(struct winding_job *j, uint32_t face)
{
    struct hc_faces *f = j->f;
    HC_GROW(f->windings, f->cap_all, f->n_all + j->n_scratch);
    if (j->n_scratch)
        memcpy(f->windings + f->n_all, j->scratch, j->n_scratch * sizeof *j->scratch);
    f->winding_at[face] = f->n_all;
    f->n_windings[face] = (uint32_t)j->n_scratch;
    f->n_all += j->n_scratch;
    j->seen[face] = 1;
}

static bool agrees(const struct winding_job *j, uint32_t face)
{
    const struct hc_faces *f = j->f;
    if (f->n_windings[face] != j->n_scratch)
        return false;
    for (size_t i = 0; i < j->n_scratch; i++) {
        const struct hc_winding *w = &f->windings[f->winding_at[face] + i];
        if (w->unit != j->scratch[i].unit || w->times != j->scratch[i].times)
            return false;
    }
    return true;
}

bool hc_faces_wind(struct hc_faces *f)
{
    const struct hc_topology *t = f->t;
    struct winding_job j = {.f = f,
                            .extra = hc_alloc(t->n_extra, sizeof *j.extra),
                            .seen = hc_calloc(f->n, 1),
                            .queue = hc_alloc(f->n, sizeof *j.queue)};
    size_t n_queue = 1;
    bool consistent = true;
    f->winding_at = hc_calloc(f->n, sizeof *f->winding_at);
    f->n_windings = hc_calloc(f->n, sizeof *f->n_windings);
    if (t->n_extra) {
        memcpy(j.extra, t->extra, t->n_extra * sizeof *j.extra);
        qsort(j.extra, t->n_extra, sizeof *j.extra, compare_claims);
    }
    j.queue[0] = 0;
    keep(&j, 0);
    for (size_t i = 0; i < n_queue && consistent; i++)
        for (size_t k = f->at[j.queue[i]]; k < f->at[j.queue[i] + 1]; k++) {
            uint32_t half = f->halves[k], across = f->of[half ^ 1];
            cross(&j, half);
            if (!j.seen[across]) {
                j.queue[n_queue++] = across;
                keep(&j, across);
            } else if (!agrees(&j, across)) {
                consistent = false;
                break;
            }
        }
    hc_free(j.extra);
    hc_free(j.seen);
    hc_free(j.queue);
    hc_free(j.scratch);
    return consistent && n_queue == f->n;
}

size_t hc_face_units(const struct hc_faces *f, uint32_t face, uint32_t *units, size_t max)
{
    size_t n = 0;
    for (uint32_t i = 0; i < f->n_windings[face]; i++) {
        const struct hc_winding *w = &f->windings[f->winding_at[face] + i];
        if (w->times <= 0)
            continue;
        if (n < max)
            units[n] = w->unit;
        n++;
    }
    return n;
}
