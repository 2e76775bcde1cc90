#include "base/parallel.h"

#include "base/mem.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define MAX_THREADS 256

struct loop {
    atomic_size_t next;
    size_t n, grain;
    void (*work)(void *ctx, size_t begin, size_t end);
    void *ctx;
};

static void *run(void *arg)
{
    struct loop *loop = arg;
    for (;;) {
        size_t begin = atomic_fetch_add(&loop->next, loop->grain);
        if (begin >= loop->n)
            return NULL;
        size_t left = loop->n - begin;
        loop->work(loop->ctx, begin, begin + (left < loop->grain ? left : loop->grain));
    }
}

int hc_parallel_threads(int threads)
{
    if (threads <= 0) {
        cpu_set_t set;
        threads = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    }
    return threads > MAX_THREADS ? MAX_THREADS : threads;
}

void hc_parallel_for(int threads, size_t n, size_t grain, void (*work)(void *ctx, size_t begin, size_t end), void *ctx)
{
    if (!n)
        return;
    struct loop loop = {0, n, grain ? grain : 1, work, ctx};
    size_t ranges = (n - 1) / loop.grain + 1, wanted = (size_t)hc_parallel_threads(threads);
    if (wanted > ranges)
        wanted = ranges;
    pthread_t workers[MAX_THREADS];
    size_t started = 0;
    while (started + 1 < wanted && pthread_create(&workers[started], NULL, run, &loop) == 0)
        started++;
    run(&loop); /* the caller works too, and alone if no thread could be had */
    for (size_t i = 0; i < started; i++)
        pthread_join(workers[i], NULL);
}

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t begun, taken, n_ranges, window; /* counts of ranges */
    bool *done;
    size_t n, grain;
    void (*work)(void *ctx, size_t begin, size_t end);
    void *ctx;
};

static void call(const struct queue *q, size_t range, void (*what)(void *ctx, size_t begin, size_t end))
{
    size_t begin = range * q->grain, left = q->n - begin;
    what(q->ctx, begin, begin + (left < q->grain ? left : q->grain));
}

static bool can_begin(const struct queue *q)
{
    return q->begun < q->n_ranges && q->begun < q->taken + q->window;
}

/* With the mutex held, which is let go meanwhile. */
static void work_on_next(struct queue *q)
{
    size_t range = q->begun++;
    pthread_mutex_unlock(&q->mutex);
    call(q, range, q->work);
    pthread_mutex_lock(&q->mutex);
    q->done[range] = true;
    pthread_cond_broadcast(&q->changed);
}

static void *work_on_all(void *arg)
{
    struct queue *q = arg;
    pthread_mutex_lock(&q->mutex);
    while (q->begun < q->n_ranges) {
        if (can_begin(q))
            work_on_next(q);
        else
            pthread_cond_wait(&q->changed, &q->mutex);
    }
    pthread_mutex_unlock(&q->mutex);
    return NULL;
}

static void take_all(struct queue *q, void (*take)(void *ctx, size_t begin, size_t end))
{
    pthread_mutex_lock(&q->mutex);
    while (q->taken < q->n_ranges) {
        if (q->done[q->taken]) {
            pthread_mutex_unlock(&q->mutex);
            call(q, q->taken, take);
            pthread_mutex_lock(&q->mutex);
            q->taken++;
            pthread_cond_broadcast(&q->changed);
        } else if (can_begin(q)) {
            work_on_next(q);
        } else {
            pthread_cond_wait(&q->changed, &q->mutex);
        }
    }
    pthread_mutex_unlock(&q->mutex);
}

void hc_parallel_ordered(int threads, size_t n, size_t grain, size_t window,
                         void (*work)(void *ctx, size_t begin, size_t end),
                         void (*take)(void *ctx, size_t begin, size_t end), void *ctx)
{
    struct queue q = {.n_ranges = (n + grain - 1) / grain, .window = window, .n = n, .grain = grain, .work = work};
    pthread_t workers[MAX_THREADS];
    int started = 0, wanted = hc_parallel_threads(threads);
    q.ctx = ctx;
    q.done = hc_calloc(q.n_ranges, sizeof *q.done);
    pthread_mutex_init(&q.mutex, NULL);
    pthread_cond_init(&q.changed, NULL);
    while (started + 1 < wanted && (size_t)started + 1 < q.n_ranges &&
           pthread_create(&workers[started], NULL, work_on_all, &q) == 0)
        started++;
    take_all(&q, take);
    for (int i = 0; i < started; i++)
        pthread_join(workers[i], NULL);
    pthread_cond_destroy(&q.changed);
    pthread_mutex_destroy(&q.mutex);
    hc_free(q.done);
}

struct hc_task {
    pthread_t thread;
    bool started;
    void (*work)(void *ctx);
    void *ctx;
};

static void *run_task(void *arg)
{
    const struct hc_task *task = arg;
    task->work(task->ctx);
    return NULL;
}

struct hc_task *hc_task_begin(int threads, void (*work)(void *ctx), void *ctx)
{
    struct hc_task *task = hc_calloc(1, sizeof *task);
    task->work = work;
    task->ctx = ctx;
    task->started = hc_parallel_threads(threads) > 1 && pthread_create(&task->thread, NULL, run_task, task) == 0;
    return task;
}

void hc_task_end(struct hc_task *task)
{
    if (task && !task->started)
        task->work(task->ctx);
    hc_task_drop(task);
}

void hc_task_drop(struct hc_task *task)
{
    if (task && task->started)
        pthread_join(task->thread, NULL);
    hc_free(task);
}

struct hc_lock {
    pthread_mutex_t mutex;
};

struct hc_lock *hc_lock_new(void)
{
    struct hc_lock *lock = hc_alloc(1, sizeof *lock);
    pthread_mutex_init(&lock->mutex, NULL);
    return lock;
}

void hc_lock_free(struct hc_lock *lock)
{
    if (lock)
        pthread_mutex_destroy(&lock->mutex);
    hc_free(lock);
}

void hc_lock_take(struct hc_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void hc_lock_give(struct hc_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}
