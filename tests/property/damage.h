/* Seeded damage to a coverage, as it comes about in real layers. */
#ifndef HC_TESTS_PROPERTY_DAMAGE_H
#define HC_TESTS_PROPERTY_DAMAGE_H

#include "coverage.h"

enum damage {
    DAMAGE_JITTER = 1,    /* single vertices moved, on one side only */
    DAMAGE_DROP = 2,      /* vertices that one side alone has */
    DAMAGE_SHIFT = 4,     /* whole units shifted */
    DAMAGE_GROW = 8,      /* whole units grown (overlaps) or shrunk (gaps, closed and open) */
    DAMAGE_BAND = 16,     /* a stretch of border moved aside: a band of sliver */
    DAMAGE_REPEAT = 32,   /* vertices twice */
    DAMAGE_SPIKE = 64,    /* out and back again: of no width, or a needle */
    DAMAGE_REVERSE = 128, /* rings turned around */
    DAMAGE_HOLE = 256,    /* tiny holes */
    DAMAGE_ALL = 511,
    DAMAGE_CUT = 512 /* corners cut off: overlaps and gaps as large as they come */
};

/* A copy of `from` with some of the sorts of damage (bits of enum damage) done to it, each vertex moved by less than
 * `reach` (in the layer's unit), so that two copies of one vertex are less than twice that apart. */
void damage_make(const struct hc_layer *from, struct rng *r, unsigned sorts, double reach, struct hc_layer *out);

#endif
