#include "cover/operation.h"

#include "base/mem.h"
#include <math.h>

struct clone {
    PJ_CONTEXT *context;
    PJ *pj;
};

struct hc_operation {
    PJ *pj;
    struct hc_lock *lock; /* of pj and of the clones */
    struct clone *idle;
    size_t n_idle, cap_idle;
};

PJ_CONTEXT *hc_operation_context(void)
{
    PJ_CONTEXT *context = proj_context_create();
    proj_context_set_enable_network(context, 0);
    proj_log_level(context, PJ_LOG_NONE);
    return context;
}

struct hc_operation *hc_operation_new(PJ *pj, struct hc_lock *lock)
{
    if (!pj)
        return NULL;
    struct hc_operation *o = hc_calloc(1, sizeof *o);
    *o = (struct hc_operation){.pj = pj, .lock = lock};
    return o;
}

void hc_operation_free(struct hc_operation *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->n_idle; i++) {
        proj_destroy(o->idle[i].pj);
        proj_context_destroy(o->idle[i].context);
    }
    hc_free(o->idle);
    proj_destroy(o->pj);
    hc_free(o);
}

static struct clone take(struct hc_operation *o)
{
    struct clone clone;
    hc_lock_take(o->lock);
    if (o->n_idle) {
        clone = o->idle[--o->n_idle];
    } else {
        clone.context = hc_operation_context();
        clone.pj = proj_clone(clone.context, o->pj);
    }
    hc_lock_give(o->lock);
    return clone;
}

static void give_back(struct hc_operation *o, struct clone clone)
{
    hc_lock_take(o->lock);
    HC_GROW(o->idle, o->cap_idle, o->n_idle + 1);
    o->idle[o->n_idle++] = clone;
    hc_lock_give(o->lock);
}

/* One transformation of many vertices, range by range. */
struct job {
    struct hc_operation *operation;
    PJ_DIRECTION direction;
    struct hc_xy *xy;
    size_t grain, *n_failed; /* of each range */
};

static void transform_range(void *ctx, size_t begin, size_t end)
{
    const struct job *job = ctx;
    struct clone clone = take(job->operation);
    struct hc_xy *xy = job->xy;
    size_t n_failed = 0;
    if (clone.pj)
        proj_trans_generic(clone.pj, job->direction, &xy[begin].x, sizeof *xy, end - begin, &xy[begin].y, sizeof *xy,
                           end - begin, NULL, 0, 0, NULL, 0, 0);
    for (size_t i = begin; i < end; i++)
        n_failed += !clone.pj || !isfinite(xy[i].x) || !isfinite(xy[i].y);
    job->n_failed[begin / job->grain] = n_failed;
    give_back(job->operation, clone);
}

size_t hc_operation_run(struct hc_operation *o, PJ_DIRECTION direction, struct hc_xy *xy, size_t n, int threads)
{
    size_t grain = n / (size_t)hc_parallel_threads(threads) + 1, n_failed = 0;
    struct job job = {.operation = o, .direction = direction, .xy = xy, .grain = grain < 4096 ? 4096 : grain};
    size_t n_ranges = n / job.grain + 1;
    job.n_failed = hc_calloc(n_ranges, sizeof *job.n_failed);
    hc_parallel_for(threads, n, job.grain, transform_range, &job);
    for (size_t i = 0; i < n_ranges; i++)
        n_failed += job.n_failed[i];
    hc_free(job.n_failed);
    return n_failed;
}
