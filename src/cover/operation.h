/* A way that PROJ knows from one CRS to another, for any number of threads.
 *
 * PROJ objects serve one thread at a time, and to clone one takes longer than to transform a hundred vertices: clones
 * are kept for whoever transforms next. */
#ifndef HC_COVER_OPERATION_H
#define HC_COVER_OPERATION_H

#include "base/parallel.h"
#include "model/polygons.h"
#include <proj.h>

/* A context of hecun's own: silent, and without the network. */
PJ_CONTEXT *hc_operation_context(void);

/* Takes over pj; NULL gives NULL. lock: that of all that uses pj's context; both must outlive the operation. */
struct hc_operation;
struct hc_operation *hc_operation_new(PJ *pj, struct hc_lock *lock);
void hc_operation_free(struct hc_operation *o);

/* In place, n vertices. Returns how many could not be expressed: they are not finite then. Bytes do not depend on
 * threads. */
size_t hc_operation_run(struct hc_operation *o, PJ_DIRECTION direction, struct hc_xy *xy, size_t n, int threads);

#endif
