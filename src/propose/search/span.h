/* Two groups that touch, as one graph of their own, and a spanning tree of it: cut at an edge, it divides them anew. */
#ifndef HC_PROPOSE_SEARCH_SPAN_H
#define HC_PROPOSE_SEARCH_SPAN_H

#include "propose/problem/problem.h"
#include "propose/search/random.h"

struct hc_span {
    const struct hc_problem *p;
    size_t n;
    uint32_t *unit, *local;   /* the two groups' units; where each stands among them, HC_NONE: it does not */
    uint32_t *near, *near_at; /* n + 1; their neighbours among themselves, in these numbers */
    uint32_t *next;           /* the tree: the way to its root, unit 0 */
    uint32_t *state;          /* n, for whoever needs it; what was drawn leaves 1 everywhere */
};

void hc_span_init(struct hc_span *span, const struct hc_problem *p);
void hc_span_release(struct hc_span *span);

/* The groups of a and b, by label, each in one piece and an edge between the two: a is unit 0. */
void hc_span_gather(struct hc_span *span, const uint32_t *label, uint32_t a, uint32_t b);
/* A spanning tree, each as likely as another (Wilson, Generating random spanning trees more quickly than the cover
 * time, 1996). */
void hc_span_draw(struct hc_span *span, struct hc_random *random);
void hc_span_clear(struct hc_span *span); /* before others are gathered */

#endif
