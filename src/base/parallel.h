/* A loop over ranges, on several threads.
 *
 * The result must not depend on who ran what: each range writes only what is its own. */
#ifndef HC_BASE_PARALLEL_H
#define HC_BASE_PARALLEL_H

#include <stddef.h>

/* Calls work(ctx, begin, end) for consecutive ranges of at most `grain` items that cover 0..n, each exactly once, on up
 * to `threads` threads (0: as many as processors, the caller's among them). Returns when all are done. */
void hc_parallel_for(int threads, size_t n, size_t grain, void (*work)(void *ctx, size_t begin, size_t end), void *ctx);

/* The same, while finished ranges are taken in order: take(ctx, begin, end) is called for each on the caller's thread,
 * which works on ranges itself while it has to wait. At most `window` ranges are begun and not yet taken, so that
 * range begin / grain may leave what it makes in slot (begin / grain) % window of ctx. */
void hc_parallel_ordered(int threads, size_t n, size_t grain, size_t window,
                         void (*work)(void *ctx, size_t begin, size_t end),
                         void (*take)(void *ctx, size_t begin, size_t end), void *ctx);

/* One piece of work beside what the caller does meanwhile: work(ctx) on a thread of its own, or at once where only one
 * thread is wanted or to be had. Heap; the end waits for the work, and takes NULL. */
struct hc_aside;
struct hc_aside *hc_aside_begin(int threads, void (*work)(void *ctx), void *ctx);
void hc_aside_end(struct hc_aside *aside);

/* The number of threads that `threads` stands for: itself, or the processors this process may use for 0. */
int hc_parallel_threads(int threads);

/* What one thread at a time may hold; heap, the caller's. free takes NULL. */
struct hc_lock;
struct hc_lock *hc_lock_new(void);
void hc_lock_free(struct hc_lock *lock);
void hc_lock_take(struct hc_lock *lock);
void hc_lock_give(struct hc_lock *lock);

#endif
