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

/* The number of threads that `threads` stands for: itself, or the processors this process may use for 0. */
int hc_parallel_threads(int threads);

/* What a thread of its own does meanwhile; heap, the caller's. Where no thread can be had, or `threads` stands for one,
 * it is done when it is waited for. */
struct hc_task;
struct hc_task *hc_task_begin(int threads, void (*work)(void *ctx), void *ctx);
void hc_task_end(struct hc_task *task);  /* waits, and frees; takes NULL */
void hc_task_drop(struct hc_task *task); /* the same, but what has not begun is not done */

/* What one thread at a time may hold; heap, the caller's. free takes NULL. */
struct hc_lock;
struct hc_lock *hc_lock_new(void);
void hc_lock_free(struct hc_lock *lock);
void hc_lock_take(struct hc_lock *lock);
void hc_lock_give(struct hc_lock *lock);

#endif
