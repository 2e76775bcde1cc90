#include "base/parallel.h"

#include "base/mem.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

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
